"""The administration: for administrators only, every list and form opens, no status can be changed there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.roles import Role
from regions.admin_base import ModelAdmin, TabularInline
from tests import factories, pacts, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    actor = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    actor.user.is_staff = actor.user.is_superuser = True
    actor.user.save()
    return actor


@pytest.fixture
def full(administrator):
    """At least one row behind most lists."""
    proposals.in_state("in_review", proposals.cast())
    pacts.in_state("party_review", pacts.cast())


def test_a_person_who_is_not_staff_is_sent_to_the_door(client):
    factories.sign_in(client, factories.actor(factories.agency(), Role.APPROVER))
    assert client.get(reverse("admin:index")).status_code == 302


def test_every_list_form_and_row_opens_and_is_searched(client, administrator, full):
    factories.sign_in(client, administrator)
    assert client.get(reverse("admin:index")).status_code == 200
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listing = reverse(f"{name}_changelist")
        assert client.get(listing, {"q": "uji"} if options.search_fields else {}).status_code == 200, name
        if row := model._default_manager.first():
            assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name
        assert client.get(reverse(f"{name}_add")).status_code in (200, 403), name


def test_no_status_can_be_written_in_the_administration(client, administrator, full):
    """Whatever an administrator may edit, a state of a lifecycle, a turn or the trail is not among it."""
    for model, options in admin.site._registry.items():
        if model._meta.app_label not in ("casework", "programs", "agreements"):
            continue
        request = type("Request", (), {"user": administrator.user, "GET": {}, "method": "GET"})()
        if not options.has_change_permission(request):
            continue
        editable = {field.name for field in model._meta.fields if field.editable} - set(
            options.get_readonly_fields(request)
        )
        assert "status" not in editable or model.__name__ in {"LadderStep", "Allowance"}, model


def test_nothing_of_a_case_can_be_deleted_there(client, administrator, full):
    factories.sign_in(client, administrator)
    for model in admin.site._registry:
        if model._meta.app_label in ("casework", "programs", "agreements") and (row := model._default_manager.first()):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
            if model.__name__ in {"LadderStep", "Allowance", "CheckItem", "Criterion", "CalendarDay"}:
                continue
            assert client.get(reverse(name, args=[row.pk])).status_code == 403, model


def test_the_administration_has_its_own_policy_and_the_portal_the_strict_one(client, administrator):
    factories.sign_in(client, administrator)
    loose = client.get(reverse("admin:index"))["Content-Security-Policy"]
    strict = client.get(reverse("regions:coverage"))["Content-Security-Policy"]
    assert "unsafe-eval" in loose
    assert "unsafe" not in strict and "default-src 'self'" in strict


def test_every_page_is_built_on_the_base_of_our_own():
    """Also the pages that packages bring: what is not built on it answers a word that is no key with 500."""
    for options in admin.site._registry.values():
        assert isinstance(options, ModelAdmin), options
        assert all(issubclass(inline, TabularInline) for inline in options.inlines), options


@pytest.mark.parametrize("word", [":", "1" * 25, "\0", "-1"])
def test_a_word_that_chooses_no_row_is_refused_at_its_field(client, administrator, word):
    """In a select that suggests rows while one types; the page shows nothing chosen there."""
    factories.sign_in(client, administrator)
    pages = [
        client.post(reverse("admin:accounts_position_add"), {"institution": word, "title": "Analis"}),
        client.post(reverse("admin:accounts_holding_change", args=[administrator.holding.pk]), {"user": word}),
        client.post(reverse("admin:regions_regency_add"), {"province": word}),
    ]
    for page, name in zip(pages, ("institution", "user", "province"), strict=True):
        assert page.status_code == 200 and page.context["adminform"].form.errors[name]


@pytest.mark.parametrize("word", [":", "1" * 25, "\0", "-1"])
def test_such_a_word_is_refused_in_a_row_of_a_page_and_among_several_words_too(client, administrator, word):
    factories.sign_in(client, administrator)
    sent = {"scope_provinces": ["63", f"{word}\0"], "holdings-0-user": word}
    sent |= {"holdings-TOTAL_FORMS": 1, "holdings-INITIAL_FORMS": 0}
    page = client.post(reverse("admin:accounts_position_add"), sent)
    assert page.status_code == 200 and page.context["adminform"].form.errors["scope_provinces"]
    assert page.context["inline_admin_formsets"][0].formset.errors[0]["user"]


@pytest.mark.parametrize("word", [":", "1" * 25, "\0", "-1"])
def test_an_act_on_rows_that_are_none_is_refused_with_a_sentence(client, administrator, word):
    factories.sign_in(client, administrator)
    form = {"action": "mark_verified", "_selected_action": [word]}
    page = client.post(reverse("admin:regions_coverage_changelist"), form, follow=True)
    assert page.status_code == 200 and [note.level_tag for note in page.context["messages"]] == ["warning"]


@pytest.mark.parametrize("query", ["kind__exact=a%00", "q=%00", "o=%00", "p=%00", "id=%00", "%00=1"])
def test_nul_in_the_words_of_a_list_is_no_fault(client, administrator, query):
    factories.sign_in(client, administrator)
    assert client.get(f"{reverse('admin:casework_case_changelist')}?{query}").status_code in (200, 302, 400)
    assert client.get(f"{reverse('separation')}?{query}").status_code == 200


def test_an_error_in_a_row_carries_the_id_that_its_control_names(client, administrator):
    """In the theme's own tables the words stood beside the control, and nothing said so to the ear."""
    factories.sign_in(client, administrator)
    holding = administrator.holding
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1", "0-id": holding.pk, "0-user": administrator.user.pk}
    url = reverse("admin:accounts_user_change", args=[administrator.user.pk])
    page = client.post(url, {f"holdings-{name}": value for name, value in rows.items()}).content.decode()
    assert 'aria-describedby="id_holdings-0-starts_on_error"' in page
    assert '<ul class="errorlist" id="id_holdings-0-starts_on_error">' in page


