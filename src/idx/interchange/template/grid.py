"""The rows of the table to fill: what is measured × entities × periods, with the figures that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.interchange.template.observations import KEYS, SCHEMA
from idx.period import is_finer, subperiods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.model import Column, Framework, Indicator
    from idx.panel import ReadTable
    from idx.period import Periods


class Wanted(NamedTuple):
    """Which rows are wanted: no entities or periods mean those of the data; `undated` means rows without periods."""

    entities: tuple[str, ...] = ()
    periods: Periods | None = None
    undated: bool = False

    @property
    def everything(self) -> bool:
        """Whether no figure of the data may be left out."""
        return not self.entities and self.periods is None and not self.undated


def entities_of(read: ReadTable | None, wanted: Wanted) -> Sequence[str | None]:
    """Return the entities wanted, else those of the data in their order, else the one without a name."""
    if wanted.entities or read is None or read.cells.entity is None:
        return wanted.entities or (None,)
    return list(read.cells.entity.unique(maintain_order=True).drop_nulls())


def periods_of(framework: Framework, read: ReadTable | None, wanted: Wanted) -> Sequence[int | None]:
    """Return the numbers of the periods wanted, else of those evaluated, else of those that the data have."""
    dated = read is None or read.cells.period is not None
    asked = wanted.periods or (framework.periods if dated else None)
    if asked and read and read.cells.frequency:
        asked = subperiods(asked, read.cells.frequency)
    if asked and not wanted.undated:
        return range(asked.first.number, asked.last.number + 1)
    if wanted.undated or read is None or read.cells.period is None:
        return (None,)
    return sorted(read.cells.period.unique().drop_nulls())


def frequency_of(framework: Framework, read: ReadTable | None, wanted: Wanted) -> str:
    """Return the kind of the periods: what the data have, else what is wanted, else what is evaluated."""
    if read and read.cells.frequency:
        return read.cells.frequency
    asked = wanted.periods or framework.periods
    return asked.first.frequency if asked else "A"


def is_asked_for(item: Column | Indicator, framework: Framework, frequency: str) -> bool:
    """Whether a table with periods of a frequency is where a series or an indicator has its figures.

    One that is converted has them in periods finer than the framework's, the others in the framework's own.
    """
    if framework.periods is None:
        return True
    return is_finer(frequency, framework.periods.first.frequency) == (item.convert is not None)


def filled_rows(
    known: pl.DataFrame, items: Sequence[str], entities: Sequence[str | None], periods: Sequence[int | None]
) -> pl.DataFrame:
    """Return a row for each item, entity and period, in this order, with what is known of it.

    Figures without a period hold for every one.
    """
    axes = [
        pl.DataFrame({"item": pl.Series(items, dtype=pl.String)}),
        pl.DataFrame({"entity": pl.Series(entities, dtype=pl.String)}),
        pl.DataFrame({"period": pl.Series(periods, dtype=pl.Int64)}),
    ]
    grid = axes[0].join(axes[1], how="cross").join(axes[2], how="cross")
    keys = KEYS if known["period"].count() else KEYS[:2]
    known = known.drop([key for key in KEYS if key not in keys])
    return grid.join(known, on=list(keys), how="left", nulls_equal=True, maintain_order="left_right").select(*SCHEMA)


def left_out(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that are known and stand in no row."""
    keys = list(KEYS) if known["period"].count() else list(KEYS[:2])
    return known.join(rows, on=keys, how="anti", nulls_equal=True)


def with_others(
    rows: pl.DataFrame, known: pl.DataFrame, items: Sequence[str], entities: Sequence[str | None]
) -> pl.DataFrame:
    """Return rows with the further figures that are known, each beside those of its item and entity."""
    others = left_out(rows, known)
    if others.is_empty():
        return rows
    places = [
        pl.col(key).replace_strict(names, range(len(names)), default=None, return_dtype=pl.Int64).alias(f"{key}_place")
        for key, names in (("item", list(items)), ("entity", list(entities)))
    ]
    joined = pl.concat([rows, others]).with_columns(places)
    return joined.sort("item_place", "entity_place", "period", maintain_order=True).select(*SCHEMA)
