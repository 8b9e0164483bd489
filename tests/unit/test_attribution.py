"""Attribution where the laws once found it wrong: groups, conditions, rows that come with an indicator."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import polars as pl
import pytest

import idx
from idx.analysis.attribution import coalitions
from idx.analysis.attribution.attribute import Options
from idx.project.compare import Comparison, Wanted, compare
from idx.project.sides import Side

METHOD = """framework f
version "1"
group region

method {{
  {entities}
  normalise {normalise}
  weighting equal
  aggregate arithmetic
  missing null
}}

"""
TREE = "index t {\n  a\n  b\n}\n"
PLAIN = "none"


def frame(**columns: list[float | str | None]) -> pl.DataFrame:
    """Return data of two entities in two years."""
    keys = {"entity": ["x", "x", "y", "y"], "period": ["2019", "2020", "2019", "2020"]}
    data: dict[str, list[float | str | None]] = {"region": ["n", "n", "n", "n"], "a": [1.0, 2.0, 5.0, 3.0]}
    return pl.DataFrame({**keys, **data, "b": [2.0, 4.0, 1.0, 2.0], **columns})


def compared(
    before: str, after: str, data: pl.DataFrame, other: pl.DataFrame, options: Options | None = None
) -> Comparison:
    """Compare two frameworks, each with its data, and hold the sums of shares to the differences."""
    one, two = idx.loads(before), idx.loads(after)
    sides = Side("a", one, one.evaluate(data)), Side("b", two, two.evaluate(other))
    comparison = compare(*sides, Wanted(options=options or Options()))
    assert comparison.attribution is not None
    assert comparison.values is not None
    differences = comparison.values.filter(node="t")["difference"].to_list()
    shares = comparison.attribution.nodes["t"].shares
    for place, difference in enumerate(differences):
        if difference is not None:
            assert math.isclose(
                np.nansum(shares[:, place]), difference, abs_tol=1e-9
            )  # joined ones are NaN but for one
    assert any(difference for difference in differences)
    return comparison


def text(normalise: str = PLAIN, entities: str = "", tree: str = TREE) -> str:
    """Return a framework."""
    return METHOD.format(normalise=normalise, entities=entities) + tree


def test_groups_that_are_revised() -> None:
    """Entities that change their group change what is normalised within it."""
    method = "min_max(reference = all_periods, within = region, to = 0..100)"
    compared(text(method), text(method), frame(), frame(region=["n", "n", "m", "m"]))


def test_a_group_that_comes() -> None:
    """A group that only the version after has has its members from there."""
    method = "min_max(reference = all_periods, within = area, to = 0..100)"
    after = text(method).replace("group region", "group region\ngroup area")
    plain = text(method.replace("within = area, ", ""))
    compared(plain, after, frame(), frame(area=["n", "n", "m", "m"]))


@pytest.mark.parametrize("condition", ['entities where entity is not "z"', 'entities where region is not "z"'])
def test_conditions_on_rows(condition: str) -> None:
    """A condition on `entity` names no node."""
    compared(text(entities=condition), text("none then add(1)", condition), frame(), frame())


def test_a_condition_on_the_entity_of_a_normalisation() -> None:
    """Nor does one that limits a normalisation."""
    method = 'none where entity is not "z" then add(1)'
    compared(text(method), text(method.replace("(1)", "(2)")), frame(), frame())


def test_a_condition_on_a_node_s_own_value() -> None:
    """What a normalisation asks of a node's own value is no circle."""
    tree = "index t {\n  a normalise none where a > 2 then add(1)\n  b\n}\n"
    compared(text(tree=tree), text(tree=tree.replace("add(1)", "add(2)")), frame(), frame())


def test_what_is_defined_outside_inherits_where_it_stands() -> None:
    """An indicator with a block of its own is normalised as the tree in which it stands says."""
    tree = "indicator a unit %\nindex t normalise symmetric_growth {\n  a\n  b\n}\n"
    compared(text(tree=tree), text(tree=tree.replace("  b", "  b direction negative")), frame(), frame())


