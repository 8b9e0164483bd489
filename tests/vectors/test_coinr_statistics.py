"""Skewness and kurtosis are those that COINr and SciPy compute for the same columns."""

from __future__ import annotations

import csv

import polars as pl
import pytest
import scipy.stats

from idx.analysis.statistics.moments import moments
from reference_data import reference_folder


def test_moments_are_those_of_coinr() -> None:
    """All 49 indicators of ASEM: skewness, kurtosis, and which of them fail the check for outliers."""
    folder = reference_folder("vectors", "coinr_asem")
    frame = pl.read_csv(folder / "f_example_imputed.csv", infer_schema_length=None).select(pl.exclude("uCode"))
    frame = frame.cast(pl.Float64)
    with (folder / "f_example_treat_details.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["iCode"]: row for row in csv.DictReader(file)}
    assert len(theirs) == 49
    for row in moments(frame, list(theirs), "imputed").iter_rows(named=True):
        expected = theirs[row["node"]]
        values = frame[row["node"]].drop_nulls().to_numpy()
        assert row["skewness"] == pytest.approx(float(expected["check_SkewKurt0.Skew"]), rel=1e-12, abs=1e-12)
        assert row["kurtosis"] == pytest.approx(float(expected["check_SkewKurt0.Kurt"]), rel=1e-12, abs=1e-12)
        assert row["outlying"] == (expected["check_SkewKurt0.Pass"] == "FALSE")
        assert row["skewness"] == pytest.approx(float(scipy.stats.skew(values, bias=False)), rel=1e-12, abs=1e-12)
        assert row["kurtosis"] == pytest.approx(float(scipy.stats.kurtosis(values, bias=False)), rel=1e-12, abs=1e-12)
