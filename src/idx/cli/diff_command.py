"""`idx diff`: what changed between two versions, what it did to every value, and how much each change caused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from idx.analysis.attribution.attribute import Options, TooManyCausesError
from idx.cli import common
from idx.cli.formats import format_of, format_option
from idx.cli.git_external import sides_from_git
from idx.cli.language import spoken
from idx.diagnostics import IdxError, Wording, said
from idx.internal import STATUS
from idx.project.compare import Wanted, compare
from idx.project.gate import GATES, unwaived
from idx.project.printed import edits_file
from idx.project.sides import evaluate_side, load_side
from idx.report.difference.files import csv_bytes, json_bytes
from idx.report.difference.stat_table import stat_tables
from idx.report.difference.tables import tables
from idx.report.difference.wish import Wish
from idx.report.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import polars as pl

    from idx.edits.changes import Change
    from idx.project.compare import Comparison
    from idx.project.framework import Framework
    from idx.project.sides import Side

FORMATS = ("table", "markdown", "json", "csv", "idx")
GROUPINGS: dict[str, Callable[[Change], Hashable] | None] = {
    "kind": lambda change: change.kind,
    "node": lambda change: change.subject,
    "pillar": None,
}
VALUES = ("index", "rank")


@click.command("diff")
@click.argument("versions", nargs=-1, metavar="A B")
@click.option("--data-a", multiple=True, metavar="PATH", help="Data for A in place of those that it states.")
@click.option("--data-b", multiple=True, metavar="PATH", help="Data for B in place of those that it states.")
@click.option("--full", is_flag=True, help="Every change and every node.")
@click.option("--node", "nodes", multiple=True, metavar="NAME", help="Values of this node; may be repeated.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity; may be repeated.")
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period; may be repeated.")
@click.option("--digits", type=click.IntRange(0, 15), default=1, help="Decimals in a table (1 unless stated).")
@click.option("--stat", is_flag=True, help="The comparison in numbers, on one screen, with a name for the version.")
@click.option("--no-causes", is_flag=True, help="Leave out how much each change caused.")
@click.option(
    "--group",
    type=click.Choice(list(GROUPINGS)),
    help="Take changes of a kind, of a node, or of a node right under the root, for one cause.",
)
@click.option("--value", type=click.Choice(VALUES), default="index", help="Show ranks in the place of values.")
@click.option(
    "--samples", type=click.IntRange(2), help="Pairs of orders drawn for more than twelve causes (few unless stated)."
)
@click.option("--exact", is_flag=True, help="Exact shares for any number of causes, or what that would cost.")
@click.option("--seed", type=int, default=0, help="Where the drawing of orders begins.")
@click.option("--accept-guess", is_flag=True, help="Compare nodes as one that seem to have been renamed.")
@click.option("--fail-on", type=click.Choice(GATES), help="End with status 1 on such a kind or word, or more.")
@format_option(FORMATS)
@click.option("--git-external", is_flag=True, hidden=True)
@common.language_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    versions: tuple[str, ...],
    data_a: tuple[str, ...],
    data_b: tuple[str, ...],
    full: bool,
    nodes: tuple[str, ...],
    entities: tuple[str, ...],
    periods: tuple[str, ...],
    digits: int,
    stat: bool,
    no_causes: bool,
    group: str | None,
    value: str,
    samples: int | None,
    exact: bool,
    seed: int,
    accept_guess: bool,
    fail_on: str | None,
    git_external: bool,
    form: str | None,
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Compare two versions: what changed, what it did, and why.

    A and B are files, FILE@SCENARIO, or REVISION:FILE as it was in git. With --fail-on KIND, changes of that kind or a
    weightier one end with status 1, but for those that state a `because`; with --fail-on WORD, a verdict of that word
    or a heavier one does.
    """
    form = format_of(form, output, FORMATS)
    if stat and form in {"csv", "idx"}:
        raise click.UsageError("--stat is a table, Markdown or JSON")
    sides = (
        sides_from_git(versions, allow_outside=allow_outside)
        if git_external
        else _sides(versions, (data_a, data_b), allow_outside=allow_outside)
    )
    if sides is None:
        return
    common.speak(language, sides[1].framework)
    options = Options(by=GROUPINGS[group] if group else None, pairs=samples, seed=seed, exact=exact)
    wanted = Wanted(
        attributed=not no_causes and form != "idx",
        options=options,
        accept_guesses=accept_guess,
        printed=0.5 * 10**-digits,
        nodes=nodes if nodes or (form in {"table", "markdown"} and not full and fail_on is None) else None,
        by_pillar=group == "pillar",
    )
    comparison = _compared(sides, wanted)
    known = [pair.name for pair in comparison.pairs.values()]
    there = comparison.keys
    wish = Wish(
        full=full,
        nodes=common.choose(nodes, known, "--node", "node"),
        entities=common.choose(entities, _known(there, "entity"), "--entity", "entity"),
        periods=common.choose(periods, _known(there, "period"), "--period", "period"),
        digits=digits,
        language=language,
        speech=spoken(),
        width=common.width() if not output and sys.stdout.isatty() else None,
        rank=value == "rank",
    )
    content = _content(comparison, wish, form, output, stat=stat, to_terminal=not output and sys.stdout.isatty())
    common.deliver(content, output)
    if comparison.attribution is not None and comparison.attribution.withheld:
        raise SystemExit(STATUS)
    raise SystemExit(int(fail_on is not None and unwaived(comparison, fail_on)))


