"""Weights under which children are as important as they are meant to be."""

from __future__ import annotations

import numpy as np
from scipy import optimize

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import correlations, deviations
from idx.methods.values import Reference

ROUNDING = 1e-12  # of the greatest weight
NOTHING = 1e-7  # of the greatest weight: what steps leave of a weight that is zero
FAR = 1e-4


@method(
    "weighting",
    computed=True,
    targets=True,
    examples=(
        Example(
            "target_importance(reference = each_period)",
            (1, 0, 2, 1, 0, 3, 3, 6),
            (0.75, 0.25),
            says="two children: 1, 0, 2, 1 and 0, 3, 3, 6, which varies three times as much",
        ),
    ),
)
def target_importance(scores: Array, targets: Array, *, reference: Reference) -> Array:  # noqa: ARG001 - the engine chooses the rows
    """Weights under which children are as important as they are meant to be, and not as their spread makes them.

    A child's importance is its correlation with the weighted mean. Weights are found so that the correlations are in
    proportion to the weights that the children state, or equal where none does. Where that takes a weight below zero,
    those of zero or above are taken that come nearest, by the sum of squared differences of the correlations' shares.
    Where several weights come as near, none is taken: there must be more rows than children, and no child that follows
    from the others.

    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Weights and Importance in Composite Indicators: Closing
    the Gap, Ecological Indicators 80.

    Args:
        scores: the children's scores, a row for each entity (and period) in which all are present.
        targets: the importance that each is meant to have, in proportion.
        reference: whose scores count: `each_period` (weights change by period), `all_periods`, or stated periods.
    """
    spread, together = deviations(scores, one_scale=True), correlations(scores, one_scale=True)
    if len(scores) < 3 or (spread <= 0).any():
        raise MethodError(
            Wording("importance needs three rows, and children that vary", "重要性需要至少三行数据，且各下级都有变化"),
            Wording(
                "leave out a child that is constant, or choose another weighting",
                "请去掉没有变化的下级，或改用其他赋权方法",
            ),
        )
    if np.linalg.matrix_rank(together) < len(together):
        raise MethodError(
            Wording("several weights would be as good", "有多组同样合适的权重"),
            Wording(
                "importance needs more rows than children, none of which follows from the others: leave out what says "
                "the same, or choose another weighting",
                "重要性需要行数多于下级个数，并且没有下级可由其他下级推出：请去掉重复的下级，或改用其他赋权方法",
            ),
        )
    # With z = w σ, the correlations with Σ z are in proportion to R z.
    standard = np.linalg.solve(together, targets)
    standard = np.where(np.abs(standard) < ROUNDING * np.abs(standard).max(), 0.0, standard)
    if (standard < 0).any() or not np.allclose(together @ standard, targets, rtol=1e-9):
        standard = _nearest(together, targets / targets.sum())
    weights = standard / spread
    return floats(weights / weights.sum())


def _nearest(together: Array, targets: Array) -> Array:
    count = len(targets)

    def distance(standard: Array) -> float:
        importance = together @ standard
        whole = np.abs(importance).sum()
        return float(((importance / whole - targets) ** 2).sum()) if whole else float(count)

    def slope(standard: Array) -> Array:
        importance = together @ standard
        whole = np.abs(importance).sum()
        if not whole:
            return floats([0.0] * count)
        off = importance / whole - targets
        return floats(2 * together @ (off / whole - np.sign(importance) * (off @ importance) / whole**2))

    found = optimize.minimize(
        distance,
        floats([1 / count] * count),
        jac=slope,  # without it the weights are good to eight digits only
        method="SLSQP",
        bounds=[(0.0, 1.0)] * count,
        constraints=optimize.LinearConstraint(np.ones((1, count)), 1, 1),
        options={"ftol": 1e-22, "maxiter": 1000},
    )
    return _settled(together, targets, np.clip(found.x, 0.0, None))


def _settled(together: Array, targets: Array, near: Array) -> Array:
    """Return the weights that those found by steps are near to, in closed form where there is one.

    Weights stand for others in proportion, so that the sum of the correlations may be one. Among the children that
    weigh something, and with the signs that the correlations have (some may be zero), what is left to find is a
    least-squares solution under linear conditions.
    """
    some = near > NOTHING * near.max()
    own, importance = together[:, some], together @ near
    zero = np.abs(importance) < NOTHING * np.abs(importance).sum()
    conditions = np.vstack([np.where(zero, 0.0, np.sign(importance)) @ own, own[zero]])
    count = len(conditions)
    system = np.block([[own.T @ own, conditions.T], [conditions, np.zeros((count, count))]])
    known = np.concatenate([own.T @ targets, [1.0], np.zeros(count - 1)])
    standard = np.where(some, near, 0.0)
    if np.linalg.matrix_rank(system) == len(system):
        solved = np.zeros(len(near))
        solved[some] = np.linalg.solve(system, known)[: len(own.T)]
        solved = np.where(np.abs(solved) < NOTHING * np.abs(solved).max(), 0.0, solved)
        if (solved >= 0).all() and np.linalg.norm(solved / solved.sum() - near / near.sum()) < FAR:
            standard = solved
    return floats(standard)
