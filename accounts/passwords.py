"""What a password must be: two sets of rules, of which settings.PASSWORD_RULES names one.

`bssn` follows Peraturan BSSN 4/2021 (Standar Teknis dan Prosedur Keamanan SPBE), which asks of an application's
authentication that it "mengatur jumlah karakter, kombinasi jenis karakter, dan masa berlaku dari kata sandi"
(https://pasal.id/en/peraturan/perban/peraturan-bssn-no-4-tahun-2021). It names no figures; ours stand in RULES,
and the history keeps the change at the end of the period from being none.
`asvs5` follows OWASP ASVS 5.0: 6.2.1 and 6.2.9 length, 6.2.11 own words refused, 6.2.5 no composition, 6.2.10 no
forced change.
Both refuse what is common (6.2.4) and was breached (6.2.12): accounts/data/breached_passwords.txt.gz.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Rules:
    """One set: how long, of how many kinds of characters, how many earlier ones are refused, for how many days."""

    length: int
    kinds: int = 1
    history: int = 0
    days: int = 0  # 0: for ever


RULES = {"bssn": Rules(length=12, kinds=3, history=3, days=180), "asvs5": Rules(length=15)}
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
OWN_WORDS = re.compile(r"sinergi|kominfo|komdigi|litbang|bpsdm[dp]?|balai|admin|password|kata.?sandi")
REST = 8  # what must remain beside such a word


def rules() -> Rules:
    return RULES[settings.PASSWORD_RULES]


class RulesValidator:
    """Django's door to the rules in force: asked for a new password, told when one is saved."""

    def validate(self, password: str, user=None) -> None:
        problems = [problem for check in (_length, _kinds, _own_words) if (problem := check(password))]
        if not problems and user is not None and user.pk and _used(password, user):
            problems.append(_("You have used this password before; choose another."))
        if problems:
            raise ValidationError(problems)

    def password_changed(self, password: str, user=None) -> None:
        """Keep the hash, of so many as the rules ask for; the latest also says since when."""
        if user is None or not user.pk or not user.has_usable_password():
            return
        user.passwords_used.create(encoded=user.password)
        kept = user.passwords_used.values("pk")[: max(rules().history, 1)]
        user.passwords_used.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()

    def get_help_text(self) -> str:
        return hint()


def hint() -> str:
    """The rules in one or two sentences, as the pages of passwords say them."""
    wanted = rules()
    words = [_("At least %(count)d characters; a short sentence is easy to remember and hard to guess.")]
    if wanted.kinds > 1:
        words.append(_("Three of these four: small letters, capitals, digits, other signs or spaces."))
    if wanted.history:
        words.append(_("None of your last %(history)d passwords."))
    if wanted.days:
        words.append(_("It holds for %(days)d days."))
    return " ".join(words) % {"count": wanted.length, "history": wanted.history, "days": wanted.days}


def changed_at(user) -> datetime:
    """Since when the present password is used; of one that was never changed here, since the account exists."""
    last = user.passwords_used.values_list("at", flat=True).first()
    return last or user.date_joined


def expires_at(user) -> datetime | None:
    """The end of the present password's time, or None where it has none."""
    return changed_at(user) + timedelta(days=rules().days) if rules().days else None


def has_expired(user) -> bool:
    end = expires_at(user)
    return end is not None and user.has_usable_password() and end <= timezone.now()


def _length(password: str) -> str:
    if len(password) >= rules().length:
        return ""
    lacking = rules().length - len(password)
    return ngettext(
        "Too short by %(lacking)d character; at least %(count)d are needed.",
        "Too short by %(lacking)d characters; at least %(count)d are needed.",
        lacking,
    ) % {"lacking": lacking, "count": rules().length}


def _kinds(password: str) -> str:
    found = sum(bool(re.search(kind, password)) for kind in KINDS)
    if found >= rules().kinds:
        return ""
    return _("Use three of these four: small letters, capitals, digits, other signs or spaces.")


def _own_words(password: str) -> str:
    rest, found = OWN_WORDS.subn("", password.lower())
    if not found or len(rest) >= REST:
        return ""
    return _("It is little more than a word everybody here would try first; add words of your own.")


def _used(password: str, user) -> bool:
    if not rules().history:
        return False
    earlier = user.passwords_used.values_list("encoded", flat=True)[: rules().history]
    return any(check_password(password, encoded) for encoded in {*earlier, user.password})
