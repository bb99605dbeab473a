"""Money as people type it and read it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from programs.money import LARGEST, MoneyField, grouped, parse, rupiah, rupiah_short


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.500.000", 1_500_000),
        ("1500000", 1_500_000),
        ("Rp 1.500.000", 1_500_000),
        ("Rp1.500.000", 1_500_000),
        ("rp. 1.500.000", 1_500_000),
        ("IDR 1.500.000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("  1.500.000  ", 1_500_000),
        ("\u00a01.500", 1_500),
        ("1.500", 1_500),
        ("1.500.000,-", 1_500_000),
        ("1.500,00", 1_500),
        ("0", 0),
        ("007", 7),
        (str(LARGEST), LARGEST),
    ],
)
def test_what_is_typed_means_rupiah(typed, amount):
    assert parse(typed) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "negative"),
        ("−5", "negative"),
        ("(500)", "negative"),
        ("1.500,50", "cents"),
        ("0,5", "cents"),
        ("1.5", "invalid"),
        ("1.50", "invalid"),
        ("15.00.000", "invalid"),
        ("1,500,000", "invalid"),
        ("1.500.00", "invalid"),
        ("1e9", "invalid"),
        ("sejuta", "invalid"),
        ("", "invalid"),
        ("Rp", "invalid"),
        ("1.500 000", "invalid"),
        ("٣", "invalid"),
        ("1\x00", "invalid"),
        (str(LARGEST + 1), "too_large"),
        ("9" * 5000, "too_large"),
    ],
)
def test_what_is_not_whole_rupiah_is_refused_with_a_word(typed, code):
    with pytest.raises(ValidationError) as refusal:
        parse(typed)
    assert refusal.value.code == code


@given(st.integers(min_value=0, max_value=LARGEST))
def test_what_is_shown_can_be_typed_again(amount):
    assert parse(rupiah(amount)) == parse(grouped(amount)) == parse(str(amount)) == amount


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_a_sentence(text):
    try:
        assert 0 <= parse(text) <= LARGEST
    except ValidationError as refusal:
        assert refusal.messages


def test_how_money_reads():
    assert rupiah(1_240_000_000) == "Rp1.240.000.000"
    assert rupiah(0) == "Rp0"
    assert rupiah(-1_500) == "−Rp1.500"
    assert rupiah(None) == ""


@pytest.mark.parametrize(
    ("amount", "indonesian", "english"),
    [
        (62_400_000_000, "Rp62,4 miliar", "Rp62.4 billion"),
        (1_000_000, "Rp1 juta", "Rp1 million"),
        (999_999, "Rp1 juta", "Rp1 million"),
        (940_000, "Rp940.000", "Rp940.000"),
        (999_960_000, "Rp1 miliar", "Rp1 billion"),
        (2_050_000_000_000, "Rp2,1 triliun", "Rp2.1 trillion"),
    ],
)
def test_how_money_reads_in_headings(amount, indonesian, english):
    with override("id"):
        assert rupiah_short(amount) == indonesian
    with override("en"):
        assert rupiah_short(amount) == english


def test_a_field_takes_what_people_write_and_shows_points():
    field = MoneyField(required=False)
    assert field.clean("1.500.000") == 1_500_000
    assert field.clean("") is None
    assert 'value="1.500.000"' in field.widget.render("harga", 1_500_000)
    assert 'value="abc"' in field.widget.render("harga", "abc")
