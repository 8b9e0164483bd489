"""Scores read from the other end."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import Interval, Scale


@method(
    "then",
    positional=("range",),
    takes_ends="range",
    onto=lambda scale, _: scale if scale is Scale.GROWTH else Scale.ANY,
    examples=(
        Example("reverse(0..100)", (0, 30, 100, None), (100, 70, 0, None)),
        Example("reverse(1..5)", (1, 5, 6), (5, 1, 0)),
    ),
)
def reverse(scores: Scores, *, range_: Interval | None = None) -> pl.Expr:
    """Scores read from the other end of their range: low becomes high.

    s becomes l + u − s, with `reverse(l..u)`. Behind a normalisation whose scores lie around a known middle
    (`min_max`, `percentile_rank`, `z_score`, goal posts and their like) the range is theirs and need not be stated:
    `percentile_rank(…) then reverse` gives 1 − s, `z_score(…) then reverse` −s. It is for published recipes; the
    direction of an indicator is `direction negative`.

    Source: published practice, for example CDC/ATSDR's Social Vulnerability Index.

    Args:
        scores: the scores.
        range_: the range l..u that is turned round.
    """
    if range_ is None:
        raise TypeError(range_)  # the binder has filled it in, or refused the step
    return sum(range_) - scores.now
