"""Variants of a panel: each is evaluated as if it stood alone, but for what its data forbid, which is missing."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

import idx
from idx.evaluate import evaluate
from idx.panel.model import Panel, Variants, least_values, missing_cells
from idx.plan import make_plan

HEAD = 'framework f\nversion "1"\ngroup region\n'
METHOD = """method {{
  {more}
  normalise {normalise}
  weighting {weighting}
  aggregate {aggregate}
  missing null
}}
"""
TREE = "index t {\n  a\n  b\n}\n"
FIRST = "entity,period,region,a,b\nA,2019,n,1,5\nA,2020,n,2,4\nB,2019,n,3,1\nB,2020,n,7,2\nC,2019,m,4,9\nC,2020,m,6,3\n"
SECOND = FIRST.replace("C,2019,m,4,9\n", "").replace("C,2020,m,6,3\n", "").replace("B,2020,n,7,2", "B,2020,n,5,2")
THIRD = FIRST + "A,2021,n,9,1\nB,2021,n,2,8\nC,2021,m,3,3\n"
FOURTH = FIRST.replace("A,2020,n,2,4", "A,2020,n,,4")


def table(text: str) -> pl.DataFrame:
    """Return a table of data."""
    return pl.read_csv(
        text.encode(), schema_overrides={"entity": pl.String, "period": pl.String, "a": pl.Float64, "b": pl.Float64}
    )


def stacked(panels: list[Panel]) -> Panel:
    """Return panels below one another on the grid of all of them, with every cell written out by hand."""
    entities = tuple(sorted({str(entity) for panel in panels for entity in panel.entities}))
    firsts = [panel.first for panel in panels if panel.first]
    low = min(first.number for first in firsts)
    high = max(panel.first.number + panel.length for panel in panels if panel.first)
    names = panels[0].values.columns
    columns: dict[str, list[float | None]] = {name: [] for name in names}
    there: list[bool] = []
    observed: list[bool] = []
    groups: dict[str, list[str | None]] = {name: [] for name in panels[0].groups}
    for panel in panels:
        for name in groups:
            of_entity = dict(zip(panel.entities, panel.groups[name], strict=True))
            groups[name] += [of_entity.get(entity) for entity in entities]
        for entity in entities:
            for number in range(low, high):
                assert panel.first is not None
                step = number - panel.first.number
                inside = entity in panel.entities and 0 <= step < panel.length
                there.append(inside)
                observed.append(inside and number in panel.observed)
                for name in names:
                    row = panel.entities.index(entity) * panel.length + step if inside else 0
                    columns[name].append(panel.values[name][row] if inside else None)
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()})
    long = pl.concat([column.alias("") for column in frame])
    return Panel(
        entities=entities * len(panels),
        first=firsts[0]._replace(number=low),
        length=high - low,
        values=frame,
        observed=frozenset().union(*(panel.observed for panel in panels)),
        least=least_values(frame),
        missing=missing_cells(long, frame.height, high - low),
        groups={name: tuple(members) for name, members in groups.items()},
        variants=Variants(len(panels), pl.Series(there), pl.Series(observed)),
    )


Numbers = dict[tuple[str, str | None, str | None], float]


def alone(framework: idx.Framework, panel: Panel) -> Numbers | None:
    """Return the scores and indices of one panel by itself, or None where it is refused."""
    try:
        result = framework.evaluate(panel)
    except idx.IdxError:
        return None
    found: Numbers = {}
    for kind, frame in (("score", result.scores), ("index", result.indices)):
        for row in frame.to_dicts():
            keys = (row.pop("entity"), row.pop("period"))
            found |= {(f"{kind} {name}", *keys): value for name, value in row.items() if value is not None}
    return found


def together(framework: idx.Framework, panels: list[Panel]) -> list[Numbers]:
    """Return the scores and indices of each panel as a variant of one."""
    result = evaluate(make_plan(framework.model), stacked(panels)).unwrap()
    window = result.window
    found: list[Numbers] = [{} for _ in panels]
    shown = window.shown_rows.to_list()
    for kind, frame in (("score", result.score_columns), ("index", result.index_columns)):
        for column in frame:
            for row, value in enumerate(column.to_list()):
                if value is not None and shown[row]:
                    place, step = divmod(row, window.length)
                    entity, period = window.entities[place], window.periods[step]
                    found[place // window.block][f"{kind} {column.name}", entity, str(period)] = value
    return found


def assert_as_alone(text: str, *tables: str) -> None:
    """Hold every variant to the evaluation of its panel by itself."""
    framework = idx.loads(text)
    panels = [framework.read(table(each)) for each in tables]
    for own, variant in zip([alone(framework, panel) for panel in panels], together(framework, panels), strict=True):
        if own is not None:
            assert variant.keys() == own.keys()
            assert all(abs(variant[key] - value) <= 1e-12 * max(1, abs(value)) for key, value in own.items())


def text(
    normalise: str, weighting: str = "equal", aggregate: str = "arithmetic", more: str = "", tree: str = TREE
) -> str:
    """Return a framework."""
    return HEAD + METHOD.format(normalise=normalise, weighting=weighting, aggregate=aggregate, more=more) + tree


TOGETHER = ("each_period", "all_periods")
STATED = (*TOGETHER, "2019", "2019..2020")
REFERENCED = (
    ("min_max", ", to = 0..100", STATED),
    ("z_score", ", sd = sample", STATED),
    ("robust_z_score", ", spread = mad, factor = normal", STATED),
    ("fraction_of_maximum", "", STATED),
    ("min_max", ", within = region, to = 0..100", STATED),
    ("z_score", ", sd = sample, within = region", STATED),
    ("rank", ", ties = average", TOGETHER),
    ("rank", ", ties = average, within = region", TOGETHER),
    ("percentile_rank", ", ties = lowest, reversed = complement", TOGETHER),
)
NORMALISERS = (
    *(f"{name}(reference = {reference}{rest})" for name, rest, references in REFERENCED for reference in references),
    "symmetric_growth",
    "difference",
    "base_period_index(base = 2019, value = 100)",
    "distance_to_reference(entity = B, from = zero, clip = none)",
    "none",
)


@pytest.mark.parametrize("normalise", NORMALISERS)
def test_no_reference_set_reaches_into_another_variant(normalise: str) -> None:
    """Whatever scores are held against, it is the rows of their own variant."""
    assert_as_alone(text(normalise), FIRST, SECOND, THIRD, FOURTH)


@pytest.mark.parametrize("weighting", ["entropy", "critic", "inverse_sd", "pca"])
@pytest.mark.parametrize("reference", ["each_period", "all_periods", "2020"])
def test_computed_weights_are_those_of_the_variant(weighting: str, reference: str) -> None:
    """Weights that scores decide are made for each variant by itself."""
    more = ", share = squared_loadings" if weighting == "pca" else ""
    framework = text("min_max(reference = all_periods, to = 1..100)", f"{weighting}(reference = {reference}{more})")
    assert_as_alone(framework, FIRST, SECOND, THIRD)


@pytest.mark.parametrize(
    "more",
    [
        "periods 2019..2020",
        "periods 2020..2021",
        'entities where region is "n"',
        "entities where a > 2",
        "entities where available(t) >= 90%",
        "impute latest by carry_forward",
        "impute rest by mean(reference = each_period)",
        "impute rest by mean(reference = all_periods, within = region)",
        "impute rest by constant(3)",
        "impute rest by regression(on = names(a, b), reference = all_periods)",
        "treat winsorise(skewness = 0.5, kurtosis = 2, most = 1, otherwise = keep, reference = all_periods)",
        "link chain(base = 2019, value = 100)",
        "link chain(base = 2019..2020, value = 100)",
        "link chain(base = 2021, value = 100)",
    ],
)
def test_rows_are_those_of_the_variant(more: str) -> None:
    """Which rows there are, what fills them, and where an index starts is settled in each variant by itself."""
    for normalise in ("symmetric_growth", "z_score(reference = all_periods, sd = population)"):
        if "link" in more and normalise != "symmetric_growth":
            continue
        framework = text(normalise, more=more)
        assert_as_alone(framework, FIRST, SECOND, THIRD, FOURTH)


@pytest.mark.parametrize("impute", ["", "impute gaps by linear"])
@pytest.mark.parametrize(
    ("normalise", "link"),
    [
        ("base_period_index(base = 2019..2021, value = 100)", ""),
        ("base_period_index(base = 2020..2021, value = 100)", ""),
        ("symmetric_growth", "link chain(base = 2019..2021, value = 100)"),
        ("symmetric_growth", "link chain(base = 2019..2020, value = 100)"),
        ("base_period_index(base = 2019, value = 100)", ""),
    ],
)
def test_a_base_may_hold_a_period_without_data(normalise: str, link: str, impute: str) -> None:
    """A base begins and ends in periods of the variant; between them, what is filled counts as in a file by itself."""
    without = "".join(line + "\n" for line in THIRD.splitlines() if ",2020," not in line)
    framework = text(normalise, more=f"{impute}\n  {link}")
    assert_as_alone(framework, THIRD, without)
    assert_as_alone(framework, without, THIRD, FIRST)


@pytest.mark.parametrize(
    "formula", ["a[B] + b", "a[2019] + b", "a[2021]", "prev(a) + b", 'if(region is "n", 5, 2)', "t.rank + 0"]
)
def test_formulas_read_their_own_variant(formula: str) -> None:
    """Other rows that a formula reads are those of its variant; one that it does not have is missing."""
    tree = f"index t {{\n  a\n  b\n}}\nindex u {{\n  c formula {formula} normalise none\n}}\n"
    assert_as_alone(text("min_max(reference = each_period, to = 0..100)", tree=tree), FIRST, SECOND, THIRD)


def test_copeland_compares_within_a_variant() -> None:
    """Comparisons among entities stay within a variant."""
    framework = text("min_max(reference = each_period, to = 0..100)", aggregate="copeland")
    assert_as_alone(framework, FIRST, SECOND, THIRD)


TWO_SERIES = 'series x code "a"\nseries y code "b"\n'
FORBIDDEN = [
    (text("symmetric_growth"), FIRST.replace("A,2020,n,2,4", "A,2020,n,-2,4"), ("score t", "A", "2020")),
    (text("log_growth"), FIRST.replace("A,2020,n,2,4", "A,2020,n,0,4"), ("score t", "A", "2020")),
    (
        text("symmetric_growth(zero_zero = error)"),
        FIRST.replace("A,2019,n,1,5\nA,2020,n,2,4", "A,2019,n,0,5\nA,2020,n,0,4"),
        ("score t", "A", "2020"),
    ),
    (
        text("min_max(reference = each_period, to = 0..100)", aggregate="geometric(zero = error)"),
        FIRST,
        ("score t", "A", "2019"),
    ),
    (
        text("none", tree=TWO_SERIES + "index t {\n  c formula y / (x - 2)\n}\n").replace("group region\n", ""),
        FIRST,
        ("score t", "A", "2020"),
    ),
    (
        text("none", tree=TWO_SERIES + "index t {\n  c formula exp(ln(x - 2))\n}\n").replace("group region\n", ""),
        FIRST,
        ("score t", "A", "2020"),
    ),
]


@pytest.mark.parametrize(("framework", "data", "cell"), FORBIDDEN)
def test_what_data_forbid_is_missing_in_that_cell(framework: str, data: str, cell: tuple[str, str, str]) -> None:
    """Where a file by itself is refused, a variant has no value in the cell that is at fault, and values elsewhere."""
    loaded = idx.loads(framework)
    panel = loaded.read(table(data))
    assert alone(loaded, panel) is None
    (found,) = together(loaded, [panel])
    assert cell not in found
    assert (cell[0], "C", "2020") in found


@pytest.mark.parametrize("own", ["", "impute gaps by none", "impute latest by none", "impute rest by constant(7)"])
def test_columns_of_the_same_data_are_filled_each_by_its_own_rules(own: str) -> None:
    """A column that is known to hold what another holds is filled as it would be by itself."""
    data = (
        "entity,period,region,a,b\nA,2019,n,0,0\nA,2020,n,,\nA,2021,n,4,4\nA,2022,n,,\n"
        "河北,2019,m,,\n河北,2020,m,,\n河北,2021,m,,\n河北,2022,m,,\n"
        "B,2019,n,3,3\nB,2020,n,,\nB,2021,n,,\nB,2022,n,9,9\n"
    )
    rules = "impute gaps by linear\n  impute latest by carry_forward\n  impute rest by mean(reference = each_period)"
    framework = idx.loads(text("none", more=rules, tree=f"index t {{\n  a\n  b {own}\n}}\n"))
    panel = framework.read(table(data))
    plain = alone(framework, panel)
    assert plain is not None
    assert alone(framework, replace(panel, twins={"b": "a"})) == plain
    values = [
        {tuple(cell): value for (kind, *cell), value in plain.items() if kind == f"score {name}"} for name in "ab"
    ]
    assert (values[0] != values[1]) == bool(own)
