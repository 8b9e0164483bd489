"""Edits of what says how data are read: conversions, rules across entities, and entities made of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import idx
from idx.analysis.attribution.causes import causes_of
from idx.analysis.attribution.interwoven import interwoven
from idx.edits.changes import Kind, differences
from idx.edits.facts import Key
from idx.edits.matching import matched, rebased
from idx.project.compare import compare
from idx.project.sides import Side
from pieces import HEAD, table

if TYPE_CHECKING:
    from idx.project.compare import Comparison

BASE = (
    HEAD
    + """series gdp unit 亿元 convert sum across sum
series pop unit 万人 across sum
group region
entity East "东部" where region is "east"
method {
  normalise none
  weighting equal
  aggregate arithmetic
}
index total {
  a unit % across mean(weights = gdp)
  b unit % formula gdp / gdp[East] + 0 * pop
}
"""
)


def edited(edits: str) -> idx.Framework:
    """Return the base with edits."""
    return idx.loads(BASE).edited(edits + "\n").unwrap()


def refused(edits: str) -> list[tuple[str, str]]:
    """Return what is said of edits."""
    outcome = idx.loads(BASE).edited(edits + "\n")
    return [(item.code, str(item.message)) for item in outcome.errors]


def call(framework: idx.Framework, name: str, keyword: str) -> str:
    """Return how something is read."""
    return str(getattr(framework.model.named(name), keyword))


def test_values_are_set() -> None:
    """Methods, their arguments and conditions are set as they are written."""
    assert call(edited("set gdp.convert sum -> mean"), "gdp", "convert") == "mean"
    assert call(edited("set gdp.convert sum -> unset"), "gdp", "convert") == "None"
    assert call(edited("set a.convert unset -> last"), "a", "convert") == "last"
    assert call(edited("set a.across mean(weights = gdp) -> sum"), "a", "across") == "sum"
    assert call(edited("set a.across.weights gdp -> pop"), "a", "across") == "mean(weights = pop)"
    assert call(edited("set a.across.weights gdp -> unset"), "a", "across") == "mean"
    (made,) = edited('set East.where (region is "east") -> (region is not "west")').model.made
    assert str(made.where) == 'region is not "west"'
    (made,) = edited('set East.code unset -> "E"\nset East.label "东部" -> "东"\nset East.note unset -> "n"').model.made
    assert (made.shown, made.labels, made.note) == ("E", {"": "东"}, "n")


def test_entities_come_and_go() -> None:
    """One is added by its statement, removed and renamed like a series."""
    model = edited('entity West where region is "west"').model
    assert [made.name for made in model.made] == ["East", "West"]
    model = edited("set b.formula (gdp / gdp[East] + 0 * pop) -> (gdp / pop)\nremove East").model
    assert model.made == ()
    assert [made.name for made in edited("rename East -> Coast").model.made] == ["Coast"]


def test_names_follow_renames() -> None:
    """A series that weighs, and a group that sorts members, are renamed where they are named."""
    framework = edited("rename gdp -> output\nrename region -> area")
    assert call(framework, "a", "across") == "mean(weights = output)"
    assert str(framework.model.made[0].where) == 'area is "east"'
    both = edited("rename gdp -> output\nset a.across mean(weights = output) -> mean(weights = pop)")
    assert call(both, "a", "across") == "mean(weights = pop)"
    arguments = edited("rename gdp -> output\nset a.across.weights output -> pop")
    assert call(arguments, "a", "across") == "mean(weights = pop)"


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ("set gdp.convert mean -> last", "IDX116"),
        ("set gdp.convert sum -> sum", "IDX117"),
        ("set a.across.weights pop -> gdp", "IDX116"),
        ("set gdp.convert sum -> 3", "IDX113"),
        ('set gdp.convert sum -> "mean"', "IDX113"),
        ("set gdp.convert sum -> mean over index", "IDX113"),
        ('set East.where (region is "east") -> "west"', "IDX113"),
        ("set East.unit unset -> %", "IDX112"),
        ("set East.across unset -> sum", "IDX112"),
        ('set gdp.where unset -> (region is "x")', "IDX112"),
        ("set region.convert unset -> sum", "IDX112"),
        ('set East.where (region is "east") -> unset', "IDX250"),
        ("set gdp.across sum -> unset", "IDX251"),
        ("set gdp.convert sum -> total", "IDX106"),
        ("set a.across.weights gdp -> region", "IDX127"),
        ("set total.convert unset -> sum", "IDX201"),
        ("rename East -> gdp", "IDX119"),
        ('entity gdp where region is "west"', "IDX101"),
        ("remove region", "IDX121"),
        ("move East -> total", "IDX120"),
    ],
)
def test_what_cannot_be_set(edits: str, code: str) -> None:
    """Guards, kinds and names are checked as for other properties."""
    assert code in [code for code, _ in refused(edits)]


def test_a_series_that_weighs_is_in_use() -> None:
    """It is not removed unnoticed."""
    found = refused("set b.formula (gdp / gdp[East] + 0 * pop) -> (pop * 2)\nremove gdp")
    assert found == [("IDX121", "`a` still uses `gdp`")]


def test_what_sort_of_change_it_is() -> None:
    """How data are read is method; an entity is structure; what reads nothing new is no cause."""
    before = idx.loads(BASE)
    after = edited('set gdp.convert sum -> mean\nset East.where (region is "east") -> (entity is "A")')
    old = before.stated
    new = rebased(old, after.stated, matched(old, after.stated))
    changes = differences(old, new)
    assert {change.subject: change.kind for change in changes} == {"gdp": Kind.METHOD, "East": Kind.METHOD}
    assert [
        change.subject for cause in causes_of(changes, None, interwoven((old, new))) for change in cause.changes
    ] == [
        "gdp",
        "East",
    ]
    only = [change for change in changes if change.subject == "gdp"]
    assert causes_of(only, None, interwoven((old, new))) == ()


DATA = "entity,region,period,gdp,pop,a\nA,east,2020,1,1,10\nB,east,2020,3,1,20\nC,west,2020,4,1,30\n"


def compared(edits: str, before: str = DATA, after: str = DATA) -> Comparison:
    """Compare the base with an edited version, each on data of its own."""
    sides = [(idx.loads(BASE), before), (edited(edits), after)]
    first, second = (
        Side(name, framework, framework.evaluate(table(data)))
        for name, (framework, data) in zip("ab", sides, strict=True)
    )
    return compare(first, second)


def test_shares_of_how_data_are_read() -> None:
    """What is read otherwise is one cause with the data that come of it."""
    comparison = compared(
        "set a.across mean(weights = gdp) -> mean\nset total.aggregate arithmetic -> arithmetic then add(1)"
    )
    assert comparison.attribution is not None
    causes = [
        sorted(change.verb + " " + change.subject for change in cause.changes)
        for cause in comparison.attribution.causes
    ]
    assert sorted(causes) == [["revise a", "set a"], ["set total"]]
    assert comparison.cells["a"].rows() == [("East", "2020", 17.5, 15.0)]
    shares = comparison.attribution.nodes["total"].shares
    assert shares.sum(axis=0).tolist() == pytest.approx([1, 1, 1, 1 - 1.25])


def test_what_weighs_hangs_together_with_what_it_weighs() -> None:
    """Other weights give the made entity other values: one cause."""
    revised = DATA.replace("B,east,2020,3", "B,east,2020,9")
    comparison = compared('set East.note unset -> "n"', after=revised)
    assert comparison.attribution is not None
    (cause,) = comparison.attribution.causes
    assert {change.subject for change in cause.changes} == {"a", "gdp"}


def test_other_members_are_other_data() -> None:
    """Where an entity is made of others, all data that differ by it are one cause with that."""
    comparison = compared('set East.where (region is "east") -> (region is "west")\nset b.unit % -> 个')
    assert comparison.attribution is not None
    (cause,) = comparison.attribution.causes
    assert {key.kind for change in cause.changes for key in change.keys} == {"property", "cells"}
    assert Key("property", "East", "where") in [key for change in cause.changes for key in change.keys]
    moved = compared('set East.note unset -> "n"', after=DATA.replace("B,east", "B,west"))
    assert moved.attribution is not None
    assert len(moved.attribution.causes) == 1


def test_a_renamed_entity_is_the_same_row() -> None:
    """Rows of a made entity meet under its new name, and what reads it follows: the rename causes nothing."""
    alone = "set b.formula (gdp / gdp[East] + 0 * pop) -> (gdp[East] / pop)\n"
    before = edited(alone)
    after = edited(f"{alone}rename East -> Coast\nset total.aggregate arithmetic -> arithmetic then add(1)")
    first, second = (Side("", framework, framework.evaluate(table(DATA))) for framework in (before, after))
    comparison = compare(first, second)
    assert comparison.attribution is not None
    assert comparison.keys is not None
    assert comparison.values is not None
    assert comparison.keys["entity"].unique().sort().to_list() == ["A", "B", "C", "Coast"]
    total = comparison.values.filter(pl.col("node") == "total")
    assert total["difference"].to_list() == pytest.approx([1.0] * total.height)
    shares = comparison.attribution.nodes["total"].shares
    renaming = [any(change.verb == "rename" for change in cause.changes) for cause in comparison.attribution.causes]
    for row, renames in zip(shares, renaming, strict=True):
        assert row.tolist() == pytest.approx([0.0 if renames else 1.0] * len(row))


def test_an_entity_of_another_code_is_another_row() -> None:
    """What results call a made entity changes their rows: a cause of its own, and no number for it."""
    edits = 'set East.code unset -> "Coast"'
    alone = "set b.formula (gdp / gdp[East] + 0 * pop) -> (gdp / pop)\n"
    before, after = edited(alone), edited(f"{alone}{edits}\nset total.aggregate arithmetic -> arithmetic then add(1)")
    first, second = (Side("", framework, framework.evaluate(table(DATA))) for framework in (before, after))
    comparison = compare(first, second)
    assert comparison.attribution is not None
    assert [len(cause.changes) for cause in comparison.attribution.causes] == [1, 1]
    assert comparison.keys is not None
    missing = comparison.attribution.nodes["total"].missing.tolist()
    there = dict(zip(comparison.keys["entity"].to_list(), missing, strict=True))
    assert there == {"A": False, "B": False, "C": False, "East": True, "Coast": True}
