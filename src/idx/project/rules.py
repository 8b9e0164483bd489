"""All rules, gathered from the modules that declare them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from idx.diagnostics import Rule

PACKAGES = ("syntax", "resolve", "panel", "evaluate", "analysis", "interchange.outline", "project")


@cache
def declared() -> tuple[Rule, ...]:
    """Return every rule once, in the order of codes."""
    found: dict[int, Rule] = {}
    for package in PACKAGES:
        home = importlib.import_module(f"idx.{package}")
        names = [home.__name__, *(item.name for item in pkgutil.walk_packages(home.__path__, f"{home.__name__}."))]
        for name in names:
            values = vars(importlib.import_module(name)).values()
            found |= {id(value): value for value in values if isinstance(value, Rule)}
    return tuple(sorted(found.values(), key=lambda rule: rule.code))


def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of codes."""
    return {rule.code: rule for rule in declared()}


def rule_page(rule: Rule) -> str:
    """Return a rule's page as text."""
    parts = [f"{rule.code}  {rule.title}  ({rule.severity.value})", str(rule.page)]
    if rule.bad and len(rule.bad.splitlines()) <= 40:
        parts.append("For example:\n\n" + "\n".join(f"    {line}" for line in rule.bad.splitlines()))
    if rule.data:
        led = "with the data" if rule.bad else "For example, the table"
        parts.append(f"{led}\n\n" + "\n".join(f"    {line}" for line in rule.data.splitlines()))
    return "\n\n".join(parts)
