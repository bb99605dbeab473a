"""Compare a proposal with what was submitted: two versions, chosen in the address, side by side."""

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from programs.comparing import compare
from programs.dossier import dossier
from programs.versions import Version, versions
from programs.views.detail import crumbs


class CompareView(TemplateView):
    """`?dari=1&ke=2` (or `ke=kini`, how it stands now); without them the last submission and what came before it."""

    template_name = "programs/compare.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        proposal = dossier(self.request.actor, kwargs["pk"])
        every = versions(proposal)
        old, new = chosen(every, self.request.GET.get("dari", ""), self.request.GET.get("ke", ""))
        return super().get_context_data(
            proposal=proposal,
            case=proposal.case,
            crumbs=crumbs(proposal, _("Compare with what was submitted")),
            versions=every,
            old=old,
            new=new,
            comparison=compare(old, new) if old else None,
            **kwargs,
        )


def chosen(every: list[Version], from_: str, to: str) -> tuple[Version | None, Version]:
    """The two versions an address names; an unknown word is ignored. Nothing to compare before the first submission."""
    by_word = {version.word: version for version in every}
    if len(every) == 1:
        return None, every[0]
    new = by_word.get(to) or (every[-2] if len(every) > 2 else every[-1])
    at = every.index(new)
    old = by_word.get(from_)
    if old is None or every.index(old) >= at:
        old = every[max(0, at - 1)]
    if old is new:
        new = every[at + 1]
    return old, new
