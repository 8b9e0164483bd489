"""Run `idx` as a user would, in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from idx.cli import main

if TYPE_CHECKING:
    from click.testing import Result


def run(*arguments: str, locale: str = "C.UTF-8", columns: int = 80) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(arguments), env={"LC_ALL": locale, "COLUMNS": str(columns)})


def printed(*arguments: str, locale: str = "C.UTF-8", columns: int = 80) -> str:
    """Return what a command prints that ends well."""
    result = run(*arguments, locale=locale, columns=columns)
    assert result.exit_code == 0, result.output
    return str(result.stdout)
