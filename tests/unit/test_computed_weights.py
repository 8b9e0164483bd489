"""Weights that scores decide, through the engine: by period, with data missing, under growth; sums; best light."""

from __future__ import annotations

import statistics
import warnings

import numpy as np
import polars as pl
import pytest

import idx
from idx.methods import registry
from idx.methods.contracts import MethodError

METHOD = """framework example
version "1"
method {
  normalise none
  aggregate arithmetic
  missing null
}
"""
PANEL = pl.DataFrame(
    {
        "entity": ["A", "B", "C"] * 2,
        "period": [2020] * 3 + [2021] * 3,
        "a": [1.0, 2.0, 3.0, 2.0, 2.0, 5.0],
        "b": [1.0, 5.0, 9.0, 1.0, 2.0, 3.0],
    }
)


def evaluated(root: str, data: pl.DataFrame = PANEL, method: str = METHOD) -> idx.Result:
    """Return the result of a framework with this root."""
    return idx.loads(f"{method}index total {root}\n").evaluate(data)


def weights(result: idx.Result, entity: str, period: str | None = "2020") -> list[float | None]:
    """Return the weights of a and b."""
    rows = result.table.filter(entity=entity) if period is None else result.table.filter(entity=entity, period=period)
    return [rows.filter(node=name)["weight"].item() for name in ("a", "b")]


def test_weights_by_period_and_pooled() -> None:
    """`each_period` weighs each period by its own spread, `all_periods` both together, stated periods by theirs."""
    by_period = evaluated("weighting inverse_sd(reference = each_period) {\n  a\n  b\n}")
    assert weights(by_period, "A", "2020") == pytest.approx([0.8, 0.2])
    spread = [statistics.stdev([2, 2, 5]), statistics.stdev([1, 2, 3])]
    inverse = [1 / each for each in spread]
    assert weights(by_period, "C", "2021") == pytest.approx([each / sum(inverse) for each in inverse])
    stated = evaluated("weighting inverse_sd(reference = 2020) {\n  a\n  b\n}")
    assert weights(stated, "C", "2021") == pytest.approx([0.8, 0.2])
    assert stated.scores["total"].to_list()[1] == pytest.approx(0.8 * 2 + 0.2 * 1)
    pooled = evaluated("weighting inverse_sd(reference = all_periods) {\n  a\n  b\n}")
    inverse = [1 / statistics.stdev(PANEL[name]) for name in ("a", "b")]
    assert weights(pooled, "B", "2021") == pytest.approx([each / sum(inverse) for each in inverse])


def test_contributions_and_dropped_children() -> None:
    """What is missing is dropped and the computed weights of the rest rescaled; parts sum to the whole."""
    data = PANEL.with_columns(
        pl.when((pl.col("entity") == "B") & (pl.col("period") == 2021)).then(None).otherwise("b").alias("b")
    )
    root = "weighting inverse_sd(reference = all_periods) missing drop(min_coverage = 0) {\n  a\n  b\n}"
    result = evaluated(root, data)
    assert weights(result, "B", "2021") == [1.0, 0.0]
    table = result.table
    for entity, period, score in table.filter(node="total").select("entity", "period", "score").iter_rows():
        parts = table.filter(parent="total", entity=entity, period=period)["contribution"].sum()
        assert parts == pytest.approx(score)


def test_growth_is_weighed_without_the_first_period() -> None:
    """Under growth no step leads into the first period, so that it has no part in the spread (Conference Board)."""
    data = pl.DataFrame({"period": [2019, 2020, 2021, 2022], "a": [1.0, 2.0, 3.0, 3.5], "b": [9.0, 10.0, 9.0, 12.0]})
    method = METHOD.replace("normalise none", "normalise log_growth\n  link chain(base = 2019, value = 100)")
    result = evaluated("weighting inverse_sd(reference = all_periods) {\n  a\n  b\n}", data, method)
    growth = result.scores.select("a", "b").drop_nulls()
    inverse = [1 / statistics.stdev(growth[name]) for name in ("a", "b")]
    table = result.table.filter(period="2021")
    found = [table.filter(node=name)["weight"].item() for name in ("a", "b")]
    assert found == pytest.approx([each / sum(inverse) for each in inverse])
    assert result.indices["total"][0] == 100


