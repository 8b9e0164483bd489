"""Check a framework: what its text, its structure and, if asked for, its data and values give reason to look at."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.lints import lint, lint_statistics
from idx.check import check
from idx.check.allowed import without_allowed
from idx.check.unused import UNUSED
from idx.diagnostics import IdxError, Severity
from idx.project.rules import declared
from idx.source import SourceSpan

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.project.framework import Framework, Tables
    from idx.source import Source

WITH_DATA = {  # the lints that need results
    *("IDX301", "IDX302", "IDX309"),
    *("IDX320", "IDX321", "IDX322", "IDX323", "IDX324"),
}


class Checked(NamedTuple):
    """What was found, and the columns of the data that nothing uses."""

    diagnostics: tuple[Diagnostic, ...]
    unused_columns: tuple[str, ...] = ()


def check_framework(framework: Framework) -> Checked:
    """Check a framework before any data, and its scenarios."""
    return Checked(_allowed(framework, _before_data(framework), with_data=False))


def _before_data(framework: Framework) -> tuple[Diagnostic, ...]:
    """Return what text and structure give reason to look at: not what the base of a version is to be told itself."""
    own = framework.model.text
    found = [*framework.diagnostics, *check(framework.model)]
    for name in framework.scenarios:
        scenario = framework.scenario(name)
        found += scenario.diagnostics
        if scenario.value is not None:  # what a scenario uses is used
            unused = {item.place for item in check(scenario.value.model) if item.rule is UNUSED}
            found = [item for item in found if item.rule is not UNUSED or item.place in unused]
    return tuple(item for item in dict.fromkeys(found) if item.severity is Severity.ERROR or _concerns(item, own))


def _concerns(item: Diagnostic, source: Source) -> bool:
    return not isinstance(item.place, SourceSpan) or item.place.source == source


def check_with_data(framework: Framework, data: Tables = None, *, allow_outside: bool = False) -> Checked:
    """Check a framework with its data (`data` as for `Framework.read`): the rules on data and values too."""
    found = _before_data(framework)
    try:
        result = framework.evaluate(data, allow_outside=allow_outside)
    except IdxError as error:
        return Checked(_allowed(framework, (*found, *error.diagnostics), with_data=False))
    verification = framework.verify(result, allow_outside=allow_outside)
    own = framework.model.text
    lints = (item for item in (*lint(result, verification), *_statistical(result)) if _concerns(item, own))
    found = (*found, *result.diagnostics, *verification.diagnostics, *lints)
    return Checked(_allowed(framework, found, with_data=True), result.panel.unused)


def _statistical(result: Result) -> tuple[Diagnostic, ...]:
    """Return what the statistics of a result give reason to look at; they load NumPy, which others do not need."""
    return lint_statistics(import_module("idx.analysis.statistics.whole").statistics(result))


def _allowed(framework: Framework, found: tuple[Diagnostic, ...], *, with_data: bool) -> tuple[Diagnostic, ...]:
    """Return what the file does not allow; what could not be looked at is not said to be unused."""
    source = framework.model.text
    if "allow" not in source.text:
        return found  # the rules need not be gathered
    rules = declared()
    examined = {rule.code for rule in rules if rule.code[3] == "3" and (with_data or rule.code not in WITH_DATA)}
    return without_allowed(found, source, rules, examined)
