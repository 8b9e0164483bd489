"""Entities made of others that stand in one reference set with those that they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.formula.expression import Operation, Quoted, Value
from idx.model import Composite
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Diagnostic
    from idx.formula.expression import Expression
    from idx.model import Framework, MadeEntity, MethodCall, Node

BOUNDS = METHOD.replace("goalposts(worst = 0, best = 100, clip = both)", "min_max(reference = each_period)")
TOTALS = Rule(
    "IDX330",
    Wording("a total among its parts", "总体与其组成部分一同参加统计"),
    Wording(
        "An entity that is made of others takes part in every statistic over entities unless it is left out: minima, "
        "maxima and means would count its members twice, and a sum would set the maximum. "
        '`entities where entity is not "NAME"` in `method` leaves it out, `within = GROUP` compares within groups, in '
        "none of which it stands.",
        "由其他评价对象汇总而成的评价对象，若不排除，就会参加所有跨对象的统计：最小值、最大值和均值会把成员计入两次，"
        '合计数还会成为最大值。在 `method` 中写 `entities where entity is not "NAME"` 可以排除它；'
        "`within = GROUP` 只在组内比较，而它不属于任何组。",
    ),
    bad=HEADER
    + 'group region\nentity east where region is "east"\n'
    + BOUNDS
    + 'index total {\n  a unit % source "S" across mean\n  b unit % source "S" across mean\n}\n',
    severity=Severity.WARNING,
)


def totals_among_parts(framework: Framework) -> list[Diagnostic]:
    """Report made entities that no condition leaves out, where something is measured against other entities."""
    found = Collector()
    call = next((call for node in framework.nodes.values() for call in _calls(node) if _compares(call)), None)
    for made in framework.made if call else ():
        if framework.entities is None or _holds(framework.entities.expression, made):
            shown = made.shown
            message = Wording(
                f"`{shown}` stands in the same reference sets as the entities that it is made of",
                f"`{shown}` 与组成它的评价对象处于同一参照集",
            )
            condition = f'entities where entity is not "{shown}"'
            help_ = Wording(f"leave it out in `method`: `{condition}`", f"请在 `method` 中排除它：`{condition}`")
            found.add(TOTALS, message, made.span, help=help_)
    return found.items


def _calls(node: Node) -> Iterator[MethodCall]:
    yield from (node.aggregate, node.weighting) if isinstance(node, Composite) else (node.normalise,)
    yield from (step.call for step in node.steps)


def _compares(call: MethodCall) -> bool:
    """Whether a method takes a statistic over entities that are not apart by groups."""
    arguments = call.arguments
    filled = call.method.kind == "then" and isinstance(arguments.get("by"), str)
    return (arguments.get("reference") is not None or filled) and arguments.get("within") is None


def _holds(condition: Expression, made: MadeEntity) -> bool | None:
    """Whether a condition holds for a made entity, or None where only the data tell; it stands in no group."""
    match condition:
        case Operation(operator="and" | "or" as operator, operands=(left, right)):
            sides = {_holds(left, made), _holds(right, made)}
            decisive = operator == "or"
            return decisive if decisive in sides else None if None in sides else not decisive
        case Operation(operator="is" | "is not" as operator, operands=(Value(name=name), Quoted(text=text))):
            same = name == "entity" and text == made.shown
            return same == (operator == "is")
        case _:
            return None