def test_over_indicators_weighs_what_is_combined() -> None:
    """A weighting that scores decide, over the indicators below, weighs these and not the levels between."""
    tree = "weighting inverse_sd(reference = 2020) aggregate arithmetic over indicators {\n"
    tree += "  part weighting equal {\n    a\n    b\n  }\n  other weighting equal {\n    c\n  }\n}"
    data = PANEL.with_columns(c=pl.Series([2.0, 4.0, 0.0, 1.0, 1.0, 1.0]))
    result = evaluated(tree, data)
    inverse = [1 / statistics.stdev(data.filter(period=2020)[name]) for name in ("a", "b", "c")]
    expected = sum(w * v for w, v in zip(inverse, (1, 1, 2), strict=True)) / sum(inverse)
    assert result.scores.filter(entity="A", period="2020")["total"].item() == pytest.approx(expected)


def test_benefit_of_the_doubt() -> None:
    """Each entity in its best light: known results of four entities, the frontier at one."""
    data = pl.DataFrame({"entity": ["A", "B", "C", "D"], "a": [1.0, 4.0, 2.0, 1.0], "b": [4.0, 1.0, 2.0, 1.0]})
    tree = "weighting benefit_of_the_doubt(reference = each_period, shares = 0..1) {\n  a\n  b\n}"
    method = METHOD.replace("normalise none", "normalise goalposts(worst = 0, best = 1, clip = low)")
    result = evaluated(tree, data, method)
    assert result.scores["total"].to_list() == pytest.approx([1, 1, 0.8, 0.4])
    assert result.scores["total"].max() <= 1 + 1e-9  # type: ignore[operator] # a number
    equal_parts = tree.replace("0..1", "0.5..1")
    bounded = evaluated(equal_parts, data, method)
    parts = bounded.table.filter(parent="total", entity="A")["contribution"].to_list()
    assert parts == pytest.approx([sum(parts) / 2] * 2)
    assert bounded.scores["total"][0] < 1


def test_target_importance_equalises_correlations() -> None:
    """The children's correlations with the composite are equal, or in proportion to what is stated."""
    data = pl.DataFrame(
        {
            "entity": list("ABCDE"),
            "a": [1.0, 4.0, 2.0, 8.0, 5.0],
            "b": [10.0, 30.0, 50.0, 25.0, 20.0],
            "c": [3.0, 1.0, 4.0, 1.0, 5.0],
        }
    )
    tree = "weighting target_importance(reference = each_period) {\n  a\n  b\n  c\n}"
    scores = evaluated(tree, data).scores
    found = [statistics.correlation(scores[name].to_list(), scores["total"].to_list()) for name in ("a", "b", "c")]
    assert found == pytest.approx([found[0]] * 3)
    stated = (
        tree.replace("  a\n", "  a weight 2\n").replace("  b\n", "  b weight 1\n").replace("  c\n", "  c weight 1\n")
    )
    scores = evaluated(stated, data).scores
    found = [statistics.correlation(scores[name].to_list(), scores["total"].to_list()) for name in ("a", "b", "c")]
    assert [found[1] / found[0], found[2] / found[0]] == pytest.approx([0.5, 0.5])


SCORES = {
    "a": [1.0, 4.0, 2.0, 8.0, 5.0],
    "b": [10.0, 30.0, 50.0, 25.0, 20.0],
    "c": [0.9, 3.6, 2.1, 7.7, 5.3],
}


def test_target_importance_beyond_reach_gives_no_weight_at_all() -> None:
    """A child that should count next to nothing beside its double weighs nothing, whatever the last bits are."""
    tree = "weighting target_importance(reference = each_period) {\n  a weight 2\n  b weight 1\n  c weight 1/100\n}"
    found = []
    for factor in (1.0, 1 + 1e-14, 1 - 1e-14):
        data = pl.DataFrame(
            {"entity": list("ABCDE"), **{name: [x * factor for x in xs] for name, xs in SCORES.items()}}
        )
        table = evaluated(tree, data).table.filter(entity="A", parent="total")
        found.append(dict(table.select("node", "weight").iter_rows()))
    assert found[0]["c"] == 0
    for other in found[1:]:
        assert other == pytest.approx(found[0], abs=1e-12)


@pytest.mark.parametrize("rows", [3, 5])
def test_target_importance_needs_one_answer(rows: int) -> None:
    """With as many children as rows, or one that follows from another, several weights are as good: none is taken."""
    data = pl.DataFrame({"entity": list("ABCDE"), **SCORES}).with_columns(c=2 * pl.col("a") + 1)
    data = data.head(rows)
    with pytest.raises(idx.IdxError) as refused:
        evaluated("weighting target_importance(reference = each_period) {\n  a\n  b\n  c\n}", data)
    (said,) = refused.value.diagnostics
    assert (said.code, said.message.en) == ("IDX514", "`total`: several weights would be as good")


