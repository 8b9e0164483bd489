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
from idx.panel.renamed import data_alone
from idx.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idx.evaluate.result import Result
    from idx.model import Framework, MethodCall

EXACT = 1e-9  # how far, relatively, values may lie from what a factor makes of them
REFERENCE = frozenset({"base", "value"})


class Reference(NamedTuple):
    """What a reference is to another: SAME, RESCALED or REBASED, by which factors, and both results on one of them.

    `kept` is whether that is the one of the version before; else, where its base is evaluated no more, that after.
    """

    word: Word
    factors: tuple[Fraction, ...]
    results: tuple[Result, Result]
    kept: bool = True


def reference_of(before: Result, after: Result, pairs: Sequence[Pair]) -> Reference | None:
    """Return how the references of two results differ, or None where links differ in more than these."""
    links = _links(after, before, [(pair.after, pair.before) for pair in pairs])
    back = _links(before, after, [(pair.before, pair.after) for pair in pairs])
    if links is None or back is None:
        return None
    if not links:
        return Reference(Word.SAME, (), (before, after))
    told = tuple(dict.fromkeys(_factors(after, links).values()))
    word = Word.REBASED if _rebased(after, links) else Word.RESCALED
    restated = _restated(after, links)
    if restated is not None:
        return Reference(word, told, (before, restated)) if _confirmed(restated, after, links) else None
    restated = _restated(before, back)
    if restated is None or not _confirmed(restated, before, back):
        return None
    return Reference(word, told, (restated, after), kept=False)


def differs_in_reference(before: Result, after: Result, pairs: Sequence[Pair]) -> bool:
    """Whether definitions say that links differ, and in nothing but their reference."""
    return bool(_links(after, before, [(pair.after, pair.before) for pair in pairs]))


def _links(own: Result, other: Result, pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, MethodCall] | None:
    """Return the links of the other version by own node, where they differ; None if in more than their reference.

    Nodes that the other version does not have are linked as those that share their link are there.
    """
    found: dict[str, MethodCall] = {}
    alike: dict[str, MethodCall] = {}
    mine, others = own.framework.nodes, other.framework.nodes
    for name, there in pairs:
        if name is None or there is None:
            continue
        new, old = mine[name].link, others[there].link
        if new is None and old is None:
            continue
        if new is None or old is None or old.method is not new.method or _others(old) != _others(new):
            return None
        found[name] = old
        alike.setdefault(str(new), old)
    for name, node in mine.items():
        if node.link is not None and name not in found:
            found[name] = alike.get(str(node.link), node.link)
    return {name: link for name, link in found.items() if link != mine[name].link}


def _others(link: MethodCall) -> dict[str, object]:
    return {name: value for name, value in link.arguments.items() if name not in REFERENCE}


def _rebased(result: Result, links: Mapping[str, MethodCall]) -> set[str]:
    """Return the nodes whose links have another base."""
    return {name for name, link in links.items() if _argument(result, name, "base") != link.arguments["base"]}


def _factors(result: Result, links: Mapping[str, MethodCall]) -> dict[str, Fraction]:
    """Return by which factor each node that is not rebased stands above what it is with other links."""
    rebased = _rebased(result, links)
    return {
        name: _exact(_argument(result, name, "value")) / _exact(link.arguments["value"])
        for name, link in links.items()
        if name not in rebased
    }


def _argument(result: Result, name: str, argument: str) -> object:
    link = result.framework.nodes[name].link
    return link.arguments[argument] if link is not None else None


def _exact(value: object) -> Fraction:
    return Fraction(str(value))  # a number as it is written, not as it is stored


def _restated(result: Result, links: Mapping[str, MethodCall]) -> Result | None:
    """Return a result with other links, or None where their base is not evaluated."""
    framework, window = result.framework, result.window
    known = {period for period, shown in zip(window.periods, window.shown, strict=True) if shown}
    bases = [link.arguments["base"] for link in links.values()]
    if any(base.first not in known or base.last not in known for base in bases):
        return None
    nodes = {name: replace(node, link=links.get(name, node.link)) for name, node in framework.nodes.items()}
    return evaluate(make_plan(replace(framework, nodes=nodes)), data_alone(result.panel)).value


def _weighed_by_levels(framework: Framework, rebased: set[str]) -> bool:
    """Whether a composite combines levels of indices whose base moves: the base says what they weigh."""
    return any(
        isinstance(node, Composite)
        and node.over_index
        and rebased & {node.name, *(child.name for child in node.children)}
        for node in framework.nodes.values()
    )


def _confirmed(restated: Result, result: Result, links: Mapping[str, MethodCall]) -> bool:
    """Whether each value is the restated one times the factor of its node and entity, and scores are equal.

    A node that is rescaled has its stated factor, one that is rebased its own for each entity. Any other has to keep
    its values, or to follow with a factor that holds in more than one period.
    """
    factors, rebased = _factors(result, links), _rebased(result, links)
    if _weighed_by_levels(result.framework, rebased) or not _scores_stay(restated, result):
        return False
    pairs = [Pair(name, name, name) for name in result.framework.nodes]
    table = values_table(restated, result, pairs)
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
