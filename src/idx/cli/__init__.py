"""The command `idx`: a table of commands, each loaded when it is called."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from io import TextIOWrapper

import click

from idx import __version__
from idx.internal import STATUS, InternalError

# Each command's module and its line in the help, so that `idx --help` loads none of them.
COMMANDS = {
    "changelog": "Write release notes: what changed and why, what is new, what it did to the headline.",
    "check": "Check framework files: text, names, structure, methods; with --data, data and values too.",
    "data": "Write the table of figures that a framework asks for, to be filled in.",
    "diff": "Compare two versions: what changed, what it did to every value, and how much each change caused.",
    "eval": "Compute a framework from its data.",
    "flatten": "Write a version or a scenario as one file that stands by itself.",
    "fmt": "Format framework files: one canonical layout, aligned, with every comment in its place.",
    "graph": "Write a framework's graph for other programs.",
    "history": "Show the headline of several versions side by side, and what changed between them.",
    "import": "Make a framework from an outline in a spreadsheet, or from COINr's iMeta.",
    "merge": "Put the edits of two sides against their base together; what conflicts is named.",
    "methods": "Show the manual of the methods.",
    "new": "Write a commented framework to start from.",
    "profile": "Show where one entity stands: values, ranks, strengths, weaknesses and nearest peers.",
    "rule": "Explain a diagnostic by its code.",
    "show": "Show a framework's tree with exact and effective weights.",
    "stats": "Show statistics: availability, outliers, correlations, coherence, components, importance of weights.",
    "verify": "Hold results against the published figures that a framework expects.",
    "vintages": "Show what each edition says of a period, how figures were revised, and what caused it.",
}


class Commands(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, its module imported."""
        if cmd_name not in COMMANDS:
            return None
        del ctx
        # What is loaded here stays to the end, so the garbage collector need not look through it again and again.
        gc.disable()
        command: click.Command = import_module(f"idx.cli.{cmd_name}_command").command
        gc.freeze()
        gc.enable()
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Carry out a command; a fault of ours is told as such, with a status of its own."""
        try:
            return super().invoke(ctx)
        except InternalError as error:
            click.echo(f"idx: a fault of the program, not of your files: {error}", err=True)
            click.echo("idx：程序自身的错误，与您的文件无关。请报告 / Please report it.", err=True)
            ctx.exit(STATUS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their lines."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="idx")
def main() -> None:
    """State a composite-indicator framework in a file, compute it, and verify it.

    \b
    idx eval frameworks/2025.idx      compute every node for every period
    idx verify frameworks/2025.idx    compare with the published figures
    idx check frameworks/2025.idx     find mistakes, with what to do about them
    """  # noqa: D301 - \b tells click to keep the lines
    for stream in (sys.stdout, sys.stderr):
        # Results are UTF-8 with plain line ends wherever they are sent; a terminal keeps its own encoding.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="replace" if stream.isatty() else "strict"
            )
