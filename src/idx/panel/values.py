"""What the cells of a column say: texts, numbers, periods, statuses and origins; each that says nothing is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording, choose_from
from idx.panel.files import MOST_REPORTED, place
from idx.panel.model import MISSING, NORMAL, STATUSES
from idx.panel.written_numbers import advice_on_number
from idx.period import Period, parse_period
from idx.resolve.example import GROWTH, HEADER, INDEX, TABLE

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import DataSource

FRAMEWORK = HEADER + GROWTH + INDEX

NUMBER = Rule(
    "IDX405",
    Wording("text where a number belongs", "应为数值的地方是文本"),
    Wording(
        "Values are plain numbers with a decimal point: no thousands separators, units or per cent signs. What stands "
        'for missing, if not an empty cell, is named in the data statement: `na "—", "NA"`.',
        "数值只写数字和小数点，不带千位分隔符、计量单位或百分号。缺失值若不是空单元格，"
        '要在 `data` 语句中写明用什么表示：`na "—", "NA"`。',
    ),
    bad=FRAMEWORK,
    data=TABLE.replace("2020,10", "2020,ten"),
)
NOT_FINITE = Rule(
    "IDX406",
    Wording("a value that is not a finite number", "数值不是有限数"),
    Wording(
        "NaN and infinity are results of failed computations, never observations. A missing value is an empty cell.",
        "NaN 和无穷大是计算失败的产物，不是观测值。缺失值应为空单元格。",
    ),
    bad=FRAMEWORK,
    data=TABLE.replace("2020,10", "2020,NaN"),
)
PERIOD = Rule(
    "IDX407",
    Wording("a period that cannot be read", "无法识别的时期"),
    Wording(
        "Periods are years (2019), quarters (2019Q1) or months (2019M03), of one kind in a table. A table of finer "
        "periods than the framework's is converted where its series state `convert`.",
        "时期可以是年（2019）、季（2019Q1）或月（2019M03），同一张表只用一种。时期比指标体系更细的表，"
        "在其中各数据序列写明 `convert` 后换算。",
    ),
    bad=FRAMEWORK,
    data=TABLE.replace("a,2020", "a,20-20"),
)
STATUS = Rule(
    "IDX408",
    Wording("an observation status that does not fit", "观测状态不适用"),
    Wording(
        "`status` takes the SDMX codes A (normal), E (estimated), I (imputed), F (forecast), P (provisional), U (low "
        "reliability), B (break), D (definition differs) and M (missing). A missing observation has no value.",
        "`status` 取 SDMX 代码：A（正常）、E（估计）、I（插补）、F（预测）、P（初步）、U（可靠性低）、B（序列中断）、"
        "D（口径不同）和 M（缺失）。缺失的观测值不能有数值。",
    ),
    bad=FRAMEWORK,
    data="indicator,period,value,status\na,2020,1,X\na,2021,2,A\nb,2020,1,A\nb,2021,2,M\n",
)


def text_of(column: pl.Series) -> pl.Series:
    """Return a column as text without blanks around it, null where a cell is empty; 2019.0 of a workbook is 2019."""
    if column.dtype.is_float() and column.drop_nulls().is_finite().all() and (column.drop_nulls() % 1 == 0).all():
        column = column.cast(pl.Int64)
    text = pl.col("text").cast(pl.String).str.strip_chars()
    return column.to_frame("text").select(pl.when(text != "").then(text).alias("text")).to_series()


def periods(
    table: pl.DataFrame, heading: str | None, source: DataSource, found: Collector
) -> tuple[pl.Series | None, str]:
    """Return the numbers of a table's periods and their frequency."""
    if heading is None:
        return None, ""
    texts = text_of(table[heading])
    parsed = {text: period for text in texts.unique().drop_nulls() if (period := parse_period(text))}
    kinds = sorted({period.frequency for period in parsed.values()})
    if len(kinds) > 1:
        shown = [str(next(p for p in parsed.values() if p.frequency == kind)) for kind in kinds]
        message = Wording(
            f"{source.path} mixes periods of several kinds: {', '.join(shown)}",
            f"{source.path} 混用了几种时期：{'、'.join(shown)}",
        )
        found.add(PERIOD, message, place(source.path, None, heading))
    numbers_ = {text: period.number for text, period in parsed.items()}
    column = (
        texts.replace_strict(numbers_, default=None, return_dtype=pl.Int64)
        if numbers_
        else pl.Series(texts.name, [None] * len(texts), dtype=pl.Int64)
    )
    for row in column.is_null().arg_true().to_list()[:MOST_REPORTED]:
        message = Wording(f"`{texts[row]}` is no period", f"`{texts[row]}` 不是时期")
        if texts[row] is None:
            message = Wording("the period is empty", "时期为空")
        help_ = Wording("such as 2019, 2019Q1 or 2019M03", "例如 2019、2019Q1 或 2019M03")
        found.add(PERIOD, message, place(source.path, row, heading), help=help_)
    return column, kinds[0] if kinds else ""


