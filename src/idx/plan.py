"""What is computed in which order: steps as plain data, one level needing only the levels before it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from idx import graph
from idx.methods.values import Scale
from idx.model import Composite, Indicator, MethodCall

if TYPE_CHECKING:
    from idx.formula.expression import Formula
    from idx.model import Framework, Node
    from idx.model import Step as Pipe


COMPUTE, FILL = "compute", "fill"


class Fill(NamedTuple):
    """Fill an indicator's missing cells, place by place."""

    node: str
    places: dict[str, MethodCall]


class Compute(NamedTuple):
    """Compute an indicator by its formula, from the data or, `late`, from results."""

    node: str
    formula: Formula


class Treat(NamedTuple):
    """Treat an indicator's outliers, step after step, each in the rows where its condition holds."""

    node: str
    steps: tuple[Pipe, ...]


class Normalise(NamedTuple):
    """Make scores of an indicator's values, in the rows `where` a condition holds; steps of a pipeline follow."""

    node: str
    call: MethodCall
    negative: bool
    growth: bool
    where: Formula | None = None
    steps: tuple[Pipe, ...] = ()


class Combine(NamedTuple):
    """Make a composite's scores (or its index, `over_index`) of its children's; those of weight zero are left out.

    `past_levels` says that `children` are the indicators below, with the weights that these have in the composite.
    Where scores decide the weights, `weighting` says how, and `weights` are what it begins with.
    """

    node: str
    children: tuple[str, ...]
    weights: tuple[float, ...]
    call: MethodCall
    missing: MethodCall
    over_index: bool
    growth: bool
    past_levels: bool = False
    steps: tuple[Pipe, ...] = ()
    weighting: MethodCall | None = None

    @property
    def whole(self) -> float:
        """What the weights sum to: one, but for those that are used as they are written."""
        return sum(self.weights) if self.call.method.unweighted else 1.0


class Link(NamedTuple):
    """Make an index: of an indicator from its values, of a composite from its growth."""

    node: str
    call: MethodCall
    indicator: bool
    negative: bool
    has_index: bool


Step = Fill | Compute | Treat | Normalise | Combine | Link


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
    """Return the plan of a framework: data, scores, and generation by generation composites, then links.

    Composites are linked last, in one go, except where another node reads their indices before.
    """
    indicators = [node for node in framework.indicators if not node.late]
    built = graph.build(framework)
    levels: list[tuple[Step, ...]] = [
        *_data_levels(indicators, framework),
        tuple(Treat(node.name, node.treat) for node in indicators if node.treat),
        tuple(_normalise(node, framework) for node in indicators),
        tuple(_link(node, framework) for node in indicators if node.link),
    ]
    waiting: list[Link] = []
    for names in graph.generations(framework, built)[1:]:
        nodes = [framework.nodes[name] for name in names]
        composites = [node for node in nodes if isinstance(node, Composite)]
        late = [node for node in nodes if isinstance(node, Indicator) and node.late]
        if waiting and (late or any(node.over_index for node in composites)):
            levels.append(tuple(waiting))
            waiting = []
        levels.append(tuple(Compute(node.name, node.formula) for node in late if node.formula))
        levels.append(tuple(_normalise(node, framework) for node in late))
        levels.append(tuple(_link(node, framework) for node in late if node.link))
        levels.append(tuple(_combine(node, framework, built) for node in composites))
        waiting.extend(_link(node, framework) for node in composites if node.link and not node.over_index)
    levels.append(tuple(waiting))
    return Plan(framework, tuple(level for level in levels if level))


