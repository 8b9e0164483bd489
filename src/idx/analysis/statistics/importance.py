"""What weighs in effect: nominal weights beside the share of variance that each child has in its composite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx import graph
from idx.analysis.statistics.coefficients import correlation
from idx.analysis.statistics.reasons import code
from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.coefficients import Correlation
    from idx.analysis.statistics.observations import Observations

SCHEMA = {
    "scope": pl.String,
    "composite": pl.String,
    "node": pl.String,
    "nominal": pl.Float64,
    "n": pl.Int64,
    "correlation": pl.Float64,
    "explained": pl.Float64,
    "importance": pl.Float64,
    "reason": pl.String,
}


def importance(observations: Observations) -> pl.DataFrame:
    """Return, for each composite, the nominal weights of its children beside their importance in effect.

    Columns: `scope` (`children`: the children of `composite`; `whole`: all indicators below a root), `node`, `nominal`
    (the weight as stated, or its product along the path; null where scores decide it), `n`, `correlation` (Pearson's,
    with the composite), `explained` (its square Sᵢ), `importance` (Sᵢ / Σ S over the scope, to be held against
    `nominal`), `reason`.

    Sᵢ is the first-order effect of Paruolo, Saisana and Saltelli (2013) under a linear regression of the composite on
    the child: what the variance of the composite would fall by, were the child held fixed, if their relation is a line.
    """
    rows: list[tuple[object, ...]] = []
    for scope, composite, weights in _scopes(observations):
        names = list(weights)
        scores = observations.scores([composite, *names])
        found = [correlation(scores[:, place], scores[:, 0]) for place in range(1, len(names) + 1)]
        squares = [None if each.value is None else each.value**2 for each in found]
        total = sum(square for square in squares if square is not None)
        rows.extend(
            (scope, composite, name, weights[name], *_effect(each, square, total))
            for name, each, square in zip(names, found, squares, strict=True)
        )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _effect(found: Correlation, square: float | None, total: float) -> tuple[object, ...]:
    share = None if square is None or not total else square / total
    return found.n, found.value, square, share, code(found.reason)


def _scopes(observations: Observations) -> Iterator[tuple[str, str, dict[str, float | None]]]:
    """Yield what is shared out in what: the indicators in each root, and the children in each composite."""
    framework = observations.result.framework
    within, built = set(observations.nodes), graph.build(framework)
    unknown = graph.weighed_by_scores(framework)
    for root in framework.roots:
        if isinstance(framework.nodes[root], Composite) and root in within:
            weights = graph.effective_weights(framework, root, built)
            below = framework.indicators_below(root)
            yield "whole", root, {name: None if name in unknown else float(weights[name]) for name in below}
    for composite in observations.composites:
        computed = composite.weighting.method.computed
        parts = {child.name: None if computed else float(child.weight) for child in composite.children}
        yield "children", composite.name, parts
