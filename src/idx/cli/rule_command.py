"""`idx rule`: the page of a diagnostic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idx.cli.language import messages_option
from idx.diagnostics import nearest, said
from idx.project.rules import rule_page, rules
from idx.report.paragraphs import filled

if TYPE_CHECKING:
    from idx.diagnostics import Language

WIDTH = 100


@click.command("rule")
@click.argument("code", required=False)
@messages_option
def command(*, code: str | None, language: Language) -> None:
    """Explain the diagnostic CODE, such as IDX206; without a code, list them all."""
    known = rules()
    if code is None:
        rows = [f"{rule.code}  {rule.severity.value:7}  {said(rule.title, language)}" for rule in known.values()]
        click.echo("\n".join(rows))
        return
    rule = known.get(code.upper())
    if rule is None:
        found = nearest(code.upper(), known)
        raise click.BadParameter(
            f"there is no rule {code}{f': did you mean {found}?' if found else ''}", param_hint="CODE"
        )
    click.echo("\n\n".join(_filled(paragraph) for paragraph in rule_page(rule, language).split("\n\n")))


def _filled(paragraph: str) -> str:
    return paragraph if paragraph.startswith("    ") else filled(paragraph, WIDTH)
