"""All rules, gathered from the modules that declare them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from idx.diagnostics import Rule

PACKAGES = ("syntax", "resolve", "panel", "evaluate", "analysis", "project")


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of codes."""
    found: dict[str, Rule] = {}
    for package in PACKAGES:
        home = importlib.import_module(f"idx.{package}")
        for module in pkgutil.walk_packages(home.__path__, f"{home.__name__}."):
            values = vars(importlib.import_module(module.name)).values()
            found |= {value.code: value for value in values if isinstance(value, Rule)}
        found |= {value.code: value for value in vars(home).values() if isinstance(value, Rule)}
    return dict(sorted(found.items()))


def rule_page(rule: Rule) -> str:
    """Return a rule's page as text."""
    parts = [f"{rule.code}  {rule.title}  ({rule.severity.value})", rule.page]
    if rule.bad and len(rule.bad.splitlines()) <= 40:
        parts.append("For example:\n\n" + "\n".join(f"    {line}" for line in rule.bad.splitlines()))
    if rule.data:
        parts.append("with the data\n\n" + "\n".join(f"    {line}" for line in rule.data.splitlines()))
    return "\n\n".join(parts)
