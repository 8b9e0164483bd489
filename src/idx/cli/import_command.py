"""`idx import`: a framework from an outline in a spreadsheet, or from COINr's iMeta."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import comments_option
from idx.diagnostics import IdxError, Wording, said
from idx.project.outlines import Request, import_outline

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Language
    from idx.interchange.start import Family
    from idx.project.outlines import Imported

KEYWORDS = ("periods", "impute", "missing", "normalise", "aggregate", "link")


@click.command("import")
@click.argument("table", type=common.FILE)
@click.option("--sheet", metavar="NAME", help="The workbook's sheet; the first unless named.")
@click.option("--coinr", is_flag=True, help="Insist that the table is COINr's iMeta, which is recognised by itself.")
@click.option("--data", type=common.FILE, metavar="PATH", help="The table of values; copied beside the framework.")
@click.option("--name", metavar="NAME", help="The framework's name; that of the file unless stated.")
@click.option(
    "--family",
    type=click.Choice(["growth", "level"]),
    help="Methods by default: growth where the data follow one entity over time, else scores (level).",
)
@click.option("--periods", metavar="RANGE", help="The periods that are evaluated, such as 2019..2024.")
@click.option("--impute", multiple=True, metavar="TEXT", help="'gaps by linear'; may be repeated.")
@click.option("--missing", metavar="TEXT", help="'drop(min_coverage = 2/3)', for example.")
@click.option("--normalise", metavar="TEXT", help="'min_max(reference = each_period)', for example.")
@click.option("--aggregate", metavar="TEXT", help="'geometric(zero = error)', for example.")
@click.option("--link", metavar="TEXT", help="'chain(base = 2019, value = 100)', for example.")
@comments_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    table: Path,
    sheet: str | None,
    coinr: bool,
    data: Path | None,
    name: str | None,
    family: Family | None,
    language: Language,
    output: Path | None,
    **stated: str | tuple[str, ...] | None,
) -> None:
    """Make a framework from TABLE: an outline of its tree in a CSV file or a workbook, or COINr's iMeta.

    An outline has a row for each node, with the columns level (or parent), code, label, weight, direction, unit,
    source and note, in English or Chinese; or a column for each level. All its faults are reported in one run. What is
    there already is never overwritten.
    """
    if output is not None:
        output = output if output.suffix else output.with_suffix(".idx")
        if output.suffix != ".idx":
            raise click.BadParameter("a framework's file ends in .idx", param_hint="-o")
    methods = {key: (text,) if isinstance(text, str) else text for key in KEYWORDS if (text := stated[key])}
    request = Request(table, sheet, coinr, data, output, name, family, methods, language)
    outcome = import_outline(request)
    try:
        made = outcome.unwrap()
    except IdxError as error:
        common.fail(error.diagnostics)
    common.report(outcome.diagnostics)
    if output is None:
        sys.stdout.write(made.text)
        return
    common.create({**made.copied, output: made.text.encode()}, "-o")
    click.echo(said(_written(made, output, data), language))


def _written(made: Imported, output: Path, data: Path | None) -> Wording:
    indicators, composites = len(made.framework.indicators), len(made.framework.composites)
    en = f"Wrote {output}: {indicators} indicators, {composites} composites."
    zh = f"已写入 {output}：{indicators} 个指标，{composites} 个复合指标。"
    for copy in made.copied:
        en += f" Copied {data} to {copy}, since data lie in the framework's folder."
        zh += f"数据须与框架在同一文件夹，已将 {data} 复制为 {copy}。"
    option = " --data" if data else ""
    return Wording(
        f"{en} Next: look for `check` in it, and run idx check {output}{option}",
        f"{zh}下一步：查看其中标有“核对”的各行，并运行 idx check {output}{option}",
    )
