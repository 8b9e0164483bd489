"""The Box–Cox transformation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import special, stats

from idx.diagnostics import Wording
from idx.methods.arrays import floats, on_present
from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method
from idx.methods.spread import varying
from idx.methods.values import Domain, Group, Together

if TYPE_CHECKING:
    import polars as pl

    from idx.methods.arrays import Array


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    if (arguments["exponent"] == "fitted") != (arguments["reference"] is not None):
        return Wording(
            "a `fitted` exponent needs a `reference`; a stated one has none",
            "`fitted` 的指数要写明 `reference`；写明的指数没有参照集合",
        )
    return None


@method(
    "treat",
    domain=Domain.POSITIVE,
    refuses=_refuses,
    examples=(
        Example("box_cox(exponent = 0)", (1, 2.718281828459045, None), (0, 1, None), says="the logarithm"),
        Example("box_cox(exponent = 0.5)", (4, 9), (2, 4)),
        Example("box_cox(exponent = 1)", (4, 9), (3, 8), says="values less one"),
    ),
)
def box_cox(
    cells: Cells,
    *,
    exponent: float | Literal["fitted"],
    reference: Together | None = None,
    within: Group | None = None,
) -> pl.Expr:
    """The Box–Cox transformation, for values above zero.

    x becomes (x^λ − 1) / λ, or ln x for λ = 0. A `fitted` exponent is the one under which a normal distribution is most
    likely, found for each reference set; a set of fewer than three different values stays as it is.

    Source: Box and Cox (1964), An Analysis of Transformations, Journal of the Royal Statistical Society B 26.

    Args:
        cells: the indicator; its values are above zero.
        exponent: λ, or `fitted`.
        reference: which values a fitted exponent is found for: those of `each_period`, or of `all_periods`.
        within: a group: each group has its own fitted exponent.
    """
    if not isinstance(exponent, str):
        return on_present(lambda values: floats(special.boxcox(values, exponent)))(cells.now)

    def fitted(values: Array) -> Array:
        few = len(np.unique(values)) < 3 or not varying(values[:, None]).all()
        return values if few else floats(stats.boxcox(values)[0])

    return cells.sets.among(on_present(fitted), cells.now, reference or "all_periods", within)
