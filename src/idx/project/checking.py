"""Check a framework: what its text, its structure and, if asked for, its data and values give reason to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.lints import lint
from idx.check import check
from idx.check.allowed import without_allowed
from idx.diagnostics import IdxError
from idx.project.rules import declared

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.project.framework import Framework, Tables

WITH_DATA = {"IDX301", "IDX302", "IDX309"}  # the lints that need results


class Checked(NamedTuple):
    """What was found, and the columns of the data that nothing uses."""

    diagnostics: tuple[Diagnostic, ...]
    unused_columns: tuple[str, ...] = ()


def check_framework(framework: Framework) -> Checked:
    """Check a framework before any data."""
    return Checked(_allowed(framework, (*framework.diagnostics, *check(framework.model)), with_data=False))


def check_with_data(framework: Framework, data: Tables = None, *, allow_outside: bool = False) -> Checked:
    """Check a framework with its data (`data` as for `Framework.read`): the rules on data and values too."""
    found = [*framework.diagnostics, *check(framework.model)]
    try:
        result = framework.evaluate(data, allow_outside=allow_outside)
    except IdxError as error:
        return Checked(_allowed(framework, (*found, *error.diagnostics), with_data=False))
    verification = framework.verify(result, allow_outside=allow_outside)
    found += [*result.diagnostics, *verification.diagnostics, *lint(result, verification)]
    return Checked(_allowed(framework, tuple(found), with_data=True), result.panel.unused)


def _allowed(framework: Framework, found: tuple[Diagnostic, ...], *, with_data: bool) -> tuple[Diagnostic, ...]:
    """Return what the file does not allow; what could not be looked at is not said to be unused."""
    source = framework.model.text
    if "allow" not in source.text:
        return found  # the rules need not be gathered
    rules = declared()
    examined = {rule.code for rule in rules if rule.code[3] == "3" and (with_data or rule.code not in WITH_DATA)}
    return without_allowed(found, source, rules, examined)