def _compared(sides: tuple[Side, Side], wanted: Wanted) -> Comparison:
    try:
        return compare(*sides, wanted)
    except TooManyCausesError as error:
        en = (
            f"--exact: {error.causes} causes make {error.coalitions:,} coalitions, and {error.cells:,} values to keep; "
            "take causes together (--group kind), show fewer nodes (--node NAME), or draw more orders (--samples 100)"
        )
        zh = (
            f"--exact：{error.causes} 个原因有 {error.coalitions:,} 种组合，要保存 {error.cells:,} 个数值；"
            "请合并原因（--group kind）、减少节点（--node NAME），或多抽排列（--samples 100）"
        )
        raise click.UsageError(said(Wording(en, zh), spoken())) from error


def _known(keys: pl.DataFrame | None, column: str) -> list[str | None]:
    return [] if keys is None else keys[column].unique(maintain_order=True).to_list()


def _sides(
    versions: tuple[str, ...], data: tuple[tuple[str, ...], tuple[str, ...]], *, allow_outside: bool
) -> tuple[Side, Side]:
    if len(versions) != len(data):
        raise click.UsageError("name two versions, A and B: files, FILE@SCENARIO or REVISION:FILE")
    before, after = (_side(*one, allow_outside=allow_outside) for one in zip(versions, data, strict=True))
    return before, after


def _side(written: str, data: tuple[str, ...], *, allow_outside: bool) -> Side:
    framework = _loaded(written)
    return evaluate_side(written, framework, common.tables(data, framework), allow_outside=allow_outside)


def _loaded(written: str) -> Framework:
    try:
        return load_side(written).unwrap()
    except IdxError as error:
        common.fail(error.diagnostics)
    except OSError as error:
        raise click.BadParameter(f"cannot read {written}: {error.strerror}") from error


def _content(
    comparison: Comparison, wish: Wish, form: str, output: Path | None, *, stat: bool, to_terminal: bool
) -> bytes:
    make = stat_tables if stat else tables
    match form:
        case "json":
            return json_bytes(comparison, wish)
        case "csv":
            return csv_bytes(comparison, wish)
        case "idx":
            edits = edits_file(comparison, output or Path(), wish.speech)
            if edits.value is None:
                common.fail(edits.diagnostics)
            common.report(edits.diagnostics)
            return edits.value.encode()
        case "markdown":
            return ("\n\n".join(markdown(table) for table in make(comparison, wish)) + "\n").encode()
    drawn = [common.drawn(table, to_terminal=to_terminal) for table in make(comparison, wish)]
    return ("\n\n".join(drawn) + "\n").encode()