def test_scores_beyond_numbers_are_refused() -> None:
    """A weighting is handed no infinite score."""
    data = PANEL.with_columns(b=pl.lit(1e307) * pl.col("a"))
    method = METHOD.replace("normalise none", "normalise none then multiply(10)")
    with pytest.raises(idx.IdxError) as refused:
        evaluated("weighting critic(reference = all_periods) {\n  a\n  b\n}", data, method)
    assert "`total`: the scores lie beyond what it can compute with" in {
        item.message.en for item in refused.value.diagnostics
    }


@pytest.mark.parametrize("name", ["entropy", "inverse_sd"])
def test_several_sets_are_weighed_as_each_by_itself(name: str) -> None:
    """Where a set by itself is refused, its weights are NaN; the others have those that they have by themselves."""
    entry = registry.find("weighting", name)
    assert entry is not None
    assert entry.stacks
    weigh, targets = entry.prepared({"reference": "each_period"}), np.ones(3)
    sets = np.random.default_rng(0).uniform(0, 9, (40, 6, 3))
    sets[3, :, 1] = 0.0
    sets[5] = sets[5, :1]
    sets[7, :, 2] = 4.0
    together = weigh(sets, targets)
    refused = 0
    for one, found in zip(sets, together, strict=True):
        try:
            alone = weigh(one, targets)
        except MethodError:
            refused += 1
            assert np.isnan(found).all()
        else:
            assert (found == alone).all()
    assert refused == (2 if name == "entropy" else 3)


def test_children_that_are_there_may_weigh_nothing() -> None:
    """Where all that are present weigh nothing there is no median, as there is no mean."""
    data = pl.DataFrame({"entity": ["A", "B", "C"], "a": [1.0, 2.0, 3.0], "b": [None, 3.0, 5.0]})
    for aggregate in ("arithmetic", "median"):
        method = METHOD.replace("arithmetic", aggregate).replace("null", "drop(min_coverage = 1/2, count = true)")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = evaluated("weighting relative {\n  a weight 0\n  b weight 1\n}", data, method)
        assert result.scores["total"].to_list() == [None, 3.0, 5.0]


@pytest.mark.parametrize(
    "aggregate",
    [
        "arithmetic",
        "median",
        "geometric(zero = keep)",
        "harmonic(zero = keep)",
        "power(exponent = 2, zero = keep)",
        "minimum",
    ],
)
def test_children_that_come_to_weigh_nothing_make_no_composite(aggregate: str) -> None:
    """Where scores give all that are present no weight, there is no composite: neither zero, nor what is no number."""
    data = pl.DataFrame({"entity": ["A", "B", "C"], "a": [None, 0.5, 0.25], "b": [0.5, 0.25, 0.25]})
    method = METHOD.replace("arithmetic", aggregate).replace("null", "drop(min_coverage = 1/3, count = true)")
    method = method.replace("normalise none", "normalise goalposts(worst = 0, best = 1, clip = both)")
    tree = "weighting entropy(reference = each_period) {\n  a\n  b\n}"
    result = evaluated(tree, data, method)
    assert result.scores["total"].to_list() == [None, pytest.approx(0.5), pytest.approx(0.25)]
    row = result.table.filter(node="total", entity="A")
    assert row["status"].item() == "M"


@pytest.mark.parametrize("missing", ["null", "drop(min_coverage = 1/2, count = true)"])
def test_an_entity_that_scores_zero_throughout_is_zero_in_its_best_light(missing: str) -> None:
    """Its own weights may all be zero; so is its score, and it is not missing."""
    data = pl.DataFrame({"entity": ["A", "B"], "a": [0.0, 1.0], "b": [0.0, 0.5]})
    method = METHOD.replace("missing null", f"missing {missing}")
    method = method.replace("normalise none", "normalise goalposts(worst = 0, best = 1, clip = both)")
    tree = "weighting benefit_of_the_doubt(reference = each_period, shares = 0..1) {\n  a\n  b\n}"
    assert evaluated(tree, data, method).scores["total"].to_list() == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("aggregate", ["harmonic(zero = keep)", "power(exponent = -1, zero = keep)"])
def test_zeros_of_either_sign_are_zero(aggregate: str) -> None:
    """The reciprocals of 0 and −0 are infinite on either side: their mean is zero, and not what is no number."""
    data = pl.DataFrame({"entity": ["A", "B"], "a": [0.0, 1.0], "b": [-0.0, -0.0]})
    method = METHOD.replace("arithmetic", aggregate)
    method = method.replace("normalise none", "normalise goalposts(worst = 0, best = 1, clip = both)")
    assert evaluated("weighting equal {\n  a\n  b\n}", data, method).scores["total"].to_list() == [0.0, 0.0]


