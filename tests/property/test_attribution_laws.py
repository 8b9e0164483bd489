"""Laws of attribution: shares sum to the difference, what changes nothing has none, equals have equal ones."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import polars as pl
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import idx
from drawn_edits import edited, edits
from drawn_versions import Version, versions
from examples import flat
from idx.analysis.attribution.attribute import NodeShares, Options
from idx.edits.matching import matched
from idx.project.compare import Comparison, Wanted, compare
from idx.project.sides import Side
from naive_attribution import Refused, Values, naive_shares, values_of
from rendering import render
from strategies import PLAIN, growth_descriptions
from version_data import Revision, frame_for, revisions

if TYPE_CHECKING:
    from collections.abc import Callable

    from descriptions import Description
    from idx.analysis.attribution.attribute import Attribution

Row: TypeAlias = "tuple[str | None, str | None]"
Comparer: TypeAlias = "Callable[[Side, Side, Options], Comparison]"

FEW = settings(max_examples=max(40, settings().max_examples * 2 // 3))
MOST_NAIVE = 4  # causes; 2 ** 4 frameworks are evaluated one by one


def right(before: Side, after: Side, options: Options) -> Comparison:
    """Compare two versions."""
    return compare(before, after, Wanted(options=options))


class Example(NamedTuple):
    """Two versions with data, and how a coalition is evaluated by itself."""

    version: Version
    revision: Revision
    before: Side
    after: Side


def example_of(version: Version, revision: Revision) -> Example | None:
    """Evaluate two versions, or return None where the data do not allow one of them."""
    before, after = version.before, version.after
    match = matched(before.stated, after.stated)
    identities = {name: match[identity] for name, identity in after.stated.names().items()}
    frames = (
        frame_for(version.description, before.model, before.stated.names(), {}, None),
        frame_for(version.description, after.model, identities, {}, revision),
    )
    try:
        sides = [
            Side(name, framework, framework.evaluate(frame))
            for name, framework, frame in zip("ab", (before, after), frames, strict=True)
        ]
    except idx.IdxError:
        return None
    return Example(version, revision, *sides)


def attribution_of(comparison: Comparison) -> Attribution:
    """Return the attribution of a comparison."""
    assert comparison.attribution is not None
    return comparison.attribution


def rows_of(comparison: Comparison) -> list[Row]:
    """Return the entities and periods that are compared."""
    assert comparison.keys is not None
    return list(comparison.keys.select("entity", "period").iter_rows())


class Coalitions:
    """The values of coalitions, each evaluated by itself when it is first asked for."""

    def __init__(self, example: Example, comparison: Comparison) -> None:
        """Keep what is compared."""
        self.example, self.comparison = example, comparison
        self.known: dict[frozenset[int], Values | Refused] = {}

    def __call__(self, members: frozenset[int]) -> Values:
        """Return the values of a coalition."""
        if members not in self.known:
            causes = attribution_of(self.comparison).causes
            changes = [change for number in sorted(members) for change in causes[number].changes]
            version = self.example.version
            stated = self.comparison.stated
            self.known[members] = values_of(version.description, *stated, changes, self.example.revision)
        values = self.known[members]
        assert not isinstance(values, Refused), f"a coalition cannot be evaluated: {values}"
        return values


def members_of(mask: int) -> frozenset[int]:
    """Return the causes of a mask."""
    return frozenset(number for number in range(mask.bit_length()) if mask >> number & 1)


# ── The laws ─────────────────────────────────────────────────────────────────────────────────────────────────


def law_sum(comparer: Comparer, example: Example, options: Options) -> None:
    """At every node, entity and period shares sum to the difference; a hole names a coalition without a value."""
    comparison = comparer(example.before, example.after, options)
    attribution, rows = attribution_of(comparison), rows_of(comparison)
    assert comparison.values is not None
    values = {row[:3]: row[3:6] for row in comparison.values.iter_rows()}
    coalitions = Coalitions(example, comparison)
    for node, shares in attribution.nodes.items():
        name = comparison.pairs[node].name
        for place, (entity, period) in enumerate(rows):
            before, after, difference = values[name, entity, period]
            hole = int(shares.hole[place])
            if hole == -1:
                assert difference is not None
                magnitude = 1 + max(abs(before), abs(after))
                assert abs(math.fsum(shares.shares[:, place]) - difference) <= 1e-9 * magnitude
            else:
                assert np.isnan(shares.shares[:, place]).all()
                assert (node, entity, period) not in coalitions(members_of(hole)), "it has a value"


def law_naive(comparer: Comparer, example: Example, options: Options) -> str:
    """Shares are those that all orders of causes give, each evaluated by itself; what does nothing has zero.

    Other data of what a node rests on may leave it as it is by the luck of rounding alone, and not in every evaluation.
    """
    comparison = comparer(example.before, example.after, options)
    attribution, rows = attribution_of(comparison), rows_of(comparison)
    count = len(attribution.causes)
    if count > MOST_NAIVE:
        return "too many causes"
    coalitions = Coalitions(example, comparison)
    sets = [members_of(mask) for mask in range(1 << count)]
    revising = {
        number for number in range(count) if any(item.verb == "revise" for item in attribution.causes[number].changes)
    }
    for node, shares in attribution.nodes.items():
        cells = {members: [coalitions(members).get((node, *row)) for row in rows] for members in sets}
        steady = set(range(count)) - revising
        idle = {number for number in steady if all(cells[each | {number}] == cells[each] for each in sets)}
        for place, (entity, period) in enumerate(rows):
            values = {members: coalitions(members).get((node, entity, period)) for members in sets}
            known = {members: value for members, value in values.items() if value is not None}
            if len(known) < len(sets):
                assert shares.hole[place] != -1
                continue
            assert shares.hole[place] == -1
            expected = naive_shares(count, known.__getitem__)
            magnitude = 1 + max(map(abs, known.values()))
            for number in range(count):
                share = shares.shares[number, place]
                assert abs(share - expected[number]) <= 1e-9 * magnitude
                assert share == 0.0 or number not in idle
    return f"{count} causes{', some merged' if attribution.merges else ''}"


@FEW
@given(version=versions(5), data=st.data())
def test_shares_are_those_of_all_orders(version: Version, data: st.DataObject) -> None:
    """Shares sum to the differences and are Shapley's, with revised data, holes and merges."""
    example = example_of(version, data.draw(revisions(version.description)))
    if example is None:
        event("refused")
        return
    options = Options(most_exact=6, pairs=3)
    law_sum(right, example, options)
    event(law_naive(right, example, options))


