"""Principal components of the children of a composite, and whether they are adequate for them (KMO)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.analysis.statistics.observations import complete, constant
from idx.analysis.statistics.reasons import FEWEST, Reason, code

if TYPE_CHECKING:
    from idx.analysis.statistics.observations import Numbers, Observations

SINGULAR = 1e-10  # the least eigenvalue below which a correlation matrix is not inverted
COMPONENTS = {
    "composite": pl.String,
    "n": pl.Int64,
    "component": pl.Int64,
    "eigenvalue": pl.Float64,
    "explained": pl.Float64,
    "cumulative": pl.Float64,
    "reason": pl.String,
}
LOADINGS = {"composite": pl.String, "node": pl.String, "component": pl.Int64, "loading": pl.Float64}
ADEQUACY = {"composite": pl.String, "node": pl.String, "n": pl.Int64, "kmo": pl.Float64, "reason": pl.String}


class Components(NamedTuple):
    """Eigenvalues in falling order, and loadings as children × components."""

    eigenvalues: Numbers
    loadings: Numbers


def correlation_matrix(values: Numbers) -> Numbers | Reason:
    """Return the correlation matrix of complete observations (rows × children), or why there is none."""
    rows, children = values.shape
    if children < 2:
        return Reason.ONE_CHILD
    if rows < FEWEST:
        return Reason.FEW
    if any(constant(column) for column in values.T):
        return Reason.CONSTANT
    return np.asarray(np.corrcoef(values, rowvar=False))


def principal_components(matrix: Numbers) -> Components:
    """Return the principal components of a correlation matrix.

    A loading is the correlation of a child with a component: the eigenvector times the root of its eigenvalue. Signs
    are such that the loadings of a component sum to no less than zero.
    """
    eigenvalues, vectors = np.linalg.eigh(matrix)
    eigenvalues, vectors = np.maximum(eigenvalues[::-1], 0.0), vectors[:, ::-1]
    loadings = vectors * np.sqrt(eigenvalues)
    return Components(eigenvalues, loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0))


def adequacy(matrix: Numbers) -> tuple[float, Numbers] | Reason:
    """Return the Kaiser–Meyer–Olkin measure of a correlation matrix, overall and for each child.

    Σ r² / (Σ r² + Σ p²) over the pairs, with their correlations r and partial correlations p given all others (Kaiser
    and Rice 1974). Of two children it is always one half. Below 0.5 components are of no use (Kaiser). A child that is
    correlated with no other has none of its own (NaN).
    """
    if np.linalg.eigvalsh(matrix)[0] < SINGULAR:
        return Reason.DEPENDENT
    inverse = np.linalg.inv(matrix)
    scale = np.sqrt(np.diag(inverse))
    partial = -inverse / np.outer(scale, scale)
    squares, partials = matrix**2, partial**2
    np.fill_diagonal(squares, 0.0)
    np.fill_diagonal(partials, 0.0)
    if not squares.sum():
        return Reason.UNRELATED
    own, rest = squares.sum(axis=0), partials.sum(axis=0)
    each = np.divide(own, own + rest, out=np.full_like(own, np.nan), where=own + rest > 0)
    return float(own.sum() / (own.sum() + rest.sum())), each


class ComponentFrames(NamedTuple):
    """Principal components of every composite.

    `components` has the columns `composite`, `n`, `component` (from 1), `eigenvalue`, `explained` (share of variance),
    `cumulative`, `reason`; `loadings` has `composite`, `node`, `component`, `loading`; `adequacy` has `composite`,
    `node` (null: overall), `n`, `kmo`, `reason`.
    """

    components: pl.DataFrame
    loadings: pl.DataFrame
    adequacy: pl.DataFrame


def component_frames(observations: Observations) -> ComponentFrames:
    """Return principal components and adequacy of the weighing children of each composite, over complete observations.

    Components are those of the correlation matrix: every child counts as if its variance were one.
    """
    components: list[tuple[object, ...]] = []
    loadings: list[tuple[object, ...]] = []
    measures: list[tuple[object, ...]] = []
    for composite in observations.composites:
        name, children = composite.name, [child.name for child in composite.weighing]
        values = complete(observations.scores(children))
        matrix, n = correlation_matrix(values), len(values)
        if isinstance(matrix, Reason):
            components.append((name, n, None, None, None, None, code(matrix)))
            measures.append((name, None, n, None, code(matrix)))
            continue
        found = principal_components(matrix)
        shares = found.eigenvalues / len(children)
        numbered = zip(found.eigenvalues.tolist(), shares.tolist(), shares.cumsum().tolist(), strict=True)
        components.extend((name, n, number, *each, None) for number, each in enumerate(numbered, 1))
        loadings.extend(
            (name, child, number, loading)
            for child, row in zip(children, found.loadings.tolist(), strict=True)
            for number, loading in enumerate(row, 1)
        )
        measured = adequacy(matrix)
        if isinstance(measured, Reason):
            measures.append((name, None, n, None, code(measured)))
        else:
            measures.append((name, None, n, measured[0], None))
            measures.extend(_own_adequacy(name, children, n, measured[1]))
    return ComponentFrames(
        pl.DataFrame(components, schema=COMPONENTS, orient="row"),
        pl.DataFrame(loadings, schema=LOADINGS, orient="row"),
        pl.DataFrame(measures, schema=ADEQUACY, orient="row"),
    )


def _own_adequacy(name: str, children: list[str], n: int, measured: Numbers) -> list[tuple[object, ...]]:
    return [
        (name, child, n, None if np.isnan(own) else own, code(Reason.UNRELATED if np.isnan(own) else None))
        for child, own in zip(children, measured.tolist(), strict=True)
    ]
