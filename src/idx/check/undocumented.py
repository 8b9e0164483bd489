"""Indicators and series that say nothing of their unit or source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Diagnostic
    from idx.model import Column, Framework, Indicator

NO_UNIT = Rule(
    "IDX306",
    Wording("an indicator without a unit", "没有写计量单位的指标"),
    Wording(
        "Without its unit nobody can tell whether two figures are of the same kind, or check a formula. "
        'Where there is none, say so: `unit "1"` for a pure number, `unit "2019=100"` for an index.',
        '不写计量单位，就无法判断两个数字是否同类，也无法核对公式。没有量纲时也请写明：纯数写 `unit "1"`，指数写 '
        '`unit "2019=100"`。',
    ),
    bad=HEADER + METHOD + 'index total {\n  a source "S"\n  b unit % source "S"\n}\n',
    severity=Severity.WARNING,
)
NO_SOURCE = Rule(
    "IDX307",
    Wording("an indicator without a source", "没有写来源的指标"),
    Wording(
        "A figure that cannot be traced cannot be checked. `source` on the indicator, on a composite above it or at "
        "the top of the file says where the data come from.",
        "查不到出处的数字无法核对。可以在指标、它的上级或文件开头用 `source` 写明数据来源。",
    ),
    bad=HEADER + METHOD + "index total {\n  a unit %\n  b unit %\n}\n",
    severity=Severity.WARNING,
)
MOST_NAMED = 5


def undocumented(framework: Framework) -> list[Diagnostic]:
    """Report, once for each rule, the indicators and series without a unit or a source."""
    found = Collector()
    stated: list[Column | Indicator] = [*framework.series, *(node for node in framework.indicators if not node.late)]
    unitless = [item for item in stated if item.unit is None]
    _report(found, NO_UNIT, unitless, Wording("unit", "计量单位"), Wording("`unit …`", "`unit …`"))
    covered = _covered(framework)
    sourceless = [item for item in stated if item.source is None and item.name not in covered]
    if framework.source is None:
        _report(found, NO_SOURCE, sourceless, Wording("source", "来源"), Wording('`source "…"`', '`source "…"`'))
    return found.items


def _covered(framework: Framework) -> set[str]:
    """Return the nodes below composites that state a source."""
    covered: set[str] = set()
    for node in framework.composites:  # in tree order, so that a parent comes before its children
        if node.source is not None or node.name in covered:
            covered.update(child.name for child in node.children)
    return covered


def _report(found: Collector, rule: Rule, items: Iterable[Column | Indicator], what: Wording, form: Wording) -> None:
    missing = list(items)
    if not missing:
        return
    names = [f"`{item.name}`" for item in missing[:MOST_NAMED]]
    more = len(missing) - len(names)
    en = f"{len(missing)} without a {what.en}: {', '.join(names)}{f' and {more} more' if more else ''}"
    zh = f"{len(missing)} 个没有写{what.zh}：{'、'.join(names)}{' 等' if more else ''}"
    help_ = Wording(f"add {form.en}", f"请补上 {form.zh}")
    found.add(rule, Wording(en, zh), missing[0].span, help=help_)