def _data_levels(indicators: list[Indicator], framework: Framework) -> list[tuple[Step, ...]]:
    """Return the steps that read, compute and fill the indicators' values: what a formula reads comes before it.

    What is filled with a statistic waits for what says which rows are left out, unless that is computed from it.
    """
    before: dict[graph.Work, list[graph.Work]] = {}
    for node in indicators:
        if node.formula is not None:
            before[COMPUTE, node.name] = [(work, name) for name in node.formula.reads for work in (COMPUTE, FILL)]
        if node.impute:
            before[FILL, node.name] = [(COMPUTE, node.name)]
    statistics = [
        (FILL, node.name) for node in indicators if any("reference" in call.arguments for call in node.impute.values())
    ]
    depth = graph.depths(before, _screening(framework) if statistics else (), statistics)
    levels: dict[tuple[int, str], list[Step]] = {}
    for node in indicators:
        if node.formula is not None:
            work = COMPUTE, node.name
            levels.setdefault((depth[work], COMPUTE), []).append(Compute(node.name, node.formula))
        if node.impute:
            work = FILL, node.name
            levels.setdefault((depth[work], FILL), []).append(Fill(node.name, node.impute))
    return [tuple(steps) for _, steps in sorted(levels.items(), key=lambda level: level[0])]


def _screening(framework: Framework) -> list[graph.Work]:
    """Return what makes the values of the indicators that the condition on rows reads."""
    values = framework.entities.values if framework.entities is not None else ()
    nodes = [value.name for value in values if value.name in framework.nodes]
    return [(work, leaf) for name in nodes for leaf in framework.indicators_below(name) for work in (COMPUTE, FILL)]


def _normalise(node: Indicator, framework: Framework) -> Normalise:
    growth = node.normalise.scale is Scale.GROWTH
    return Normalise(node.name, node.normalise, _reversed(node, framework), growth, node.where, node.steps)


def _reversed(node: Indicator, framework: Framework) -> bool:
    """Whether a rise of an indicator lowers what it stands under; on a root the direction turns ranks, not values."""
    return node.negative and node.name not in framework.roots


def _link(node: Node, framework: Framework) -> Link:
    if node.link is None:
        raise ValueError(node.name)
    if isinstance(node, Indicator):
        return Link(node.name, node.link, True, _reversed(node, framework), node.normalise.method.level_index)  # noqa: FBT003
    return Link(node.name, node.link, False, False, True)  # noqa: FBT003


def _combine(node: Composite, framework: Framework, built: graph.Graph) -> Combine:
    parts = {child.name: child.weight for child in node.weighing}
    past_levels = node.over == "indicators"
    computed = node.weighting if node.weighting.method.computed else None
    if past_levels and computed is not None:
        leaves = [name for name in framework.indicators_below(node.name) if _weighs(name, node.name, framework, built)]
        parts = dict.fromkeys(leaves, Fraction(1, len(leaves)))
    elif past_levels:
        weights = graph.effective_weights(framework, node.name, built)
        parts = {
            name: weights[name]
            for name, leaf in framework.nodes.items()
            if name in weights and isinstance(leaf, Indicator) and weights[name]
        }
    return Combine(
        node=node.name,
        children=tuple(parts),
        weights=tuple(map(float, parts.values())),
        call=node.aggregate,
        missing=node.missing,
        over_index=node.over_index,
        growth=node.over_index or any(framework.nodes[name].scale is Scale.GROWTH for name in parts),
        past_levels=past_levels,
        steps=node.steps,
        weighting=computed,
    )


def _weighs(leaf: str, composite: str, framework: Framework, built: graph.Graph) -> bool:
    """Whether an indicator below a composite is asked for: not if a weight of zero stands above it."""
    return bool(graph.effective_weights(framework, composite, built)[leaf])


def _said(step: Step) -> str:
    match step:
        case Fill(places=places):
            return ", ".join(f"{place} by {call}" for place, call in places.items())
        case Compute(formula=formula):
            return str(formula)
        case Combine(call=call, children=children, weights=weights, over_index=over_index):
            terms = ", ".join(f"{name} × {weight:.6g}" for name, weight in zip(children, weights, strict=True))
            if step.weighting is not None:
                terms = f"{', '.join(children)} weighed by {step.weighting}"
            return f"{call}{' over index' if over_index else ''} of {terms}{_piped(step.steps)}"
        case Treat(steps=steps):
            return " then ".join(map(str, steps))
        case Normalise(call=call, where=where, steps=steps):
            return f"{call}{f' where {where}' if where else ''}{_piped(steps)}"
        case Link(call=call):
            return str(call)


def _piped(steps: tuple[Pipe, ...]) -> str:
    return "".join(f" then {step}" for step in steps)
