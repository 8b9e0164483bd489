"""`idx methods`: the manual pages of the registry, and whether worked examples give what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import idx
from idx.cli.language import spoken
from idx.diagnostics import IdxError, Wording, nearest, said
from idx.methods import registry
from idx.project.manual import offered_in_vain, overview, page

if TYPE_CHECKING:
    from idx.methods.contracts import Method


@click.command("methods")
@click.argument("kind", required=False, type=click.Choice(list(registry.KINDS)))
@click.argument("name", required=False)
@click.option(
    "--check",
    is_flag=True,
    help="Run worked examples: of the methods that other packages offer, of a KIND, or of one method.",
)
def command(*, kind: str | None, name: str | None, check: bool) -> None:
    """Show the manual of the methods: all, those of a KIND, or the page of one."""
    if check:
        _check(kind, name)
    elif kind is None:
        click.echo("\n\n".join(overview(each) for each in registry.KINDS))
        for line in offered_in_vain():
            click.echo(f"\n{said(line, spoken())}", err=True)
    elif name is None:
        click.echo(overview(kind))
    else:
        click.echo(page(_entry(kind, name)))


def _entry(kind: str, name: str) -> Method[Any]:
    """Return a method, or end with what is wrong with it or its name."""
    entry = registry.find(kind, name)
    if entry is not None:
        return entry
    fault = registry.fault(kind, name)
    if fault is not None:
        said_ = f"{said(fault.message, spoken())}\n  = {said(fault.advice, spoken())}"
        raise click.BadParameter(said_, param_hint="NAME")
    known = registry.names(kind)
    hint = f"did you mean {found}?" if (found := nearest(name, known)) else f"there are {', '.join(known)}"
    raise click.BadParameter(f"there is no {registry.KINDS[kind][1]} {name}: {hint}", param_hint="NAME")


def _check(kind: str | None, name: str | None) -> None:
    """Run examples and say of each method whether they give what they say; the status is 1 if any do not."""
    chosen = _chosen(kind, name)
    vain = offered_in_vain() if kind is None else []
    if not chosen and not vain:
        none = Wording("no installed package offers methods", "已安装的软件包都没有提供方法")
        click.echo(said(none, spoken()))
    wrong = [line for each in chosen for line in _wrong(*each)] + [said(line, spoken()) for line in vain]
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise SystemExit(1)


def _chosen(kind: str | None, name: str | None) -> list[tuple[str, str]]:
    if kind is not None and name is not None:
        return [(kind, _entry(kind, name).name)]
    if kind is not None:
        return [(kind, each) for each in registry.names(kind)]
    return [
        (each, one) for each in registry.KINDS for one in registry.names(each) if one not in registry.built_in(each)
    ]


def _wrong(kind: str, name: str) -> list[str]:
    """Return what is wrong with a method's examples, after a line that says how many there are and are right."""
    try:
        results = idx.check_examples(kind, name)
    except IdxError as error:
        return [f"{kind} {name}: {item.code}: {said(item.message, spoken())}" for item in error.diagnostics]
    right, count = sum(result.right for result in results), len(results)
    line = Wording(
        f"{kind} {name}: {right} of {count} examples give what they say",
        f"{kind} {name}：{count} 个示例中有 {right} 个与说明一致",
    )
    click.echo(said(line, spoken()))
    return [f"  {said(result.shown, spoken())}" for result in results if not result.right]
