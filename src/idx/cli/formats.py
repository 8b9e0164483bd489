"""Which format a command writes: the one that is stated, or what the ending of its file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ENDINGS = {
    "table": ".txt",
    "markdown": ".md",
    "csv": ".csv",
    "json": ".json",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
    "idx": ".idx",
}


def format_option(formats: Sequence[str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option for a format, the first of which is written where none is stated and no file says one."""
    help_ = f"By default a {formats[0]}, or what -o's ending says."
    return click.option("--format", "form", type=click.Choice(formats), help=help_)


def format_of(stated: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """Return the format to write; a file without an ending has what is stated.

    A file whose ending says something else than what is written in it is wrong usage: the program that opens it by its
    name would not read it.
    """
    ending = output.suffix.lower() if output is not None else ""
    if output is None or not ending:
        return stated or formats[0]
    said = next((form for form in formats if ENDINGS[form] == ending), None)
    if said is None:
        known = ", ".join(f"{ENDINGS[form]} ({form})" for form in formats)
        raise click.BadParameter(f"nothing is written as {ending}: end in {known}", param_hint="-o")
    if stated not in {None, said}:
        fitting = output.with_suffix(ENDINGS[stated]) if stated else output
        message = f"{output} is {said} by its ending, and --format {stated}: leave --format out, or write {fitting}"
        raise click.BadParameter(message, param_hint="-o")
    return said


def refuse_other_endings(output: Path | None, formats: Sequence[str]) -> None:
    """Refuse a file whose ending is that of no format that a command without a choice of formats writes."""
    format_of(None, output, formats)
