"""Running products are the same digits whichever way they are multiplied."""

from __future__ import annotations

from math import nan

import polars as pl
import pytest

from idx.evaluate import products
from idx.evaluate.products import Ratios, running_products

LENGTH, ENTITIES = 7, 40


def nodes(start: int) -> list[Ratios]:
    """Return two nodes with irregular ratios and a hole."""
    found = []
    for name, seed in (("a", 3), ("b", 5)):
        ratios = [1 + ((seed * (row + 1) * 7919) % 1000 - 500) / 1700 for row in range(LENGTH * ENTITIES)]
        ratios[LENGTH * 2 + 4] = nan
        inverse = pl.Series([1 / ratio for ratio in ratios]) if start else None
        found.append(Ratios(name, pl.Series(ratios), inverse, start, 100.0))
    return found


@pytest.mark.parametrize("start", [0, 3, LENGTH - 1])
def test_both_ways_give_the_same_digits(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's loop and NumPy's agree to the last bit, forward and backward, holes included."""
    few = running_products(nodes(start), LENGTH)
    monkeypatch.setattr(products, "MANY", 0)
    many = running_products(nodes(start), LENGTH)
    assert few.equals(many)


def test_a_hole_ends_the_product_beyond_it() -> None:
    """Seen from the base, everything beyond a hole is missing, and nothing before it."""
    column = running_products(nodes(2), LENGTH)["a"].slice(LENGTH * 2, LENGTH)
    assert column.is_nan().to_list() == [False] * 4 + [True] * 3
    assert column[2] == 100.0
