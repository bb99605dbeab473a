"""The front page, for whoever is not signed in: what this is, what is open, who serves whom, what came of it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import check_for_language, get_language, ngettext
from django.utils.translation import gettext as _

from accounts.middleware import keep_language
from accounts.models import Institution
from agreements.models import Agreement
from casework.listing import grouped
from casework.models import Allowance
from portal.desk import DeskView
from programs.models import Offer, Proposal
from regions import clock
from regions.coverage_map import CoverageMap, Office
from regions.templatetags.dates import day_full, due_in

KEPT = 120  # seconds in this process; what changes shows after at most so long
SHOWN = 6
SOON_DAYS = 14


@dataclass(frozen=True)
class Tile:
    """One province on the map; leads to its office below."""

    name: str
    short: str
    upt_code: str
    weak: bool
    label: str
    url: str


@dataclass(frozen=True)
class OpenOffer:
    """What can be proposed today, without anything a reader must be signed in for."""

    title: str
    why: str
    lead: str
    url: str

    @property
    def tone(self) -> str:
        return "soon" if self.lead else "calm"


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """One's desk, or for everybody else the front page."""
    if request.user.is_authenticated:
        return DeskView.as_view()(request)
    return front(request)


home.is_kept = DeskView.is_kept  # nothing is kept for whoever is not signed in


def front(request: HttpRequest) -> HttpResponse:
    wished = request.GET.get("bahasa", "")
    if wished in dict(settings.LANGUAGES) and check_for_language(wished):
        answer = redirect("portal:desk")
        keep_language(answer, wished)
        return answer
    answer = render(request, "portal/front.html", _kept(clock.today()) | {"public": True})
    # The demonstration's page carries forms of its own visitor; else it is the same for everybody of one language.
    patch_cache_control(answer, **({"private": True} if settings.DEMONSTRATION else {"public": True, "max_age": 60}))
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _kept(today: date) -> dict:
    key = f"front:{get_language()}:{today}"
    found = caches["process"].get(key)
    if found is None:
        found = gather(today)
        caches["process"].set(key, found, KEPT)
    return found


def gather(today: date) -> dict:
    """Everything the page says, in ten queries."""
    coverage = CoverageMap(today)
    return {
        "today": today,
        "figures": figures(len(coverage.services)),
        "offers": [_offer(offer, today) for offer in Offer.objects.open_on(today).order_by("closes_on", "pk")[:SHOWN]],
        "steps": steps(),
        "rows": [[cell and _tile(cell) for cell in row] for row in coverage.rows],
        "key": coverage.key,
        "offices": _offices(coverage.offices),
        "uncovered": [province.name for province in coverage.uncovered],
    }


def figures(provinces: int) -> list[dict]:
    accepted = Proposal.objects.accepted().aggregate(
        count=Count("pk"), people=Sum("participants"), provinces=Count("case__province", distinct=True)
    )
    return [
        {"number": grouped(accepted["count"]), "label": _("programmes approved")},
        {"number": grouped(Agreement.objects.in_force().count()), "label": _("agreements in force")},
        {"number": grouped(accepted["people"] or 0), "label": _("people in approved programmes")},
        {
            "number": _("%(served)s of %(all)s") % {"served": accepted["provinces"], "all": provinces},
            "label": _("provinces take part"),
        },
    ]


def steps() -> list[dict]:
    """How to take part, in four."""
    verified = _("The UPT verifies; the centre reviews and decides.")
    if allowed := Allowance.objects.filter(lifecycle="proposal", status="in_verification").first():
        verified = ngettext(
            "The UPT verifies within %(days)d working day; the centre reviews and decides.",
            "The UPT verifies within %(days)d working days; the centre reviews and decides.",
            allowed.working_days,
        ) % {"days": allowed.working_days}
    words = [
        (_("Propose"), _("BPSDM, Diskominfo or Disnaker write the proposal; every word is saved as it is typed.")),
        (_("Verified and reviewed"), verified),
        (_("Agreed"), _("The cooperation document is drafted, signed, and comes into force.")),
        (_("Carried out and reported"), _("Both parties report the results; APIP, BPKP and BPK can read them.")),
    ]
    return [{"title": title, "note": note, "strong": True} for title, note in words]


def _offer(offer: Offer, today: date) -> OpenOffer:
    words = {"kind": offer.get_kind_display(), "seats": grouped(offer.seats), "day": day_full(offer.closes_on)}
    soon = (offer.closes_on - today).days <= SOON_DAYS
    door = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': offer.get_absolute_url()})}"
    return OpenOffer(
        offer.title,
        _("%(kind)s · %(seats)s people · until %(day)s") % words,
        due_in(offer.closes_on) if soon else "",
        door,
    )


def _tile(service) -> Tile:
    code = service.upt_code
    return Tile(
        service.name, service.short, code, service.weak, service.label, f"#balai-{code}" if code else "#tanpa-balai"
    )


def _offices(offices: list[Office]) -> list[dict]:
    addresses = dict(Institution.objects.filter(upt__isnull=False).values_list("upt", "address"))
    return [
        {
            "code": office.upt.code,
            "name": office.upt.short_name,
            "official": office.official,
            "address": addresses.get(office.upt.pk) or office.upt.city,
            "provinces": [province.name for province in office.provinces],
        }
        for office in offices
    ]
