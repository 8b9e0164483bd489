"""The manual of the methods, from the registry: what each does, its arguments, its examples."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from idx.methods import registry
from idx.resolve.arguments import expected

if TYPE_CHECKING:
    from idx.methods.contracts import Example, Method


WIDTH = 27  # of the column of names


def overview(kind: str) -> str:
    """Return a kind's methods, a line each."""
    entries = [registry.find(kind, name) for name in registry.names(kind)]
    lines = [f"  {entry.name:{WIDTH}}{entry.page.strip().splitlines()[0]}" for entry in entries if entry]
    return "\n".join([f"{kind}: {registry.KINDS[kind][1]}", *lines])


def page(entry: Method[Any]) -> str:
    """Return a method's page: what it does, how it is written, and worked examples."""
    said, _, _ = inspect.cleandoc(entry.page).partition("\nArgs:")
    parts = [f"{entry.kind} {entry.name}", said.strip()]
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
    says = f"   ({example.says})" if example.says else ""
    return f"{example.call}:  {numbers(example.given)}{weights}  →  {numbers(example.gives)}{says}"
