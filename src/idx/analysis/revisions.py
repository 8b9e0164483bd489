"""What changed in the data: the cells of each series, indicator and group that two versions have, and whole rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.edits.changes import Change
from idx.edits.facts import ADDED, CAME, COMPLETED, FRAMEWORK, PERIODS, UNIT, Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from idx.analysis.attribution.cells import Cells
    from idx.edits.changes import Verb
    from idx.syntax import tree

CELL = ("entity", "period", "before", "after")


class RowChange(NamedTuple):
    """Rows that came or went: their `periods` in order, and their `cells` as in `Revisions`, behind `node`."""

    periods: tuple[str, ...]
    cells: pl.DataFrame


class Revisions(NamedTuple):
    """The cells that differ: `cells` those of each identity that is revised, `rows` those of rows that came or went.

    Frames have `entity`, `period`, `before` and `after` (None is no value). For a group, `before` and `after` are the
    names of groups, and `period` is empty. `factors` have by what the data of an identity were multiplied as its unit
    changed; figures after are in the unit before then.
    """

    cells: dict[str, pl.DataFrame]
    rows: dict[Key, RowChange]
    factors: dict[str, float]


def revisions(cells: Cells) -> Revisions:
    """Return the cells that differ between two versions."""
    revised: dict[str, pl.DataFrame] = {}
    rows: dict[Key, RowChange] = {}
    for key in cells.keys:
        if key.kind == "cells" and not key.word:
            found = cells.of(key)
            revised[key.subject] = _frame(cells, found).drop("node") if found else _regrouped(cells, key.subject)
        elif key.kind == "rows":
            frame = _frame(cells, cells.of(key))
            rows[key] = RowChange(_periods(cells, key, frame), frame)
    return Revisions(revised, rows, {identity: factor for identity, (factor, _) in cells.factors.items()})


def data_changes(revised: Revisions, because: tree.Text | None, units: Mapping[str, tree.Text]) -> tuple[Change, ...]:
    """Return a change for each series or group whose data are revised, and for each kind of rows that came or went.

    `because` is the reason for other data, `units` have those for other units, by identity.
    """
    rescaled = [Key("cells", identity, UNIT) for identity in revised.factors]
    keys = [*revised.rows, *rescaled, *(Key("cells", identity) for identity in revised.cells)]
    reasons = (units.get(key.subject, because) if key.word == UNIT else because for key in keys)
    return tuple(
        Change(_verb(key), key.subject or FRAMEWORK, {key: None}, {key: None}, reason)
        for key, reason in zip(keys, reasons, strict=True)
    )


def _verb(key: Key) -> Verb:
    if key.kind == "cells":
        return "rescale" if key.word else "revise"
    if key.word == PERIODS:
        return "extend" if key.place in {ADDED, COMPLETED} else "shorten"
    return "arrive" if key.word == CAME else "depart"


def _periods(cells: Cells, key: Key, frame: pl.DataFrame) -> tuple[str, ...]:
    """Return the periods that a change of rows is about, in order."""
    whole = np.flatnonzero(cells.periods.owner == cells.number(key)).tolist()
    named = [cells.grid.period(place) for place in whole] or frame["period"].unique().sort().to_list()
    return tuple(text for text in named if text is not None)


def _frame(cells: Cells, found: Sequence[tuple[str, NDArray[np.int64]]]) -> pl.DataFrame:
    """Return the cells of some identities that differ, each by entity, then period."""
    grid = cells.grid
    nothing = np.array([], dtype=np.int64)
    places = np.concatenate([nothing, *(own for _, own in found)])
    numbers = [
        np.concatenate([nothing, *(side[identity][own] for identity, own in found)]).astype(np.float64)
        for side in (cells.before, cells.after)
    ]
    of_node = np.repeat(np.arange(len(found)), [len(own) for _, own in found])
    texts = {
        "node": (pl.Series([identity for identity, _ in found], dtype=pl.String), of_node),
        "entity": (pl.Series(grid.entities, dtype=pl.String), places // grid.length),
        "period": (pl.Series(map(grid.period, range(grid.length)), dtype=pl.String), places % grid.length),
    }
    columns = {name: texts_of.gather(rows) for name, (texts_of, rows) in texts.items()}
    sides = {
        name: pl.Series(own, nan_to_null=True, dtype=pl.Float64)
        for name, own in zip(("before", "after"), numbers, strict=True)
    }
    differs = ~((numbers[0] == numbers[1]) | (np.isnan(numbers[0]) & np.isnan(numbers[1])))
    return pl.DataFrame(columns | sides).filter(pl.Series(differs, dtype=pl.Boolean))


def _regrouped(cells: Cells, identity: str) -> pl.DataFrame:
    old, new = (side[identity] for side in cells.groups)
    both = cells.entities.before & cells.entities.after
    rows = [
        (entity, None, before, after)
        for entity, before, after, here in zip(cells.grid.entities, old, new, both, strict=True)
        if here and before != after
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(CELL, pl.String), orient="row")
