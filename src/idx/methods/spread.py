"""How columns of numbers spread, and how they go together; a column that does not vary goes with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idx.methods.arrays import floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idx.methods.arrays import Array

ROUNDING = 1e-12  # relative: what lies beyond comes of the order in which numbers were added


def deviations(columns: Array, *, one_scale: bool = False) -> Array:
    """Return the sample standard deviation of each column, exactly zero for what varies by rounding alone.

    There may be several tables of columns: rows stand on the last axis but one. For `one_scale` see `varying`.
    """
    if columns.shape[-2] < 2:
        return np.zeros((*columns.shape[:-2], columns.shape[-1]))
    return np.where(varying(columns, one_scale=one_scale), columns.std(axis=-2, ddof=1), 0.0)


def varying(columns: Array, *, one_scale: bool = False) -> NDArray[np.bool_]:
    """Return whether each column varies, by more than rounding alone.

    Scores of one composite's children are on `one_scale`: what is left where numbers of their size cancel out, as in a
    mean of opposite scores, is rounding too.
    """
    highest, lowest = columns.max(axis=-2), columns.min(axis=-2)
    size = np.maximum(np.abs(highest), np.abs(lowest))
    if one_scale and size.size:
        size = size.max(axis=-1, keepdims=True)
    return np.asarray(highest - lowest > ROUNDING * size)


def correlations(columns: Array, *, one_scale: bool = False) -> Array:
    """Return the correlations of columns, 0 with a constant and 1 of each with itself.

    What one falls short of by no more than rounding does is one: weights made of the rest would be arbitrary. For
    `one_scale` see `varying`.
    """
    spread = deviations(columns, one_scale=one_scale)
    scaled = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0) * (spread > 0)
    found = scaled.T @ scaled / max(len(columns) - 1, 1)
    np.fill_diagonal(found, 1.0)
    return floats(np.where(np.abs(found) > 1 - ROUNDING, np.sign(found), found))