def law_sampled(comparer: Comparer, example: Example, told: Counter[bool]) -> None:
    """Sampled shares sum to the differences, are the same from the same seed, and are near the exact ones."""
    exact = attribution_of(comparer(example.before, example.after, Options(most_exact=8)))
    options = Options(most_exact=1, pairs=20, seed=7)
    law_sum(comparer, example, options)
    once = attribution_of(comparer(example.before, example.after, options))
    again = attribution_of(comparer(example.before, example.after, options))
    if len(exact.causes) < 2 or exact.pairs or len(once.causes) != len(exact.causes):
        return
    assert once.pairs == 20
    for node, shares in once.nodes.items():
        np.testing.assert_array_equal(shares.shares, again.nodes[node].shares)
        assert shares.errors is not None
        both = (shares.hole == -1) & (exact.nodes[node].hole == -1)
        off = np.abs(shares.shares - exact.nodes[node].shares)[:, both]
        near = off <= 4 * shares.errors[:, both] + 1e-9 * (1 + np.abs(shares.shares[:, both]))
        told[True] += int(near.sum())
        told[False] += int((~near).sum())


def test_sampled_shares_are_near_the_exact_ones() -> None:
    """Sampling is exact in its sum, repeatable, and within a few standard errors."""
    told: Counter[bool] = Counter()

    @settings(max_examples=max(80, settings().max_examples // 3))
    @given(description=growth_descriptions(PLAIN), data=st.data())
    def check(description: Description, data: st.DataObject) -> None:
        text = render(description)[0]
        version = Version(description, text, data.draw(edits(idx.loads(text), 6)))
        example = example_of(version, Revision())
        if example is not None:
            law_sampled(right, example, told)

    check()
    assert told[True] > 0.97 * told.total(), told


# ── Symmetry ─────────────────────────────────────────────────────────────────────────────────────────────────

TWINS = """framework twins
version "1"

method {{
  normalise symmetric_growth
  weighting equal
  aggregate {aggregate}
  link chain(base = 2015, value = 100)
}}

index total {{
  one {{
    a
    b
  }}
  two {{
    c
    d
  }}
}}
"""
SAME = (
    ("set {a}.direction positive -> negative", "revised"),
    ("set {a}.normalise symmetric_growth -> symmetric_growth(zero_zero = null) then clip(-3, 3)",),
    ("set {a}.weight unset -> 1/5",),
    ("set {p}.aggregate {aggregate} -> arithmetic then round(1)",),
)
NUMBERS = st.lists(st.floats(0.5, 4.0), min_size=4, max_size=4)


def law_symmetry(comparer: Comparer, one: str, another: str, data: tuple[list[float], list[float]], mean: str) -> None:
    """Two edits that do the same to two nodes with the same data have the same shares above both."""
    text = TWINS.format(aggregate=mean)
    names = ({"a": "a", "p": "one", "aggregate": mean}, {"a": "c", "p": "two", "aggregate": mean})
    lines = [one.format(**names[0]), one.format(**names[1])]
    if another != one:
        lines.append(another.format(**{**names[0], "a": "b"}).replace("one.aggregate", "total.aggregate"))
    framework = idx.loads(text)
    version = edited(framework, lines)
    assert version is not None
    first, second = data
    columns = {"period": [2015, 2016, 2017, 2018], "a": first, "b": second, "c": first, "d": second}
    frame = pl.DataFrame(columns)
    sides = [Side("", each, each.evaluate(frame)) for each in (framework, version)]
    attribution = attribution_of(comparer(sides[0], sides[1], Options()))
    causes = {change.subject: number for number, cause in enumerate(attribution.causes) for change in cause.changes}
    shares = attribution.nodes["total"].shares
    pairs = [("a", "c") if ("a" in causes) else ("one", "two")]
    for left, right_ in pairs:
        if another == one or causes[left] != causes.get("b"):
            np.testing.assert_allclose(shares[causes[left]], shares[causes[right_]], rtol=1e-9, atol=1e-9)


@FEW
@given(
    one=st.sampled_from([each[0] for each in SAME]),
    data=st.tuples(NUMBERS, NUMBERS),
    mean=st.sampled_from(("arithmetic", "arithmetic over index")),
)
def test_symmetric_edits_have_equal_shares(one: str, data: tuple[list[float], list[float]], mean: str) -> None:
    """Symmetric edits have equal shares."""
    law_symmetry(right, one, one, data, mean)


# ── Wrong attributions ───────────────────────────────────────────────────────────────────────────────────────


def altered(change: Callable[[NodeShares], NodeShares]) -> Comparer:
    """Make a comparison whose shares are wrong in one respect."""

    def comparer(before: Side, after: Side, options: Options) -> Comparison:
        comparison = right(before, after, options)
        attribution = attribution_of(comparison)
        nodes = {node: change(shares) for node, shares in attribution.nodes.items()}
        return replace(comparison, attribution=attribution._replace(nodes=nodes))

    return comparer


def _evenly(shares: NodeShares) -> NodeShares:
    mean = shares.shares.mean(axis=0, keepdims=True)
    return shares._replace(shares=np.repeat(mean, len(shares.shares), axis=0))


def _first_takes_all(shares: NodeShares) -> NodeShares:
    given_to = np.zeros_like(shares.shares)
    given_to[0] = shares.shares.sum(axis=0)
    return shares._replace(shares=given_to)


def _short(shares: NodeShares) -> NodeShares:
    return shares._replace(shares=shares.shares[:-1])


def _no_holes(shares: NodeShares) -> NodeShares:
    return shares._replace(hole=np.full_like(shares.hole, -1))


def fixed(*units: str, revision: Revision | None = None) -> Example:
    """Return edits of a small framework, with data."""
    description = flat({"a": (1.0, 2.0, 3.0), "b": (3.0, 4.0, 2.0)})
    example = example_of(Version(description, render(description)[0], units), revision or Revision())
    assert example is not None
    return example


def edits_of_two() -> Example:
    """Change the directions of both indicators, one of whose data are revised."""
    return fixed(
        "set a.direction positive -> negative",
        "set b.normalise symmetric_growth -> symmetric_growth then clip(-3, 3)",
    )


WRONG: dict[str, tuple[Callable[..., object], Callable[[NodeShares], NodeShares]]] = {
    "sum: without the last cause": (law_sum, _short),
    "all orders: divided evenly": (law_naive, _evenly),
    "all orders: the first takes all": (law_naive, _first_takes_all),
}


@pytest.mark.parametrize(("law", "wrong"), list(WRONG.values()), ids=WRONG)
def test_a_wrong_attribution_breaks_the_law(
    law: Callable[..., object], wrong: Callable[[NodeShares], NodeShares]
) -> None:
    """Each law can fail: on a fixed example it rejects shares that are wrong in one respect."""
    example = edits_of_two()
    law(right, example, Options())
    with pytest.raises(AssertionError):
        law(altered(wrong), example, Options())


def test_unequal_shares_break_symmetry() -> None:
    """The law of symmetry can fail: it rejects shares in which the first takes all."""
    one, data = SAME[0][0], ([1.0, 2.0, 3.0, 2.0], [2.0, 1.0, 2.0, 3.0])
    law_symmetry(right, one, one, data, "arithmetic")
    with pytest.raises(AssertionError):
        law_symmetry(altered(_first_takes_all), one, one, data, "arithmetic")


def test_untold_holes_break_the_law() -> None:
    """The law of sums can fail: it rejects a cell without a value that no coalition is named for."""
    lost = Revision({"a": 1.0}, {"a": (None, 2020)})
    description = flat({"a": (1.0, 2.0, 3.0), "b": (3.0, 4.0, 2.0)})
    text = render(description)[0].replace("aggregate arithmetic\n", "aggregate arithmetic\n  missing null\n", 1)
    example = example_of(Version(description, text, ("set b.direction positive -> negative",)), lost)
    assert example is not None
    law_sum(right, example, Options())
    with pytest.raises(AssertionError):
        law_sum(altered(_no_holes), example, Options())
