"""The sections of the statistics, in the order in which they are read, with the frames that each is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Wording
from idx.model import label
from idx.report.statistics.availability import availability_tables
from idx.report.statistics.components import component_tables
from idx.report.statistics.correlations import correlation_tables
from idx.report.statistics.moments import moments_tables
from idx.report.statistics.reliability import reliability_tables
from idx.report.statistics.weights import weight_tables
from idx.report.statistics.wording import observed
from idx.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from idx.analysis.statistics.whole import Statistics
    from idx.report.statistics.wording import Wish


class Section(NamedTuple):
    """What a section shows as tables, and the frames of `Statistics` that it puts into files."""

    tables: Callable[[Statistics, Wish], Iterator[Table]]
    frames: tuple[str, ...]


SECTIONS = {
    "availability": Section(availability_tables, ("availability",)),
    "moments": Section(moments_tables, ("moments",)),
    "correlation": Section(correlation_tables, ("correlations",)),
    "reliability": Section(reliability_tables, ("reliability",)),
    "components": Section(component_tables, ("components", "loadings", "adequacy")),
    "weights": Section(weight_tables, ("weights",)),
}
FINDINGS = "findings"
NAMES = (*SECTIONS, FINDINGS)


def statistics_tables(statistics: Statistics, wish: Wish, sections: Sequence[str]) -> Iterator[Table]:
    """Yield a heading that says what the observations are, and the tables of sections."""
    framework = statistics.result.framework
    heading = Wording("statistics", "统计分析")
    title = f"{label(framework, wish.language)} · {framework.version} · {wish.say(heading)}"
    yield Table((), [], title, (wish.say(observed(statistics)),))
    for name, section in SECTIONS.items():
        if name in sections:
            yield from section.tables(statistics, wish)
