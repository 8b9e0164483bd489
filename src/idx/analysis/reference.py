"""The reference of an index, its base and the value there: two versions that differ in nothing else about their links.

Definitions propose it, and figures confirm it: the version after is evaluated on the reference of the version before,
and every value has to be the other one times a factor, with scores as they were. What is not confirmed is no mere
change of reference: some value rests on the level of an index.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.analysis.comparison import Pair, values_table
from idx.analysis.words import Word
from idx.evaluate import evaluate
from idx.model import Composite
from idx.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.evaluate.result import Result
    from idx.model import Framework, MethodCall

EXACT = 1e-9  # how far, relatively, values may lie from what a factor makes of them
REFERENCE = frozenset({"base", "value"})


class Reference(NamedTuple):
    """Another reference: RESCALED or REBASED, the factors of what is rescaled, and the version after on the old one."""

    word: Word
    factors: tuple[Fraction, ...]
    restated: Result


def reference_of(before: Result, after: Result, pairs: Iterable[Pair]) -> Reference | None:
    """Return how the references of two results differ, or None where they do not, or where not these alone differ."""
    links = _links(before.framework, after.framework, pairs)
    if links is None:
        return None
    moved = {name: old for name, old in links.items() if old != after.framework.nodes[name].link}
    if not moved:
        return None
    rebased = {name for name, old in moved.items() if _argument(after, name, "base") != old.arguments["base"]}
    if _weighed_by_levels(after.framework, rebased):
        return None
    nodes = {name: replace(node, link=moved.get(name, node.link)) for name, node in after.framework.nodes.items()}
    restated = evaluate(make_plan(replace(after.framework, nodes=nodes)), after.panel).value
    if restated is None:
        return None
    factors = {
        name: _exact(_argument(after, name, "value")) / _exact(old.arguments["value"])
        for name, old in moved.items()
        if name not in rebased
    }
    if not _confirmed(restated, after, factors, rebased):
        return None
    told = tuple(dict.fromkeys(factors.values()))
    return Reference(Word.REBASED if rebased else Word.RESCALED, told, restated)


def _links(before: Framework, after: Framework, pairs: Iterable[Pair]) -> dict[str, MethodCall] | None:
    """Return the links before of the nodes after; None where a link came, went, or differs in more than its reference.

    Nodes that only the version after has are linked as others that share their link there.
    """
    found: dict[str, MethodCall] = {}
    alike: dict[str, MethodCall] = {}
    for pair in pairs:
        old = before.nodes[pair.before].link if pair.before is not None else None
        new = after.nodes[pair.after].link if pair.after is not None else None
        if pair.before is None or pair.after is None:
            continue
        if (old is None) != (new is None):
            return None
        if old is None or new is None:
            continue
        if old.method is not new.method or _others(old.arguments) != _others(new.arguments):
            return None
        found[pair.after] = old
        alike.setdefault(str(new), old)
    for name, node in after.nodes.items():
        if node.link is not None and name not in found:
            found[name] = alike.get(str(node.link), node.link)
    return found


def _others(arguments: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if name not in REFERENCE}


def _argument(result: Result, name: str, argument: str) -> object:
    link = result.framework.nodes[name].link
    return link.arguments[argument] if link is not None else None


def _exact(value: object) -> Fraction:
    return Fraction(str(value))  # a number as it is written, not as it is stored


def _weighed_by_levels(framework: Framework, rebased: set[str]) -> bool:
    """Whether a composite combines levels of indices whose base moves: the base says what they weigh."""
    return any(
        isinstance(node, Composite)
        and node.over_index
        and rebased & {node.name, *(child.name for child in node.children)}
        for node in framework.nodes.values()
    )


def _confirmed(restated: Result, after: Result, factors: Mapping[str, Fraction], rebased: set[str]) -> bool:
    """Whether each value is that on the other reference times the factor of its node and entity, and scores are equal.

    A node that is rescaled has its stated factor, one that is rebased its own for each entity. Any other has to keep
    its values, or to follow with a factor that holds in more than one period.
    """
    if not _scores_stay(restated, after):
        return False
    pairs = [Pair(name, name, name) for name in after.framework.nodes]
    table = values_table(restated, after, pairs)
    if table.filter(pl.col("before").is_null() != pl.col("after").is_null()).height:
        return False
    there = table.drop_nulls(["before", "after"])
    if not there.filter(pl.col("node").is_in([*factors, *rebased])).height:
        return False
    stated = pl.DataFrame(
        {"node": [*factors], "factor": [float(factor) for factor in factors.values()]},
        schema={"node": pl.String, "factor": pl.Float64},
    )
    own = (
        there.filter(pl.col("before") != 0)
        .group_by("node", "entity")
        .agg(own=(pl.col("after") / pl.col("before")).first(), rows=pl.len())
        .with_columns(own=pl.when(pl.col("node").is_in([*rebased]) | (pl.col("rows") > 1)).then("own").otherwise(1.0))
    )
    held = there.join(stated, on="node", how="left").join(own, on=["node", "entity"], how="left", nulls_equal=True)
    expected = pl.col("before") * pl.coalesce("factor", "own", pl.lit(1.0))
    return held.filter(~_near(pl.col("after"), expected)).is_empty()


def _scores_stay(restated: Result, after: Result) -> bool:
    linked = [name for name, node in after.framework.nodes.items() if node.link is not None]
    old, new = restated.scores.select(linked), after.scores.select(linked)
    return all(
        pl.select(((one.is_null() == other.is_null()) & _near(one, other).fill_null(value=True)).all()).item()
        for one, other in zip(old.get_columns(), new.get_columns(), strict=True)
    )


def _near(one: pl.Expr | pl.Series, other: pl.Expr | pl.Series) -> pl.Expr:
    """Return where numbers agree to the digits that rounding leaves."""
    left, right = (item if isinstance(item, pl.Expr) else pl.lit(item) for item in (one, other))
    return (left == right) | ((left - right).abs() <= EXACT * pl.max_horizontal(left.abs(), right.abs()))
