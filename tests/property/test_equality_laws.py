"""One rule of equality: what is equal by exact arithmetic is equal wherever numbers are held against one another.

Drawn are entities that have one of two triples of decimals each, in any order, so that many have the same mean, which
floating-point sums tell apart; and a limit that the first triple's mean reaches. They stand in two groups and two
years, in the second of which each has its triple in another order; one more entity lacks a figure. Left out are means
that differ by less than a tenth of a per cent: how much more than rounding it takes is not the question here.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

import idx
from idx.methods import equality

if TYPE_CHECKING:
    from collections.abc import Sequence

Triple = tuple[int, int, int]
FRAMEWORK = """framework ties
version "1"
group region
series a
series b
series c
method {{
  normalise none
  weighting equal
  aggregate arithmetic
  missing null
}}
index total {{
  p {{
    x formula a
    y formula b
    z formula c
  }}
}}
index wins aggregate copeland {{
  p
}}
index ranks normalise rank(reference = each_period, ties = average) = p
index shares normalise percentile_rank(reference = each_period, ties = lowest) = p
index beaten normalise borda(reference = each_period, ties = lowest) = p
index classes normalise bands(limits = values({limit}), scores = values(0, 1)) = p
index inverse {{
  turned direction negative normalise rank(reference = each_period, ties = lowest, reversed = reranked) formula p
}}
index grouped normalise rank(reference = each_period, ties = lowest, within = region) = p
index pooled normalise rank(reference = all_periods, ties = lowest) = p
index between normalise min_max(reference = each_period) = p
index apart normalise z_score(reference = each_period, sd = population) = p
index above = if(p > {limit}, 1, 0)
index reaches = if(p >= {limit}, 1, 0)
index same = if(p is {limit}, 1, 0)
index left = if(a + b + c - 3 * {limit} > 0, 1, if(a + b + c - 3 * {limit} < 0, -1, 0))
"""


COMPARED = ("ranks", "shares", "beaten", "classes", "turned", "grouped", "pooled", "wins", "above", "same", "left")


@st.composite
def drawn(draw: st.DrawFn) -> list[Triple]:
    """Draw the triples of some entities, in tenths; those of the first sum to a multiple of three."""
    one, two = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    first = (one, two, draw(st.sampled_from([third for third in range(10) if (one + two + third) % 3 == 0])))
    other = draw(st.tuples(*[st.integers(0, 9)] * 3))
    rest = draw(st.lists(st.tuples(st.booleans(), st.permutations(range(3))), min_size=1, max_size=5))
    chosen = [(other if is_other else first, order) for is_other, order in rest]
    return [first, *((triple[a], triple[b], triple[c]) for triple, (a, b, c) in chosen)]


def found(triples: Sequence[Triple]) -> dict[str, list[float | None]]:
    """Evaluate the framework on some entities."""
    limit = Fraction(sum(triples[0]), 30)
    rows = [
        {"entity": f"甲{place}", "period": period, "region": "南北"[place % 2], "a": a / 10, "b": b / 10, "c": c / 10}
        for place, (x, y, z) in enumerate(triples)
        for period, (a, b, c) in ((2020, (x, y, z)), (2021, (z, x, y)))
    ]
    lacking = [{"entity": "乙", "period": period, "region": "南", "a": 0.1, "b": 0.2} for period in (2020, 2021)]
    result = idx.loads(FRAMEWORK.format(limit=float(limit))).evaluate(pl.DataFrame([*rows, *lacking]))
    missing = result.scores.filter(pl.col("entity") == "乙")["ranks"]
    assert missing.null_count() == 2
    of_year = {
        period: result.scores.filter((pl.col("entity") != "乙") & (pl.col("period") == period))
        for period in ("2020", "2021")
    }
    for name in COMPARED:  # the second year has the same sums
        assert of_year["2020"][name].to_list() == of_year["2021"][name].to_list()
    return {name: of_year["2020"][name].to_list() for name in result.scores.columns}


def law(triples: Sequence[Triple], scores: dict[str, list[float | None]]) -> None:
    """Hold scores against what exact sums give."""
    sums = [sum(triple) for triple in triples]
    lower = [sum(other < own for other in sums) for own in sums]
    equal = [sums.count(own) for own in sums]
    others = len(sums) - 1
    assert scores["ranks"] == [below + (same + 1) / 2 for below, same in zip(lower, equal, strict=True)]
    assert scores["beaten"] == lower
    assert scores["shares"] == pytest.approx([below / others for below in lower])
    assert scores["turned"] == [1.0 + sum(other > own for other in sums) for own in sums]
    assert scores["wins"] == [sum((own > other) - (own < other) for other in sums) for own in sums]
    assert scores["classes"] == scores["reaches"] == [float(own >= sums[0]) for own in sums]
    assert scores["above"] == [float(own > sums[0]) for own in sums]
    assert scores["same"] == [float(own == sums[0]) for own in sums]
    assert scores["left"] == [float((own > sums[0]) - (own < sums[0])) for own in sums]
    regions = [[own for at, own in enumerate(sums) if at % 2 == place % 2] for place in range(len(sums))]
    assert scores["grouped"] == [1.0 + sum(other < own for other in of) for own, of in zip(sums, regions, strict=True)]
    assert scores["pooled"] == [1.0 + 2 * below for below in lower]
    constant = len(set(sums)) == 1
    assert (scores["between"] == [None] * len(sums)) is constant
    assert (scores["apart"] == [None] * len(sums)) is constant


@given(triples=drawn())
@example(triples=[(1, 2, 3), (3, 2, 1)])
@example(triples=[(1, 2, 3), (3, 2, 1), (0, 0, 0)])
@example(triples=[(7, 1, 1), (1, 1, 7), (1, 7, 1), (9, 9, 9)])
def test_equal_by_exact_arithmetic_is_equal(triples: list[Triple]) -> None:
    """Ranks, shares, points, classes, wins and comparisons are those of exact sums."""
    event(f"{len({sum(triple) for triple in triples})} means of {len(triples)} entities")
    law(triples, found(triples))


def test_the_table_of_ranks_agrees() -> None:
    """What the table of ranks calls equal is what the law calls equal."""
    triples = [(1, 2, 3), (3, 2, 1), (2, 3, 1), (0, 1, 2)]
    columns = {name: [triple[place] / 10 for triple in triples] for place, name in enumerate("abc")}
    result = idx.loads(FRAMEWORK.format(limit=0.2)).evaluate(
        pl.DataFrame({"entity": list("ABCD"), "region": list("nnmm"), **columns})
    )
    assert result.ranks("p").to_list() == [1.0, 1.0, 1.0, 4.0]


def test_numbers_that_are_taken_as_they_are_break_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule, sums in another order win and lose."""
    triples = [(1, 2, 3), (3, 2, 1), (0, 0, 0)]
    law(triples, found(triples))
    monkeypatch.setattr(equality, "evened", lambda values, _largest: values)
    with pytest.raises(AssertionError):
        law(triples, found(triples))
    assert len({sum(order) / 10 for order in permutations((0.1, 0.2, 0.3))}) > 1