def test_rows_that_come_with_an_indicator() -> None:
    """An indicator that is added may have data where the others have none."""
    tree = TREE.replace("  b\n", "  b\n  c\n")
    longer = pl.concat(
        [
            frame(c=[1.0, 2.0, 3.0, 4.0]),
            pl.DataFrame(
                {"entity": ["x"], "period": ["2021"], "region": ["n"], "a": [None], "b": [None], "c": [9.0]},
                schema=frame(c=[1.0, 2.0, 3.0, 4.0]).schema,
            ),
        ]
    )
    compared(text(), text(tree=tree), frame(), longer)


def test_a_node_that_moves_by_being_put_and_taken_is_one_cause() -> None:
    """A node has to stand somewhere: where it is taken away and put elsewhere is one cause."""
    before = "index t {\n  p {\n    a\n    b\n  }\n  q {\n    a\n    b\n  }\n  r {\n    b\n  }\n}\n"
    after = "index t {\n  p {\n    b\n  }\n  q {\n    b\n  }\n  r {\n    a\n    b\n  }\n}\n"
    comparison = compared(text(tree=before), text(tree=after), frame(), frame())
    assert comparison.attribution is not None
    assert len(comparison.attribution.causes) == 1


def test_conditions_on_the_values_of_one_another() -> None:
    """What a condition reads is a value; the score that another condition makes of it has no part in that."""
    method = "none then multiply(2) where a + b > 4"
    compared(text(method), text(method.replace("4", "3")), frame(), frame(a=[1.0, 3.0, 5.0, 3.0]))


def test_a_condition_reads_the_data_of_its_own_coalition() -> None:
    """A node has several versions for what its condition reads, though that is written but once."""
    aside = "series b\nindicator c formula b * 2\n"
    tree = f"{aside}index t aggregate arithmetic then multiply(10) where c > 5 {{\n  a\n}}\n"
    data, other = frame(), frame(b=[2.0, 2.0, 3.0, 2.0])
    comparison = compared(text(tree=tree), text(PLAIN + " then add(1)", tree=tree), data, other)
    assert comparison.attribution is not None
    assert len(comparison.attribution.causes) == 2
    assert (comparison.attribution.nodes["t"].joined == -1).all()


