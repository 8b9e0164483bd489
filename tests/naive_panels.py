"""Reading a panel in plain Python: finer periods converted cell by cell, entities made of others; nothing of `idx`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from period_names import A_YEAR, Frequency

WEAKEST_FIRST = "MIEFPUBDA"
PLACES = {"sum": range(12), "mean": range(12), "first": (0,), "last": (-1,)}


class Cell(NamedTuple):
    """A value with its status."""

    value: float
    status: str = "A"


At = tuple[str, str, int]  # an item, an entity, and the running number of a period
Cells = dict[At, Cell]


class Item(NamedTuple):
    """How something is read: its rule of conversion, its rule across members, and what weighs these."""

    convert: str
    across: str
    weights: str | None = None

    def __str__(self) -> str:
        """Return both rules as the language writes them."""
        weighing = f"(weights = {self.weights})" if self.weights else ""
        return f"convert {self.convert} across {self.across}{weighing}"


@dataclass(frozen=True)
class Case:
    """A table of finer periods (`fine`), the framework's periods (`own`), and what is made of whom.

    `made` has the group of whose entities each is made; None means all of the table's. `years` are those evaluated.
    """

    fine: Frequency
    own: Frequency
    years: range
    items: Mapping[str, Item]
    groups: Mapping[str, str]
    made: Mapping[str, str | None]
    cells: Cells = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many sub-periods a period has."""
        return A_YEAR[self.fine] // A_YEAR[self.own]


@dataclass(frozen=True)
class Rules:
    """The choices of an implementation; each can be replaced by a wrong one."""

    places: Callable[[str, Sequence[Cell | None]], list[Cell | None]] = lambda rule, cells: [
        cells[place] for place in PLACES[rule] if place < len(cells)
    ]
    whole: Callable[[Sequence[Cell | None]], bool] = lambda cells: None not in cells
    weakest: Callable[[Sequence[str]], str] = lambda statuses: min(statuses, key=WEAKEST_FIRST.index)
    weighed: bool = True
    before: bool = True  # entities are made of what is converted


def there(cells: Sequence[Cell | None]) -> list[Cell]:
    """Return the cells that are there."""
    return [cell for cell in cells if cell is not None]


def mean(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """Return a weighted mean; None where nothing weighs."""
    whole = fsum(weights)
    return fsum(value * weight for value, weight in zip(values, weights, strict=True)) / whole if whole else None


def naive(case: Case, rules: Rules | None = None) -> Cells:
    """Return all cells of the panel that have a value, by number of the framework's periods."""
    rules = rules or Rules()
    found = _converted(case, rules)
    for name, group in case.made.items():
        members = [entity for entity, its in case.groups.items() if group in {None, its}]
        for at, cell in _put_together(case, rules, found, members).items():
            found[at[0], name, at[2]] = cell
    return found


def _converted(case: Case, rules: Rules) -> Cells:
    found: Cells = {}
    for item, how in case.items.items():
        for entity in case.groups:
            for number in _numbers(case):
                numbers = range(number * case.width, (number + 1) * case.width)
                cells = rules.places(how.convert, [case.cells.get((item, entity, part)) for part in numbers])
                if not rules.whole(cells) or not there(cells):
                    continue
                values = [cell.value for cell in there(cells)]
                value = fsum(values) / (len(values) if how.convert == "mean" else 1)
                found[item, entity, number] = Cell(value, rules.weakest([cell.status for cell in there(cells)]))
    return found


def _numbers(case: Case) -> range:
    return range(case.years.start * A_YEAR[case.own], case.years.stop * A_YEAR[case.own])


def _put_together(case: Case, rules: Rules, cells: Cells, members: Sequence[str]) -> Cells:
    found: Cells = {}
    for item, how in case.items.items():
        for number in _numbers(case):
            values = [cells.get((item, entity, number)) for entity in members]
            weighing = how.weights if rules.weighed else None
            weights = [cells.get((weighing, entity, number)) if weighing else Cell(1.0) for entity in members]
            used = [pair for pair in zip(values, weights, strict=True) if None not in pair]
            if not rules.whole([*values, *weights]) or not used:
                continue
            numbers = [value.value for value, _ in used if value]
            shares = [weight.value for _, weight in used if weight]
            value = fsum(numbers) if how.across == "sum" else mean(numbers, shares)
            if value is not None:
                statuses = [cell.status for cell in there([*values, *weights])]
                found[item, "", number] = Cell(value, rules.weakest(statuses))
    return found
