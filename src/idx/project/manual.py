"""The manual of the methods, from the registry: what each does, its arguments, its examples."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from idx.diagnostics import Wording
from idx.methods import registry
from idx.resolve.arguments import expected

if TYPE_CHECKING:
    from idx.methods.contracts import Example, Method


WIDTH = 27  # of the column of names


def overview(kind: str) -> str:
    """Return a kind's methods, a line each."""
    lines = [f"  {name:{WIDTH}}{_summary(kind, name)}" for name in registry.names(kind)]
    return "\n".join([f"{kind}: {registry.KINDS[kind][1]}", *lines])


def _summary(kind: str, name: str) -> str:
    """Return what a method does in a line, and where it comes from; or why it cannot be had."""
    entry, fault = registry.find(kind, name), registry.fault(kind, name)
    if entry is None:
        return f"cannot be used: {fault.message}" if fault else ""
    first = entry.page.strip().splitlines()[0]
    return f"{first} [{entry.origin}]" if entry.origin else first


def offered_in_vain() -> list[Wording]:
    """Return a line for each entry point that no file can use: another method has its name, or it names no kind."""
    lines = []
    for offer in registry.unused_offers():
        why = Wording(
            f"`{offer.kind} {offer.name}` is one of idx's own methods, and that one holds",
            f"`{offer.kind} {offer.name}` 是 idx 自身的方法，以自身的为准",
        )
        if offer.kind not in registry.KINDS or not offer.name:
            kinds = list(registry.KINDS)
            why = Wording(
                f"a name is a kind, a dot and a word, such as `normalise.logistic`; kinds: {', '.join(kinds)}",
                f"名称由类别、点和单词组成，如 `normalise.logistic`；类别有：{'、'.join(kinds)}",
            )
        name = offer.point.name
        lines.append(
            Wording(
                f"{offer.origin} offers `{name}` in vain: {why.en}", f"{offer.origin} 提供的 `{name}` 无效：{why.zh}"
            )
        )
    return lines


def page(entry: Method[Any]) -> str:
    """Return a method's page: what it does, how it is written, and worked examples."""
    said, _, _ = inspect.cleandoc(entry.page).partition("\nArgs:")
    from_ = [f"From {entry.origin}, not one of idx's own methods."] if entry.origin else []
    parts = [f"{entry.kind} {entry.name}", *from_, said.strip()]
    parameters = registry.parameters(entry)
    if parameters:
        notes = _argument_notes(entry)
        lines = []
        for parameter in parameters:
            default = "" if parameter.required else f"; {_shown(parameter.default)} unless stated"
            lines.append(f"  {parameter.name}: {expected(parameter.annotation)}{default}")
            lines.extend(f"      {line}" for line in [notes.get(parameter.name, "")] if line)
        parts.append("Arguments\n" + "\n".join(lines))
    if entry.places:
        parts.append(f"Fills: {', '.join(entry.places)}")
    parts.append("Examples\n" + "\n".join(f"  {_example(example)}" for example in entry.examples))
    return "\n\n".join(parts)


def _shown(default: object) -> str:
    if default is None:
        return "none"
    return "..".join(f"{part:g}" for part in default) if isinstance(default, tuple) else str(default).lower()


def _argument_notes(entry: Method[Any]) -> dict[str, str]:
    _, _, arguments = inspect.cleandoc(entry.page).partition("Args:\n")
    notes: dict[str, str] = {}
    name = ""
    for line in arguments.partition("\n\n")[0].splitlines():
        if line.startswith("    ") and not line.startswith("     "):
            name, _, text = line.strip().partition(": ")
            name = name.rstrip("_")
            notes[name] = text
        elif name:
            notes[name] += " " + line.strip()
    return notes


def _example(example: Example) -> str:
    def numbers(values: object) -> str:
        return ", ".join("–" if value is None else f"{value:.6g}" for value in values)  # type: ignore[attr-defined]

    weights = f" with weights {numbers(example.weights)}" if example.weights else ""
    beside = "".join(f" beside {name} = {numbers(values)}" for name, values in example.beside)
    says = f"   ({example.says})" if example.says else ""
    return f"{example.call}:  {numbers(example.given)}{weights}{beside}  →  {numbers(example.gives)}{says}"
