"""Statistics agree with plain Python, and keep the laws that their definitions give them."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import naive_statistics as naive
from idx.analysis.statistics.coefficients import COEFFICIENTS, Coefficient, correlation
from idx.analysis.statistics.components import adequacy, correlation_matrix, principal_components
from idx.analysis.statistics.moments import moments, shape
from idx.analysis.statistics.reasons import Reason
from idx.analysis.statistics.reliability import alpha

NUMBERS = st.integers(-50, 50).map(lambda number: number / 4)
COLUMN = st.lists(NUMBERS, min_size=4, max_size=30)
NAIVE = {"pearson": naive.pearson, "spearman": naive.spearman, "kendall": naive.kendall}


@st.composite
def tables(draw: st.DrawFn, least: int = 2, most: int = 5) -> list[list[float]]:
    """Draw rows of two to five columns, of which the first two at least are not constant."""
    width = draw(st.integers(least, most))
    rows = draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=8, max_size=25))
    assume(all(len(set(column)) > 1 for column in zip(*rows, strict=True)))
    return rows


@given(COLUMN)
def test_moments_are_those_of_plain_python(values: list[float]) -> None:
    """Skewness, kurtosis, deviation and outliers agree with their textbook forms; missing values change nothing."""
    assume(len(set(values)) > 1)
    found = shape(np.array(values))
    assert found.skewness == pytest.approx(naive.skewness(values), rel=1e-9, abs=1e-9)
    assert found.kurtosis == pytest.approx(naive.kurtosis(values), rel=1e-9, abs=1e-9)
    row = moments(pl.DataFrame({"x": [None, *values, None]}), ["x"], "imputed").row(0, named=True)
    first, third = naive.quartiles(values)
    assert (row["n"], row["missing"], row["minimum"], row["maximum"]) == (len(values), 2, min(values), max(values))
    assert row["sd"] == pytest.approx(math.sqrt(naive.variance(values)))
    for key, fence in (("beyond_1_5_iqr", 1.5), ("beyond_3_iqr", 3)):
        edge = fence * (third - first)
        assert row[key] == sum(x < first - edge - 1e-9 or x > third + edge + 1e-9 for x in values)


@given(COLUMN, st.floats(0.01, 100), st.floats(-100, 100))
def test_shape_does_not_depend_on_units(values: list[float], scale: float, shift: float) -> None:
    """Another unit changes neither skewness nor kurtosis; the negative mirrors skewness."""
    assume(len(set(values)) > 1)
    before, after = shape(np.array(values)), shape(np.array(values) * scale + shift)
    mirrored = shape(-np.array(values))
    assert after.skewness == pytest.approx(before.skewness, rel=1e-6, abs=1e-6)
    assert after.kurtosis == pytest.approx(before.kurtosis, rel=1e-6, abs=1e-6)
    assert mirrored.skewness == pytest.approx(-(before.skewness or 0.0), abs=1e-9)


OPTIONAL = st.lists(st.tuples(st.none() | NUMBERS, st.none() | NUMBERS), min_size=3, max_size=25)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
@given(pairs=OPTIONAL)
def test_correlations_are_those_of_plain_python(
    coefficient: Coefficient, pairs: list[tuple[float | None, float | None]]
) -> None:
    """A correlation takes the pairs in which both have a value; where there is none, it says why."""
    one, other = ([math.nan if x is None else x for x in column] for column in zip(*pairs, strict=True))
    found = correlation(np.array(one), np.array(other), coefficient)
    whole = naive.both([x for x, _ in pairs], [y for _, y in pairs])
    assert found.n == len(whole)
    if len(whole) < 3:
        assert found[::2] == (None, Reason.FEW)
    elif any(len(set(column)) < 2 for column in zip(*whole, strict=True)):
        assert found[::2] == (None, Reason.CONSTANT)
    else:
        assert found.value == pytest.approx(NAIVE[coefficient](whole), abs=1e-9)


def test_the_check_against_plain_python_tells_coefficients_apart() -> None:
    """Kendall's tau taken for Spearman's, or zeros for what is missing, would be seen."""
    pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 5.0), (4.0, 3.0)]
    assert len({round(compute(pairs), 6) for compute in NAIVE.values()}) == 3
    assert naive.pearson(pairs) != pytest.approx(naive.pearson([*pairs, (0.0, 4.0)]))


@given(tables())
def test_alpha_is_that_of_covariances(rows: list[list[float]]) -> None:
    """Alpha from variances agrees with alpha from covariances, and is one where all children are alike."""
    values = np.array(rows)
    found = alpha(values)
    total = [sum(row) for row in rows]
    if len(set(total)) == 1:
        assert found is Reason.CONSTANT
        return
    assert found == pytest.approx(naive.alpha(list(zip(*rows, strict=True))), rel=1e-6, abs=1e-6)
    assert alpha(np.repeat(values[:, :1], 3, axis=1)) == pytest.approx(1.0)


@given(tables())
def test_components_take_the_correlations_apart(rows: list[list[float]]) -> None:
    """Eigenvalues fall and sum to the number of children; loadings multiply back to the correlations."""
    matrix = correlation_matrix(np.array(rows))
    assert not isinstance(matrix, Reason)
    found = principal_components(matrix)
    assert list(found.eigenvalues) == sorted(found.eigenvalues, reverse=True)
    assert sum(found.eigenvalues) == pytest.approx(len(matrix))
    columns = list(zip(*rows, strict=True))
    for i, one in enumerate(columns):
        for j, other in enumerate(columns):
            back = sum(found.loadings[i][k] * found.loadings[j][k] for k in range(len(columns)))
            assert back == pytest.approx(naive.pearson(list(zip(one, other, strict=True))), abs=1e-8)


@given(tables(least=3, most=3))
def test_adequacy_is_that_of_partial_correlations(rows: list[list[float]]) -> None:
    """With three children, KMO follows from the textbook form of a partial correlation."""
    matrix = correlation_matrix(np.array(rows))
    assert not isinstance(matrix, Reason)
    xy, xz, yz = float(matrix[0, 1]), float(matrix[0, 2]), float(matrix[1, 2])
    assume(max(abs(xy), abs(xz), abs(yz)) < 0.99)
    found = adequacy(matrix)
    assume(not isinstance(found, Reason))
    assert not isinstance(found, Reason)
    partials = [naive.partial(xy, xz, yz), naive.partial(xz, xy, yz), naive.partial(yz, xy, xz)]
    squares, rest = xy**2 + xz**2 + yz**2, sum(p**2 for p in partials)
    assert found[0] == pytest.approx(squares / (squares + rest), abs=1e-6)
    assert found[1][0] == pytest.approx(
        (xy**2 + xz**2) / (xy**2 + xz**2 + partials[0] ** 2 + partials[1] ** 2), abs=1e-6
    )
