"""From a table to typed cells: which column plays which part, and what each cell says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Severity, did_you_mean, nearest
from idx.panel.files import place
from idx.panel.model import BASES, MISSING, NORMAL, OBSERVED, STATUSES
from idx.period import Period, parse_period
from idx.resolve.example import GROWTH, HEADER, INDEX, TABLE

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import DataSource, Framework

MOST_REPORTED = 10
FRAMEWORK = HEADER + GROWTH + INDEX

COLUMN = Rule(
    "IDX404",
    "a table without a column that it needs",
    "A long table has the columns `indicator` and `value` (and `period`, `entity`, `status`, `basis` as needed); "
    "a wide table has a column for each indicator. `columns(period = year)` in the data statement maps other headings.",
    bad=FRAMEWORK,
    data="indicator,period,wert\na,2020,1\n",
)
NUMBER = Rule(
    "IDX405",
    "text where a number belongs",
    "Values are plain numbers with a decimal point: no thousands separators, units or per cent signs. What stands for "
    'missing, if not an empty cell, is named in the data statement: `na "—", "NA"`.',
    bad=FRAMEWORK,
    data=TABLE.replace("2020,10", "2020,ten"),
)
NOT_FINITE = Rule(
    "IDX406",
    "a value that is not a finite number",
    "NaN and infinity are results of failed computations, never observations. A missing value is an empty cell.",
    bad=FRAMEWORK,
    data=TABLE.replace("2020,10", "2020,NaN"),
)
PERIOD = Rule(
    "IDX407",
    "a period that cannot be read",
    "Periods are years (2019), quarters (2019Q1) or months (2019M03), of one kind in all tables.",
    bad=FRAMEWORK,
    data=TABLE.replace("a,2020", "a,20-20"),
)
STATUS = Rule(
    "IDX408",
    "an observation status that does not fit",
    "`status` takes the SDMX codes A (normal), E (estimated), I (imputed), F (forecast), P (provisional), U (low "
    "reliability), B (break), D (definition differs) and M (missing). A missing observation has no value.",
    bad=FRAMEWORK,
    data="indicator,period,value,status\na,2020,1,X\na,2021,2,A\nb,2020,1,A\nb,2021,2,M\n",
)
UNKNOWN_INDICATOR = Rule(
    "IDX409",
    "data for an indicator that the framework does not name",
    "The rows are left out. A code in the data that differs from the indicator's name is stated with `code`.",
    bad=FRAMEWORK,
    data=TABLE + "c,2020,1\n",
    severity=Severity.WARNING,
)


@dataclass(slots=True)
class Cells:
    """A table's cells by part: for a long table one entry per row, for a wide one a column per indicator.

    `period` holds the periods' numbers, `frequency` their kind; `status` and `basis` hold codes.
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


def codes_of(framework: Framework) -> dict[str, str]:
    """Return the indicators by the name that the data have for them."""
    return {indicator.code or indicator.name: indicator.name for indicator in framework.indicators}


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
        help_ = did_you_mean("value", table.columns, otherwise="`columns(value = …)` names the column of values")
        found.add(COLUMN, f"{source.path} has no column `{heading['value']}`", place(source.path), help=help_)
        return None
    period, frequency = _periods(table, present.get("period"), source, found)
    cells = Cells(
        path=source.path,
        entity=_entities(table, present.get("entity")),
        period=period,
        frequency=frequency,
        indicator=None,
        values={},
    )
    if long:
        _long(table, present, source, by_code, cells, found)
    else:
        _wide(table, mapped, source, by_code, cells, found)
    return cells


def _check_mapping(
    table: pl.DataFrame, source: DataSource, framework: Framework, found: Collector
) -> dict[str, str] | None:
    roles = ("indicator", "entity", "period", "value", "status", "basis", "solved_from", "note")
    names = {indicator.name for indicator in framework.indicators}
    failed = False
    for role, heading in source.columns.items():
        if role not in roles and role not in names:
            help_ = did_you_mean(role, (*roles, *names), otherwise=f"the parts are {', '.join(roles)}")
            found.add(COLUMN, f"`{role}` is neither a part of a table nor an indicator", source.span, help=help_)
            failed = True
        elif heading not in table.columns:
            help_ = did_you_mean(heading, table.columns, otherwise=f"its columns are {', '.join(table.columns[:12])}")
            found.add(COLUMN, f"{source.path} has no column `{heading}`", place(source.path), help=help_)
            failed = True
    return None if failed else source.columns


