"""The pages of the lists of proposals and of offers, and their files."""

from casework.views.exports import ListFileView
from casework.views.lists import ListPageView
from programs.lists import OFFERS, PROPOSALS
from programs.policies import drafts, publishes


class ProposalListView(ListPageView):
    kind, template_name = PROPOSALS, "programs/list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_draft=drafts(self.request.actor, None), **kwargs)


class ProposalFileView(ListFileView):
    kind = PROPOSALS


class OfferListView(ListPageView):
    kind, template_name = OFFERS, "programs/offers.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_publish=publishes(self.request.actor, None), **kwargs)


class OfferFileView(ListFileView):
    kind = OFFERS
