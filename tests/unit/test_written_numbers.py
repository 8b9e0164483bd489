"""What is advised for a cell that is no number, read as its writer may have meant it."""

import re

import pytest

from idx.panel.written_numbers import advice_on_number

NUMBER = re.compile(r"`(-?[\d.]+)`")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("592,97", ["592.97"]),
        ("592，97", ["592.97"]),
        ("0,123", ["0.123"]),
        ("-0,5", ["-0.5"]),
        (",5", [".5"]),
        ("12345,678", ["12345.678"]),
        ("1,234", ["1234", "1.234"]),
        ("-12,500", ["-12500", "-12.500"]),
        ("1,234.5", ["1234.5"]),
        ("1,234,567", ["1234567"]),
        ("1.234,5", ["1234.5"]),
        ("1.234.567", ["1234567"]),
        ("1 234", ["1234"]),
        ("1\u202f234,5", ["1234.5"]),
        ("1'234.5", ["1234.5"]),
        ("12.5%", ["12.5"]),
        ("12,5 ％", ["12.5"]),
        ("1,23,456", []),
        ("1,2,3", []),
        ("n. a.", []),
        ("%", []),
    ],
)
def test_both_languages_name_the_numbers_that_may_be_meant(text: str, meant: list[str]) -> None:
    """A comma that may part thousands as well as decimals is never taken for either."""
    for said in advice_on_number(text):
        assert NUMBER.findall(said) == meant
        assert bool(meant) != ("`na " in said)