def _wide_columns(table: pl.DataFrame, mapped: dict[str, str], by_code: dict[str, str]) -> dict[str, str]:
    """Return the heading of each indicator's column in a wide table."""
    headings = {name: code for code, name in by_code.items() if code in table.columns}
    return headings | {name: mapped[name] for name in by_code.values() if name in mapped}


def _text(column: pl.Series) -> pl.Series:
    if column.dtype.is_float() and column.drop_nulls().is_finite().all() and (column.drop_nulls() % 1 == 0).all():
        column = column.cast(pl.Int64)
    text = pl.col("text").cast(pl.String).str.strip_chars()
    return column.to_frame("text").select(pl.when(text != "").then(text).alias("text")).to_series()


def _entities(table: pl.DataFrame, heading: str | None) -> pl.Series | None:
    return None if heading is None else _text(table[heading])


def _periods(
    table: pl.DataFrame, heading: str | None, source: DataSource, found: Collector
) -> tuple[pl.Series | None, str]:
    """Return the numbers of a table's periods and their frequency."""
    if heading is None:
        return None, ""
    texts = _text(table[heading])
    parsed = {text: period for text in texts.unique().drop_nulls() if (period := parse_period(text))}
    kinds = sorted({period.frequency for period in parsed.values()})
    if len(kinds) > 1:
        shown = ", ".join(str(next(p for p in parsed.values() if p.frequency == kind)) for kind in kinds)
        found.add(PERIOD, f"{source.path} mixes periods of several kinds: {shown}", place(source.path, None, heading))
    numbers_ = {text: period.number for text, period in parsed.items()}
    column = (
        texts.replace_strict(numbers_, default=None, return_dtype=pl.Int64) if numbers_ else texts.clear(len(texts))
    )
    for row in column.is_null().arg_true().to_list()[:MOST_REPORTED]:
        said = "the period is empty" if texts[row] is None else f"`{texts[row]}` is no period"
        found.add(PERIOD, said, place(source.path, row, heading), help="such as 2019, 2019Q1 or 2019M03")
    return column, kinds[0] if kinds else ""


def numbers(column: pl.Series, source: DataSource, found: Collector) -> pl.Series:
    """Return a column as Float64, null where a cell is empty; report each cell that is no finite number."""
    if column.dtype.is_numeric():
        parsed = column.cast(pl.Float64)
        text = column
    elif column.dtype in {pl.String, pl.Null}:
        text = _text(column)
        if source.na:
            text = text.to_frame("text").select(pl.when(~pl.col("text").is_in(source.na)).then("text"))["text"]
        parsed = text.cast(pl.Float64, strict=False)
    else:
        found.add(NUMBER, f"the column holds {column.dtype}, not numbers", place(source.path, None, column.name))
        return pl.Series(column.name, [None] * len(column), dtype=pl.Float64)
    wrong = (parsed.is_null() & text.is_not_null()).arg_true().to_list()
    for row in wrong[:MOST_REPORTED]:
        more = f" (and {len(wrong) - MOST_REPORTED} more)" if row == wrong[-1:] else ""
        found.add(
            NUMBER,
            f"`{text[row]}` is not a number{more}",
            place(source.path, row, column.name),
            help=_advice(text[row]),
        )
    if len(wrong) > MOST_REPORTED:
        rest = f"{len(wrong) - MOST_REPORTED} more cells of this column are not numbers"
        found.add(NUMBER, rest, place(source.path, wrong[MOST_REPORTED], column.name))
    infinite = (~parsed.is_finite()).fill_null(value=False).arg_true().to_list()
    for row in infinite[:MOST_REPORTED]:
        help_ = "leave the cell empty where the value is missing"
        found.add(NOT_FINITE, f"the value is {parsed[row]}", place(source.path, row, column.name), help=help_)
    return parsed.rename(column.name)


