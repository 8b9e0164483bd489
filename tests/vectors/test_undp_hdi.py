"""The Human Development Index of UNDP, country by country and year by year."""

from functools import cache

import polars as pl

import idx
from reference_data import FRAMEWORKS, reference_folder

COMPONENTS = ("le", "eys", "mys", "gnipc")
ROWS, WITHOUT_COMPONENTS, PUBLISHED = 6435, 622, 5808


@cache
def joined() -> pl.DataFrame:
    """Evaluate the framework and put the published values beside its own, one row per country and year."""
    table = reference_folder("vectors", "undp_hdi") / "hdi_2023_24.csv"
    published = pl.read_csv(table, schema_overrides={"iso3": pl.String, "year": pl.String}).rename({"hdi": "published"})
    scores = idx.load(FRAMEWORKS / "hdi.idx").evaluate(table).scores
    return published.join(
        scores.select("entity", "period", "health", "education", "income", "hdi"),
        left_on=["iso3", "year"],
        right_on=["entity", "period"],
        how="full",
        coalesce=True,
        validate="1:1",
    )


def test_every_country_and_year_has_one_row() -> None:
    """Nobody is lost and nobody is added."""
    assert joined().height == ROWS


def test_all_published_values_agree_at_three_decimals() -> None:
    """The computed value is as near to the printed one as three decimals can be."""
    rows = joined().filter(pl.col("published").is_not_null())
    distance = (rows["hdi"] - rows["published"]).abs()
    assert rows.height == PUBLISHED
    assert distance.null_count() == 0
    assert rows.filter(distance > 0.0005).is_empty()


def test_a_missing_component_leaves_no_value() -> None:
    """`missing null`: no value where a component is missing, and only there."""
    rows = joined().with_columns(incomplete=pl.any_horizontal(pl.col(COMPONENTS).is_null()))
    assert rows["hdi"].null_count() == WITHOUT_COMPONENTS
    assert rows.filter(pl.col("incomplete") != pl.col("hdi").is_null()).is_empty()


def test_five_computed_values_were_not_published() -> None:
    """Rwanda 1990 to 1994 has all components and no published value."""
    rows = joined().filter(pl.col("published").is_null() & pl.col("hdi").is_not_null())
    assert rows.select("iso3", "year").sort("year").rows() == [("RWA", str(year)) for year in range(1990, 1995)]


def test_goal_posts_hold_scores_between_zero_and_one() -> None:
    """Some rows pass a goal post, and none leaves the range for it."""
    rows = joined()
    beyond = rows.filter((pl.col("eys") > 18) | (pl.col("mys") > 15) | (pl.col("le") > 85) | (pl.col("gnipc") > 75000))
    assert beyond.height > 300
    for dimension in ("health", "education", "income"):
        scores = rows[dimension].drop_nulls()
        assert scores.is_between(0, 1).all()
        assert scores.len() > PUBLISHED
