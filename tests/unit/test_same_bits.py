"""The same input gives the same numbers to the last bit, however many children a composite has."""

from __future__ import annotations

import polars as pl

from idx.methods.given import total


def test_sums_have_an_order() -> None:
    """Long sums are not left to `sum_horizontal`, which adds in the order in which threads finish."""
    frame = pl.DataFrame({f"x{number}": [1 / 3 + number] for number in range(12)})
    assert "sum_horizontal" not in frame.lazy().select(total([pl.col(name) for name in frame.columns])).explain()


def test_sums_of_any_length() -> None:
    """Every term is added once, and a missing one leaves no sum."""
    for length in range(1, 40):
        terms = [pl.lit(2.0**number) for number in range(length)]
        assert pl.select(total(terms)).item() == 2.0**length - 1
        assert pl.select(total([*terms, pl.lit(None, dtype=pl.Float64)])).item() is None
