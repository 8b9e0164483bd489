"""What the cells of an indicator rest on once they are filled: their statuses, their bases, their origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.panel.model import CARRIED, ESTIMATED, IMPUTED, INTERPOLATED, MISSING, NORMAL, OBSERVED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.evaluate.filled import Filled
    from idx.panel.model import Origin, Panel


def statuses(panel: Panel, filled: Mapping[str, Sequence[Filled]], name: str) -> pl.Series | None:
    """Return the status codes of a series or an indicator on the panel's rows; None where all are normal."""
    stated, parts = panel.statuses.get(name), filled.get(name, ())
    if stated is None and not parts:
        return None
    codes = (stated if stated is not None else panel.whole(NORMAL)).clone()
    for part in parts:
        codes = codes.scatter(part.cells["row"], IMPUTED if part.place in {"gaps", "rest"} else ESTIMATED)
    return codes


def bases(panel: Panel, filled: Mapping[str, Sequence[Filled]], name: str) -> pl.Series | None:
    """Return the basis codes likewise; a filled cell has the weakest basis among those that it is filled from."""
    stated, parts = panel.bases.get(name), filled.get(name, ())
    if stated is None and not parts:
        return None
    codes = (stated if stated is not None else panel.whole(OBSERVED)).clone()
    for part in parts:
        own = INTERPOLATED if part.place == "gaps" else CARRIED
        ends = pl.DataFrame([codes.gather(part.cells[end]).alias(end) for end in ("before", "after")])
        weakest = ends.select(pl.min_horizontal("before", "after", pl.lit(own, dtype=pl.Int8)).cast(pl.Int8))
        codes = codes.scatter(part.cells["row"], weakest.to_series())
    return codes


def weakest(read: Sequence[tuple[pl.Series, pl.Series]], usual: int) -> pl.Series | None:
    """Return the weakest code in each row among those of the rows that are read; None where nothing is read."""
    found = [codes.gather(rows).fill_null(usual).alias(str(number)) for number, (codes, rows) in enumerate(read)]
    return pl.DataFrame(found).min_horizontal().cast(pl.Int8) if found else None


def present(codes: pl.Series) -> pl.Series:
    """Return status codes without those of missing cells: a value that is there all the same does not rest on them."""
    return codes.replace({MISSING: NORMAL})


def origins(panel: Panel, filled: Mapping[str, Sequence[Filled]], name: str) -> dict[int, frozenset[Origin]]:
    """Return by row the published values from which the cells, or those that they are filled from, were solved."""
    found = {row: frozenset(parts) for row, parts in panel.solved_from.get(name, {}).items()}
    if found:
        for part in filled.get(name, ()):
            for row, before, after in part.cells.select("row", "before", "after").iter_rows():
                inherited = found.get(before, frozenset()) | found.get(after, frozenset())
                if inherited:
                    found[row] = inherited
    return found
