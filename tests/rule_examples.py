"""The faulty example of each rule, laid into a folder as a user would have it, and the diagnostics that come of it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import chdir
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from committing import GIT
from idx.edits.merging.markers import Marks
from idx.format import UNSAFE, verified
from idx.project.checking import check_framework, check_with_data
from idx.project.compare import compare
from idx.project.framework import load_outcome
from idx.project.merging import Asked, merged
from idx.project.outlines import Request, import_outline
from idx.project.printed import edits_file
from idx.project.sides import evaluate_side, load_side
from idx.report.diagnostics import render_text
from idx.resolve.example import GROWTH, HEADER, INDEX, TABLE
from idx.source import Source
from idx.syntax.parse import parse
from offering import FAULTY, offering

if TYPE_CHECKING:
    from collections.abc import Callable

    from idx.diagnostics import Diagnostic, Language, Rule

FILE, DATA = "example.idx", "example.csv"


class Files(NamedTuple):
    """A framework's text, and what lies in the file of its data, and of the version that it extends."""

    text: str
    table: bytes = b""
    encoding: str = "utf-8"
    base: str = ""


BASE = HEADER + GROWTH + INDEX
VERSION = 'framework example\nversion "2"\nextends "{base}"\n'
WITH_DATA = HEADER + f'data "{DATA}"\n' + GROWTH + INDEX
# The examples of rules about files themselves: a rule's own example is a text, or a text and a table.
ABOUT_FILES = {
    "IDX009": Files('framework example "指标体系"\n', encoding="gb18030"),
    "IDX010": Files(HEADER + GROWTH + INDEX),
    "IDX114": Files(VERSION.format(base="base.idx") + GROWTH, base=BASE),
    "IDX122": Files(VERSION.format(base="bsae.idx"), base=BASE),
    "IDX123": Files(BASE),
    "IDX124": Files(BASE + "scenario high {\n  set a.unit % -> 家\n}\n"),
    "IDX125": Files(BASE),
    "IDX135": Files(BASE),
    "IDX140": Files(BASE),
    "IDX141": Files(BASE),
    "IDX142": Files(BASE),
    "IDX401": Files(WITH_DATA.replace(DATA, "exampel.csv"), TABLE.encode()),
    "IDX402": Files(WITH_DATA, TABLE.encode() + b"# caf\xe9\xff\n"),
    "IDX403": Files(WITH_DATA.replace(DATA, f"../{DATA}")),
    "IDX413": Files(HEADER + GROWTH + INDEX),
    "IDX457": Files(
        HEADER + f'data "{DATA}" entities(Czechia = "Czech Republik")\n' + GROWTH + INDEX,
        b"entity,period,a,b\nCzech Republic,2020,1,2\n",
    ),
    "IDX458": Files(
        HEADER + f'data "{DATA}" entities(X = Y)\n' + GROWTH + INDEX, b"entity,period,a,b\nX,2020,1,2\nY,2020,1,2\n"
    ),
    "IDX459": Files(
        VERSION.format(base="base.idx") + f'data "{DATA}"\nrename entity X -> Z\n',
        b"entity,period,a,b\nX,2020,1,2\nZ,2020,1,2\n",
        base=BASE,
    ),
    "IDX441": Files(WITH_DATA + f'expect "{DATA}" within 0.05\n', TABLE.encode()),
}


def files_of(rule: Rule) -> Files:
    """Return the files of a rule's example; a table without a framework is an outline to import."""
    return ABOUT_FILES[rule.code] if rule.code in ABOUT_FILES else Files(rule.bad, rule.data.encode())


def _printed() -> tuple[Diagnostic, ...]:
    before, after = (evaluate_side(name, load_side(FILE).unwrap()) for name in ("<text>", FILE))
    return edits_file(compare(before, after), Path()).diagnostics


def _printed_since() -> tuple[Diagnostic, ...]:
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *arguments], env=os.environ | GIT, check=True)
    Path(FILE).write_text(BASE.replace("unit %", "unit 家", 1), encoding="utf-8")
    before, after = (evaluate_side(name, load_side(name).unwrap()) for name in (f"HEAD:{FILE}", FILE))
    return edits_file(compare(before, after), Path()).diagnostics


def _of_offers(code: str) -> tuple[Diagnostic, ...]:
    with offering(*FAULTY[code]):
        outcome = load_outcome(Path(FILE))
        return check_with_data(outcome.value, DATA).diagnostics if outcome.value else outcome.diagnostics


def _merged(ours: str, theirs: str) -> tuple[Diagnostic, ...]:
    base, *sides = (text.encode() for text in (BASE, ours, theirs))
    asked = Asked((base, sides[0], sides[1]), ("base.idx", "ours.idx", "theirs.idx"), Path(), Marks())
    return merged(asked).diagnostics


# Rules about what a command line names, and about what is installed.
NAMED: dict[str, Callable[[], tuple[Diagnostic, ...]]] = {
    "IDX123": lambda: load_side(f"HEAD:{FILE}").diagnostics,
    "IDX124": lambda: load_side(f"{FILE}@hihg").diagnostics,
    "IDX125": _printed,
    "IDX135": _printed_since,
    "IDX140": lambda: _merged(BASE.replace("a unit %", "a unit 家"), BASE.replace("a unit %", "a unit 个")),
    "IDX142": lambda: _merged(BASE.replace("b unit %\n", ""), BASE.replace("b unit %", "b unit %  # of all")),
    "IDX141": lambda: _merged(BASE.replace("a unit", "a uint"), BASE.replace("index total", "index all")),
    **{code: partial(_of_offers, code) for code in FAULTY},
}


@cache
def diagnose(rule: Rule) -> tuple[Diagnostic, ...]:
    """Return every diagnostic that a rule's example gives, data and expectations included."""
    files = files_of(rule)
    if rule is UNSAFE:  # no file breaks it: this is what a formatter at fault would get to hear
        return verified(parse(Source(FILE, files.text)).unwrap(), "").diagnostics
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path(FILE).write_bytes(files.text.encode(files.encoding))
        if files.table:
            Path(DATA).write_bytes(files.table)
        if files.base:
            Path("base.idx").write_text(files.base, encoding="utf-8")
        if not files.text:
            return import_outline(Request(Path(DATA))).diagnostics
        if rule.code in NAMED:
            return NAMED[rule.code]()
        outcome = load_outcome(Path(FILE))
        if outcome.value is None:
            return outcome.diagnostics
        if rule.data or rule.code in ABOUT_FILES:
            return check_with_data(outcome.value, DATA if rule.data else None).diagnostics
        return check_framework(outcome.value).diagnostics


def broken(rule: Rule) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a rule that its own example gives."""
    return tuple(item for item in diagnose(rule) if item.rule is rule)


def rendered(rule: Rule, language: Language) -> str:
    """Return what a rule's example gets to read."""
    return render_text(broken(rule), language=language)
