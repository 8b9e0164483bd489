"""The ASEM framework against COINr 1.1.14, variant by variant."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl

import idx
from idx.graph import effective_weights
from published.comparing import Compared, compare, parted, published
from reference_data import FRAMEWORKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = FRAMEWORKS / "asem.idx"
RELATIVE = 1e-12
# The prefix of COINr's tables → the scenario that reproduces them.
SCENARIOS = {
    "a_minmax_amean": None,
    "b_minmax1_gmean": "geometric",
    "d_zscore_amean": "z_scores",
    "e_rank_amean": "ranks",
    "g_impute_grpmean": "group_means",
    "f_example": "example",
}
STAGES = {"denominated": "observed", "imputed": "imputed", "screened": "screened", "treated": "treated"}


def framework(scenario: str | None) -> idx.Framework:
    """Load the framework, or one of its scenarios."""
    loaded = idx.load(FILE)
    return loaded.scenario(scenario).unwrap() if scenario else loaded


def random_weights(folder: Path) -> idx.Framework:
    """Return the framework with the weights of COINr's table of random ones, stated by edits."""
    with (folder / "h2_randomweights_weights.csv").open(encoding="utf-8", newline="") as file:
        weights = {row["iCode"]: row["Weight"] for row in csv.DictReader(file)}
    named = framework(None)
    edits = ["set method.weighting equal -> relative"]
    edits += [
        f"set {name}.weight unset -> {float(weights[name]):.15g}" for name in weights if name not in named.model.roots
    ]
    return named.edited("\n".join(edits) + "\n").unwrap()


def variants(folder: Path) -> Iterator[tuple[str, idx.Result]]:
    """Yield each variant's prefix with the result that reproduces it."""
    data = folder / "iData.csv"
    for prefix, scenario in SCENARIOS.items():
        yield prefix, framework(scenario).evaluate(data)
    yield "h2_randomweights", random_weights(folder).evaluate(data)


def compared(folder: Path) -> Iterator[Compared]:
    """Compare every table of every variant."""
    for prefix, result in variants(folder):
        for path in sorted(folder.glob(f"{prefix}_*.csv")):
            what = path.stem.removeprefix(f"{prefix}_")
            ours = _ours(result, what)
            if ours is None:
                continue
            ours, theirs, ties = ours.rename({"entity": "uCode"}).sort("uCode"), published(path).sort("uCode"), 0
            if what == "ranks":
                theirs, ties = parted(ours, theirs, result.scores.sort("entity"))
            found = compare("ASEM (COINr)", f"{prefix}: {what}", ours, theirs, ["uCode"], RELATIVE)
            yield found._replace(ties=ties)
    yield _effective_weights(folder)
    by_year = folder / "p_byyear_aggregated.csv"
    scores = framework(None).evaluate(folder / "iData_p.csv").scores.rename({"entity": "uCode", "period": "Time"})
    theirs = published(by_year, ("Time", "uCode"))
    yield compare("ASEM (COINr)", "p_byyear: aggregated", scores, theirs, ["uCode", "Time"], RELATIVE)


def _effective_weights(folder: Path) -> Compared:
    """Compare what each node weighs in the whole."""
    loaded = framework(None)
    weights = effective_weights(loaded.model, loaded.model.roots[0], loaded.graph)
    ours = pl.DataFrame({"iCode": list(weights), "EffWeight": [float(weight) for weight in weights.values()]})
    theirs = published(folder / "eff_weights.csv", ("iCode",)).select("iCode", "EffWeight")
    return compare("ASEM (COINr)", "effective weights", ours, theirs, ["iCode"], RELATIVE)


def _ours(result: idx.Result, what: str) -> pl.DataFrame | None:
    if what in STAGES:
        return result.stage(STAGES[what])
    match what:
        case "normalised":
            return result.stage("normalised")
        case "aggregated":
            return result.scores
        case "ranks":
            names = list(result.framework.nodes)
            ranks = pl.DataFrame([result.ranks(name).alias(name) for name in names])
            return result.scores.select("entity").hstack(ranks)
        case _:
            return None
