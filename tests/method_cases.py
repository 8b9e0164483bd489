"""Calls of methods as the language writes them, each with the plain function that says what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import naive_aggregations as combined
import naive_normalisers as scored
import naive_treatment as drawn_in
import naive_weightings as weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


TOGETHER = {"rank", "percentile_rank", "borda", "winsorise"}  # each value is judged as one of its set


@dataclass(frozen=True, slots=True)
class Case:
    """A call and its plain function with arguments; `scales` and `shifts` say what does not change the result.

    `least` is the least value that the method takes.
    """

    call: str
    plain: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    scales: bool = False
    shifts: bool = False
    least: float | None = None

    @property
    def together(self) -> bool:
        """Whether a value has to stand in its reference set itself, so that the set has no stated periods."""
        return self.method in TOGETHER

    @property
    def method(self) -> str:
        """The name of the method."""
        return self.call.partition("(")[0]


def _ranked(name: str, plain: Callable[..., Any]) -> list[Case]:
    cases = [
        Case(
            f"{name}(reference = each_period, ties = {ties}, reversed = {reversal})",
            plain,
            {"ties": ties, "reversed": reversal},
            scales=True,
            shifts=True,
        )
        for ties in ("lowest", "highest", "dense")
        for reversal in ("reranked", "complement")
    ]
    either = Case(
        f"{name}(reference = each_period, ties = average)",
        plain,
        {"ties": "average", "reversed": None},
        scales=True,
        shifts=True,
    )
    return [*cases, either]


def _z(text: str, **arguments: Any) -> Case:  # noqa: ANN401 - arguments of any kind
    usual = {"mean": 0.0, "deviation": 1.0}
    return Case(
        f"z_score(reference = each_period, {text})", scored.z_score, usual | arguments, scales=True, shifts=True
    )


NORMALISATIONS = [
    Case("none", scored.none),
    Case("min_max(reference = each_period)", scored.min_max, {"to": (0, 1)}, scales=True, shifts=True),
    Case("min_max(reference = all_periods, to = 1..100)", scored.min_max, {"to": (1, 100)}, scales=True, shifts=True),
    _z("sd = sample", sd="sample"),
    _z("sd = population, mean = 100, deviation = 10", sd="population", mean=100, deviation=10),
    *(
        Case(
            f"robust_z_score(reference = each_period, spread = {spread}, factor = {factor})",
            scored.robust_z_score,
            {"spread": spread, "factor": factor},
            scales=True,
            shifts=True,
        )
        for spread, factor in (("mad", "normal"), ("mad", "none"), ("iqr", "normal"), ("iqr", "none"))
    ),
    *_ranked("rank", scored.rank),
    *_ranked("percentile_rank", scored.percentile_rank),
    *_ranked("borda", scored.borda),
    Case("distance_to_maximum(reference = each_period)", scored.distance_to_maximum, scales=True, shifts=True),
    Case("fraction_of_maximum(reference = each_period)", scored.fraction_of_maximum, scales=True, least=0),
    Case(
        "distance_to_target(target = 1000000, reference = each_period, clip = none)",
        scored.distance_to_target,
        {"target": 1_000_000, "clip": "none"},
    ),
    Case("scaled(range = -1..7, to = 0..100)", scored.scaled, {"range": (-1, 7), "to": (0, 100)}),
    Case(
        "bands(limits = values(0, 2), scores = values(1, 2, 3))", scored.bands, {"limits": (0, 2), "scores": (1, 2, 3)}
    ),
    Case(
        "bands(percentiles = values(20, 80), scores = values(0, 50, 100), reference = each_period)",
        scored.bands,
        {"percentiles": (20, 80), "scores": (0, 50, 100)},
    ),
    Case(
        "adjusted_mazziotta_pareto(reference = all_periods, centre = all_periods)",
        scored.adjusted_mazziotta_pareto,
        scales=True,
        shifts=True,
    ),
    *(
        Case(
            f"goalposts(worst = -2, best = 3, clip = {clip}, to = 0..100)",
            scored.goalposts,
            {"worst": -2, "best": 3, "clip": clip, "to": (0, 100)},
        )
        for clip in ("both", "low", "high", "none")
    ),
]
NORMALISED_ELSEWHERE = {
    "base_period_index": "tests/unit/test_base_period_index.py",
    "difference": "tests/property/test_growth_laws.py",
    "distance_to_reference": "tests/unit/test_reference_entities.py",
    "log_growth": "tests/property/test_growth_laws.py",
    "simple_growth": "tests/property/test_growth_laws.py",
    "symmetric_growth": "tests/property/test_growth_laws.py",
}

TREATMENTS = [
    Case("trim(low = 10%, high = 80%, reference = each_period)", drawn_in.trim, {"low": 0.1, "high": 0.8}),
    Case("trim(low = 0, high = 50%, reference = each_period)", drawn_in.trim, {"low": 0, "high": 0.5}),
    *(
        Case(
            f"winsorise(most = {most}, skewness = 0.5, kurtosis = 0, otherwise = {otherwise}, reference = each_period)",
            drawn_in.winsorise,
            {"most": most, "skewness": 0.5, "kurtosis": 0, "otherwise": otherwise},
        )
        for most, otherwise in ((1, "keep"), (5, "keep"), (1, "restore"), (1, "log"))
    ),
]

AGGREGATIONS = [
    Case("arithmetic", combined.arithmetic),
    Case("geometric(zero = keep)", combined.geometric, {"zero": "keep"}),
    Case("geometric(zero = replace(0.5))", combined.geometric, {"zero": 0.5}),
    Case("harmonic(zero = keep)", combined.harmonic, {"zero": "keep"}),
    Case("harmonic(zero = replace(0.5))", combined.harmonic, {"zero": 0.5}),
    Case("power(2)", combined.power, {"exponent": 2}),
    Case("power(0.5)", combined.power, {"exponent": 0.5}),
    Case("power(-1, zero = keep)", combined.power, {"exponent": -1}),
    Case("power(-2, zero = replace(0.5))", combined.power, {"exponent": -2, "zero": 0.5}),
    Case("minimum", combined.minimum),
    Case("maximum", combined.maximum),
    Case("median", combined.median),
    Case("quasi_arithmetic(by = exponential, rate = -1)", combined.quasi_arithmetic, {"by": "exponential", "rate": -1}),
    Case("quasi_arithmetic(by = exponential, rate = 2)", combined.quasi_arithmetic, {"by": "exponential", "rate": 2}),
    Case("mean_min(penalty = 1, smoothing = 0)", combined.mean_min, {"penalty": 1, "smoothing": 0}),
    Case("mean_min(penalty = 0.5, smoothing = 1.5)", combined.mean_min, {"penalty": 0.5, "smoothing": 1.5}),
]
COPELAND = Case("copeland", combined.copeland)
NO_MEANS = [
    Case("sum", combined.sum),
    COPELAND,
    Case("mazziotta_pareto(penalty = negative)", combined.mazziotta_pareto, {"penalty": "negative"}),
    Case("mazziotta_pareto(penalty = positive)", combined.mazziotta_pareto, {"penalty": "positive"}),
    Case("quasi_arithmetic(by = logit)", combined.quasi_arithmetic, {"by": "logit"}),
]

WEIGHTINGS = [
    Case("entropy(reference = each_period)", weighed.entropy),
    Case("critic(reference = each_period)", weighed.critic),
    Case("inverse_sd(reference = all_periods)", weighed.inverse_sd),
    Case("pca(reference = each_period, share = squared_loadings)", weighed.pca, {"share": "squared_loadings"}),
]
WEIGHED_ELSEWHERE = {
    **dict.fromkeys(("equal", "relative", "by_indicators", "of_total"), "tests/unit/test_weighting.py"),
    "as_written": "tests/unit/test_computed_weights.py",
    "ahp": "tests/unit/test_judgements.py",
    "budget_allocation": "tests/unit/test_judgements.py",
    "benefit_of_the_doubt": "tests/unit/test_computed_weights.py",
    "target_importance": "tests/unit/test_computed_weights.py",
}