def test_coalitions_are_parted_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evaluated a few at a time, they give the same shares."""
    data, other = frame(), frame(b=[2.0, 2.0, 3.0, 2.0])
    after = text(PLAIN + " then add(1)", tree=TREE.replace("a\n", "a weight 30%\n"))
    whole = compared(text(), after, data, other)
    monkeypatch.setattr(coalitions, "PANELS", 0)
    monkeypatch.setattr(coalitions, "FEWEST_OF_SMALL", 8)
    parted = compared(text(), after, data, other)
    assert whole.attribution is not None
    assert parted.attribution is not None
    assert len(whole.attribution.causes) == 3
    for node, shares in whole.attribution.nodes.items():
        assert (shares.shares == parted.attribution.nodes[node].shares).all()


def test_what_stands_in_the_way_speaks_of_nodes() -> None:
    """Where changes cannot be made one without the other, the reason names nodes as the files do."""
    before = text("min_max(reference = all_periods)")
    after = before.replace("  normalise min_max(reference = all_periods)\n", "")
    after = after.replace("  a\n  b\n", "  a normalise none\n  b normalise none\n")
    found = compared(before, after, frame(), frame())
    assert found.attribution is not None
    (whole,) = found.attribution.causes
    assert len(whole.changes) == 3
    said = [item.message.en for merge in found.attribution.merges for item in merge.diagnostics]
    assert "no `normalise` is stated for 2 nodes: `a`, `b`" in said


LINKED = """framework f
version "1"
method {{
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link chain(base = 2019, value = 100)
}}
index t {{
  a
  b
}}
index ratio{link} formula a / b + {number}
"""


@pytest.mark.parametrize("link", ["", " link chain(base = 2020, value = 1)"])
def test_an_index_that_a_formula_computes_is_chained_in_coalitions(link: str) -> None:
    """A formula of data is an index of its own under a link: that of `method`, or one that it states."""
    before, after = (LINKED.format(link=link, number=number) for number in (1, 2))
    found = compared(before, after, frame(), frame(a=[1.0, 3.0, 5.0, 3.0]))
    assert found.attribution is not None
    assert len(found.attribution.causes) == 2
    assert not found.attribution.withheld
    shares = found.attribution.nodes["ratio"].shares
    assert (np.abs(shares).max(axis=1) > 0).all()


SWAPS = {
    "a weight beside": ("  a\n  b\n", "  a weight 20%\n  c\n", [{"b", "c"}, {"a"}]),
    "what leaves beside": ("  p {\n    a\n    b\n  }\n  d\n", "  p {\n    c\n  }\n  d\n", [{"c", "a"}, {"b"}]),
}


@pytest.mark.parametrize("name", list(SWAPS))
def test_what_has_to_be_together_is_the_same_the_other_way_round(name: str) -> None:
    """What takes the place of another is one cause with it, alone, whichever version comes first."""
    first, last, expected = SWAPS[name]
    before, after = (text(tree=f"index t {{\n{children}}}\n") for children in (first, last))
    data = frame(c=[3.0, 1.0, 2.0, 2.0], d=[1.0, 2.0, 2.0, 5.0])
    for found in (compared(before, after, data, data), compared(after, before, data, data)):
        assert found.attribution is not None
        causes = [{change.subject for change in cause.changes} for cause in found.attribution.causes]
        assert sorted(causes, key=len) == sorted(expected, key=len)


CIRCLE = """series a
series b
series c
series d
index t {{
  x formula {0}
  y formula {1}
  z formula {2}
  w formula ln({3})
}}
"""


def test_what_holes_ask_for_need_not_be_a_framework() -> None:
    """Where holes ask for coalitions that no drawn order meets, one that cannot be made has no value."""
    before = text(tree=CIRCLE.format("a", "b", "x + 1", "c"))
    after = text(tree=CIRCLE.format("y", "z", "a", "d"))
    data = frame(c=[2.0, 2.0, 2.0, 2.0], d=[-2.0, 2.0, 2.0, 2.0])
    other = frame(c=[-2.0, 2.0, 2.0, 2.0], d=[2.0, 2.0, 3.0, 2.0])
    asked = Counter[str]()
    for seed in range(20):
        found = compared(before, after, data, other, Options(most_exact=2, pairs=1, seed=seed))
        assert found.attribution is not None
        assert not found.attribution.withheld
        asked.update("x and y are one" for merge in found.attribution.merges if merge.causes)
    assert asked["x and y are one"] < 20  # mostly orders do not meet the circle, and holes do


OF_TWO = """framework example
version "1"
method {{
  normalise z_score(reference = each_period, sd = sample)
  weighting pca(reference = each_period, share = {share})
  aggregate arithmetic
}}
index total {{
  a unit %
  b unit %{direction}
}}
"""


def test_what_data_forbid_joins_causes_where_it_does() -> None:
    """A coalition whose data a method refuses has no value: its causes are joined in the cells where it has none."""
    data = pl.DataFrame({"entity": list("ABCD"), "a": [1.0, 2.0, 3.0, 5.0], "b": [2.0, 3.0, 3.5, 9.0]})
    one = idx.loads(OF_TWO.format(share="squared_loadings", direction=" direction negative"))
    other = idx.loads(OF_TWO.format(share="loadings", direction=""))
    found = compare(Side("a", one, one.evaluate(data)), Side("b", other, other.evaluate(data)), Wanted())
    assert found.attribution is not None
    assert len(found.attribution.causes) == 2
    assert found.attribution.merges == ()
    total, b = (found.attribution.nodes[node] for node in ("total", "b"))
    assert (total.joined == 0).all()
    assert np.isnan(total.shares[1]).all()
    assert (b.joined == -1).all()
