"""A whole number is what plain digits say, and fits where it is asked for; anything else is none."""

import pytest

from regions.whole_numbers import LARGEST_KEY, whole_number


@pytest.mark.parametrize(("word", "number"), [("0", 0), ("7", 7), ("007", 7), (str(LARGEST_KEY), LARGEST_KEY)])
def test_plain_digits_are_a_number(word, number):
    assert whole_number(word) == number


@pytest.mark.parametrize("word", ["", " ", " 7", "7 ", "+7", "-7", "7.0", "1_0", "1e3", "0x1", "²", "٧", "x", "7\0"])
def test_any_other_word_is_none(word):
    assert whole_number(word) is None


@pytest.mark.parametrize("word", [str(LARGEST_KEY + 1), "9" * 20, "9" * 5000, "0" * 5000])
def test_what_no_column_holds_is_none(word):
    assert whole_number(word) is None


def test_a_smaller_limit_is_kept():
    assert (whole_number("99", most=99), whole_number("100", most=99)) == (99, None)
