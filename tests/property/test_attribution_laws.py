"""Laws of attribution: shares that are drawn are near the exact ones, and equals have equal ones.

That shares sum, and are those of all orders, is held to coalitions as files: see `test_attribution_as_files.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import idx
from attribution_laws.laws import Told, attribution_of, law_sum
from drawn_edits import edited, edits
from drawn_versions import Version, versions
from idx.analysis.attribution.attribute import Options
from idx.edits.matching import matched
from idx.project.compare import Comparison, Wanted, compare
from idx.project.sides import Side
from rendering import render
from strategies import PLAIN, growth_descriptions
from version_data import Revision, frame_for, revisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from descriptions import Description
    from idx.analysis.attribution.game import NodeShares

    Comparer: TypeAlias = Callable[[Side, Side, Options], Comparison]

FEW = settings(max_examples=max(40, settings().max_examples * 2 // 3))


def right(before: Side, after: Side, options: Options) -> Comparison:
    """Compare two versions."""
    return compare(before, after, Wanted(options=options))


def sides_of(version: Version, revision: Revision) -> tuple[Side, Side] | None:
    """Evaluate two versions, or return None where the data do not allow one of them."""
    before, after = version.before, version.after
    match = matched(before.stated, after.stated)
    identities = {name: match[identity] for name, identity in after.stated.names().items()}
    frames = (
        frame_for(version.description, before.model, before.stated.names(), {}, None),
        frame_for(version.description, after.model, identities, {}, revision),
    )
    try:
        one, other = (
            Side(name, framework, framework.evaluate(frame))
            for name, framework, frame in zip("ab", (before, after), frames, strict=True)
        )
    except idx.IdxError:
        return None
    return one, other


# ── Shares that are drawn ────────────────────────────────────────────────────────────────────────────────────


def law_sampled(comparer: Comparer, sides: tuple[Side, Side], told: Counter[bool]) -> None:
    """Drawn shares sum to the differences, are the same from the same seed, and are near the exact ones."""
    options = Options(most_exact=1, pairs=20, seed=7)
    drawn = comparer(*sides, options)
    law_sum(drawn, Told())
    exact = attribution_of(comparer(*sides, Options(most_exact=8)))
    once, again = attribution_of(drawn), attribution_of(comparer(*sides, options))
    if exact.drawn or len(once.causes) != len(exact.causes):
        return
    for node, shares in once.nodes.items():
        np.testing.assert_array_equal(shares.shares, again.nodes[node].shares)
        other = exact.nodes[node]
        both = (shares.joined == -1).all(axis=0) & (other.joined == -1).all(axis=0) & ~shares.missing
        errors = shares.errors if shares.errors is not None else np.zeros_like(shares.shares)
        assert shares.drawn[both].all() or shares.errors is None
        off = np.abs(shares.shares - other.shares)[:, both]
        near = off <= 4 * errors[:, both] + 1e-9 * (1 + np.abs(shares.shares[:, both]))
        told[True] += int(near.sum())
        told[False] += int((~near).sum())


def test_drawn_shares_are_near_the_exact_ones() -> None:
    """Drawing is exact in its sum, repeatable, and within a few standard errors."""
    told: Counter[bool] = Counter()

    @settings(max_examples=max(80, settings().max_examples // 3))
    @given(description=growth_descriptions(PLAIN), data=st.data())
    def check(description: Description, data: st.DataObject) -> None:
        text = render(description)[0]
        version = Version(description, text, data.draw(edits(idx.loads(text), 6)))
        sides = sides_of(version, Revision())
        if sides is not None:
            law_sampled(right, sides, told)

    check()
    assert told[True] > 0.97 * told.total(), told
    assert told.total() > 1000


@FEW
@given(version=versions(5), data=st.data())
def test_shares_of_all_that_a_file_can_say_sum(version: Version, data: st.DataObject) -> None:
    """Shares sum to the differences, with revised data, holes and merges, exact and drawn."""
    sides = sides_of(version, data.draw(revisions(version.description)))
    if sides is not None:
        law_sum(right(*sides, Options()), Told())
        law_sum(right(*sides, Options(most_exact=2, pairs=3)), Told())


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


def _first_takes_all(shares: NodeShares) -> NodeShares:
    given_to = np.zeros_like(shares.shares)
    given_to[0] = shares.shares.sum(axis=0)
    return shares._replace(shares=given_to)


def test_unequal_shares_break_symmetry() -> None:
    """The law of symmetry can fail: it rejects shares in which the first takes all."""
    one, data = SAME[0][0], ([1.0, 2.0, 3.0, 2.0], [2.0, 1.0, 2.0, 3.0])
    law_symmetry(right, one, one, data, "arithmetic")
    with pytest.raises(AssertionError):
        law_symmetry(altered(_first_takes_all), one, one, data, "arithmetic")


def test_drawn_shares_that_are_far_off_are_told() -> None:
    """The law of drawn shares can fail: where the first takes all that is drawn, most are far from the exact ones."""

    def comparer(before: Side, after: Side, options: Options) -> Comparison:
        return (altered(_first_takes_all) if options.most_exact == 1 else right)(before, after, options)

    text = TWINS.format(aggregate="arithmetic")
    framework = idx.loads(text)
    version = edited(
        framework, [each[0].format(a=name, p="", aggregate="") for each in SAME[:2] for name in ("a", "c")]
    )
    assert version is not None
    frame = pl.DataFrame({"period": [2015, 2016, 2017], **{name: [1.0, 3.0, 2.0] for name in "abcd"}})
    sides = (Side("", framework, framework.evaluate(frame)), Side("", version, version.evaluate(frame)))
    for wrong, share in ((right, 1.0), (comparer, 0.9)):
        told: Counter[bool] = Counter()
        law_sampled(wrong, sides, told)
        assert (told[True] == told.total()) == (share == 1.0)
