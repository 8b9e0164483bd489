"""Two tables of the same cells: how many there are, which are missing in both, and how far apart the others lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Compared(NamedTuple):
    """What a comparison found: `distance` is the largest, in the unit of the `tolerance`.

    `missing` are the cells that are missing on both sides, `astray` those that are missing on one side alone, `ties`
    the ranks that differ because the publisher parts scores that agree to twelve digits.
    """

    framework: str
    what: str
    cells: int
    missing: int
    astray: int
    distance: float
    tolerance: float
    relative: bool
    ties: int = 0

    @property
    def agrees(self) -> bool:
        """Whether the same cells are missing and all others agree within the tolerance."""
        # A printed figure and a tolerance are decimal fractions: their difference is not exact to the last bit.
        return self.cells > 0 and self.astray == 0 and self.distance <= self.tolerance * (1 + 1e-9)


def published(path: Path, keys: Sequence[str] = ("uCode",)) -> pl.DataFrame:
    """Return a table of published figures: its keys as text, everything else as numbers, missing where empty."""
    text = pl.read_csv(path, infer_schema_length=0)
    numbers = [pl.col(name).replace("", None).cast(pl.Float64) for name in text.columns if name not in keys]
    return text.select(*keys, *numbers)


def compare(  # noqa: PLR0913 - what is compared, and what the comparison is called
    framework: str,
    what: str,
    ours: pl.DataFrame,
    theirs: pl.DataFrame,
    keys: Sequence[str],
    tolerance: float,
    *,
    relative: bool = True,
) -> Compared:
    """Compare the columns that stand in both tables, row by row of their keys; both have the same rows."""
    names = [name for name in theirs.columns if name not in keys and name in ours.columns]
    both = ours.sort(keys).select(*keys, *names)
    other = theirs.sort(keys).select(*keys, *names)
    if both.select(keys).rows() != other.select(keys).rows():
        raise ValueError(f"{framework}, {what}: not the same rows")
    values = (
        both.select(pl.concat_list(names).alias("x")).explode("x")["x"] if names else pl.Series([], dtype=pl.Float64)
    )
    wanted = other.select(pl.concat_list(names).alias("x")).explode("x")["x"] if names else values
    gap = (values - wanted).abs()
    if relative:
        gap = pl.select(pl.when(gap > 0).then(gap / wanted.abs()).otherwise(gap)).to_series()
    return Compared(
        framework,
        what,
        len(values),
        int((values.is_null() & wanted.is_null()).sum()),
        int((values.is_null() != wanted.is_null()).sum()),
        float(gap.max() or 0.0),  # type: ignore[arg-type] # a column of numbers
        tolerance,
        relative,
    )


def parted(ranks: pl.DataFrame, theirs: pl.DataFrame, scores: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return published ranks, those replaced by ours that part equal scores, and how many these are.

    A rank parts equal scores if it is another place among those that the entities with this score take up together.
    """
    columns, count = [theirs["uCode"]], 0
    for name in theirs.columns[1:]:
        rounded = scores[name].round_sig_figs(12)
        taken = rounded.to_frame("x").select(pl.len().over("x"))["len"]
        within = (theirs[name] >= ranks[name]) & (theirs[name] < ranks[name] + taken) & (theirs[name] != ranks[name])
        within = within.fill_null(value=False)
        count += int(within.sum())
        columns.append(ranks[name].cast(pl.Float64).zip_with(within, theirs[name]))
    return pl.DataFrame(columns), count
