"""Methods that work on whole columns of numbers at once, as NumPy has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from idx.equality import NOTHING, SIGNIFICANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from idx.methods.contracts import MethodError

Array: TypeAlias = npt.NDArray[np.float64]


def floats(numbers: npt.ArrayLike) -> Array:
    """Return numbers as an array of floating-point numbers."""
    return np.asarray(numbers, dtype=np.float64)


def evened(values: Array, axis: int) -> Array:
    """Return values in which those along an axis are the same that are equal (see `idx.equality`); NaN stays."""
    rounded = pl.Series(values.reshape(-1)).round_sig_figs(SIGNIFICANT).to_numpy().reshape(values.shape)
    sizes = np.nan_to_num(np.abs(values))
    nothing = (sizes < sizes.max(axis=axis, keepdims=True, initial=0.0) * NOTHING) & ~np.isnan(values)
    return np.where(nothing, 0.0, rounded)


def refused(where: npt.ArrayLike, error: MethodError) -> npt.NDArray[np.bool_]:
    """Return which of several reference sets a weighting refuses, a flag each.

    Raises:
        MethodError: the error that is given, if there is one set by itself, and it is refused.
    """
    flags = np.asarray(where, dtype=bool)
    if flags.ndim == 0 and flags:
        raise error
    return flags


def on_present(turned: Callable[[Array], Array]) -> Callable[[pl.Expr], pl.Expr]:
    """Return what turns the values of a set that are there; missing ones stay missing, and are not handed over."""

    def among(values: pl.Series) -> pl.Series:
        there = values.is_not_null()
        found = turned(values.drop_nulls().to_numpy())
        return (
            pl.Series(values.name, [None], dtype=pl.Float64)
            .new_from_index(0, len(values))
            .scatter(there.arg_true(), pl.Series(found, dtype=pl.Float64))
        )

    return lambda values: values.map_batches(
        lambda each: among(each) if each.count() else each, return_dtype=pl.Float64
    )
