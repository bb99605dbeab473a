"""What the parsers of money, days and filters make of anything: a value within limits, or a sentence."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreements.forms.fields import FIRST_DAY, LAST_DAY
from agreements.forms.fields import DayField as PactDay
from casework.listing import Listing, Order, cleaned
from casework.models import Case
from programs.forms.fields import (
    FIRST_YEAR,
    LARGEST_WHOLE,
    LAST_YEAR,
    UNIT_LENGTH,
    DayField,
    VolumeField,
    WholeNumberField,
)
from programs.forms.filters import ProposalFilter
from programs.models import Proposal
from programs.money import LARGEST, grouped, parse
from tests.hostile.corpus import cases

CORPUS = cases()
ANYTHING = st.characters() | st.sampled_from("0123456789")
MONEY = st.text(st.sampled_from("0123456789.,- RpIDR()−٣३０\u00a0\0e+") | ANYTHING, max_size=24)
AMOUNTS = st.integers(0, LARGEST)
DAYS = st.text(st.sampled_from("0123456789-/: TZ٣０") | ANYTHING, max_size=16)
KNOWN = [
    case.arrives
    for kind in ("paging and filters", "text", "injection")
    for case in CORPUS[kind]
    if len(case.value) < 400
]
WORDS = ("q", "provinsi", "jenis", "ta", "tahap", "tampilan", "urut", "sesudah", "sebelum", "kolom", "rapat", "lain")
ORDERS = (Order("nomor", "case__title"), Order("lama", "case__version", int), Order("hari", "starts_on", date))


def refused(act, text: str):
    try:
        return act(text)
    except ValidationError as error:
        assert error.messages and all(error.messages), "refused without a sentence"
        return None


def money(draw):
    text = draw(MONEY | st.sampled_from([case.arrives for case in CORPUS["numbers and money"]]))
    amount = refused(parse, text)
    assert amount is None or (type(amount) is int and 0 <= amount <= LARGEST)
    sure = draw(AMOUNTS)
    assert parse(grouped(sure)) == parse(str(sure)) == parse(f"Rp {grouped(sure)},-") == sure
    refused(WholeNumberField(required=False).clean, text)
    quantity, unit = refused(VolumeField(required=False).clean, text) or (None, "")
    assert quantity is None or 0 < quantity <= LARGEST_WHOLE
    assert "\0" not in unit and len(unit) <= UNIT_LENGTH
    assert refused(VolumeField().clean, "120 orang\0" + text) is None, "NUL must not reach the column"


def days(draw):
    text = draw(DAYS | st.sampled_from([case.arrives for case in CORPUS["dates and zones"]]))
    day = refused(DayField(required=False).clean, text)
    assert day is None or FIRST_YEAR <= day.year <= LAST_YEAR
    day = refused(PactDay(required=False).clean, text)
    assert day is None or FIRST_DAY <= day <= LAST_DAY
    sure = draw(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
    assert DayField().clean(sure.isoformat()) == PactDay().clean(sure.isoformat()) == sure


def filters(draw):
    """An address of a list: understood or not, it is a question the database can answer."""
    params = QueryDict(mutable=True)
    for name in draw(st.lists(st.sampled_from(WORDS), max_size=4)):
        params.appendlist(name, draw(st.sampled_from(KNOWN) | st.text(ANYTHING, max_size=12)))
    params = cleaned(params)
    listed = ProposalFilter(params, Proposal.objects.none(), actor=None)
    assert set(listed.form.errors) == set()
    page = Listing(Proposal.objects.filter(pk__lt=0), params, ORDERS)
    assert page.rows == [] and page.order in ORDERS
    str(Case.objects.filter(title__icontains=params.get("q", "")).query)


PARSERS = (money, days, filters)


def feed(parser, many: int) -> int:
    """So many inputs; returns how many there were."""
    fed = 0

    @settings(
        max_examples=many,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def each(data):
        nonlocal fed
        fed += 1
        parser(data.draw)

    each()
    return fed
