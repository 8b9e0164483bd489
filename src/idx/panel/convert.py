"""Find the tables of finer periods than the framework's, and have them converted as each series states."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, choose_from
from idx.methods import registry
from idx.panel.files import place
from idx.panel.subperiods import from_subperiods
from idx.panel.tables import Cells
from idx.panel.values import FRAMEWORK, PERIOD
from idx.period import PERIODS_A_YEAR, is_finer
from idx.resolve.example import GROWTH, HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idx.diagnostics import Collector
    from idx.model import Column, Framework, Indicator

    Item = Column | Indicator

QUARTERLY = "indicator,period,value\na,2020Q1,1\na,2020Q2,2\na,2020Q3,3\na,2020Q4,4\n"
YEARS = GROWTH.replace("{\n", "{\n  periods 2020..2021\n", 1)

UNCONVERTED = Rule(
    "IDX450",
    Wording("finer periods that nothing converts", "更细时期的数据没有写明如何换算"),
    Wording(
        "A framework has one kind of periods: that of `periods`, else the coarsest of the tables whose series state no "
        "`convert`. Data of finer periods become its own by `convert sum`, `mean`, `last` or `first`: each gives other "
        "numbers, so the file says which.",
        "一个指标体系只有一种时期：`periods` 的时期；没有 `periods` 时，取未写 `convert` 的数据序列所在各表中"
        "最粗的一种。更细时期的数据用 `convert sum`、`mean`、`last` 或 `first` 换算；换算方法不同，结果就不同，"
        "所以要在文件中写明。",
    ),
    bad=FRAMEWORK.replace("{\n", "{\n  periods 2020..2021\n", 1),
    data=QUARTERLY,
)
COARSER = Rule(
    "IDX451",
    Wording("a conversion from coarser periods", "由更粗的时期换算"),
    Wording(
        "`convert` puts quarters or months together. Nothing says what the quarters of a year were, so data of coarser "
        "periods than the framework's cannot be used.",
        "`convert` 把各季或各月合为一期。由全年的数值无从得知各季的数值，因此时期比指标体系更粗的数据不能采用。",
    ),
    bad=HEADER
    + YEARS.replace("2020..2021", "2020Q1..2021Q4").replace("base = 2020", "base = 2020Q1")
    + "index total {\n  a unit % convert sum\n}\n",
    data="indicator,period,value\na,2020,10\na,2021,20\n",
)
NO_TARGET = Rule(
    "IDX452",
    Wording("a conversion without periods to convert to", "没有写明换算为哪一种时期"),
    Wording(
        "Where every series is converted, the data do not say which periods the framework has: `periods FIRST..LAST` "
        "does.",
        "如果全部数据序列都要换算，数据本身就没有说明指标体系采用哪一种时期，要用 `periods FIRST..LAST` 写明。",
    ),
    bad=HEADER + GROWTH + "index total {\n  a unit % convert sum\n}\n",
    data=QUARTERLY,
)

KINDS = {"A": Wording("years", "年"), "Q": Wording("quarters", "季"), "M": Wording("months", "月")}


def converted(tables: list[Cells], framework: Framework, found: Collector) -> list[Cells]:
    """Return tables that all have the framework's periods; report data of other periods that do not become such.

    Where all tables have them as they are, nothing is done.
    """
    items = {item.name: item for item in framework.measured}
    kinds = {cells.frequency for cells in tables if cells.frequency}
    if framework.periods:
        kinds.add(framework.periods.first.frequency)
    if len(kinds) < 2 and not any(item.convert for item in items.values()):
        return tables
    own = _frequency(tables, items, framework)
    if own is None:
        at = next(cells for cells in tables if cells.frequency)
        message = Wording(
            "all data are converted, and nothing says to which periods", "全部数据都要换算，却没有写明换算为哪一种时期"
        )
        help_ = Wording("state them in `method`: `periods 2019..2024`", "请在 `method` 中写明：`periods 2019..2024`")
        found.add(NO_TARGET, message, place(at.path), help=help_)
        return tables
    kept: list[Cells] = []
    finer: dict[str, list[Cells]] = {}
    for cells in tables:
        names = names_in(cells)
        if cells.frequency in {"", own}:
            kept.append(cells)
        elif not names:
            kept.append(_without_values(cells))
        elif not is_finer(cells.frequency, own):
            _report_coarser(cells, names, items, own, found)
        elif silent := [name for name in items if name in names and items[name].convert is None]:
            _report_unconverted(cells, [items[name] for name in silent], own, found)
        else:
            finer.setdefault(cells.frequency, []).append(cells)
            kept.append(_without_values(cells))
    for frequency, group in finer.items():
        present = reduce(or_, map(names_in, group))
        rules = {name: item.convert for name, item in items.items() if name in present and item.convert}
        kept.append(from_subperiods(group, rules, frequency, own, found))
    return kept


def names_in(cells: Cells) -> set[str]:
    """Return the series and indicators that a table has cells for."""
    if cells.indicator is None:
        return set(cells.values)
    return set(cells.indicator.unique().drop_nulls())


def _frequency(tables: Iterable[Cells], items: Mapping[str, Item], framework: Framework) -> str | None:
    """Return the kind of the framework's periods: as stated, else the coarsest of what is not converted."""
    if framework.periods:
        return framework.periods.first.frequency
    kinds = {
        cells.frequency
        for cells in tables
        if cells.frequency and any(items[name].convert is None for name in names_in(cells))
    }
    dated = any(cells.frequency for cells in tables)
    return min(kinds, key=PERIODS_A_YEAR.__getitem__, default=None if dated else "")