def test_a_sum_takes_weights_as_written() -> None:
    """No weighting is stated for it; a weight that is not stated is one."""
    result = evaluated("aggregate sum {\n  a\n  b weight 0.5\n}")
    assert result.scores["total"].to_list()[0] == 1 + 0.5
    assert weights(result, "A") == [1, 0.5]


@pytest.mark.parametrize(
    ("root", "code", "said"),
    [
        ("weighting entropy(reference = each_period) {\n  a\n  b\n}", "IDX207", "needs non-negative scores"),
        ("weighting critic(reference = each_period) {\n  a weight 2\n  b\n}", "IDX206", "the scores decide"),
        ("weighting target_importance(reference = 2020) {\n  a weight 2\n  b\n}", "IDX206", "others none"),
        ("weighting as_written {\n  a\n  b\n}", "IDX207", "cannot use `weighting as_written`"),
        ("weighting equal aggregate sum {\n  a\n  b\n}", "IDX207", "`sum` cannot use `weighting equal`"),
        ("weighting inverse_sd(reference = 2030) {\n  a\n  b\n}", "IDX514", "no row"),
        ("weighting pca(reference = each_period, share = loadings) {\n  a\n  b\n}", None, ""),
        (
            (
                "aggregate arithmetic over indicators weighting equal {\n"
                "  p weighting critic(reference = 2020) {\n    a\n    b\n  }\n}"
            ),
            "IDX243",
            "`p`",
        ),
    ],
)
def test_what_is_refused(root: str, code: str | None, said: str) -> None:
    """What weights cannot be computed from, and what cannot use them."""
    if code is None:
        assert evaluated(root).scores["total"].null_count() == 0
        return
    with pytest.raises(idx.IdxError) as refused:
        evaluated(root)
    assert [item.code for item in refused.value.diagnostics] == [code]
    assert said in refused.value.diagnostics[0].message.en


def test_constant_children_give_no_weights() -> None:
    """A child that does not vary would weigh everything, or nothing: the period and the way out are named."""
    data = PANEL.with_columns(a=pl.lit(1.0))
    with pytest.raises(idx.IdxError) as refused:
        evaluated("weighting inverse_sd(reference = each_period) {\n  a\n  b\n}", data)
    found = refused.value.diagnostics[0]
    assert found.code == "IDX514"
    assert "(2020)" in found.message.en
    assert found.help is not None


TENTHS = [0.1 + 0.2, 0.3, 0.3, 0.3, 0.3]  # the first is larger by the last bit
BASE = [0.1, 0.7, 0.2, 0.9, 0.4]


@pytest.mark.parametrize(
    ("call", "children", "said"),
    [
        ("critic", (BASE, [0.7 * value - 2 for value in BASE]), "the children neither vary nor differ"),
        ("inverse_sd", (BASE, TENTHS), "a child does not vary, so that it would weigh everything"),
        ("entropy", (TENTHS, TENTHS[::-1]), "every child is the same everywhere"),
        (
            "pca",
            ([2.0, -1.0, 1.0, -2.0, 0.0], [1.0, 2.0, -2.0, -1.0, 0.0]),
            "no component explains more than the others",
        ),
    ],
)
def test_rounding_alone_makes_no_weights(call: str, children: tuple[list[float], list[float]], said: str) -> None:
    """Where nothing but the last bits tells children apart, weights made of them would be arbitrary."""
    arguments = "reference = each_period" + (", share = squared_loadings" if call == "pca" else "")
    data = pl.DataFrame({"entity": list("ABCDE"), "a": children[0], "b": children[1]})
    clip = "low" if call == "entropy" else "none"
    method = METHOD.replace("normalise none", f"normalise goalposts(worst = 0, best = 1, clip = {clip})")
    with pytest.raises(idx.IdxError) as refused:
        evaluated(f"weighting {call}({arguments}) {{\n  a\n  b\n}}", data, method)
    assert [(item.code, str(item.message)) for item in refused.value.diagnostics] == [("IDX514", f"`total`: {said}")]


LEFT = 0.1 + 0.2 - 0.3  # nothing but the last bit of what cancels out


@pytest.mark.parametrize("call", ["critic", "inverse_sd", "pca", "target_importance"])
def test_what_is_left_of_numbers_that_cancel_out_does_not_vary(call: str) -> None:
    """A composite of opposite scores is zero: its last bits weigh as a zero does, so that both give the same."""
    assert LEFT != 0
    first, wanted = np.array(BASE), np.array([0.5, 0.5])
    tables = [np.column_stack([first, np.resize(rest, 5)]) for rest in ([0.0], [LEFT, -LEFT, 0.0])]
    entry = registry.find("weighting", call)
    assert entry is not None
    said = {"reference": "each_period"} | ({"share": "squared_loadings"} if call == "pca" else {})
    found = []
    for scores in tables:
        try:
            found.append(str(entry.prepared(said)(scores, wanted)))
        except MethodError as refused:
            found.append(str(refused))
    assert found[0] == found[1]