def numbers(column: pl.Series, source: DataSource, found: Collector) -> pl.Series:
    """Return a column as Float64, null where a cell is empty; report each cell that is no finite number."""
    if column.dtype.is_numeric():
        parsed = column.cast(pl.Float64)
        text = column
    elif column.dtype in {pl.String, pl.Null}:
        text = text_of(column)
        if source.na:
            text = text.to_frame("text").select(pl.when(~pl.col("text").is_in(source.na)).then("text"))["text"]
        parsed = text.cast(pl.Float64, strict=False)
    else:
        message = Wording(f"the column holds {column.dtype}, not numbers", f"该列的类型是 {column.dtype}，不是数值")
        found.add(NUMBER, message, place(source.path, None, column.name))
        return pl.Series(column.name, [None] * len(column), dtype=pl.Float64)
    wrong = (parsed.is_null() & text.is_not_null()).arg_true().to_list()
    for row in wrong[:MOST_REPORTED]:
        found.add(
            NUMBER,
            Wording(f"`{text[row]}` is not a number", f"`{text[row]}` 不是数值"),
            place(source.path, row, column.name),
            help=advice_on_number(text[row]),
        )
    if len(wrong) > MOST_REPORTED:
        more = len(wrong) - MOST_REPORTED
        rest = Wording(f"{more} more cells of this column are not numbers", f"该列还有 {more} 个单元格不是数值")
        found.add(NUMBER, rest, place(source.path, wrong[MOST_REPORTED], column.name))
    infinite = (~parsed.is_finite()).fill_null(value=False).arg_true().to_list()
    for row in infinite[:MOST_REPORTED]:
        message = Wording(f"the value is {parsed[row]}", f"数值为 {parsed[row]}")
        help_ = Wording("leave the cell empty where the value is missing", "数值缺失时请把单元格留空")
        found.add(NOT_FINITE, message, place(source.path, row, column.name), help=help_)
    return parsed.rename(column.name)


def statuses(column: pl.Series, values: pl.Series, source: DataSource, found: Collector) -> pl.Series:
    """Return the codes of observation statuses, normal where a cell is empty; report what is none, or does not fit."""
    known = {code: number for number, code in enumerate(STATUSES)}
    stated = text_of(column).str.to_uppercase()
    codes = stated.replace_strict(known, default=None, return_dtype=pl.Int8)
    for row in (codes.is_null() & stated.is_not_null()).arg_true().to_list()[:MOST_REPORTED]:
        message = Wording(f"`{column[row]}` is no observation status", f"`{column[row]}` 不是观测状态")
        found.add(STATUS, message, place(source.path, row, column.name), help=choose_from(STATUSES))
    for row in ((codes == MISSING) & values.is_not_null()).fill_null(value=False).arg_true().to_list()[:MOST_REPORTED]:
        message = Wording(
            f"status M says missing, and the value is {values[row]:g}",
            f"状态 M 表示缺失，却有数值 {values[row]:g}",
        )
        help_ = Wording("empty the value, or change the status", "请清空数值，或更改状态")
        found.add(STATUS, message, place(source.path, row, column.name), help=help_)
    return codes.fill_null(NORMAL)


def origins(column: pl.Series) -> dict[int, tuple[tuple[str, Period | None], ...]]:
    """Return by row the published values, `NODE PERIOD` with `;` between them, from which a figure was solved."""
    found: dict[int, tuple[tuple[str, Period | None], ...]] = {}
    for row, text in enumerate(text_of(column)):
        if text:
            parts = [part.split() for part in text.split(";") if part.strip()]
            found[row] = tuple((words[0], parse_period(words[-1])) for words in parts)
    return found
