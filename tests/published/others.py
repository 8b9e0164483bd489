"""The frameworks of statistical offices and of international organisations against what they published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import idx
from published.comparing import Compared, compare, published
from reference_data import FRAMEWORKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GROWTH_ITEMS = ("tertiary_educated", "gdp_per_capita", "informatisation", "appropriation_share", "tax_relief")


def human_development(folder: Path) -> Iterator[Compared]:
    """Compare UNDP's index with all published values, which have three decimals."""
    table = folder / "hdi_2023_24.csv"
    theirs = pl.read_csv(table, schema_overrides={"iso3": pl.String, "year": pl.String})
    scores = idx.load(FRAMEWORKS / "hdi.idx").evaluate(table).scores.rename({"entity": "iso3", "period": "year"})
    known = theirs.filter(pl.col("hdi").is_not_null()).select("iso3", "year", "hdi")
    ours = scores.join(known.select("iso3", "year"), on=["iso3", "year"])
    yield compare("HDI (UNDP)", "1990–2022", ours, known, ["iso3", "year"], 0.0005, relative=False)


def croatia(folder: Path) -> Iterator[Compared]:
    """Compare the development index of 556 local units."""
    table = folder / "lau_2017.csv"
    theirs = pl.read_csv(table, schema_overrides={"mb": pl.String}).select("mb", pl.col("di").alias("development"))
    scores = idx.load(FRAMEWORKS / "croatia.idx").evaluate(table).scores.rename({"entity": "mb"})
    yield compare("Croatian development index", "2017", scores, theirs, ["mb"], 0.0005, relative=False)


def africa(folder: Path) -> Iterator[Compared]:
    """Compare the goals, the index and the ranks of 52 countries."""
    tables = {"indicators": folder / "raw.csv", "goals": folder / "published.csv"}
    result = idx.load(FRAMEWORKS / "sdg_africa.idx").evaluate(tables)
    scores = result.scores.rename({"entity": "id"})
    theirs = published(folder / "published.csv", ("id",)).rename({"index": "sdg"})
    goals = theirs.select("id", *(f"goal{number}" for number in range(1, 18)))
    yield compare("Africa SDG Index", "goals", scores, goals, ["id"], 2e-13, relative=False)
    yield compare("Africa SDG Index", "index", scores, theirs.select("id", "sdg"), ["id"], 1e-13, relative=False)
    ranks = scores.select("id", result.ranks("sdg"))
    yield compare("Africa SDG Index", "rank", ranks, theirs.select("id", sdg="rank"), ["id"], 0, relative=False)


def china_innovation(folder: Path) -> Iterator[Compared]:
    """Compare levels of domains and totals, and the growth of domains, with the releases of the statistical office."""
    long = pl.read_csv(folder / "levels_2005_2012.csv").select("node", "year", "index_2005_100")
    totals = pl.read_csv(folder / "domain_levels_to_total.csv")
    framework = idx.load(FRAMEWORKS / "nbs_cii.idx")
    others = _levels(totals.filter(base=2005), ("output", "effect"), 2005)
    domains = pl.concat([long, others.filter(pl.col("year") <= 2012)])
    indices = framework.evaluate(domains.filter(~pl.col("node").is_in(["total", "environment"]))).indices
    environment = long.filter(node="environment").select(pl.col("year").cast(pl.String), environment="index_2005_100")
    ours = indices.rename({"period": "year"})
    name = "China Innovation Index (NBS)"
    # Within 0.07 to two decimals, with inputs that are rounded to one: 0.0701 in 2012.
    yield compare(name, "environment, 2005–2012", ours, environment, ["year"], 0.0705, relative=False)
    for scenario, base in (("levels", 2005), ("levels_since_2015", 2015)):
        rows = totals.filter(base=base)
        table = _levels(rows, ("environment", "input", "output", "effect"), base)
        ours = framework.scenario(scenario).unwrap().evaluate(table).indices.rename({"period": "year"})
        theirs = rows.select(pl.col("year").cast(pl.String), total="published_total")
        ours = ours.filter(pl.col("year").is_in(theirs["year"].implode()))
        yield compare(name, f"total, {base} = 100", ours, theirs, ["year"], 0.05, relative=False)
    yield _domain_growth(framework, pl.read_csv(folder / "yoy_growth.csv"), name)


def _levels(rows: pl.DataFrame, domains: tuple[str, ...], base: int) -> pl.DataFrame:
    """Return levels of domains as a long table, 100 in the base year."""
    levels = rows.unpivot(list(domains), index="year", variable_name="node", value_name="index_2005_100")
    first = pl.DataFrame({"node": domains, "year": [base] * len(domains), "index_2005_100": [100.0] * len(domains)})
    return pl.concat([levels.select("node", "year", "index_2005_100"), first])


def _domain_growth(framework: idx.Framework, releases: pl.DataFrame, name: str) -> Compared:
    """Compare a year's growth of each domain with what the growth of its items gives."""
    ours, theirs = [], []
    for (year, domain), rows in releases.group_by("year", "domain", maintain_order=True):
        items = rows.filter(role="component")["yoy_percent"].to_list()
        key = f"{domain} {year}"
        theirs.append((key, rows.filter(role="published_domain")["yoy_percent"].item()))
        ours.append((key, _grown(framework, int(str(year)), items)))
    one, other = (pl.DataFrame(each, schema=["year", "growth"], orient="row") for each in (ours, theirs))
    return compare(name, "yearly growth of domains", one, other, ["year"], 0.06, relative=False)


def _grown(framework: idx.Framework, year: int, items: list[float]) -> float:
    """Return the growth of a domain of so many items, in per cent."""
    spare = [*GROWTH_ITEMS[len(items) :]]
    more = [f"item_{number}" for number in range(len(GROWTH_ITEMS), len(items))]
    edits = [f"set method.link.base 2005 -> {year - 1}", "remove input", "remove output", "remove effect"]
    edits += [f"remove {item}" for item in spare] + [f"add to environment {{\n  {item} unit %\n}}" for item in more]
    edited = framework.edited("\n".join(edits) + "\n").unwrap()
    codes = {node.name: node.code or node.name for node in edited.model.indicators}
    levels = [
        (code, at, value)
        for code, growth in zip(codes.values(), items, strict=True)
        for at, value in ((year - 1, 100.0), (year, 100.0 + growth))
    ]
    table = pl.DataFrame(levels, schema=["node", "year", "index_2005_100"], orient="row")
    return float(edited.evaluate(table).indices["environment"][-1]) - 100
