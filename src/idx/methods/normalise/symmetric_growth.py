"""Growth relative to the mean of the two values."""

from typing import Any, Literal

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Domain, Scale


def _domain(arguments: dict[str, Any]) -> Domain:
    return Domain.ANY if arguments["domain"] == "absolute" else Domain.NON_NEGATIVE


@method(
    "normalise",
    yields=Scale.GROWTH,
    form="symmetric",
    domain=_domain,
    examples=(
        Example("symmetric_growth", (100, 300, 100), (None, 100, -100), says="symmetric: up and down cancel"),
        Example("symmetric_growth", (0, 5, 0), (None, 200, -200), says="bounded: a start from zero is +200"),
        Example("symmetric_growth", (0, 0), (None, 0), says="two zeros: no change"),
        Example("symmetric_growth(zero_zero = null)", (0, 0), (None, None)),
        Example("symmetric_growth(domain = absolute)", (-1, 3), (None, 200)),
    ),
)
def symmetric_growth(
    column: Column,
    *,
    zero_zero: Literal["no_change", "null", "error"] = "no_change",
    domain: Literal["non_negative", "absolute"] = "non_negative",
) -> pl.Expr:
    """Growth relative to the mean of the two values, between −200 and +200.

    V = 200 (x − x₋₁) / (x + x₋₁) = 200 tanh(ln r / 2), with r = x / x₋₁. A rise and the fall that undoes it have the
    same size, and a value of zero gives ±200 rather than infinity.

    Source: Davis, Haltiwanger and Schuh (1996), Job Creation and Destruction; the Conference Board uses it (× 1/100)
    for its leading indexes; box 2 of 中国信息通信研究院 (2025).

    Direction negative: −V, which is exactly the growth of 1/x.

    Args:
        column: the indicator; its values are zero or above, unless `domain = absolute`.
        zero_zero: what the growth from zero to zero is: 0, missing, or an error.
        domain: `absolute` divides by the sum of absolute values and so takes negative values too.
    """
    now, before = column.now, column.before
    # The ratio comes first: it rounds to at most one, so that growth is never beyond 200, and 200 only where it is.
    if domain == "absolute":
        growth = (now - before) / (now.abs() + before.abs()) * 200
    else:
        growth = (now - before) / (now + before) * 200
    if column.zeros:  # only 0/0 is not a number
        growth = growth.fill_nan(0.0 if zero_zero == "no_change" else None)
    return -growth if column.negative else growth
