"""`idx rule`: the page of a diagnostic."""

from __future__ import annotations

import textwrap

import click

from idx.diagnostics import nearest
from idx.project.rules import rule_page, rules


@click.command("rule")
@click.argument("code", required=False)
def command(*, code: str | None) -> None:
    """Explain the diagnostic CODE, such as IDX206; without a code, list them all."""
    known = rules()
    if code is None:
        click.echo("\n".join(f"{rule.code}  {rule.severity.value:7}  {rule.title}" for rule in known.values()))
        return
    rule = known.get(code.upper())
    if rule is None:
        found = nearest(code.upper(), known)
        raise click.BadParameter(
            f"there is no rule {code}{f': did you mean {found}?' if found else ''}", param_hint="CODE"
        )
    click.echo("\n\n".join(_filled(paragraph) for paragraph in rule_page(rule).split("\n\n")))


def _filled(paragraph: str) -> str:
    return paragraph if paragraph.startswith("    ") else textwrap.fill(paragraph, 100)
