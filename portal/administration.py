"""How the administration looks, what its side bar offers, and its theme's words, which have no Indonesian."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# Lightness and strength of the portal's sea blue, from the palest to the deepest.
SEA = {
    "50": "97.5% .012", "100": "95% .025", "200": "90% .045", "300": "82% .07", "400": "71% .085", "500": "56% .085",
    "600": "46% .075", "700": "40% .066", "800": "34% .055", "900": "29% .045", "950": "22% .035",
}  # fmt: skip


def environment(request) -> list | None:
    """Said beside the person's name: that this is a demonstration, and who one is in it."""
    if not settings.DEMONSTRATION:
        return None
    return [gettext("Demonstration: you are %(name)s") % {"name": request.user.get_full_name()}, "warning"]


def _item(title, name: str, icon: str) -> dict:
    return {"title": title, "link": reverse_lazy(f"admin:{name}_changelist"), "icon": icon}


def _page(title, name: str, icon: str) -> dict:
    return {"title": title, "link": reverse_lazy(name), "icon": icon}


UNFOLD = {
    "SITE_TITLE": "Sinergi",
    "SITE_HEADER": "Sinergi",
    "SITE_SUBHEADER": _("Administration: master data, no business decisions"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/sinergi.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/sinergi.svg")},
    ],
    "COLORS": {"primary": {step: f"oklch({shade} 212)" for step, shade in SEA.items()}},
    "STYLES": [lambda request: static("css/admin.css")],
    "SCRIPTS": [lambda request: static("js/admin.js")],
    "ENVIRONMENT": "portal.administration.environment",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "title": _("People and positions"),
                "items": [
                    _item(_("People"), "accounts_user", "person"),
                    _item(_("Positions"), "accounts_position", "badge"),
                    _item(_("Holdings"), "accounts_holding", "event_seat"),
                    _item(_("Institutions"), "accounts_institution", "apartment"),
                    _page(_("Single approvers, separation of duties"), "separation", "rule"),
                    _page(_("Turns that nobody answers for"), "handover:vacancies", "person_off"),
                    _item(_("Second factors"), "portal_secondfactor", "key"),
                ],
            },
            {
                "title": _("Regions and calendar"),
                "items": [
                    _item(_("Coverage"), "regions_coverage", "map"),
                    _page(_("Hand-over of provinces"), "handover:provinces", "swap_horiz"),
                    _item(_("Provinces"), "regions_province", "public"),
                    _item(_("UPT"), "regions_upt", "domain"),
                    _item(_("Days off and working days"), "regions_calendarday", "calendar_month"),
                ],
            },
            {
                "title": _("Reminders and mail"),
                "items": [
                    _item(_("Ladder"), "casework_ladderstep", "stairs"),
                    _page(_("Reminders to come"), "portal:ladder_preview", "event_upcoming"),
                    _item(_("Allowances"), "casework_allowance", "timer"),
                    _item(_("Outbox"), "casework_message", "outgoing_mail"),
                    _item(_("Runs of the scheduler"), "casework_sweeprun", "schedule"),
                ],
            },
            {
                "title": _("Cases"),
                "items": [
                    _item(_("All cases"), "casework_case", "folder_open"),
                    _item(_("Open turns"), "casework_turn", "hourglass_empty"),
                    _item(_("Trail"), "casework_trailentry", "history"),
                ],
            },
            {
                "title": _("Checklists and criteria"),
                "items": [
                    _item(_("Checklist"), "programs_checkitem", "checklist"),
                    _item(_("Criteria"), "programs_criterion", "scale"),
                ],
            },
        ],
    },
}

# What the theme says itself; named here so that our catalogue carries it.
THEME_WORDS = [
    gettext_noop("Select record"),
    gettext_noop("Select action"),
    gettext_noop("Select action to run"),
    gettext_noop("Select value"),
    gettext_noop("Dataset not found. No action performed."),
    gettext_noop("You can not create nested object without parent"),
    gettext_noop("Run"),
    gettext_noop("After you've created a user, you’ll be able to edit more user options."),
    gettext_noop("Expand row"),
    gettext_noop("Welcome back to"),
    gettext_noop("Forgotten your password or username?"),
    gettext_noop("Type to search"),
    gettext_noop("You have been successfully logged out from the administration"),
    gettext_noop("No data"),
    gettext_noop("More actions"),
    gettext_noop("All applications"),
    gettext_noop("True"),
    gettext_noop("False"),
    gettext_noop("Filters"),
    gettext_noop("Apply Filters"),
    gettext_noop("Select all rows"),
    gettext_noop("Recent searches"),
    gettext_noop("No recent searches"),
    gettext_noop("No results matching your query"),
    gettext_noop("Loading more results..."),
    gettext_noop("Cancel"),
    gettext_noop("Submit"),
    gettext_noop("Record picture"),
    gettext_noop("This item will be deleted."),
    gettext_noop("Click to cancel"),
    gettext_noop("No results found"),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Reset filters"),
    gettext_noop("Image preview"),
    gettext_noop("Click to download"),
    gettext_noop("Go back"),
    gettext_noop("Previous"),
    gettext_noop("Next"),
    gettext_noop("Search apps and models..."),
    gettext_noop("General"),
    gettext_noop("Light"),
    gettext_noop("Dark"),
    gettext_noop("System"),
    gettext_noop("Return to site"),
    gettext_noop("Choose file to upload"),
    gettext_noop("Toggle password visibility"),
    gettext_noop("Add row"),
    gettext_noop("Date"),
]

# What Django says in words we would not choose; our catalogue goes before its own.
DJANGO_WORDS = [gettext_noop("This field is required.")]
