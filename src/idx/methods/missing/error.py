"""A missing child is an error."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "missing",
    raises=True,
    examples=(Example("error", (1, 2), (1.5,), weights=(0.5, 0.5)),),
)
def error(weight_share: pl.Expr, count_share: pl.Expr) -> pl.Expr:  # noqa: ARG001 - the shape of the kind
    """A missing child is an error that names the child, the entity and the period.

    The rule in force where a framework states none: data that should be there and are not are a fault.

    Args:
        weight_share: the share of the weight whose children are present, from 0 to 1.
        count_share: the share of the number of children that are present.
    """
    return count_share >= 1
