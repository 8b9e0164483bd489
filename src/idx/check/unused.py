"""Series, groups and indicators that nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.methods.values import Group, Series
from idx.model import Composite, beside, calls, conditions
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Diagnostic
    from idx.formula.expression import Formula
    from idx.model import Framework, Node

UNUSED = Rule(
    "IDX310",
    Wording("a definition that nothing uses", "定义了却没有用到"),
    Wording(
        "A series serves formulas, conditions, imputations and `weights`, a group conditions and `within`, an "
        "indicator outside the trees a tree, a formula or an imputation. One that serves nothing is left over, or a "
        "formula has the wrong name.",
        "数据序列供公式、条件、插补和 `weights` 使用，分组变量供条件和 `within` 使用，"
        "树外的指标供指标树、公式或插补使用。"
        "没有用到的定义是多余的，或者某个公式写错了名称。",
    ),
    bad=HEADER
    + 'series x unit % source "S"\n'
    + METHOD
    + 'index total {\n  a unit % source "S"\n  b unit % source "S"\n}\n',
    severity=Severity.WARNING,
)


def unused(framework: Framework) -> list[Diagnostic]:
    """Report series and groups that no formula, condition or method reads, and indicators in no tree or formula."""
    found = Collector()
    read = set(_read(framework))
    left = [
        (column.name, column.keyword, column.span) for column in framework.columns.values() if column.name not in read
    ]
    left += [(name, "indicator", span) for name, span in framework.unused]
    for name, keyword, span in left:
        message = Wording(f"nothing uses the {keyword} `{name}`", f"`{keyword}` 定义的 `{name}` 没有用到")
        found.add(UNUSED, message, span, help=Wording("remove it, or use its name", "请删去它，或使用它的名称"))
    return found.items


def _read(framework: Framework) -> Iterator[str]:
    if framework.entities:
        yield from framework.entities.reads
    for made in framework.made:
        yield from made.where.reads
    for item in framework.measured:
        yield from (
            value for value in (item.across.arguments if item.across else {}).values() if isinstance(value, Series)
        )
    for node in framework.nodes.values():
        for formula in _formulas(node):
            yield from formula.reads
        yield from beside(node)
        for call in calls(node):
            yield from (value for value in call.arguments.values() if isinstance(value, Group))


def _formulas(node: Node) -> Iterator[Formula]:
    if not isinstance(node, Composite) and node.formula:
        yield node.formula
    yield from conditions(node)