def _advice(text: str) -> str:
    plain = text.replace(",", "").replace("，", "").replace(" ", "").rstrip("%％")
    try:
        float(plain)
    except ValueError:
        return f'empty the cell if the value is missing, or add `na "{text}"` to the data statement'
    return f"write `{plain}`: no thousands separators or per cent signs"


def _long(
    table: pl.DataFrame,
    present: dict[str, str],
    source: DataSource,
    by_code: dict[str, str],
    cells: Cells,
    found: Collector,
) -> None:
    codes = _text(table[present["indicator"]])
    unknown = sorted(set(codes.unique().drop_nulls()) - set(by_code))
    for code in unknown:
        rows = (codes == code).arg_true()
        help_ = did_you_mean(code, by_code, otherwise='`code "…"` on an indicator gives the data\'s name for it')
        message = f"no indicator is called `{code}` ({len(rows)} row{'s' if len(rows) > 1 else ''} left out)"
        found.add(UNKNOWN_INDICATOR, message, place(source.path, rows[0], present["indicator"]), help=help_)
    cells.indicator = codes.replace_strict(by_code, default=None, return_dtype=pl.String) if len(codes) else codes
    cells.values[""] = numbers(table[present["value"]], source, found)
    if "status" in present:
        cells.status = _statuses(table[present["status"]], cells.values[""], source, found)
    if "basis" in present:
        words = _text(table[present["basis"]])
        known = {word: code for code, word in enumerate(BASES)}
        cells.basis = words.replace_strict(known, default=OBSERVED, return_dtype=pl.Int8)
    if "solved_from" in present:
        cells.solved_from = _origins(table[present["solved_from"]])


def _statuses(column: pl.Series, values: pl.Series, source: DataSource, found: Collector) -> pl.Series:
    known = {code: number for number, code in enumerate(STATUSES)}
    stated = _text(column).str.to_uppercase()
    codes = stated.replace_strict(known, default=None, return_dtype=pl.Int8)
    for row in (codes.is_null() & stated.is_not_null()).arg_true().to_list()[:MOST_REPORTED]:
        message = f"`{column[row]}` is no observation status"
        found.add(STATUS, message, place(source.path, row, column.name), help=f"one of {', '.join(STATUSES)}")
    for row in ((codes == MISSING) & values.is_not_null()).fill_null(value=False).arg_true().to_list()[:MOST_REPORTED]:
        message = f"status M says missing, and the value is {values[row]:g}"
        found.add(STATUS, message, place(source.path, row, column.name), help="empty the value, or change the status")
    return codes.fill_null(NORMAL)


def _origins(column: pl.Series) -> dict[int, tuple[tuple[str, Period | None], ...]]:
    origins: dict[int, tuple[tuple[str, Period | None], ...]] = {}
    for row, text in enumerate(_text(column)):
        if text:
            parts = [part.split() for part in text.split(";") if part.strip()]
            origins[row] = tuple((words[0], parse_period(words[-1])) for words in parts)
    return origins


def _wide(
    table: pl.DataFrame,
    mapped: dict[str, str],
    source: DataSource,
    by_code: dict[str, str],
    cells: Cells,
    found: Collector,
) -> None:
    columns = _wide_columns(table, mapped, by_code)
    if not columns:
        near = {code: match for code in by_code if (match := nearest(code, table.columns))}
        help_ = "; ".join(f"`{found_}` may be `{code}`" for code, found_ in list(near.items())[:3])
        message = f"{source.path} has neither the columns `indicator` and `value` nor a column of any indicator"
        found.add(COLUMN, message, place(source.path), help=help_ or f"its columns are {', '.join(table.columns[:12])}")
    for name, heading in columns.items():
        cells.values[name] = numbers(table[heading], source, found)
    used = {*columns.values(), *mapped.values(), "entity", "period"}
    cells.unused = tuple(heading for heading in table.columns if heading not in used)
