"""The change of a rank, shared out: which cause moved an entity past whom.

A rank is one plus the number of entities that are ahead. So the share of a cause in the change of a rank is the sum,
over the others, of its shares in whether each of them is ahead, which are Shapley values over the same coalitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.evaluate.rows import SIGNIFICANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Game = Callable[[Callable[[Numbers], Numbers], int], dict[int, Numbers]]


class RankBridge(NamedTuple):
    """The shares of causes in the change of one row's rank, NaN for a cause whose share stands at another.

    `past` has, causes × rows, the shares in whether the entity of each row is ahead: below zero where the cause moved
    this entity past that one, above zero where it moved that one past this. `rows` are those of the same period.
    """

    shares: Numbers
    past: Numbers
    rows: NDArray[np.int64]


def as_compared(values: Numbers, *, rounded: bool) -> Numbers:
    """Return values as ranks hold them against one another: to twelve significant digits where they are computed."""
    if not rounded:
        return values
    flat = pl.Series(values.reshape(-1)).round_sig_figs(SIGNIFICANT)
    return np.array(flat.to_numpy()).reshape(values.shape)


def ahead(values: Numbers, row: int, rows: NDArray[np.int64], *, ascending: bool) -> Numbers:
    """Return, coalitions × rows, whether the entities of some rows are ahead of that of one; NaN where that has none.

    An entity without a value is ahead of nobody, and nobody is ahead of an equal.
    """
    own = values[:, row][:, None]
    others = values[:, rows]
    leads = (others < own) if ascending else (others > own)
    return np.where(np.isnan(own), np.nan, leads.astype(np.float64))
