"""The effective model of a framework: names bound, properties inherited, methods bound, weights exact."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from idx.methods import registry
from idx.methods.values import Names, Numbers, Replacement, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction
    from pathlib import Path

    from idx.formula.expression import Formula
    from idx.methods.contracts import Method
    from idx.period import Period, Periods
    from idx.source import Source, SourceSpan

OWN_LANGUAGE = ""
WIDENING = (Scale.POSITIVE, Scale.NON_NEGATIVE, Scale.ANY)


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A registry entry with its arguments, defaults filled in; `span` is where the file says so."""

    method: Method[Any]
    arguments: dict[str, Any]
    span: SourceSpan | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        """Return the call as the language writes it, arguments at their default left out."""
        defaults = {parameter.name: parameter.default for parameter in registry.parameters(self.method)}
        stated = {name: value for name, value in self.arguments.items() if value != defaults.get(name)}
        bare = {parameter.name for parameter in registry.parameters(self.method) if parameter.positional}
        shown = ", ".join(
            _written(value) if name in bare else f"{name} = {_written(value)}" for name, value in stated.items()
        )
        return f"{self.method.name}({shown})" if shown else self.method.name

    @property
    def scale(self) -> Scale:
        """What the method yields."""
        return self.method.scale(self.arguments)


class Step(NamedTuple):
    """A step of a pipeline; where its condition does not hold, a value passes unchanged."""

    call: MethodCall
    where: Formula | None

    def __str__(self) -> str:
        """Return the step as the language writes it."""
        return f"{self.call}{f' where {self.where}' if self.where else ''}"


class Child(NamedTuple):
    """A node under a composite: the weight that the file states, and the weight of it all the same, summing to one."""

    name: str
    stated: Fraction | None
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the data that is no indicator: a `series` of numbers, or a `group` that sorts entities.

    `convert` says how its data come from finer periods, `across` how those of an entity come from others'.
    """

    keyword: str
    name: str
    labels: dict[str, str]
    unit: str | None
    source: str | None
    note: str | None
    code: str | None
    span: SourceSpan = field(compare=False, repr=False)
    convert: MethodCall | None = None
    across: MethodCall | None = None


@dataclass(frozen=True, slots=True)
class MadeEntity:
    """An entity made of those for which the condition `where` holds; it speaks of groups and of `entity` alone.

    `code` is what results call it, where that is not its name.
    """

    name: str
    labels: dict[str, str]
    source: str | None
    note: str | None
    code: str | None
    where: Formula
    span: SourceSpan = field(compare=False, repr=False)

    @property
    def shown(self) -> str:
        """What the entity is called in results and in formulas."""
        return self.code or self.name


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the tree: what is measured, how it is filled and normalised; `formula` where it is computed.

    `treat` are the treatments of outliers, one after another; `where` limits the normalisation to rows, `steps` follow.
    `convert` and `across` as of a `Column`.
    """

    name: str
    labels: dict[str, str]
    unit: str | None
    source: str | None
    note: str | None
    code: str | None
    negative: bool
    impute: dict[str, MethodCall]
    normalise: MethodCall
    link: MethodCall | None
    span: SourceSpan = field(compare=False, repr=False)
    formula: Formula | None = None
    where: Formula | None = None
    steps: tuple[Step, ...] = ()
    treat: tuple[Step, ...] = ()
    convert: MethodCall | None = None
    across: MethodCall | None = None

    @property
    def late(self) -> bool:
        """Whether it is computed from results, so that it has no data to fill."""
        return self.formula is not None and self.formula.late

    @property
    def scale(self) -> Scale:
        """What its scores can be."""
        scale = self.normalise.scale if self.where is None else Scale.ANY
        return after_steps(scale, self.steps)


