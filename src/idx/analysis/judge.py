"""Judge two versions: their values on one reference, and the changes of meaning apart from those of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.analysis.attribution.attribute import Asked, Options, attribute
from idx.analysis.comparison import union_keys, values_table
from idx.analysis.movement import movement_of
from idx.analysis.printed import CELL, ROUNDING, published_cells
from idx.analysis.reference import reference_of
from idx.analysis.verdict import Evidence, verdict_of
from idx.analysis.words import Nature, nature_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.analysis.attribution.attribute import Data
    from idx.analysis.attribution.causes import Cause
    from idx.analysis.comparison import Pair
    from idx.analysis.movement import Movement
    from idx.analysis.printed import Published
    from idx.analysis.verdict import Verdict
    from idx.edits.changes import Change
    from idx.edits.facts import Stated
    from idx.evaluate.result import Result


class Case(NamedTuple):
    """Two versions that have results: what each states by the same identities, their nodes, data, and what differs.

    `pairs` are by identity, `values` is the table of differences, `data` the cells of both versions, `published` what
    the version before says of it.
    """

    stated: tuple[Stated, Stated]
    results: tuple[Result, Result]
    pairs: Mapping[str, Pair]
    changes: Sequence[Change]
    data: Data
    values: pl.DataFrame
    published: Published


def judge(case: Case) -> Verdict:
    """Return the verdict on two versions that can be compared."""
    before, after = case.results
    linking = any(map(_links, case.changes))
    reference = reference_of(before, after, list(case.pairs.values())) if linking else None
    rest = [change for change in case.changes if reference is None or not _links(change)]
    pairs = list(case.pairs.values())
    there = values_table(*reference.results, pairs) if reference else case.values
    names = {pair.after: pair.name for pair in pairs if pair.after is not None}
    roots = [names[root] for root in after.framework.roots]

    movement = movement_of(case.values, case.published, pairs, roots)
    restated = movement_of(there, case.published, pairs, roots) if reference else movement

    def changes_mean() -> bool:
        figures = any(nature_of(change) is Nature.FIGURES for change in rest)
        apart = figures and (reference is None or reference.kept)  # shares are those on the reference before
        return not apart or _withdraws(restated, case) or (restated.beyond > 0 and _moves(case, rest, there))

    return verdict_of(case.changes, Evidence(movement, restated, reference, changes_mean))


def _links(change: Change) -> bool:
    return nature_of(change) is Nature.REFERENCE


def _withdraws(movement: Movement, case: Case) -> bool:
    """Whether a published value is there no more though the data have its entity and the file its period."""
    before, after = case.results
    made = {entity.shown for entity in before.framework.made}
    absent = [entity for entity in before.panel.entities if entity not in {*after.panel.entities, *made}]
    there = pl.col("period").is_in(after.periods) | pl.col("period").is_null()
    return movement.withdrawn.filter(there & ~pl.col("entity").is_in(absent).fill_null(value=False)).height > 0


def _moves(case: Case, changes: Sequence[Change], values: pl.DataFrame) -> bool:
    """Whether changes of meaning, without those of figures, move a published value beyond its tolerance.

    Both are taken for a cause each, and the share of the one is asked for. Where they cannot be made one without the
    other, or some combination has no value, it is taken for granted.
    """
    cells = published_cells(values, case.published).drop_nulls("difference")
    asked = [identity for identity, pair in case.pairs.items() if None not in pair and pair.name in set(cells["node"])]
    keys = union_keys(*case.results)
    columns = [case.values[side].fill_null(float("nan")).to_numpy() for side in ("before", "after")]
    places = {identity: at * keys.height for at, identity in enumerate(case.pairs)}
    ends = {
        identity: (columns[0][place : place + keys.height], columns[1][place : place + keys.height])
        for identity, place in places.items()
        if identity in set(asked)
    }
    options = Options(by=lambda change: nature_of(change) is Nature.FIGURES)
    attribution = attribute(*case.stated, changes, case.data, Asked(keys, ends), options)
    meaning = [number for number, cause in enumerate(attribution.causes) if _means(cause)]
    shares = [
        keys.with_columns(
            node=pl.lit(case.pairs[identity].name),
            share=np.abs(attribution.nodes[identity].shares[meaning].sum(axis=0)),
        )
        for identity in asked
    ]
    told = cells.join(pl.concat(shares), on=CELL, how="left", nulls_equal=True)
    return told.filter((pl.col("share") > pl.col("tolerance") + ROUNDING) | pl.col("share").is_nan()).height > 0


def _means(cause: Cause) -> bool:
    return any(nature_of(change) is not Nature.FIGURES for change in cause.changes)
