"""All rules, gathered from the modules that declare them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from idx.diagnostics import Language, Rule, Wording, said

LONGEST_EXAMPLE = 40  # lines; a longer one explains nothing
PACKAGES = (
    "syntax",
    "format",
    "resolve",
    "edits",
    "check",
    "panel",
    "evaluate",
    "analysis",
    "interchange.outline",
    "project",
)


@cache
def declared() -> tuple[Rule, ...]:
    """Return every rule once, in the order of codes."""
    found: dict[int, Rule] = {}
    for package in PACKAGES:
        home = importlib.import_module(f"idx.{package}")
        modules = pkgutil.walk_packages(home.__path__, f"{home.__name__}.")
        for name in (home.__name__, *(item.name for item in modules if _declares(item))):
            values = vars(importlib.import_module(name)).values()
            found |= {id(value): value for value in values if isinstance(value, Rule)}
    return tuple(sorted(found.values(), key=lambda rule: rule.code))


def _declares(module: pkgutil.ModuleInfo) -> bool:
    """Whether a module's text declares rules; the others need not be loaded, nor the libraries that they load."""
    folder = Path(str(getattr(module.module_finder, "path", "")))
    leaf = module.name.rpartition(".")[2]
    file = folder / leaf / "__init__.py" if module.ispkg else folder / f"{leaf}.py"
    return b" = Rule(" in file.read_bytes()


def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of codes."""
    return {rule.code: rule for rule in declared()}


def rule_page(rule: Rule, language: Language = "en") -> str:
    """Return a rule's page as text."""
    example, data = Wording("For example:", "例如："), Wording("with the data", "数据为：")
    data = data if rule.bad else Wording("For example, the table", "例如下表：")
    parts = [f"{rule.code}  {said(rule.title, language)}  ({rule.severity.value})", said(rule.page, language)]
    if rule.bad and len(rule.bad.splitlines()) <= LONGEST_EXAMPLE:
        parts += [said(example, language), _indented(rule.bad)]
    if rule.data:
        parts += [said(data, language), _indented(rule.data)]
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