@dataclass(frozen=True, slots=True)
class Composite:
    """A node with children, and how it combines them; `negative` can hold at a root only.

    It combines its children's scores, or `over` their `index`, or `over` the `indicators` below with the weights that
    these have in it; `steps` follow.
    `code` is what publications and outlines call it, where it is not called by its name.
    """

    name: str
    labels: dict[str, str]
    source: str | None
    note: str | None
    negative: bool
    weighting: MethodCall
    aggregate: MethodCall
    over: str
    missing: MethodCall
    link: MethodCall | None
    children: tuple[Child, ...]
    scale: Scale
    span: SourceSpan = field(compare=False, repr=False)
    steps: tuple[Step, ...] = ()
    code: str | None = None

    @property
    def over_index(self) -> bool:
        """Whether it combines its children's indices."""
        return self.over == "index"

    @property
    def weighing(self) -> tuple[Child, ...]:
        """The children that weigh something; a child of weight zero is never asked for."""
        return tuple(child for child in self.children if child.weight)


Node = Indicator | Composite


@dataclass(frozen=True, slots=True)
class DataSource:
    """A data statement: where a table lies and how to read it; `columns` maps a role or a series to a heading.

    `entities` maps names of entities in the table to what they are called here.
    """

    name: str
    path: str
    columns: dict[str, str]
    sheet: str | None
    na: tuple[str, ...]
    encoding: str | None
    span: SourceSpan = field(compare=False, repr=False)
    entities: dict[str, str] = field(default_factory=dict)

    def home(self, folder: Path) -> Path:
        """Return the folder that the path is relative to: that of the file that says so, else the framework's."""
        return self.span.source.folder or folder


class RenamedEntity(NamedTuple):
    """An entity of the data that a version calls otherwise than its base does."""

    old: str
    new: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Expectation:
    """A published figure; `printed` is the tolerance of its block, `tolerance` the one that holds for its line.

    `row` is where it stands in a table of figures, as a spreadsheet numbers it; None where the file itself says it.
    """

    node: str
    column: str | None
    entity: str | None
    period: Period | None
    value: Fraction
    tolerance: Fraction
    printed: Fraction
    because: str | None
    span: SourceSpan = field(compare=False, repr=False)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectedTable:
    """A table of published figures: every cell of each column that is a node's is one."""

    table: DataSource
    tolerance: Fraction
    because: str | None


