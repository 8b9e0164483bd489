"""`idx methods`: the manual pages of the registry."""

from __future__ import annotations

import click

from idx.diagnostics import nearest
from idx.methods import registry
from idx.project.manual import overview, page


@click.command("methods")
@click.argument("kind", required=False, type=click.Choice(list(registry.KINDS)))
@click.argument("name", required=False)
def command(*, kind: str | None, name: str | None) -> None:
    """Show the manual of the methods: all, those of a KIND, or the page of one."""
    if kind is None:
        click.echo("\n\n".join(overview(each) for each in registry.KINDS))
    elif name is None:
        click.echo(overview(kind))
    else:
        entry = registry.find(kind, name)
        if entry is None:
            known = registry.names(kind)
            hint = f"did you mean {found}?" if (found := nearest(name, known)) else f"there are {', '.join(known)}"
            raise click.BadParameter(f"there is no {registry.KINDS[kind][1]} {name}: {hint}", param_hint="NAME")
        click.echo(page(entry))
