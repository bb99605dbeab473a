"""Rules of passwords: two sets, each as the page says it; the history; and a password past its time."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import passwords
from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
CHANGE = reverse("account_change_password")

# password → refused by (bssn, asvs5)
TABLE = {
    "Pendek-26": (True, True),  # nine characters
    "hujan turun pelan": (True, False),  # two kinds are enough for ASVS, not for BSSN
    "hujan turun 7": (False, True),  # thirteen characters of three kinds
    "Hujan turun di Kupang": (False, False),
    "hujanturundikupang": (True, False),
    "Sinergi-Kominfo-2026": (True, True),  # our own words and a year
    "passwordpassword": (True, True),
}


@pytest.mark.parametrize(("password", "refused"), TABLE.items())
def test_what_each_set_of_rules_refuses(password, refused):
    assert tuple(_refused(password, rules) for rules in ("bssn", "asvs5")) == refused


def _refused(password: str, rules: str, user=None) -> bool:
    with override_settings(PASSWORD_RULES=rules):
        try:
            validate_password(password, user)
        except ValidationError:
            return True
        return False


def test_a_common_password_and_one_s_own_name_are_refused_by_both():
    person = factories.user(full_name="Bambang Firmansyah", username="bambang.firmansyah")
    for rules in ("bssn", "asvs5"):
        assert _refused("Hunter58-Ashley", rules) and not _refused("Hunter58-Ashlex", rules)
        assert _refused("Bambang.Firmansyah1", rules, person)


@pytest.mark.parametrize("rules", ["bssn", "asvs5"])
def test_thousands_of_common_and_breached_ones_are_refused(rules):
    """Those that the rules themselves would take; in capitals too."""
    with override_settings(PASSWORD_RULES=rules):
        common = get_default_password_validators()[1]
        words = sorted(word for word in common.passwords if _taken_by_rules(word.title()))
        refused = [_refused(word.title(), rules) for word in random.Random(4).sample(words, 100)]
    assert len(words) >= 3_000 and all(refused)


def _taken_by_rules(password: str) -> bool:
    try:
        passwords.RulesValidator().validate(password)
    except ValidationError:
        return False
    return True


def test_the_last_three_are_refused_and_the_fourth_is_free(settings):
    person = factories.user()
    history = [f"Hujan turun di Kupang {number}" for number in range(4)]
    for password in history:
        person.set_password(password)
        person.save()
    assert [_refused(password, "bssn", person) for password in history] == [False, True, True, True]
    assert not any(_refused(password, "asvs5", person) for password in history)
    assert person.passwords_used.count() == 3
    assert not any(password in row.encoded for password in history for row in person.passwords_used.all())


def test_a_password_that_was_never_changed_here_counts_as_used():
    """Made by the command line or the demonstration, so without a history."""
    person = factories.user()
    person.passwords_used.all().delete()
    assert _refused(factories.PASSWORD, "bssn", person)


def test_an_old_password_leads_to_its_change_and_a_new_one_leads_out(client):
    person = factories.user()
    _age(person, 181)
    _sign_in(client, person)
    for page in ("portal:desk", "programs:offers", "accounts:me", "admin:index"):
        assert client.get(reverse(page)).url == CHANGE
    assert "HX-Redirect" in client.get(reverse("accounts:me"), headers={"HX-Request": "true"})
    assert client.get(CHANGE).status_code == 200
    new = "Hujan turun di Kupang"
    client.post(CHANGE, {"oldpassword": factories.PASSWORD, "password1": new, "password2": new})
    assert client.get(reverse("accounts:me")).status_code == 200


@pytest.mark.parametrize(("days", "rules"), [(179, "bssn"), (4000, "asvs5")])
def test_a_password_within_its_time_leads_to_the_desk(client, settings, days, rules):
    settings.PASSWORD_RULES = rules
    person = factories.user()
    _age(person, days)
    _sign_in(client, person)
    assert client.get(reverse("accounts:me")).status_code == 200


@pytest.mark.parametrize(("rules", "said"), [("bssn", "180 hari"), ("asvs5", "15 karakter")])
def test_the_page_says_the_rules(client, settings, rules, said):
    settings.PASSWORD_RULES = rules
    client.force_login(factories.user())
    page = client.get(CHANGE).content.decode()
    assert said in page
    assert ("180 hari" in page) == (rules == "bssn")


def test_what_is_wrong_is_said_at_the_field(client):
    client.force_login(factories.user())
    answer = client.post(CHANGE, {"oldpassword": factories.PASSWORD, "password1": "pendek", "password2": "pendek"})
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["password1"]) == 2


def test_the_rules_bind_the_command_line_too():
    assert passwords.rules().length == 12
    with pytest.raises(Exception, match="."):
        call_command("changepassword", "nobody-of-this-name")


def _age(person, days: int) -> None:
    person.passwords_used.update(at=timezone.now() - timedelta(days=days))


def _sign_in(client, person) -> None:
    client.post(reverse("account_login"), {"login": person.username, "password": factories.PASSWORD})


def test_a_wrong_present_password_is_called_wrong_and_the_new_one_hears_all_at_its_field(client):
    factories.sign_in(client, factories.actor(factories.body(), Role.PROPOSER))
    page = client.post(CHANGE, {"oldpassword": "salah", "password1": "abc", "password2": "abc"})
    assert page.context["form"].errors["oldpassword"] == ["Kata sandi salah."]
    refusals = page.context["form"].errors["password1"]
    assert len(refusals) > 1 and " ".join(refusals) in page.content.decode()