@pytest.mark.parametrize(
    ("kind", "begins", "says"),
    [
        ("definitive", "2026-12-31", "Pada sebagian tanggal ini jabatan sudah dipangku orang lain."),
        ("plt", "2026-12-31", "Pada sebagian tanggal ini jabatan sudah dipangku orang lain."),
        ("plh", "2026-12-31", ""),
        ("definitive", "2027-01-01", ""),
    ],
)
def test_a_second_holder_of_a_position_is_refused_where_the_first_day_is_written(
    client, administrator, kind, begins, says
):
    """The database refuses it too, which was answered with 500."""
    held = factories.actor(factories.upt("BJM"), Role.VERIFIER).holding
    factories.sign_in(client, administrator)
    url = reverse("admin:accounts_position_change", args=[held.position.pk])
    form = client.get(url).context["adminform"].form
    typed = {name: form[name].value() or [] for name in form.fields}
    old = {"id": held.pk, "user": held.user.pk, "kind": held.kind, "starts_on": held.starts_on, "ends_on": "2026-12-31"}
    new = {"id": "", "user": administrator.user.pk, "kind": kind, "starts_on": begins, "ends_on": ""}
    for number, row in enumerate((old, new)):
        typed |= {f"holdings-{number}-{name}": value for name, value in row.items()}
        typed[f"holdings-{number}-position"] = held.position.pk
    answer = client.post(url, typed | {"holdings-TOTAL_FORMS": 2, "holdings-INITIAL_FORMS": 1})
    assert answer.status_code == (200 if says else 302)
    if says:
        assert answer.context["inline_admin_formsets"][0].formset.errors == [{"ends_on": [says]}, {"starts_on": [says]}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"kind": "\0 lain"}, "kind"), ({"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "ends_on")],
)
def test_a_kind_that_is_none_and_days_out_of_order_are_said_at_their_fields(client, administrator, wrong, field):
    """The first was answered with 500, the second with the name of a rule of the database."""
    chair = factories.position(factories.upt("BJM"), Role.VERIFIER)
    row = {"position": chair.pk, "user": administrator.user.pk, "kind": "plh", "starts_on": "2027-01-01"}
    answer = factories.sign_in(client, administrator).post(reverse("admin:accounts_holding_add"), row | wrong)
    assert answer.status_code == 200 and list(answer.context["adminform"].form.errors) == [field]


def test_a_year_that_no_calendar_has_leads_back_to_the_list(client, administrator):
    factories.sign_in(client, administrator)
    listing = reverse("admin:agreements_signature_changelist")
    assert client.get(listing, {"signed_on__year": 7543168588439}).url == f"{listing}?e=1"


def test_a_count_of_a_million_rows_draws_no_more_than_some_hundred(client, administrator):
    factories.sign_in(client, administrator)
    rows = {"holdings-TOTAL_FORMS": "1000000", "holdings-INITIAL_FORMS": "0"}
    page = client.post(reverse("admin:accounts_user_add"), rows)
    assert page.status_code == 200 and len(page.context["inline_admin_formsets"][0].formset.forms) == 200


def test_an_institution_is_saved_with_the_positions_that_are_only_shown_there(client, administrator):
    factories.sign_in(client, administrator)
    office = administrator.institution
    url = reverse("admin:accounts_institution_change", args=[office.pk])
    page = client.get(url).context
    form, formset = page["adminform"].form, page["inline_admin_formsets"][0].formset
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    typed |= {bound.html_name: bound.value() for bound in formset.management_form}
    for number, row in enumerate(formset.initial_forms):
        typed |= {f"positions-{number}-id": row.instance.pk, f"positions-{number}-institution": office.pk}
    assert client.post(url, typed | {"short_name": "Badan Lain"}).status_code == 302
    office.refresh_from_db()
    assert office.short_name == "Badan Lain"