def test_weights_hold_where_no_growth_is() -> None:
    """Pooled weights say in the first period, too, what its status and its estimates rest on."""
    data = pl.DataFrame({"period": [2019, 2020, 2021, 2022], "a": [1.0, 2, 3, 3.5], "b": [None, 10.0, 9, 12]})
    normalise = "impute earliest by carry_backward\n  normalise log_growth\n  link chain(base = 2019, value = 100)"
    method = METHOD.replace("normalise none", normalise)
    table = evaluated("weighting inverse_sd(reference = all_periods) {\n  a\n  b\n}", data, method).table
    weights = [table.filter(node="b", period=period)["weight"].item() for period in ("2019", "2022")]
    first = table.filter(node="total", period="2019")
    assert weights[0] == weights[1] > 0
    assert first.select("index", "status", "estimated_share").row(0) == (100.0, "E", pytest.approx(weights[0]))


def test_what_is_estimated_where_scores_decide_no_weights() -> None:
    """Weights of each period are unknown in the first of growth: children count alike there, and none is shown."""
    rows = [("X", 2019, 1.0, None), ("X", 2020, 2.0, 4.0), ("Y", 2019, 1.0, 2.0), ("Y", 2020, 3.0, 3.0)]
    data = pl.DataFrame(rows, schema=["entity", "period", "a", "b"], orient="row")
    normalise = "impute earliest by carry_backward\n  normalise log_growth\n  link chain(base = 2019, value = 100)"
    method = METHOD.replace("normalise none", normalise)
    table = evaluated("weighting inverse_sd(reference = each_period) {\n  a\n  b\n}", data, method).table
    assert table.filter(parent="total", period="2019")["weight"].to_list() == [None] * 4
    first = table.filter(node="total", period="2019", entity="X")
    assert first.select("index", "status", "estimated_share").row(0) == (100.0, "E", 0.5)


def test_a_child_that_comes_to_weigh_nothing_is_asked_for_and_does_not_count() -> None:
    """Where scores give a child no weight, its estimates are none of the composite's; a composite still needs it."""
    data = pl.DataFrame({"entity": list("ABC"), "a": [1.0, 2.0, 6.0], "b": [3.0, None, 3.0], "c": [None, 2.0, 2.0]})
    method = METHOD.replace("normalise none", "normalise goalposts(worst = 0, best = 1, clip = low)")
    own = "weighting entropy(reference = each_period) {\n  a\n  b impute rest by mean(reference = each_period)\n}"
    result = evaluated(own, data.drop("c"), method)
    assert result.table.filter(node="total")["status"].to_list() == ["A", "A", "A"]
    assert result.table.filter(node="b")["weight"].to_list() == [0.0, 0.0, 0.0]
    missing = evaluated(own.replace("  b impute rest by mean(reference = each_period)", "  c"), data.drop("b"), method)
    assert missing.scores["total"].to_list() == [None, pytest.approx(2.0), pytest.approx(6.0)]


@pytest.mark.parametrize(
    ("aggregate", "expected"), [("minimum", 5.0), ("maximum", 5.0), ("mean_min(penalty = 1, smoothing = 0)", 5.0)]
)
@pytest.mark.parametrize("missing", ["null", "drop(min_coverage = 0)"])
def test_a_child_that_comes_to_weigh_nothing_is_neither_least_nor_greatest(
    aggregate: str, expected: float, missing: str
) -> None:
    """It has no part in what the composite is, as where a weight of zero is stated."""
    data = pl.DataFrame({"entity": ["A", "B"], "a": [5.0, 6.0], "b": [3.0, 3.0], "c": [9.0, 9.0]})
    method = METHOD.replace("normalise none", "normalise goalposts(worst = 0, best = 1, clip = low)")
    method = method.replace("missing null", f"missing {missing}").replace(
        "aggregate arithmetic", f"aggregate {aggregate}"
    )
    result = evaluated("weighting entropy(reference = each_period) {\n  a\n  b\n  c\n}", data, method)
    assert result.table.filter(entity="A", parent="total")["weight"].to_list() == [1.0, 0.0, 0.0]
    assert result.scores["total"].to_list() == pytest.approx([expected, expected + 1])
