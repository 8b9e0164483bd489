"""Attribute the difference of every value to the causes that two versions differ by."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.analysis.attribution.causes import Cause, causes_of, merged
from idx.analysis.attribution.coalition import Union
from idx.analysis.attribution.coalitions import Evaluated, Evaluator, Failure
from idx.analysis.attribution.interwoven import interwoven
from idx.analysis.attribution.shapley import coalitions_of, exact, orders, sampled, subsets
from idx.analysis.attribution.versions import Versions
from idx.diagnostics import InternalError, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from idx.analysis.attribution.panels import Sides
    from idx.diagnostics import Diagnostic
    from idx.edits.changes import Change
    from idx.edits.facts import Key, Stated

    Numbers = NDArray[np.float64]

MOST_EXACT = 10  # causes; 2 ** 10 coalitions are evaluated, beyond that orders are drawn
WHOLE = -1
VERSION = re.compile(r"(?<=\w)·\d+")  # what versions of one node have behind its name


class Options(NamedTuple):
    """How attribution is done: what joins changes further, how many causes are exact, how many pairs are drawn."""

    by: Callable[[Change], Hashable] | None = None
    most_exact: int = MOST_EXACT
    pairs: int = 100
    seed: int = 0


class Asked(NamedTuple):
    """The values that are asked for: the rows, by `entity` and `period`, and the nodes, which both versions have."""

    keys: pl.DataFrame
    nodes: Sequence[str]


class Merge(NamedTuple):
    """Causes that are one since some of them cannot be made without the others, and what stood in the way."""

    causes: tuple[Cause, ...]
    diagnostics: tuple[Diagnostic, ...]


class NodeShares(NamedTuple):
    """A node's shares, causes × rows; NaN where a coalition has no value, which `hole` names (-1 where none is)."""

    shares: Numbers
    errors: Numbers | None
    hole: NDArray[np.int64]


class Attribution(NamedTuple):
    """The causes, and by node (its identity before) the shares on the rows that were asked for.

    `pairs` is how many pairs of orders were drawn, 0 where shares are exact; `coalitions` how many were evaluated.
    """

    causes: tuple[Cause, ...]
    nodes: dict[str, NodeShares]
    merges: tuple[Merge, ...]
    pairs: int
    coalitions: int


def attribute(
    before: Stated,
    after: Stated,
    changes: Sequence[Change],
    sides: Sides,
    asked_for: Asked,
    options: Options,
) -> Attribution:
    """Return how much of the difference of each value each cause brought about.

    `after` knows its nodes by the identities of `before`.
    """
    keys, nodes = asked_for
    causes = causes_of(changes, options.by, interwoven((before, after)))
    merges: list[Merge] = []
    while True:
        evaluator = _evaluator(causes, before, after, sides, keys, nodes)
        drawn = orders(len(causes), options.pairs, options.seed) if len(causes) > options.most_exact else []
        masks = [1 << number for number in range(len(causes))]
        asked = coalitions_of(drawn) if drawn else subsets(masks)
        done = evaluator.evaluated(asked)
        if isinstance(done, Evaluated):
            break
        chosen = _inseparable(evaluator, done, len(causes))
        if len(chosen) < 2:  # no coalition can be made that both versions are among
            raise InternalError(f"coalition {done.members} of {len(causes)} causes", done.diagnostics)
        together = tuple(causes[number] for number in chosen)
        merges.append(Merge(together, tuple(map(_of_nodes, done.diagnostics))))
        causes = merged(causes, chosen)
    relevant = evaluator.versions.relevant
    shares = {node: _shares_of(node, done, relevant.get(node, 0), len(causes), drawn, keys.height) for node in nodes}
    return Attribution(causes, shares, tuple(merges), options.pairs if drawn else 0, len(asked))


def _of_nodes(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic that speaks of nodes, not of their versions."""
    english, chinese = (VERSION.sub("", said) for said in (diagnostic.message.en, diagnostic.message.zh))
    return replace(diagnostic, message=Wording(english, chinese))


def _evaluator(
    causes: Sequence[Cause],
    before: Stated,
    after: Stated,
    sides: Sides,
    keys: pl.DataFrame,
    nodes: Sequence[str],
) -> Evaluator:
    owner: dict[Key, int] = {}
    for number, cause in enumerate(causes):
        owner |= {key: 1 << number for change in cause.changes for key in change.keys}
    measured = (frozenset(sides.columns[0]), frozenset(sides.columns[1]))
    return Evaluator(Versions(Union(before, after, owner, measured)), sides, keys, nodes)


def _inseparable(evaluator: Evaluator, failure: Failure, count: int) -> list[int]:
    """Return causes that have to be made together: the fewest that fail, and the fewest with which they can be made."""
    failing = failure.members
    for number in range(count):
        smaller = failing & ~(1 << number)
        if smaller not in {failing, 0} and isinstance(evaluator.evaluated([smaller]), Failure):
            failing = smaller
    others = [1 << number for number in range(count) if not failing >> number & 1]
    together = _completed(evaluator, failing, others)
    return [number for number in range(count) if together >> number & 1]


def _completed(evaluator: Evaluator, failing: int, others: Sequence[int]) -> int:
    for size in (1, 2):
        for extra in combinations(others, size):
            together = failing | sum(extra)
            if isinstance(evaluator.evaluated([together]), Evaluated):
                return together
    whole = failing | sum(others)
    for mask in others:
        if isinstance(evaluator.evaluated([whole & ~mask]), Evaluated):
            whole &= ~mask
    return whole


def _shares_of(
    node: str, done: Evaluated, relevant: int, count: int, drawn: Sequence[Sequence[int]], height: int
) -> NodeShares:
    """Return a node's shares among the causes that can matter to it; the others have exactly zero."""
    masks = [1 << number for number in range(count) if relevant >> number & 1]
    missing = np.full(height, np.nan)

    def values(members: int) -> Numbers:
        return done.values.get(done.of[members].get(node, ""), missing)

    shares = np.zeros((count, height))
    errors = np.zeros((count, height)) if drawn else None
    if drawn:
        asked = coalitions_of(drawn)
        mean, error = sampled(values, drawn, count)
        shares[:], errors = mean, error
    else:
        asked = subsets(masks)
        if masks:
            shares[[mask.bit_length() - 1 for mask in masks]] = exact(
                np.stack([values(item) for item in asked]), len(masks)
            )
    without = np.stack([np.isnan(values(members)) for members in asked])
    hole = np.where(without.any(axis=0), np.array(asked)[without.argmax(axis=0)], WHOLE)
    shares[:, hole != WHOLE] = np.nan
    return NodeShares(shares, errors, hole)
