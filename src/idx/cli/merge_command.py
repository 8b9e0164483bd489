"""`idx merge`: the edits of two sides against their base, put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.formats import refuse_other_endings
from idx.cli.language import messages_option
from idx.diagnostics import Wording, said
from idx.edits.merging.markers import Marks
from idx.project.merging import Asked, merged

if TYPE_CHECKING:
    from idx.diagnostics import Language

SIZE = 7  # of conflict markers, where git says nothing else


@click.command("merge")
@click.argument("sides", nargs=-1, metavar="BASE OURS THEIRS")
@click.option("--git", is_flag=True, help="Merge as git's driver: %O %A %B %P %L; what is merged is written into %A.")
@messages_option
@common.output_option
def command(*, sides: tuple[str, ...], git: bool, language: Language, output: Path | None) -> None:
    """Put the edits of OURS and THEIRS against BASE together.

    Lines are merged as git merges them, where that says what both sides mean; elsewhere what they state is merged, and
    comments, layout and paths are those of OURS. What conflicts stands between markers, is named, and ends with status
    1.
    """
    if git:
        asked, output = _from_git(sides, output)
    else:
        asked = _asked(sides, output)
    outcome = merged(asked)
    if outcome.value is None:
        common.fail(outcome.diagnostics)
    common.write(outcome.value.content, output)
    common.report(outcome.diagnostics)
    if outcome.errors:
        count = len(outcome.errors)
        counted = Wording(f"{count} conflict{'s' if count != 1 else ''}", f"{count} 处冲突")
        click.echo(said(counted, language), err=True)
    if output is not None and not git:
        click.echo(said(Wording(f"Wrote {output}", f"已写入 {output}"), language), err=True)
    raise SystemExit(int(not outcome.value.clean))


def _asked(sides: tuple[str, ...], output: Path | None) -> Asked:
    if len(sides) != 3:
        raise click.UsageError("name three files: the base, ours and theirs")
    refuse_other_endings(output, ["idx"])
    base, ours, theirs = (_content(Path(side)) for side in sides)
    return Asked((base, ours, theirs), (sides[0], sides[1], sides[2]), Path(sides[1]).parent, Marks(SIZE))


def _from_git(words: tuple[str, ...], output: Path | None) -> tuple[Asked, Path]:
    """Return what git hands over: three files of its own, the path that they are about, and how long markers are.

    Bases of versions lie beside that path. Two labels of conflict markers may follow.
    """
    if len(words) not in {5, 7} or output is not None:
        raise click.UsageError("--git is for git: see `git help gitattributes`, `merge.<driver>.driver`")
    base, ours, theirs = (_content(Path(word)) for word in words[:3])
    path, size = words[3], int(words[4]) if words[4].isdecimal() else SIZE
    labels = [word for word in words[5:] if not word.startswith("%")] or ["ours", "theirs"]
    marks = Marks(max(size, 1), labels[0], labels[-1])
    names = tuple(f"{path} ({name})" for name in ("base", "ours", "theirs"))
    return Asked((base, ours, theirs), (names[0], names[1], names[2]), Path(path).parent, marks), Path(words[1])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"cannot read {path}: {error.strerror}") from error
