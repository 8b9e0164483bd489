"""From a table to typed cells: which column plays which part."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Severity, Wording, choose_from, did_you_mean, nearest
from idx.panel.files import place
from idx.panel.model import BASES, OBSERVED
from idx.panel.values import FRAMEWORK, numbers, origins, periods, statuses, text_of
from idx.period import parse_period
from idx.resolve.example import TABLE

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import DataSource, Framework
    from idx.period import Period

COLUMN = Rule(
    "IDX404",
    Wording("a table without a column that it needs", "数据表缺少必需的列"),
    Wording(
        "A long table has the columns `indicator` and `value` (and `period`, `entity`, `status`, `basis` as needed); "
        "a wide table has a column for each indicator. `columns(period = year)` in the data statement maps other "
        "headings.",
        "长表有 `indicator` 和 `value` 两列（按需另有 `period`、`entity`、`status`、`basis`）；宽表每个指标占一列。"
        "列名不同时，在 `data` 语句中用 `columns(period = year)` 对应。",
    ),
    bad=FRAMEWORK,
    data="indicator,period,wert\na,2020,1\n",
)
UNKNOWN_INDICATOR = Rule(
    "IDX409",
    Wording("data for an indicator that the framework does not name", "数据中的指标不在指标体系之内"),
    Wording(
        "The rows are left out. A code in the data that differs from the indicator's name is stated with `code`.",
        "这些数据行不予采用。若数据中的代码与指标名称不同，用 `code` 写明。",
    ),
    bad=FRAMEWORK,
    data=TABLE + "c,2020,1\n",
    severity=Severity.WARNING,
)


@dataclass(slots=True)
class Cells:
    """A table's cells by part: for a long table one entry per row, for a wide one a column per indicator.

    `period` holds the periods' numbers, `frequency` their kind; `period_like` is the heading of a column that reads as
    periods where none is said to hold them; `status` and `basis` hold codes, `groups` texts. `converted` cells come
    from finer periods, so that no row of a file says them.
    """

    path: str
    entity: pl.Series | None
    period: pl.Series | None
    frequency: str
    indicator: pl.Series | None
    values: dict[str, pl.Series]
    status: pl.Series | None = None
    basis: pl.Series | None = None
    solved_from: dict[int, tuple[tuple[str, Period | None], ...]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    groups: dict[str, pl.Series] = field(default_factory=dict)
    period_like: str = ""
    converted: bool = False


def codes_of(framework: Framework) -> dict[str, str]:
    """Return the indicators and series that have data of their own by the name that the data have for them."""
    return {item.code or item.name: item.name for item in framework.measured}


def read_cells(table: pl.DataFrame, source: DataSource, framework: Framework, found: Collector) -> Cells | None:
    """Return what a table says; report every cell that cannot be read."""
    by_code = codes_of(framework)
    mapped = _check_mapping(table, source, framework, found)
    if mapped is None:
        return None
    heading = {role: mapped.get(role, role) for role in ("indicator", "entity", "period", "value", "status", "basis")}
    heading |= {"solved_from": mapped.get("solved_from", "solved_from")}
    present = {role: name for role, name in heading.items() if name in table.columns}
    long = "indicator" in present and ("value" in present or not _wide_columns(table, mapped, by_code))
    if long and "value" not in present:
        advice = Wording("`columns(value = …)` names the column of values", "用 `columns(value = …)` 指明数值所在的列")
        across = [heading for heading in table.columns if parse_period(heading)]
        help_ = _periods_across(across) if len(across) > 1 else did_you_mean("value", table.columns, otherwise=advice)
        found.add(COLUMN, _no_column(source, heading["value"]), place(source.path), help=help_)
        return None
    period, frequency = periods(table, present.get("period"), source, found)
    cells = Cells(
        path=source.path,
        entity=_entities(table, present.get("entity")),
        period=period,
        frequency=frequency,
        indicator=None,
        values={},
        groups={
            group.name: text_of(table[name]).alias(name)
            for group in framework.groups
            if (name := mapped.get(group.name, group.code or group.name)) in table.columns
        },
    )
    if period is None:
        cells.period_like = next(filter(partial(_reads_as_periods, table), table.columns), "")
    if long:
        _long(table, present, source, framework, cells, found)
    else:
        _wide(table, mapped, source, by_code, cells, found)
    return cells


def _no_column(source: DataSource, heading: str) -> Wording:
    return Wording(f"{source.path} has no column `{heading}`", f"{source.path} 没有 `{heading}` 这一列")


def _reads_as_periods(table: pl.DataFrame, heading: str) -> bool:
    """Whether a column holds periods and nothing else, two different ones at least."""
    if not (table[heading].dtype.is_integer() or table[heading].dtype == pl.String):
        return False
    texts = text_of(table[heading]).unique()
    return len(texts) > 1 and all(text is not None and parse_period(text) is not None for text in texts.head(60))


def _its_columns(table: pl.DataFrame) -> Wording:
    first = table.columns[:12]
    return Wording(f"its columns are {', '.join(first)}", f"表中的列：{'、'.join(first)}")


def _periods_across(headings: list[str]) -> Wording:
    shown = f"{headings[0]} … {headings[-1]}"
    return Wording(
        f"the periods stand across ({shown}): put them below one another, a row for each, in a column `period`; "
        "`idx data` writes a table of that layout",
        f"时期横排（{shown}）：请改为竖排，每个时期一行，放在 `period` 列；`idx data` 可写出这种版式的表",
    )


def _check_mapping(
    table: pl.DataFrame, source: DataSource, framework: Framework, found: Collector
) -> dict[str, str] | None:
    roles = ("indicator", "entity", "period", "value", "status", "basis", "solved_from", "note")
    measured = {item.name for item in framework.measured}
    names = measured | {group.name for group in framework.groups}
    long = {source.columns.get(role, role) for role in ("indicator", "value")} <= set(table.columns)
    failed = False
    for role, heading in source.columns.items():
        if role not in roles and role not in names:
            help_ = did_you_mean(role, (*roles, *names), otherwise=choose_from(roles))
            message = Wording(
                f"`{role}` is neither a part of a table nor an indicator",
                f"`{role}` 既不是数据表的组成部分，也不是指标",
            )
            found.add(COLUMN, message, source.span, help=help_)
            failed = True
        elif heading not in table.columns and not (long and role in measured):  # a long table has no such columns
            help_ = did_you_mean(heading, table.columns, otherwise=_its_columns(table))
            found.add(COLUMN, _no_column(source, heading), place(source.path), help=help_)
            failed = True
    return None if failed else source.columns


def _wide_columns(table: pl.DataFrame, mapped: dict[str, str], by_code: dict[str, str]) -> dict[str, str]:
    """Return the heading of each indicator's column in a wide table."""
    headings = {name: code for code, name in by_code.items() if code in table.columns}
    return headings | {name: mapped[name] for name in by_code.values() if name in mapped}


