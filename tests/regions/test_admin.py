"""An administrator keeps the reference rows; nothing that cases point to can vanish."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from regions import clock, reference
from regions.models import CalendarDay, Coverage, Province, Upt, UptName

pytestmark = pytest.mark.django_db
MODELS = ["province", "regency", "upt", "uptname", "coverage", "calendarday"]


@pytest.fixture(autouse=True)
def now():
    reference.load()
    with clock.at(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "a@example.test", "x"))
    return client


def url(model, action, *args):
    return reverse(f"admin:regions_{model}_{action}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_searches(admin, model):
    assert admin.get(url(model, "changelist")).status_code == 200
    assert admin.get(url(model, "changelist"), {"q": "banjar"}).status_code == 200


@pytest.mark.parametrize(
    ("model", "word", "count"),
    [("province", "borneo", 0), ("province", "East Kalimantan", 1), ("regency", "banjar", 5)],
)
def test_search_finds(admin, model, word, count):
    page = admin.get(url(model, "changelist"), {"q": word})
    assert page.context["cl"].result_count == count


@pytest.mark.parametrize(
    ("model", "find"),
    [
        ("province", lambda: Province.objects.get(code="63")),
        ("coverage", lambda: Coverage.objects.get(province="63")),
        ("uptname", lambda: UptName.objects.filter(upt="BJM").first()),
    ],
)
def test_a_row_opens(admin, model, find):
    assert admin.get(url(model, "change", find().pk)).status_code == 200


def test_provinces_and_a_last_coverage_cannot_be_deleted(admin):
    assert admin.post(url("province", "delete", "63"), {"post": "yes"}).status_code == 403
    only = Coverage.objects.get(province="63")
    assert admin.post(url("coverage", "delete", only.pk), {"post": "yes"}).status_code == 403
    only.ends_on = date(2026, 12, 31)
    only.save()
    second = Coverage.objects.create(
        upt_id="SBY", province_id="63", starts_on=date(2027, 1, 1), confidence="A", source="SK"
    )
    assert admin.post(url("coverage", "delete", second.pk), {"post": "yes"}).status_code == 302
    assert list(Coverage.objects.filter(province="63")) == [only]


def test_rows_are_marked_as_verified_together(admin):
    rows = Coverage.objects.filter(upt="BJM")
    chosen = {"action": "mark_verified", "_selected_action": [row.pk for row in rows]}
    page = admin.post(url("coverage", "changelist"), chosen, follow=True)
    assert "4 baris kini terverifikasi." in page.content.decode()
    assert rows.filter(verified=True).count() == 4


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"starts_on": "2026-01-01", "ends_on": ""}, "__all__"),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "ends_on"),
    ],
)
def test_a_second_upt_and_days_out_of_order_are_said_in_the_form(admin, days, field):
    new = {"upt": "SBY", "province": "63", "confidence": "A", "source": "SK", **days}
    page = admin.post(url("coverage", "add"), new)
    assert page.status_code == 200
    assert list(page.context["adminform"].form.errors) == [field]


@pytest.mark.parametrize(("begins", "answer"), [("2026-12-31", 200), ("2027-01-01", 302)])
def test_an_old_name_ends_and_a_new_one_begins_in_one_form_but_not_on_one_day(admin, begins, answer):
    upt = Upt.objects.get(code="BDG")
    old = upt.names.get(ends_on=None)
    page = admin.get(url("upt", "change", upt.pk)).context
    form, formset = page["adminform"].form, page["inline_admin_formsets"][0].formset
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {bound.html_name: bound.value() for bound in formset.management_form}
    for row in formset.initial_forms:
        typed |= {bound.html_name: bound.value() or "" for bound in row}
        typed |= {row["ends_on"].html_name: "2026-12-31"} if row.instance == old else {}
    count = len(formset.initial_forms)
    new = {"name": "Balai Baru", "starts_on": begins, "ends_on": "", "upt": upt.pk, "id": ""}
    typed |= {f"names-{count}-{name}": value for name, value in new.items()} | {"names-TOTAL_FORMS": count + 1}
    answered = admin.post(url("upt", "change", upt.pk), typed)
    assert answered.status_code == answer
    if answer == 200:
        errors = answered.context["inline_admin_formsets"][0].formset.errors
        says = ["UPT ini sudah mempunyai nama pada salah satu hari itu."]
        assert errors[-1] == {"starts_on": says} and {"ends_on": says} in errors


def test_a_day_off_is_entered_and_the_open_years_are_named(admin):
    page = admin.get(url("calendarday", "changelist")).content.decode()
    assert "Belum semua hari libur ditetapkan untuk: 2027" in page
    admin.post(url("calendarday", "add"), {"on": "2026-11-25", "name": "Pilkada"})
    assert str(CalendarDay.objects.get()) == "2026-11-25 Pilkada"
