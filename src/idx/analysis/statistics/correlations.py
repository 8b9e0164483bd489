"""Correlations within each composite and across the levels of the tree."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal

import polars as pl

from idx.analysis.statistics.coefficients import correlation
from idx.analysis.statistics.reasons import code
from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.coefficients import Coefficient
    from idx.analysis.statistics.observations import Observations

Relation = Literal["siblings", "parent", "root"]
Triple = tuple[Relation, str, str, str]
SCHEMA = {
    "relation": pl.String,
    "composite": pl.String,
    "node": pl.String,
    "other": pl.String,
    "n": pl.Int64,
    "correlation": pl.Float64,
    "reason": pl.String,
}


def correlations(observations: Observations, coefficient: Coefficient = "pearson") -> pl.DataFrame:
    """Return the correlations of scores: children of a composite among themselves, with it, and nodes with the roots.

    Columns: `relation` (`siblings`: `node` and `other` are children of `composite`; `parent`: `other` is the composite;
    `root`: `other` is a root above `node`, and the composite too), `n` (observations where both have a score),
    `correlation`, `reason` (why there is none).
    """
    asked = tuple(_asked(observations))
    names = list(dict.fromkeys(name for _, _, *pair in asked for name in pair))
    columns = dict(zip(names, observations.scores(names).T, strict=True))
    known = {
        pair: correlation(columns[pair[0]], columns[pair[1]], coefficient)
        for pair in dict.fromkeys((node, other) for _, _, node, other in asked)
    }
    rows = [
        (*triple, found.n, found.value, code(found.reason))
        for triple in asked
        for found in (known[triple[2], triple[3]],)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _asked(observations: Observations) -> Iterator[Triple]:
    """Yield which nodes are correlated and why, in tree order."""
    for composite in observations.composites:
        children = [child.name for child in composite.children]
        for node, other in combinations(children, 2):
            yield "siblings", composite.name, node, other
        for child in children:
            yield "parent", composite.name, child, composite.name
    within = set(observations.nodes)
    framework = observations.result.framework
    for root in framework.roots:
        for name in below(root, observations):
            if name in within:
                yield "root", root, name, root


def below(root: str, observations: Observations) -> tuple[str, ...]:
    """Return the nodes below a root in tree order, each once."""
    nodes = observations.result.framework.nodes
    found: dict[str, None] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        node = nodes[name]
        if name not in found and isinstance(node, Composite):
            waiting.extend(child.name for child in reversed(node.children))
        found[name] = None
    del found[root]
    return tuple(found)
