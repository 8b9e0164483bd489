"""The data of an evaluation: read, computed by formulas and filled, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.evaluate.compute import compute_from_data
from idx.evaluate.fill import fill
from idx.evaluate.filled import Data
from idx.plan import Compute, Fill

if TYPE_CHECKING:
    from idx.evaluate.filled import Filled
    from idx.evaluate.reporter import Reporter
    from idx.panel.model import Panel
    from idx.plan import Plan


def read_data(plan: Plan, panel: Panel, reporter: Reporter) -> Data | None:
    """Carry out the steps on data; None where a formula or an imputation cannot."""
    values, filled = panel.values, dict[str, "list[Filled]"]()
    for level in plan.levels:
        computed = [step for step in level if isinstance(step, Compute) and not step.formula.late]
        fills = tuple(step for step in level if isinstance(step, Fill))
        if computed:
            panel, values = compute_from_data(computed, panel, values, filled, reporter)
        if reporter.found.failed:
            return None
        if fills:
            values, more = fill(fills, Data(panel, values, filled, {}), plan.framework, reporter.found)
            filled |= more
    least = dict(panel.least)
    for name, parts in filled.items():
        lowest = [part.cells["new"].min() for part in parts]
        least[name] = min([least[name], *(value for value in lowest if isinstance(value, float))])
    return Data(panel, values, filled, least)