def _without_values(cells: Cells) -> Cells:
    """Return what a table says beside its values: which entities there are, and their groups."""
    return Cells(
        cells.path,
        cells.entity,
        None,
        "",
        None,
        {},
        unused=cells.unused,
        groups=cells.groups,
        converted=cells.converted,
    )


def _report_unconverted(cells: Cells, silent: Sequence[Item], own: str, found: Collector) -> None:
    fine, coarse = KINDS[cells.frequency], KINDS[own]
    shown, more = [f"`{item.name}`" for item in silent[:3]], " …" if len(silent) > 3 else ""
    message = Wording(
        f"{cells.path} has {fine.en}, and the framework {coarse.en}: nothing says how to convert "
        f"{', '.join(shown)}{more}",
        f"{cells.path} 是按{fine.zh}的数据，指标体系按{coarse.zh}：没有写明 {'、'.join(shown)}{more} 如何换算",
    )
    choices = choose_from(registry.names("convert"))
    help_ = Wording(
        f"state it where each is defined, such as `{silent[0].name} … convert sum`; {choices.en}",
        f"请在各自的定义处写明，例如 `{silent[0].name} … convert sum`；{choices.zh}",
    )
    found.add(UNCONVERTED, message, place(cells.path), help=help_)


def _report_coarser(cells: Cells, names: set[str], items: Mapping[str, Item], own: str, found: Collector) -> None:
    fine, coarse = KINDS[own], KINDS[cells.frequency]
    by_rule = [name for name in items if name in names and items[name].convert]
    shown = [f"`{name}`" for name in (by_rule or [name for name in items if name in names])]
    listed = Wording(
        f"{', '.join(shown[:3])}{' …' if shown[3:] else ''}", f"{'、'.join(shown[:3])}{' …' if shown[3:] else ''}"
    )
    if by_rule:
        message = Wording(
            f"{cells.path} has {coarse.en}, and the framework {fine.en}: {listed.en} cannot be converted",
            f"{cells.path} 是按{coarse.zh}的数据，指标体系按{fine.zh}：{listed.zh} 无法换算",
        )
        help_ = Wording("give data of the framework's periods or finer ones", "请提供与指标体系时期相同或更细的数据")
        found.add(COARSER, message, place(cells.path), help=help_)
        return
    message = Wording(
        f"periods of several kinds meet: {cells.path} has {coarse.en} for {listed.en}, the framework {fine.en}",
        f"出现了几种时期：{cells.path} 中 {listed.zh} 按{coarse.zh}，指标体系按{fine.zh}",
    )
    help_ = Wording(
        "`periods` and the tables have periods of one kind; only finer ones can be converted",
        "`periods` 和数据表应采用同一种时期；只有更细的时期可以换算",
    )
    found.add(PERIOD, message, place(cells.path), help=help_)
