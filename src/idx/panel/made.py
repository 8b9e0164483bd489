"""Add the entities that a framework makes of others to a panel, by the rule that each series states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from idx.diagnostics import Rule, Severity, Wording, did_you_mean
from idx.formula.expression import Operation, Quoted, Value, operands
from idx.formula.lower import compute
from idx.methods.given import Members
from idx.methods.values import Series
from idx.panel.files import MOST_REPORTED
from idx.panel.model import NORMAL, OBSERVED, least_values, missing_cells
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.diagnostics import Collector
    from idx.formula.expression import Expression
    from idx.model import Column, Framework, Indicator, MadeEntity
    from idx.panel.model import Origin, Panel
    from idx.period import Period

WEIGHTED = """series gdp unit 亿元 across sum
group region
entity East where region is "east"
"""
SHARES = "index total {\n  a unit % across mean(weights = gdp)\n}\n"

NO_MEMBERS = Rule(
    "IDX453",
    Wording("an entity made of none", "没有成员的评价对象"),
    Wording(
        "An entity that is made of others needs at least one for which its condition holds. Groups and entities are "
        "called as the data call them.",
        "由其他评价对象汇总而成的评价对象，至少要有一个符合条件的成员。分组和评价对象的名称以数据中的写法为准。",
    ),
    bad=HEADER + WEIGHTED.replace('"east"', '"esat"') + METHOD + SHARES,
    data="entity,region,gdp,a\nX,east,1,2\nY,west,3,4\n",
)
TAKEN = Rule(
    "IDX454",
    Wording("an entity that the data have already", "数据中已有的评价对象"),
    Wording(
        "What is made of others stands beside the entities of the data, so it needs a name of its own; `code` gives it "
        "one for results.",
        "汇总而成的评价对象与数据中的评价对象并列，因此要有自己的名称；可用 `code` 写明它在结果中的名称。",
    ),
    bad=HEADER + WEIGHTED + METHOD + SHARES,
    data="entity,region,gdp,a\nX,east,1,2\nEast,east,3,4\n",
)
NO_RESULT = Rule(
    "IDX455",
    Wording("a value of an entity made of others that cannot be computed", "汇总得不出结果的数值"),
    Wording(
        "A mean whose weights sum to zero has no value, and neither has a result beyond the range of numbers. The cell "
        "is missing, and what fills or forbids missing cells applies.",
        "权重之和为零的平均没有结果，超出数值范围的结果也不存在。该单元格按缺失处理，适用缺失值的填补和处理规则。",
    ),
    bad=HEADER + WEIGHTED + METHOD.replace("}", "  missing null\n}") + SHARES,
    data="entity,region,gdp,a\nX,east,0,2\nY,east,0,4\n",
    severity=Severity.WARNING,
)
NEGATIVE_WEIGHT = Rule(
    "IDX456",
    Wording("a negative weight in a mean", "平均的权重为负"),
    Wording(
        "A weighted mean lies between the values that it is made of. With a negative weight it need not, and would "
        "mislead.",
        "加权平均应介于各成员的数值之间。权重为负时未必如此，结果会产生误导。",
    ),
    bad=HEADER + WEIGHTED + METHOD + SHARES,
    data="entity,region,gdp,a\nX,east,-1,2\nY,east,3,4\n",
)


class _Entities(NamedTuple):
    """The entities of a panel as a grid of one row each, on which conditions are looked at."""

    entities: tuple[str | None, ...]
    first: Period | None = None
    length: int = 1

    @property
    def block(self) -> int:
        """How many there are."""
        return len(self.entities)


def with_made(panel: Panel, framework: Framework, found: Collector) -> Panel:
    """Return a panel with the entities that the framework makes of others, in their places among the rest.

    A cell is missing where one of the members' is. Its status and basis are the weakest of those that it comes from. A
    made entity stands in no group.
    """
    if not framework.made:
        return panel
    blocks = [_Block(made, panel, framework) for made in framework.made if _is_free(made, panel, found)]
    blocks = [block for block in blocks if block.has_members(found)]
    if found.failed:
        return panel
    for block in blocks:
        block.check(found)
    return panel if found.failed else _joined(panel, blocks)


def _is_free(made: MadeEntity, panel: Panel, found: Collector) -> bool:
    if made.shown not in panel.entities:
        return True
    message = Wording(f"the data have an entity `{made.shown}` already", f"数据中已有评价对象 `{made.shown}`")
    help_ = Wording(
        'choose another name for what is made, or another one in results: `code "…"`',
        '请为汇总的评价对象另取名称，或用 `code "…"` 写明它在结果中的名称',
    )
    found.add(TAKEN, message, made.span, help=help_)
    return False


class _Block:
    """The rows of one made entity; `lists` has the values of its members, a list in each period, by column."""

    def __init__(self, made: MadeEntity, panel: Panel, framework: Framework) -> None:
        self.made, self.panel, self.items = made, panel, framework.measured
        self.members = _members(made, panel)
        self.lists = self._listed(panel.values) if self.members else pl.DataFrame()
        self.values = self._computed() if self.members else pl.DataFrame()

    def has_members(self, found: Collector) -> bool:
        """Whether the condition holds for any entity; report it where it does not."""
        if self.members:
            return True
        name = self.made.name
        message = Wording(f"no entity of the data belongs to `{name}`", f"数据中没有属于 `{name}` 的评价对象")
        otherwise = Wording("look at its condition, and at the names in the data", "请核对条件，以及数据中的名称")
        wanted = [(text, groups) for text, groups in _compared(self.made, self.panel) if text not in groups]
        help_ = did_you_mean(*wanted[0], otherwise=otherwise) if wanted else otherwise
        if self.panel.entities == (None,):
            message = Wording(
                f"`{name}` is made of entities, and the data name none",
                f"`{name}` 由评价对象汇总，而数据没有写明评价对象",
            )
            help_ = Wording(
                "name the column of entities: `columns(entity = …)`", "请指明评价对象所在的列：`columns(entity = …)`"
            )
        found.add(NO_MEMBERS, message, self.made.span, help=help_)
        return False

    def _rows(self) -> pl.Series:
        """Return the members' rows, those of one period together."""
        count = len(self.members)
        place = pl.int_range(0, self.panel.length * count, eager=True)
        return pl.Series(self.members, dtype=pl.Int64).gather(place % count) * self.panel.length + place // count

    def _listed(self, frame: pl.DataFrame) -> pl.DataFrame:
        shape = (self.panel.length, len(self.members))
        gathered = frame.select(pl.all().gather(self._rows()))
        return pl.DataFrame([column.reshape(shape) for column in gathered])

    def _computed(self) -> pl.DataFrame:
        lazy = self.lists.lazy().select(self._value(item) for item in self.items)
        return lazy.collect(engine="in-memory")

    def _value(self, item: Column | Indicator) -> pl.Expr:
        if item.across is None:
            raise TypeError(item)
        function: Any = item.across.method.prepared(item.across.arguments)
        value: pl.Expr = function(Members(pl.col(item.name), pl.col))
        return pl.when(self._whole(item) & value.is_finite()).then(value).alias(item.name)

    def _whole(self, item: Column | Indicator) -> pl.Expr:
        """Whether no member lacks what the value is made of."""
        return ~pl.any_horizontal(pl.col(name).arr.contains(None) for name in _made_of(item))

    def check(self, found: Collector) -> None:
        """Report negative weights, and where members that are all there give no value."""
        for name in dict.fromkeys(name for item in self.items for name in _made_of(item)[1:]):
            lowest = self.lists[name].arr.min()
            for step in (lowest < 0).fill_null(value=False).arg_true().to_list()[:MOST_REPORTED]:
                message = Wording(
                    f"{self._cell(step)}: a weight of the members in `{name}` is negative, {lowest[step]:g}",
                    f"{self._cell(step)}：成员在 `{name}` 中的权重为负（{lowest[step]:g}）",
                )
                help_ = Wording("correct the value, or weigh by another series", "请更正数值，或换一个数据序列作权重")
                found.add(NEGATIVE_WEIGHT, message, self.made.span, help=help_)
        for item in self.items:
            if self.values[item.name].null_count():
                self._report_without_result(item, found)

    def _report_without_result(self, item: Column | Indicator, found: Collector) -> None:
        whole = self.lists.select(self._whole(item)).to_series()
        for step in (whole & self.values[item.name].is_null()).arg_true().to_list()[:MOST_REPORTED]:
            where, name = self._cell(step), item.name
            message = Wording(f"{where}: `{name}` is too large for a number", f"{where}：`{name}` 超出了数值范围")
            weights = _made_of(item)[1:]
            if weights and self.lists[weights[0]].arr.sum()[step] == 0:
                message = Wording(
                    f"{where}: `{name}` has no mean, the weights in `{weights[0]}` sum to zero",
                    f"{where}：`{name}` 无法平均，`{weights[0]}` 中的权重之和为零",
                )
            found.add(NO_RESULT, message, self.made.span)

    def _cell(self, step: int) -> str:
        period = self.panel.periods[step]
        return " ".join(filter(None, (self.made.shown, str(period) if period else None)))

    def codes(self, columns: dict[str, pl.Series], usual: int) -> dict[str, pl.Series]:
        """Return the weakest codes of what each value comes from, of the items that have any but the usual one."""
        found = {}
        for item in self.items:
            stated = [columns[name].alias(name) for name in _made_of(item) if name in columns]
            if stated:
                weakest = self._listed(pl.DataFrame(stated)).select(
                    pl.min_horizontal(pl.all().arr.min()).alias(item.name)
                )
                there = self.values[item.name].is_not_null()
                found[item.name] = weakest.select(
                    pl.when(there).then(item.name).otherwise(usual).cast(pl.Int8)
                ).to_series()
        return found

    def origins(self) -> dict[str, dict[int, tuple[Origin, ...]]]:
        """Return, by item and period, the published values from which the members' figures were solved."""
        found: dict[str, dict[int, tuple[Origin, ...]]] = {}
        length = self.panel.length
        for item in self.items:
            there = self.values[item.name].is_not_null()
            for name in _made_of(item):
                for row, said in self.panel.solved_from.get(name, {}).items():
                    member, step = divmod(row, length)
                    if member in self.members and there[step]:
                        by_step = found.setdefault(item.name, {})
                        by_step[step] = tuple(dict.fromkeys((*by_step.get(step, ()), *said)))
        return found


