"""Who pays how much, as one bar with its key."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programs.money import rupiah
from programs.sharing import Share

register = template.Library()


def percent(permille: int) -> str:
    """61 %, and below one percent 0,4 %."""
    if permille >= 10:
        return f"{(permille + 5) // 10} %"
    mark = "." if get_language() == "en" else ","
    return f"0{mark}{permille} %"


@register.inclusion_tag("components/share.html")
def share_bar(shares: list[Share]) -> dict:
    """Each party and source with its part of the whole; the bar's widths are percents of it."""
    parts, x = [], 0.0
    for number, share in enumerate(shares):
        parts.append(
            {
                "label": share.label,
                "amount": rupiah(share.amount),
                "percent": percent(share.permille),
                "x": round(x, 1),
                "width": share.percent,
                "pattern": f"p{number % 6 + 1}",
            }
        )
        x += share.percent
    return {"parts": parts, "label": _("Shares of the cost")}