class Placement(NamedTuple):
    """One place of a node in the tree: under a parent, or None for a root."""

    node: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of one framework.

    `nodes` stand in tree order, behind them indicators that stand in no tree and serve formulas. `columns` are the
    series and groups by name, `made` the entities that are made of others; `entities` says which rows are evaluated;
    `unused` are indicators that serve nothing.
    `retired` are the codes by which a base of this version finds data that the version itself does not ask for,
    `renamed` the entities that it calls otherwise.
    """

    name: str
    labels: dict[str, str]
    version: str
    source: str | None
    note: str | None
    data: tuple[DataSource, ...]
    periods: Periods | None
    nodes: dict[str, Node]
    roots: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    text: Source = field(compare=False, repr=False)
    columns: dict[str, Column] = field(default_factory=dict)
    made: tuple[MadeEntity, ...] = ()
    entities: Formula | None = None
    expected_tables: tuple[ExpectedTable, ...] = ()
    unused: tuple[tuple[str, SourceSpan], ...] = field(default=(), compare=False, repr=False)
    retired: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    renamed: tuple[RenamedEntity, ...] = field(default=(), compare=False, repr=False)

    @property
    def series(self) -> tuple[Column, ...]:
        """The raw series in the order of the file."""
        return tuple(column for column in self.columns.values() if column.keyword == "series")

    @property
    def groups(self) -> tuple[Column, ...]:
        """The columns that sort entities into groups, in the order of the file."""
        return tuple(column for column in self.columns.values() if column.keyword == "group")

    @property
    def measured(self) -> tuple[Column | Indicator, ...]:
        """What has numbers in the data: the series, and the indicators that no formula computes."""
        return (*self.series, *(node for node in self.indicators if node.formula is None))

    def named(self, name: str) -> Node | Column:
        """Return the node, series or group of a name."""
        return self.nodes[name] if name in self.nodes else self.columns[name]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators in tree order."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Indicator))

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composites in tree order."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Composite))

    @property
    def calls(self) -> Iterator[MethodCall]:
        """The method calls of all nodes and series, but those of links."""
        columns = (call for column in self.columns.values() for call in (column.convert, column.across) if call)
        return chain((call for node in self.nodes.values() for call in calls(node)), columns)

    @property
    def foreign(self) -> tuple[Method[Any], ...]:
        """The methods that other distributions offer, each once, in the order of their use."""
        found = {(call.method.kind, call.method.name): call.method for call in self.calls if call.method.origin}
        return tuple(found.values())

    def indicators_below(self, name: str) -> tuple[str, ...]:
        """Return the names of the indicators under a node, each once; an indicator's own."""
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            here = waiting.pop()
            node = self.nodes[here]
            if isinstance(node, Composite):
                waiting.extend(child.name for child in reversed(node.children))
            else:
                found[here] = None
        return tuple(found)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Every place of every node in tree order; what stands under a shared node is listed once."""
        return tuple(self._placements())

    def _placements(self) -> Iterator[Placement]:
        seen: set[str] = set()
        waiting = [Placement(root, None) for root in reversed(self.roots)]
        while waiting:
            placement = waiting.pop()
            yield placement
            node = self.nodes[placement.node]
            if isinstance(node, Composite) and node.name not in seen:
                waiting.extend(Placement(child.name, node.name) for child in reversed(node.children))
            seen.add(node.name)


def after_steps(scale: Scale, steps: Iterable[Step]) -> Scale:
    """Return what scores can be after the steps of a pipeline; where a step is limited to rows, what either can be."""
    for step in steps:
        after = step.call.method.scale_after(scale, step.call.arguments)
        scale = after if step.where is None else weaker(scale, after)
    return scale


def weaker(one: Scale, other: Scale) -> Scale:
    """Return the scale that takes in both."""
    if Scale.GROWTH in {one, other}:
        return one if one is other else Scale.ANY
    return max(one, other, key=WIDENING.index)


def conditions(node: Node) -> tuple[Formula, ...]:
    """Return the conditions that limit a node's pipeline to rows."""
    first = (node.where, *(step.where for step in node.treat)) if isinstance(node, Indicator) else ()
    return tuple(where for where in (*first, *(step.where for step in node.steps)) if where is not None)


def beside(node: Node) -> tuple[str, ...]:
    """Return the names of the series and indicators that a node's missing cells are filled from."""
    values = (value for call in calls(node) for value in call.arguments.values() if isinstance(value, Names))
    return tuple(dict.fromkeys(name for value in values for name in value.names))


def calls(node: Node) -> Iterator[MethodCall]:
    """Yield the method calls of a node, but those of its link."""
    if isinstance(node, Composite):
        yield from (node.weighting, node.aggregate, node.missing)
    else:
        yield from node.impute.values()
        yield from (step.call for step in node.treat)
        yield node.normalise
        yield from (call for call in (node.convert, node.across) if call is not None)
    yield from (step.call for step in node.steps)


def label(node: Node | Column | Framework, language: str | None = None) -> str:
    """Return a node's label in a language, else in the file's own, else its name."""
    return node.labels.get(language or OWN_LANGUAGE) or node.labels.get(OWN_LANGUAGE) or node.name


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    if isinstance(value, Numbers):
        return f"values({', '.join(map(_written, value.values))})"
    if isinstance(value, Replacement):
        return f"replace({_written(value.value)})"
    if isinstance(value, tuple) and all(isinstance(part, float | int) for part in value):
        return "..".join(_written(float(part)) for part in value)
    return str(value)
