"""`idx data`: the table of figures that a framework asks for, to be filled in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import spoken
from idx.diagnostics import IdxError, Wording, did_you_mean, said
from idx.interchange.template.grid import Wanted
from idx.interchange.template.statement import statement_beside
from idx.interchange.template.text import csv_bytes, csv_text
from idx.period import Periods, parse_period
from idx.project.templates import UnknownRowsError, data_template

if TYPE_CHECKING:
    from idx.interchange.template.table import Template
    from idx.project.framework import Framework

MOST_ROWS = 1_048_575  # of an Excel sheet, below the headings


@click.command("data")
@common.framework_argument
@common.data_option
@click.option("--table", "statement", metavar="NAME", help="Which data statement, where there are several.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity, new or not; repeatable.")
@click.option("--periods", metavar="RANGE", help="Only these periods, such as 2019..2024; none for data without.")
@common.language_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    file: Path,
    data: tuple[str, ...],
    statement: str | None,
    entities: tuple[str, ...],
    periods: str | None,
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Write the table of figures that a framework asks for: what is there filled in, what is missing marked.

    One row a figure. An Excel workbook (-o table.xlsx) marks the missing cells and explains the columns; CSV does
    without. `idx eval FILE --data table.xlsx` reads it as it is. What is there already is never overwritten.
    """
    if output is not None and output.suffix.lower() not in {".xlsx", ".csv"}:
        raise click.BadParameter("the table is a workbook or CSV: end in .xlsx or .csv", param_hint="-o")
    framework = common.load(file)
    wanted = Wanted(entities, _periods(periods), undated=periods == "none")
    try:
        outcome = data_template(
            framework,
            wanted,
            statement=_statement(framework, statement),
            data=common.tables(data, framework),
            language=common.speak(language, framework),
            allow_outside=allow_outside,
        )
        template = outcome.unwrap()
    except UnknownRowsError as error:
        raise click.BadParameter(said(error.wording, spoken()), param_hint=error.option) from error
    except IdxError as error:
        common.fail(error.diagnostics)
    common.report(outcome.diagnostics)
    if output is None:
        sys.stdout.write(csv_text(template))
        return
    common.create({output: _content(template, output)}, "-o")
    wrote, next_ = _written(template, output), _next(framework, template, file, output, statement)
    click.echo(said(wrote, spoken()) + said(next_, spoken()))


def _periods(text: str | None) -> Periods | None:
    if text is None or text == "none":
        return None
    first, dots, last = text.partition("..")
    ends = parse_period(first), parse_period(last if dots else first)
    if not ends[0] or not ends[1] or ends[0].frequency != ends[1].frequency or ends[0] > ends[1]:
        raise click.BadParameter(f"{text} is no range of periods: write 2019..2024", param_hint="--periods")
    return Periods(ends[0], ends[1])


def _statement(framework: Framework, chosen: str | None) -> str | None:
    names = [source.name for source in framework.model.data]
    if chosen is not None and chosen not in names:
        found = did_you_mean(chosen, names) or f"there are {', '.join(names) or 'none'}"
        raise click.BadParameter(f"no data statement is called {chosen}: {found}", param_hint="--table")
    if chosen is None and len(names) > 1:
        raise click.BadParameter(f"there are several data statements: {', '.join(names)}", param_hint="--table")
    return chosen


def _content(template: Template, output: Path) -> bytes:
    rows = len(template.parts[0].cells)
    try:
        if output.suffix.lower() == ".csv":
            return csv_bytes(template)
        if rows > MOST_ROWS:
            raise click.BadParameter(f"{rows} rows are more than a sheet can hold: end in .csv", param_hint="-o")
        return common.filling_workbook(template)
    except (LookupError, ValueError) as error:
        message = f"the table cannot be written as the data statement says: {error}"
        raise click.BadParameter(message, param_hint="-o") from error


def _written(template: Template, output: Path) -> Wording:
    values = next(part.cells for part in template.parts if part.role == "value")
    return Wording(
        f"Wrote {output}: {len(values)} figures, {values.null_count()} missing. Next: fill them in, ",
        f"已写入 {output}：{len(values)} 个数值，缺 {values.null_count()} 个。下一步：填好后",
    )


def _next(framework: Framework, template: Template, file: Path, output: Path, chosen: str | None) -> Wording:
    """Say how the filled table comes to be read: in place of the other one, or beside it where it holds less."""
    source = next((each for each in framework.model.data if chosen in {None, each.name}), None)
    if source is None or not template.leaves_out:
        read = f"{chosen}={output}" if chosen else str(output)
        return Wording(f"and run idx eval {file} --data {read}", f"运行 idx eval {file} --data {read}")
    values = next(part.cells for part in template.parts if part.role == "value")
    path = Path(os.path.relpath(output, file.parent)).as_posix()
    english = chinese = ""
    if values.count():
        english += f"take out the rows with figures that {source.path} holds already, "
        chinese += f"删去 {source.path} 中已有数值的行，"
    if path.startswith("../"):
        path = output.name
        english += f"put it into the folder of {file}, "
        chinese += f"把它放进 {file} 所在的文件夹，"
    line = statement_beside(source, path, [each.name for each in framework.model.data])
    return Wording(
        f"{english}and add this line to {file}, below the statement of {source.path}:\n  {line}",
        f"{chinese}在 {file} 中 {source.path} 的 `data` 语句之下加上一行：\n  {line}",
    )
