"""Scores between two stated values."""

import math
from typing import Any, Literal

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.normalise.min_max import scale_of
from idx.methods.registry import method
from idx.methods.values import UNIT, Domain, Interval, Scale


def _yields(arguments: dict[str, Any]) -> Scale:
    interval: Interval = arguments["to"]
    cut_below = arguments["clip"] in ({"both", "low"} if interval.high >= interval.low else {"both", "high"})
    return scale_of(interval) if cut_below else Scale.ANY


def _domain(arguments: dict[str, Any]) -> Domain:
    return Domain.POSITIVE if arguments["scale"] == "log" else Domain.ANY


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    if arguments["worst"] == arguments["best"]:
        return Wording(
            "`worst` and `best` are the same value, so nothing lies between them",
            "`worst` 与 `best` 取值相同，两者之间没有区间",
        )
    if arguments["scale"] == "log" and min(arguments["worst"], arguments["best"]) <= 0:
        return Wording(
            "under `scale = log` both goal posts are above zero", "采用 `scale = log` 时，上下限阈值都必须大于零"
        )
    return None


@method(
    "normalise",
    states_direction=True,
    ends=lambda arguments: arguments["to"],
    refuses=_refuses,
    yields=_yields,
    domain=_domain,
    examples=(
        Example("goalposts(worst = 20, best = 85, clip = both)", (20, 52.5, 90, None), (0, 0.5, 1, None)),
        Example("goalposts(worst = 20, best = 85, clip = none)", (13.5,), (-0.1,)),
        Example("goalposts(worst = 100, best = 10000, clip = both, scale = log)", (1000,), (0.5,)),
        Example("goalposts(worst = 50, best = 0, clip = both, to = 0..100)", (10,), (80,), says="low is good"),
    ),
)
def goalposts(
    column: Column,
    *,
    worst: float,
    best: float,
    clip: Literal["both", "low", "high", "none"],
    scale: Literal["linear", "log"] = "linear",
    to: Interval = UNIT,
) -> pl.Expr:
    """Scores between two stated values.

    s = a + (b − a) (x − worst) / (best − worst), with `to = a..b`; under `scale = log` the logarithms of x, worst and
    best stand in their place. `worst` may lie above `best`: the order of the goal posts is the direction.

    Source: UNDP (2024), Human Development Report 2023/24, technical note 1; Sachs et al., SDG Index.

    Direction negative: none. The goal posts say which end is good, and `direction negative` would turn that round
    again, so that the value called worst would score best: it is an error.

    Args:
        column: the indicator; above zero under `scale = log`.
        worst: the value that scores a.
        best: the value that scores b.
        clip: which scores beyond the ends are drawn back to them: `both`, below the worst (`low`), above the best
            (`high`), or `none`.
        scale: `linear` or `log`.
        to: the scores of the two ends.
    """
    now = column.now
    if scale == "log":
        now, worst, best = now.log(), math.log(worst), math.log(best)
    share = (now - worst) / (best - worst)
    share = share.clip(
        0.0 if clip in {"both", "low"} else None,
        1.0 if clip in {"both", "high"} else None,
    )
    return share if to == UNIT else to.low + (to.high - to.low) * share
