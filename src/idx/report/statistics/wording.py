"""Words that the tables of statistics share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx import graph
from idx.analysis.statistics.reasons import reason_of
from idx.diagnostics import Wording, said
from idx.model import Composite, label
from idx.report.numbers import rounded
from idx.report.tables import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.analysis.statistics.observations import Observations
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Language
    from idx.evaluate.result import Result

N = Wording("n", "观测数")
COEFFICIENTS = {
    "pearson": Wording("Pearson", "皮尔逊（Pearson）"),
    "spearman": Wording("Spearman", "斯皮尔曼（Spearman）"),
    "kendall": Wording("Kendall tau-b", "肯德尔（Kendall tau-b）"),
}


class Wish(NamedTuple):
    """How statistics are said: the language of the labels, that of headings and remarks, and decimals."""

    language: str | None = None
    speech: Language = "en"
    digits: int = 2

    def say(self, wording: Wording) -> str:
        """Return a wording in the language of remarks."""
        return said(wording, self.speech)

    def columns(self, headings: Iterable[Wording]) -> tuple[Column, ...]:
        """Return columns of numbers."""
        return tuple(Column(self.say(heading)) for heading in headings)

    def node(self, result: Result, name: str, depth: int = 0) -> Cell:
        """Return a node's label as the head of a row."""
        node = result.framework.nodes[name]
        return Cell(label(node, self.language), "bold" if isinstance(node, Composite) else "", depth)

    def number(self, value: float | None, style: str = "") -> Cell:
        """Return a number rounded, a dash where there is none."""
        return Cell(rounded(value, self.digits).replace("-", "−"), style, number=value)


def depths(statistics: Statistics) -> dict[str, int]:
    """Return how far the nodes that are asked about are indented: the highest not at all."""
    levels = graph.levels(graph.build(statistics.result.framework))
    asked = statistics.observations.nodes
    least = min((levels[name] for name in asked), default=0)
    return {name: levels[name] - least for name in asked}


def count(number: int) -> Cell:
    """Return a count."""
    return Cell(str(number), number=number)


def magnitude(values: Sequence[float | None], figures: int = 4) -> int:
    """Return with how many decimals the largest of some numbers has so many figures; at most six."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    whole = len(f"{largest:.0f}") if largest >= 1 else 1
    return min(max(figures - whole, 0), 6) if largest >= 1e-3 or not largest else 6


def reasons(found: Iterable[tuple[str, str | None]]) -> Wording | None:
    """Return for what there is no number and why, from pairs of what it is about and the reason's name."""
    by_reason: dict[str, list[str]] = {}
    for about, reason in found:
        if reason is not None:
            by_reason.setdefault(reason, []).append(about)
    if not by_reason:
        return None
    english, chinese = [], []
    for reason, abouts in by_reason.items():
        words = reason_of(reason).value
        names = list(dict.fromkeys(abouts))
        english.append(f"{', '.join(names)} ({words.en})")
        chinese.append(f"{'、'.join(names)}（{words.zh}）")
    return Wording(f"–: no number for {'; '.join(english)}.", f"–：无法计算 {'；'.join(chinese)}。")


def observed(statistics: Statistics) -> Wording:
    """Return what the observations are, and that correlations over few of them say little."""
    observations = statistics.observations
    rows, entities, periods = observations.keys.height, observations.entities, observations.several_periods
    span = _span(observations)
    match observations.kind:
        case "pooled":
            english = f"{rows} observations: {entities} entities in {periods} periods ({span}), pooled"
            chinese = f"{rows} 个观测：{entities} 个评价对象、{periods} 个时期（{span}）合并"
        case "entities":
            english = f"{rows} observations: entities{f' in {span}' if span else ''}"
            chinese = f"{rows} 个观测：{f'{span} ' if span else ''}各评价对象"
        case _:
            english = f"{rows} observations: the periods {span} of one entity" if span else "1 observation"
            chinese = f"{rows} 个观测：同一评价对象的各个时期（{span}）" if span else "1 个观测"
    return Wording(f"{english}.", f"{chinese}。")


def _span(observations: Observations) -> str:
    periods = observations.named_periods
    return "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"
