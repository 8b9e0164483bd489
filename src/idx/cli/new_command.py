"""`idx new`: a commented framework to start from, with made-up data beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import comments_option
from idx.diagnostics import Wording, said
from idx.project.start import new_framework

if TYPE_CHECKING:
    from idx.diagnostics import Language
    from idx.interchange.start import Family


@click.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--family",
    type=click.Choice(["growth", "level"]),
    default="growth",
    show_default=True,
    help="An index chained from growth rates, or scores that compare entities.",
)
@comments_option
def command(*, file: Path, family: Family, language: Language) -> None:
    """Write a framework to start from into FILE, with comments that teach the language, and made-up data beside it.

    What is there already is never overwritten.
    """
    path = file if file.suffix else file.with_suffix(".idx")
    if path.suffix != ".idx":
        raise click.BadParameter(f"a framework's file ends in .idx: {path.with_suffix('.idx')}", param_hint="FILE")
    contents = new_framework(path, family, language)
    common.create(contents, "FILE")
    framework, data = contents
    written = Wording(
        f"Wrote {framework} and made-up data, {data}. Next: idx eval {framework}",
        f"已写入 {framework} 和虚构的数据 {data}。下一步：idx eval {framework}",
    )
    click.echo(said(written, language))