def _entities(table: pl.DataFrame, heading: str | None) -> pl.Series | None:
    return None if heading is None else text_of(table[heading])


def _long(
    table: pl.DataFrame,
    present: dict[str, str],
    source: DataSource,
    framework: Framework,
    cells: Cells,
    found: Collector,
) -> None:
    by_code = codes_of(framework)
    codes = text_of(table[present["indicator"]])
    unknown = sorted(set(codes.unique().drop_nulls()) - set(by_code) - framework.retired)
    for code in unknown:
        rows = (codes == code).arg_true()
        advice = Wording(
            '`code "…"` on an indicator gives the data\'s name for it', '在指标上用 `code "…"` 写明它在数据中的名称'
        )
        help_ = did_you_mean(code, by_code, otherwise=advice)
        message = Wording(
            f"no indicator is called `{code}` ({len(rows)} row{'s' if len(rows) > 1 else ''} left out)",
            f"没有名为 `{code}` 的指标（{len(rows)} 行未采用）",
        )
        found.add(UNKNOWN_INDICATOR, message, place(source.path, rows[0], present["indicator"]), help=help_)
    cells.indicator = codes.replace_strict(by_code, default=None, return_dtype=pl.String) if len(codes) else codes
    cells.values[""] = numbers(table[present["value"]], source, found)
    if "status" in present:
        cells.status = statuses(table[present["status"]], cells.values[""], source, found)
    if "basis" in present:
        words = text_of(table[present["basis"]])
        known = {word: code for code, word in enumerate(BASES)}
        cells.basis = words.replace_strict(known, default=OBSERVED, return_dtype=pl.Int8)
    if "solved_from" in present:
        cells.solved_from = origins(table[present["solved_from"]])


def _wide(
    table: pl.DataFrame,
    mapped: dict[str, str],
    source: DataSource,
    by_code: dict[str, str],
    cells: Cells,
    found: Collector,
) -> None:
    columns = _wide_columns(table, mapped, by_code)
    if not columns and not cells.groups:
        near = {code: match for code in by_code if (match := nearest(code, table.columns))}
        pairs = list(near.items())[:3]
        maybe = Wording(
            "; ".join(f"`{found_}` may be `{code}`" for code, found_ in pairs),
            "；".join(f"`{found_}` 可能是 `{code}`" for code, found_ in pairs),
        )
        message = Wording(
            f"{source.path} has neither the columns `indicator` and `value` nor a column of any indicator",
            f"{source.path} 既没有 `indicator` 和 `value` 两列，也没有任何指标的列",
        )
        across = [heading for heading in table.columns if parse_period(heading)]
        help_ = _periods_across(across) if len(across) > 1 else maybe if pairs else _its_columns(table)
        found.add(COLUMN, message, place(source.path), help=help_)
    for name, heading in columns.items():
        cells.values[name] = numbers(table[heading], source, found)
    used = {*columns.values(), *mapped.values(), *(group.name for group in cells.groups.values()), "entity", "period"}
    cells.unused = tuple(heading for heading in table.columns if heading not in used)
