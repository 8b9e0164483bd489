"""The oracle's nodes: every cell of each, computed when it is first asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from all_nodes import grows, is_normalised_to_growth
from combining import Needed, NodeCell, check_step, combined, leaf_cell, mark_filled
from data_cells import At, Data
from descriptions import Chain, Composite, Description, Indicator, Node, Other
from expressions import Expression
from late_formulas import late_cells
from linking import growth_of_index, link
from method_cases import COPELAND
from normalisers import Difference
from rules import MissingValue, Refusal, Rules
from scoring import Column, Rows, scored, treated
from walks import nodes, over_index, parts
from weights_in_force import Weights, weights_in_force

Cells = dict[At, NodeCell]


@dataclass(slots=True)
class Nodes:
    """The cells of a description's nodes by entity and period, in the rows of its window."""

    description: Description
    rules: Rules
    data: Data = field(init=False)
    rows: Rows = field(init=False)
    known: dict[str, Node] = field(init=False)
    late: frozenset[str] = field(init=False)
    chains: dict[str, Chain] = field(init=False)
    shown: set[At] = field(init=False)
    done: dict[str, Cells] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Settle which rows are evaluated."""
        description = self.description
        self.data = Data(description, self.rules)
        self.known, self.late = self.data.nodes, self.data.late
        self.chains = {node.name: tree.chain for tree in description.trees if tree.chain for node in nodes(tree.node)}
        grid = [(entity, period) for entity in description.entities for period in self.data.window]
        for name in (*description.series, *self.known):
            if name not in self.late and not isinstance(self.known.get(name), Composite):
                self.data.cells(name)
        screen = description.screen
        if screen is not None:
            self.data.check_places(screen)
        kept = [at for at in grid if screen is None or self.data.computed(screen, at, needed=True) is True]
        for name in self.known:
            for at in kept:
                self.data.need(name, at)
        self.shown = {at for at in kept if at[1] in description.periods}
        if not self.shown:
            raise Refusal("no row is left")
        self.rows = Rows(description, self.rules, self.data.window, frozenset(kept), self._holds)

    @property
    def grid(self) -> Iterator[At]:
        """The rows of the window, the leading period among them."""
        return ((entity, period) for entity in self.description.entities for period in self.data.window)

    def _holds(self, condition: Expression, at: At) -> bool:
        self.data.check_places(condition)
        return self.data.computed(condition, at, needed=at[1] in self.description.periods) is True

    def cells(self, name: str) -> Cells:
        """Give the cells of a node."""
        if name not in self.done:
            node = self.known[name]
            cells = self._composite(node) if isinstance(node, Composite) else self._indicator(node)
            for cell in cells.values():
                cell.score = None if cell.score is None else self.rules.noise(cell.score)
                cell.index = None if cell.index is None else self.rules.noise(cell.index)
            self.done[name] = cells
        return self.done[name]

    def _indicator(self, indicator: Indicator) -> Cells:
        if indicator.name in self.late:
            cells = late_cells(self, indicator)
        else:
            known = self.data.cells(indicator.name)
            there = {at: known.get(at) if at in self.rows.kept else None for at in self.grid}
            cells = {at: leaf_cell(one.value, one.status) if one else NodeCell() for at, one in there.items()}
        roots = {tree.node.name for tree in self.description.trees}
        negative = indicator.negative and indicator.name not in roots  # on a root it turns ranks only
        values = treated(indicator, {at: cell.raw for at, cell in cells.items()}, self.rows)
        column = scored(indicator, values, self.rows, negative=negative)
        for at, cell in cells.items():
            cell.score = column[at]
            mark_filled(indicator, cell, cell.score)
        self._index(indicator, cells, values)
        return cells

    def _index(self, indicator: Indicator, cells: Cells, values: Column) -> None:
        chain = self.chains.get(indicator.name)
        if chain is None or not is_normalised_to_growth(indicator) or isinstance(indicator.normaliser, Difference):
            return
        for entity in self.description.entities:
            path = {period: value for (where, period), value in values.items() if where == entity}
            levels = {period: value for period, value in path.items() if value is not None}
            for period in path:
                cells[entity, period].index = self.rules.indicator_index(levels, period, chain, indicator)

    def _composite(self, composite: Composite) -> Cells:
        below = [self.cells(part.node.name) for part in parts(composite)]
        growth = any(grows(part.node) for part in parts(composite))
        able = [at for at in self.grid if at in self.shown and (at[1] > self.data.window[0] or not growth)]
        weights = weights_in_force(composite, {at: [part[at].score for part in below] for at in self.grid}, able)
        cells = {at: self._combined(composite, [part[at] for part in below], at, weights[at]) for at in self.grid}
        if isinstance(composite.aggregate, Other) and composite.aggregate.case is COPELAND:
            self._compare(below, cells, weights)
        for cell in cells.values() if over_index(composite) else ():
            cell.index = None if cell.index is None else self.rules.noise(cell.index)
        self._take_steps(composite, cells)
        chain = self.chains.get(composite.name)
        if chain is None:
            return cells
        for entity in self.description.entities:
            path = {period: cells[entity, period] for period in self.data.window}
            (growth_of_index(path, chain) if over_index(composite) else link(path, chain, self.rules))
        if not over_index(composite):
            for at in self.shown:
                check_step(composite, chain, cells[at], [part[at] for part in below])
        return cells

    def _compare(self, below: list[Cells], cells: Cells, weights: Mapping[At, Weights | None]) -> None:
        """Score each row by its comparisons with the others of its period that have a score, too."""
        for period in self.data.window:
            there = [at for at in self.shown if at[1] == period and cells[at].score is not None]
            given = next((list(map(float, weights[at] or ())) for at in there), [])
            rows = [
                [part[at].score if weight else None for weight, part in zip(given, below, strict=True)] for at in there
            ]
            for place, at in enumerate(there):
                cells[at].score = COPELAND.plain(rows, given, place)
        for at, cell in cells.items():
            cell.score = cell.score if at in self.shown else None

    def _combined(self, composite: Composite, below: list[NodeCell], at: At, weights: Weights | None) -> NodeCell:
        """Combine the parts in one cell; growth needs none into the first period, nor from a row that is left out."""
        entity, period = at
        growth = over_index(composite) or any(grows(part.node) for part in parts(composite) if part.weight)
        if period < self.description.first and not growth:
            return NodeCell()  # it leads the others for growth alone
        steps = growth and not over_index(composite)
        excused = [not over_index(composite) and self._without_step(part.node, at) for part in parts(composite)]
        needed = Needed(at in self.shown, excused)
        try:
            first = steps and period <= self.description.first
            stated = [part.weight for part in parts(composite)]
            cell = combined(composite, below, self.rules, needed, weights or stated, first=first)
        except MissingValue as refusal:
            raise MissingValue(f"{refusal} for {entity} in {period}") from refusal
        return replace(cell, used=[None] * len(cell.used)) if weights is None else cell

    def _without_step(self, node: Node, at: At) -> bool:
        """Tell whether a node lacks a score by nature: it is made of growth, and no step leads into the row."""
        entity, period = at
        if period > self.description.first and (entity, period - 1) in self.rows.kept:
            return False
        if isinstance(node, Indicator):
            here = node.where is None or self._holds(node.where, at)
            return is_normalised_to_growth(node) and here
        return over_index(node) or any(self._without_step(part.node, at) for part in parts(node) if part.weight)

    def _take_steps(self, composite: Composite, cells: Cells) -> None:
        kind = "index" if over_index(composite) else "score"
        column: Column = {at: getattr(cell, kind) for at, cell in cells.items()}
        column = self.rows.piped(composite, column)
        for at, cell in cells.items():
            if kind == "score" and grows(composite) and at[1] == self.data.window[0]:
                column[at] = None
            setattr(cell, kind, column[at])
            mark_filled(composite, cell, column[at])
