"""What a file may say of a method, a condition or a formula, as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random


@dataclass
class Menu:
    """Draws what can be said where there are these periods, entities, groups, columns and nodes."""

    draw: Random
    growth: bool
    periods: Sequence[str | None]
    entities: Sequence[str | None]
    groups: Sequence[str]
    columns: Sequence[str]
    indicators: Sequence[str]
    composites: Sequence[str]
    made: Sequence[str] = ()

    def _one(self, *choices: str) -> str:
        return self.draw.choice(choices)

    def _chance(self, share: float) -> bool:
        return self.draw.random() < share

    @property
    def dated(self) -> bool:
        """Whether the data have periods."""
        return None not in self.periods

    def period(self) -> str:
        """Draw a period."""
        return str(self.draw.choice(self.periods))

    def span(self) -> str:
        """Draw a range of periods."""
        low, high = sorted(self.draw.sample(range(len(self.periods)), 2)) if len(self.periods) > 1 else (0, 0)
        return f"{self.periods[low]}..{self.periods[high]}" if low < high else str(self.periods[low])

    def reference(self, *, stated: bool = True) -> str:
        """Draw a reference set."""
        choices = ["each_period", "all_periods"]
        if self.dated and stated and self._chance(0.35):
            return self._one(self.period(), self.span())
        return self.draw.choice(choices)

    def within(self) -> str:
        """Draw a group within which a set is taken, or none."""
        return f", within = {self.draw.choice(self.groups)}" if self.groups and self._chance(0.3) else ""

    def steps(self) -> str:
        """Draw steps behind a method, mostly none."""
        if self._chance(0.85):
            return ""
        return self._one(
            " then multiply(2)",
            " then clip(0, 60)",
            " then power(2)",
            " then fill(mean)",
            f" then add(1) where {self.condition()}",
        )

    def normalise(self) -> str:
        """Draw a normalisation."""
        if self.growth:
            return self._one("symmetric_growth", "symmetric_growth", "log_growth", "simple_growth")
        sets, choice = self.reference(), self.draw.randrange(16)
        within = self.within()
        ranks = self.reference(stated=False)
        known = [entity for entity in self.entities if entity is not None]
        methods = [
            f"min_max(reference = {sets}{within}, to = 0..100)",
            f"min_max(reference = {sets}{within})",
            f"z_score(reference = {sets}{within}, sd = {self._one('sample', 'population')})",
            f"rank(reference = {ranks}{within}, ties = {self._one('average', 'dense')})",
            f"percentile_rank(reference = {ranks}{within}, ties = average)",
            f"robust_z_score(reference = {sets}{within}, spread = {self._one('mad', 'iqr')}, factor = none)",
            f"fraction_of_maximum(reference = {sets}{within})",
            f"distance_to_maximum(reference = {sets}{within})",
            f"min_max(reference = {sets}{within}, to = 0..100)",
            f"goalposts(worst = 0, best = {self._one('5', '10')}, clip = {self._one('both', 'none')})",
            "none",
            f"adjusted_mazziotta_pareto(reference = {sets}, centre = {self.reference()}{within})",
            f"borda(reference = {ranks}{within}, ties = average)",
            f"bands(percentiles = values(30, 70), scores = values(0, 50, 100), reference = {sets}{within})",
        ]
        if known:
            entity, zero = self.draw.choice(known), self._one("zero", "minimum")
            methods.append(f"distance_to_reference(entity = {entity}, from = {zero}, clip = none)")
        if self.dated:
            methods.append(f"base_period_index(base = {self._one(self.period(), self.span())}, value = 100)")
        return methods[choice % len(methods)] + self.steps()

    def weighting(self) -> str:
        """Draw a weighting."""
        if self._chance(0.45):
            return "equal"
        sets = self.reference()
        return self._one(
            "by_indicators",
            f"entropy(reference = {sets})",
            f"critic(reference = {sets})",
            f"pca(reference = {sets}, share = {self._one('loadings', 'squared_loadings')})",
            f"inverse_sd(reference = {sets})",
            f"inverse_sd(reference = {sets})",
            f"target_importance(reference = {sets})",
            f"benefit_of_the_doubt(reference = {self.reference(stated=False)}, shares = 0..1)",
        )

    def aggregate(self) -> str:
        """Draw an aggregation."""
        if self.growth:
            return self._one(
                "arithmetic", "arithmetic", "median", "minimum", "arithmetic over index", "arithmetic over indicators"
            )
        if self._chance(0.4):
            return "arithmetic"
        return self._one(
            f"geometric(zero = {self._one('keep', 'error', 'replace(1)')})",
            "copeland",
            "copeland over indicators",
            "median",
            "maximum",
            "minimum",
            "harmonic(zero = keep)",
            "mazziotta_pareto(penalty = negative)",
            "mean_min(penalty = 0.5, smoothing = 0)",
            "power(2)",
            "arithmetic then round(1)",
            "arithmetic over indicators",
            "arithmetic" + self.steps(),
        )

    def missing(self) -> str:
        """Draw a rule for missing children."""
        return self._one("null", "null", "error", "drop(min_coverage = 50%)", "drop(min_coverage = 1/3, count = true)")

    def impute(self, place: str) -> str:
        """Draw what fills a place."""
        match place:
            case "gaps":
                return self._one("linear", "log_linear", "linear", "none")
            case "latest":
                return self._one("carry_forward", "carry_forward(1)", "none")
            case "earliest":
                return self._one("carry_backward", "carry_backward(1)", "none")
        sets, within = self.reference(), self.within()
        methods = ["constant(3)", *(f"{word}(reference = {sets}{within})" for word in ("mean", "median", "mean"))]
        if self.columns:
            on = self.draw.choice(self.columns)
            methods.append(f"regression(on = {on}, reference = {sets}{within})")
            methods.append(f"nearest_neighbours(count = 1, on = {on}, reference = {sets}{within})")
        return self.draw.choice(methods)

    def treat(self) -> str:
        """Draw a treatment."""
        sets, within = self.reference(), self.within()
        judged = self.reference(stated=False)
        return self._one(
            f"trim(low = 10%, high = 80%, reference = {sets}{within})",
            f"winsorise(most = 1, skewness = 0.5, kurtosis = 0, otherwise = keep, reference = {judged}{within})",
            "none",
        )

    def condition(self) -> str:
        """Draw which rows there are, by values, groups, entities or what is available."""
        choices = [f"{self.draw.choice(self.indicators)} > 3.055"]
        if len(self.columns) > 1:
            one, other = self.draw.sample(list(self.columns), 2)
            choices.append(f"{one} + {other} > 7.055")
        if self.groups:
            group = self.draw.choice(self.groups)
            choices += [
                f'{group} is "n"',
                f'{group} is not "m"',
                f'{group} is "n" or {self.draw.choice(self.indicators)} > 3.055',
            ]
        known = [entity for entity in self.entities if entity is not None]
        if known:
            choices += [f'entity is not "{self.draw.choice(known)}"'] * 2
        node = self.draw.choice([*self.composites, *self.indicators])
        choices += [f"available({node}) >= {self._one('50%', '1/3', '80%')}"] * 2
        return self.draw.choice(choices)

    def formula(self) -> str:
        """Draw how an indicator is computed from columns."""
        one = self.draw.choice(self.columns)
        other = self.draw.choice(self.columns)
        choices = [
            f"{one} / {other} * 10",
            f"{one} * 2 + {other}",
            f"if({one} > 3.055, {one}, {other} + 1)",
            f"max({one}, {other})",
        ]
        choices += [f"sqrt(abs({one})) + 1", f"ln({one}) + 3", f"if({other} is 0, 1, {one} / {other})"]
        known = [entity for entity in (*self.entities, *self.made) if entity is not None]
        if known:
            choices += [f"{one} / {other}[{self.draw.choice(known)}] * 10"] * 2
        if self.dated:
            choices += [f"{one} / {one}[{self.period()}] * 5", f"{one} / prev({other})", f"{one} - prev({one}) + 9"]
        return self.draw.choice(choices)

    def late(self) -> str:
        """Draw how an indicator is computed from results."""
        leaf, whole = self.draw.choice(self.indicators), self.draw.choice(self.composites)
        choices = [
            f"{leaf}.score + 1",
            f"{whole} * 2",
            f"{whole}.rank + 0.5",
            f"{leaf}.score - {whole}",
            f"if({whole} > 40.055, 1, {leaf}.raw)",
        ]
        if self.dated:
            choices.append(f"{whole}[{self.period()}] - {whole}")
        known = [entity for entity in self.entities if entity is not None]
        if known:
            choices.append(f"{whole} - {whole}[{self.draw.choice(known)}]")
        return self.draw.choice(choices)
