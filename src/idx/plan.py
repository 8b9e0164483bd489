"""What is computed in which order: steps as plain data, one level needing only the levels before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from idx import graph
from idx.methods.contracts import Scale
from idx.model import Composite, Indicator, MethodCall
from idx.resolve.scales import node_scale

if TYPE_CHECKING:
    from idx.model import Framework, Node


class Fill(NamedTuple):
    """Fill an indicator's missing cells, place by place."""

    node: str
    places: dict[str, MethodCall]


class Normalise(NamedTuple):
    """Make scores of an indicator's values."""

    node: str
    call: MethodCall
    negative: bool
    growth: bool


class Combine(NamedTuple):
    """Make a composite's scores (or its index, `over_index`) of its children's; those of weight zero are left out."""

    node: str
    children: tuple[str, ...]
    weights: tuple[float, ...]
    call: MethodCall
    missing: MethodCall
    over_index: bool
    growth: bool


class Link(NamedTuple):
    """Make an index: of an indicator from its values, of a composite from its growth."""

    node: str
    call: MethodCall
    indicator: bool
    negative: bool
    has_index: bool


Step = Fill | Normalise | Combine | Link


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a framework in levels, and the order in which results are shown."""

    framework: Framework
    levels: tuple[tuple[Step, ...], ...]

    def __str__(self) -> str:
        """Return the plan as text, a line a step."""
        return "\n".join(
            f"{number}  {type(step).__name__.lower():9}  {step.node}  {_said(step)}".rstrip()
            for number, level in enumerate(self.levels)
            for step in level
        )


def make_plan(framework: Framework) -> Plan:
    """Return the plan of a framework: fills, scores, and generation by generation composites, then links.

    Composites are linked last, in one go, except where another composite combines their indices.
    """
    generations = graph.generations(framework)
    indicators = framework.indicators
    levels: list[tuple[Step, ...]] = [
        tuple(Fill(node.name, node.impute) for node in indicators if node.impute),
        tuple(
            Normalise(node.name, node.normalise, node.negative, node.normalise.scale is Scale.GROWTH)
            for node in indicators
        ),
        tuple(_link(node) for node in indicators if node.link),
    ]
    waiting: list[Link] = []
    for names in generations[1:]:
        composites = [node for name in names if isinstance(node := framework.nodes[name], Composite)]
        if any(node.over_index for node in composites) and waiting:
            levels.append(tuple(waiting))
            waiting = []
        levels.append(tuple(_combine(node) for node in composites))
        waiting.extend(_link(node) for node in composites if node.link and not node.over_index)
    levels.append(tuple(waiting))
    return Plan(framework, tuple(level for level in levels if level))


def _link(node: Node) -> Link:
    if node.link is None:
        raise ValueError(node.name)
    if isinstance(node, Indicator):
        return Link(node.name, node.link, True, node.negative, node.normalise.method.level_index)  # noqa: FBT003
    return Link(node.name, node.link, False, False, True)  # noqa: FBT003


def _combine(node: Composite) -> Combine:
    return Combine(
        node=node.name,
        children=tuple(child.name for child in node.weighing),
        weights=tuple(float(child.weight) for child in node.weighing),
        call=node.aggregate,
        missing=node.missing,
        over_index=node.over_index,
        growth=node_scale(node) is Scale.GROWTH,
    )


def _said(step: Step) -> str:
    match step:
        case Fill(places=places):
            return ", ".join(f"{place} by {call}" for place, call in places.items())
        case Combine(call=call, children=children, weights=weights, over_index=over_index):
            terms = ", ".join(f"{name} × {weight:.6g}" for name, weight in zip(children, weights, strict=True))
            return f"{call}{' over index' if over_index else ''} of {terms}"
        case Normalise(call=call) | Link(call=call):
            return str(call)
