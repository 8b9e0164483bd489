"""Weights from judgements of how much more important one child is than another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import Part
from idx.methods.registry import method
from idx.methods.shares import exact_shares, known_names, nothing_stated
from idx.methods.values import Over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from idx.methods.arrays import Array

# What the consistency index of random judgements is on average, by the number of children (Saaty 1980).
RANDOM_INDEX = (0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
MOST_INCONSISTENT = 0.1


def _doubts(children: Sequence[Part], comparisons: dict[str, Any]) -> Wording | None:
    """Say that judgements contradict one another too much."""
    matrix = _matrix([child.name for child in children], comparisons)
    ratio = consistency_ratio(matrix)
    if ratio <= MOST_INCONSISTENT:
        return None
    return Wording(
        f"the judgements contradict one another: the consistency ratio is {ratio:.3f}, above {MOST_INCONSISTENT:g}",
        f"判断之间互相矛盾：一致性比率为 {ratio:.3f}，大于 {MOST_INCONSISTENT:g}",
    )


@method(
    "weighting",
    doubts=_doubts,
    examples=(
        Example("ahp(c0 = over(c1 = 3))", (None, None), (0.75, 0.25)),
        Example("ahp(c0 = over(c1 = 2, c2 = 4), c1 = over(c2 = 2))", (None, None, None), (4 / 7, 2 / 7, 1 / 7)),
        Example("ahp(c0 = over(c1 = 2), c1 = over(c0 = 1/2))", (None, None), (2 / 3, 1 / 3), says="both halves agree"),
    ),
)
def ahp(children: Sequence[Part], **comparisons: Over) -> tuple[Fraction, ...]:
    """Weights from judgements of how much more important one child is than another: the analytic hierarchy process.

    `input = over(output = 3, market = 5)` says that input is three times as important as output and five times as
    market. Each pair is judged once; where it is judged both ways, the two judgements are reciprocal. The weights are
    the principal eigenvector of the matrix of judgements, scaled to sum to one. Judgements whose consistency ratio
    (λ − n) / (n − 1) / (random index) is above 0.1 are warned of.

    Source: Saaty (1980), The Analytic Hierarchy Process; OECD/JRC (2008), Handbook on Constructing Composite
    Indicators, section 1.6.

    Args:
        children: the children; none states a weight.
        comparisons: for a child, by how much it is more important than others; a number below 1 is less important.
    """
    nothing_stated(children, Wording("the judgements decide", "权重由判断矩阵决定"))
    names = [child.name for child in children]
    known_names(names, comparisons)
    _, vector = _principal(_matrix(names, comparisons))
    return exact_shares(vector)


def _matrix(names: Sequence[str], comparisons: dict[str, Over]) -> Array:
    given: dict[tuple[str, str], Fraction] = {}
    for name, over in comparisons.items():
        known_names(names, dict(over.entries))
        for other, times in over.entries:
            given[name, other] = times
    for (name, other), ratio in given.items():
        _check(name, other, ratio, given)
    matrix = np.ones((len(names), len(names)))
    for row, name in enumerate(names):
        for column, other in enumerate(names[row + 1 :], row + 1):
            back = given.get((other, name))
            judged = given.get((name, other), None if back is None else 1 / back)
            if judged is None:
                raise MethodError(
                    Wording(f"`{name}` and `{other}` are not compared", f"`{name}` 与 `{other}` 没有比较"),
                    Wording(f"add `{name} = over({other} = …)`", f"请补充 `{name} = over({other} = …)`"),
                )
            matrix[row, column], matrix[column, row] = float(judged), float(1 / judged)
    return matrix


def _check(name: str, other: str, times: Fraction, given: dict[tuple[str, str], Fraction]) -> None:
    if times <= 0:
        raise MethodError(
            Wording(f"`{name}` over `{other}` is {float(times):g}", f"`{name}` 对 `{other}` 的比值为 {float(times):g}"),
            Wording("a judgement is above zero: 3, or 1/3 for the reverse", "比值必须大于零，如 3；反过来写 1/3"),
        )
    if name == other and times != 1:
        raise MethodError(
            Wording(f"`{name}` is compared with itself", f"`{name}` 与自身比较"),
            Wording("leave it out", "请删去"),
        )
    back = given.get((other, name))
    if back is not None and back * times != 1:
        raise MethodError(
            Wording(
                f"the judgements are not reciprocal: `{name}` over `{other}` is {times}, and the reverse is {back}",
                f"判断矩阵不互反：`{name}` 对 `{other}` 为 {times}，而 `{other}` 对 `{name}` 为 {back}",
            ),
            Wording(f"write {1 / times} for the second, or leave it out", f"后者应为 {1 / times}，或删去不写"),
        )


def _principal(matrix: Array) -> tuple[float, Array]:
    """Return the largest eigenvalue and its vector of positive numbers (Perron–Frobenius)."""
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    return float(values[place].real), np.abs(vectors[:, place].real)


def consistency_ratio(matrix: Array) -> float:
    """Return (λ − n) / (n − 1) over what it is for random judgements; 0 for two children, which always agree."""
    count = len(matrix)
    if count < 3:
        return 0.0
    index = (_principal(matrix)[0] - count) / (count - 1)
    return index / RANDOM_INDEX[min(count, len(RANDOM_INDEX) - 1)]
