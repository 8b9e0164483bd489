"""The statements around the trees: header, data and the properties of `method`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, did_you_mean
from idx.model import DataSource
from idx.period import Periods, parse_period
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.languages import CODES
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector

ROLES = ("indicator", "entity", "period", "value", "status", "basis", "solved_from", "note")

HEADER_RULE = Rule(
    "IDX210",
    "a header that is missing or repeated",
    'A file begins with `framework NAME` and `version "…"`, each once; `source` and `note` may follow, each once.',
    bad='version "1"\n' + METHOD + INDEX,
)
NO_INDEX = Rule(
    "IDX212",
    "a framework without an index tree",
    "What a framework measures stands in one or more trees: `index NAME { … }`.",
    bad=HEADER + METHOD,
)
TWICE = Rule(
    "IDX202",
    "a property stated twice",
    "A property holds once at each place, so that no reader has to know which of two would win.",
    bad=HEADER + METHOD.replace("weighting equal", "weighting equal\n  weighting relative") + INDEX,
)
LANGUAGE = Rule(
    "IDX105",
    "a label in a language that does not exist",
    "A label in a further language is led by its ISO 639-1 code (`en`, `zh`, `fr`). Any other word before a quoted "
    "text is an error, so that a misspelt property can never pass for a label.",
    bad=HEADER + METHOD + 'index total {\n  a unti "%"\n}\n',
)
PERIODS = Rule(
    "IDX209",
    "periods that name no range",
    "`periods FIRST..LAST` takes two years, quarters or months of the same kind, the earlier one first.",
    bad=HEADER + METHOD.replace("{\n", "{\n  periods 2024..2019\n", 1) + INDEX,
)

Key = tuple[str, str]


@dataclass(slots=True)
class Statements:
    """The statements of a file by what they are."""

    headers: dict[str, tree.Header] = field(default_factory=dict)
    data: list[DataSource] = field(default_factory=list)
    method: dict[Key, tree.Property] = field(default_factory=dict)
    periods: Periods | None = None
    columns: list[tree.Column] = field(default_factory=list)
    indicators: list[tree.Node] = field(default_factory=list)
    roots: list[tree.Node] = field(default_factory=list)
    entities: tree.Property | None = None
    expectations: list[tree.Expectations] = field(default_factory=list)
    tables: list[tree.ExpectedTable] = field(default_factory=list)


def sort_statements(file: tree.File, found: Collector) -> Statements:
    """Sort a file's statements by kind, and report what is stated twice or not at all."""
    sorted_ = Statements()
    methods: list[tree.Property] = []
    for statement in file.statements:
        match statement:
            case tree.Header(keyword=keyword):
                if keyword in sorted_.headers:
                    earlier = Related("stated here first", file.span(sorted_.headers[keyword]))
                    found.add(HEADER_RULE, f"`{keyword}` is stated twice", file.span(statement), related=[earlier])
                sorted_.headers[keyword] = statement
            case tree.Data():
                sorted_.data.append(data_source(file, found, statement, sorted_.data))
            case tree.Method(properties=properties):
                methods.extend(properties)
            case tree.Column():
                sorted_.columns.append(statement)
            case tree.Node(keyword=keyword):
                (sorted_.roots if keyword == "index" else sorted_.indicators).append(statement)
            case tree.Expectations():
                sorted_.expectations.append(statement)
            case tree.ExpectedTable():
                sorted_.tables.append(statement)
    sorted_.method = unique(file, found, methods)
    sorted_.periods = _periods(file, found, sorted_.method.pop(("periods", ""), None))
    sorted_.entities = sorted_.method.pop(("entities", ""), None)
    _complete(file, found, sorted_)
    return sorted_


def _complete(file: tree.File, found: Collector, statements: Statements) -> None:
    start = tree.Word("", 0, 0)
    for keyword, form in (("framework", "framework NAME"), ("version", 'version "…"')):
        if keyword not in statements.headers:
            found.add(HEADER_RULE, f"the file states no `{keyword}`", file.span(start), help=f"begin with `{form}`")
    if not statements.roots:
        found.add(NO_INDEX, "the file has no index tree", file.span(start), help="add `index NAME { … }`")


def unique(file: tree.File, found: Collector, properties: Iterable[tree.Property]) -> dict[Key, tree.Property]:
    """Return properties by keyword and place; report one that is stated twice."""
    kept: dict[Key, tree.Property] = {}
    for prop in properties:
        key = (prop.keyword, prop.place.text if prop.place else "")
        if key in kept:
            name = " ".join(part for part in key if part)
            earlier = Related("stated here first", file.span(kept[key]))
            found.add(TWICE, f"`{name}` is stated twice", file.span(prop), related=[earlier])
        else:
            kept[key] = prop
    return kept


def labels(file: tree.File, found: Collector, stated: Iterable[tree.Label], keywords: Iterable[str]) -> dict[str, str]:
    """Return labels by language code, the file's own under the empty code."""
    kept: dict[str, str] = {}
    for label in stated:
        code = label.language.text if label.language else ""
        if label.language and code not in CODES:
            help_ = did_you_mean(code, keywords, otherwise='a label in another language reads `en "…"`')
            message = f"`{code}` is neither a language nor a property"
            found.add(LANGUAGE, message, file.span(label.language), help=help_)
        elif code in kept:
            found.add(TWICE, "a second label in the same language", file.span(label.text))
        kept[code] = label.text.text
    return kept


def _periods(file: tree.File, found: Collector, stated: tree.Property | None) -> Periods | None:
    if stated is None or not isinstance(stated.value, tree.Range):
        return None
    first, last = (
        parse_period(end.text) if isinstance(end, tree.Word) else None for end in (stated.value.low, stated.value.high)
    )
    span = file.span(stated.value)
    if first is None or last is None:
        found.add(PERIODS, "this is no range of periods", span, help="such as 2019..2024, 2019Q1..2024Q4")
    elif first.frequency != last.frequency:
        found.add(PERIODS, "the two periods are of different kinds", span, help="two years, two quarters or two months")
    elif first > last:
        found.add(PERIODS, "the first period lies after the last", span, help=f"write {last}..{first}")
    else:
        return Periods(first, last)
    return None


def data_source(file: tree.File, found: Collector, data: tree.Data, earlier: Iterable[DataSource] = ()) -> DataSource:
    """Return where a table lies and how to read it; report a heading or a name that is stated twice."""
    name = data.name.text if data.name else PurePosixPath(data.path.text).stem
    columns: dict[str, str] = {}
    for role, heading in data.columns:
        if role.text in columns:
            found.add(TWICE, f"the heading of `{role.text}` is stated twice", file.span(role))
        columns[role.text] = heading.text
    if any(other.name == name for other in earlier):
        help_ = f'give one of them a name: data NAME "{data.path.text}"'
        found.add(TWICE, f"two data statements are called `{name}`", file.span(data), help=help_)
    return DataSource(
        name=name,
        path=data.path.text,
        columns=columns,
        sheet=data.sheet.text if data.sheet else None,
        na=tuple(text.text for text in data.na),
        encoding=data.encoding.text if data.encoding else None,
        span=file.span(data.path),
    )