def _made_of(item: Column | Indicator) -> list[str]:
    """Return what values of made entities come from: the item itself, and behind it the series that weighs members."""
    arguments = item.across.arguments if item.across else {}
    return [item.name, *(str(value) for value in arguments.values() if isinstance(value, Series))]


def _compared(made: MadeEntity, panel: Panel) -> Iterator[tuple[str, set[str]]]:
    """Yield each text of a condition with the groups, or the entities, that it is compared with."""
    waiting: list[Expression] = [made.where.expression]
    while waiting:
        match waiting.pop():
            case Operation(operands=(Value(name=name), Quoted(text=text))):
                of_entity = panel.entities if name == "entity" else panel.groups[name]
                yield text, {group for group in of_entity if group is not None}
            case inner:
                waiting.extend(reversed(operands(inner)))


def _members(made: MadeEntity, panel: Panel) -> list[int]:
    """Return the places of the entities for which a condition holds."""

    def column(value: Value) -> pl.Series:
        of_entity = panel.entities if value.name == "entity" else panel.groups[value.name]
        return pl.Series(of_entity, dtype=pl.String)

    if panel.entities == (None,):
        return []
    return compute(made.where, _Entities(panel.entities), column).values.fill_null(value=False).arg_true().to_list()


def _joined(panel: Panel, blocks: Sequence[_Block]) -> Panel:
    """Return a panel with the rows of made entities, the entities in the order of their names."""
    names = [*panel.entities, *(block.made.shown for block in blocks)]
    order = sorted(range(len(names)), key=lambda place: str(names[place]))
    new = {old: place for place, old in enumerate(order)}
    length, height = panel.length, len(names) * panel.length
    place = pl.int_range(0, height, eager=True)
    rows = pl.Series(order, dtype=pl.Int64).gather(place // length) * length + place % length
    whole = pl.concat([panel.values, *(block.values for block in blocks)]).select(pl.all().gather(rows))
    long = pl.concat([column.alias("") for column in whole]) if whole.width else pl.Series(dtype=pl.Float64)
    solved: dict[str, dict[int, tuple[Origin, ...]]] = {
        name: {new[row // length] * length + row % length: said for row, said in by_row.items()}
        for name, by_row in panel.solved_from.items()
    }
    for number, block in enumerate(blocks, len(panel.entities)):
        for name, by_step in block.origins().items():
            solved.setdefault(name, {}).update({new[number] * length + step: said for step, said in by_step.items()})
    return replace(
        panel,
        entities=tuple(names[place] for place in order),
        values=whole,
        statuses=_with_codes(
            panel, panel.statuses, [block.codes(panel.statuses, NORMAL) for block in blocks], NORMAL, rows
        ),
        bases=_with_codes(panel, panel.bases, [block.codes(panel.bases, OBSERVED) for block in blocks], OBSERVED, rows),
        solved_from=solved,
        least=least_values(whole),
        missing=missing_cells(long, height, length),
        groups={
            name: tuple([*of_entity, *[None] * len(blocks)][place] for place in order)
            for name, of_entity in panel.groups.items()
        },
        made=frozenset(block.made.shown for block in blocks),
        kept={},
    )


def _with_codes(
    panel: Panel, columns: dict[str, pl.Series], blocks: Sequence[dict[str, pl.Series]], usual: int, rows: pl.Series
) -> dict[str, pl.Series]:
    """Return the codes of all rows, of the items that state any but the usual one."""
    common = pl.Series([usual], dtype=pl.Int8).new_from_index(0, panel.length)
    found = {}
    for name in dict.fromkeys((*columns, *(name for block in blocks for name in block))):
        parts = [columns.get(name, panel.whole(usual)), *(block.get(name, common) for block in blocks)]
        found[name] = pl.concat([part.alias(name) for part in parts]).gather(rows)
    return found
