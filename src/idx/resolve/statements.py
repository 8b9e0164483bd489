"""The statements around the trees: header, data and the properties of `method`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import STATED_FIRST, Related, Rule, Wording, did_you_mean
from idx.model import DataSource, RenamedEntity
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
    Wording("a header that is missing or repeated", "文件头缺失或重复"),
    Wording(
        'A file begins with `framework NAME` and `version "…"`, each once; `source` and `note` may follow, each once.',
        '文件以 `framework NAME` 和 `version "…"` 开头，各写一次；其后可以有 `source` 和 `note`，也各写一次。',
    ),
    bad='version "1"\n' + METHOD + INDEX,
)
NO_INDEX = Rule(
    "IDX212",
    Wording("a framework without an index tree", "指标体系没有指标树"),
    Wording(
        "What a framework measures stands in one or more trees: `index NAME { … }`.",
        "指标体系测度什么，写在一棵或几棵指标树里：`index NAME { … }`。",
    ),
    bad=HEADER + METHOD,
)
TWICE = Rule(
    "IDX202",
    Wording("a property stated twice", "同一属性写了两次"),
    Wording(
        "A property holds once at each place, so that no reader has to know which of two would win.",
        "每个属性在同一处只写一次，读者不必猜测以哪一个为准。",
    ),
    bad=HEADER + METHOD.replace("weighting equal", "weighting equal\n  weighting relative") + INDEX,
)
LANGUAGE = Rule(
    "IDX105",
    Wording("a label in a language that does not exist", "标签的语言代码不存在"),
    Wording(
        "A label in a further language is led by its ISO 639-1 code (`en`, `zh`, `fr`). Any other word before a quoted "
        "text is an error, so that a misspelt property can never pass for a label.",
        "其他语言的标签前面写 ISO 639-1 语言代码（`en`、`zh`、`fr`）。引号文本前出现其他单词都是错误，"
        "这样拼错的属性绝不会被当成标签。",
    ),
    bad=HEADER + METHOD + 'index total {\n  a unti "%"\n}\n',
)
PERIODS = Rule(
    "IDX209",
    Wording("periods that name no range", "`periods` 不是有效的时期区间"),
    Wording(
        "`periods FIRST..LAST` takes two years, quarters or months of the same kind, the earlier one first.",
        "`periods FIRST..LAST` 的两端同为年、同为季或同为月，较早的在前。",
    ),
    bad=HEADER + METHOD.replace("{\n", "{\n  periods 2024..2019\n", 1) + INDEX,
)

NO_BASE = Rule(
    "IDX115",
    Wording("an edit without a base", "没有基础文件的修改"),
    Wording(
        "Edits change a framework that another file states: name it with `extends`, or put the edits into a "
        "`scenario` of this file.",
        "修改针对的是另一个文件写明的指标体系：请用 `extends` 指明该文件，或把修改放进本文件的 `scenario` 中。",
    ),
    bad=HEADER + METHOD + INDEX + "remove b\n",
)

ONE_NAME = Rule(
    "IDX128",
    Wording("two entities under one name", "两个评价对象用了同一名称"),
    Wording(
        "A name stands for one entity, in the data and in an edit: `entities(HERE = IN_TABLE)` and `rename entity` "
        "call an entity otherwise and put none together. What is made of others is an `entity` statement.",
        "一个名称只代表一个评价对象：`entities(HERE = IN_TABLE)` 和 `rename entity` 只改变称呼，不合并评价对象。"
        "由其他评价对象汇总而成的，用 `entity` 语句写明。",
    ),
    bad=HEADER + 'data "a.csv" entities(x = y, x = z)\n' + METHOD + INDEX,
)

Key = tuple[str, str]


@dataclass(slots=True)
class Statements:
    """The statements of a file by what they are."""

    headers: dict[str, tree.Header] = field(default_factory=dict)
    data: list[DataSource] = field(default_factory=list)
    renamed: list[RenamedEntity] = field(default_factory=list)
    method: dict[Key, tree.Property] = field(default_factory=dict)
    periods: Periods | None = None
    columns: list[tree.Column] = field(default_factory=list)
    indicators: list[tree.Node] = field(default_factory=list)
    roots: list[tree.Node] = field(default_factory=list)
    entities: tree.Property | None = None
    expectations: list[tree.Expectations] = field(default_factory=list)
    tables: list[tree.ExpectedTable] = field(default_factory=list)


def sort_statements(file: tree.File, found: Collector) -> Statements:  # noqa: C901 - a case a kind of statement
    """Sort a file's statements by kind, and report what is stated twice or not at all."""
    sorted_ = Statements()
    methods: list[tree.Property] = []
    for statement in file.statements:
        match statement:
            case tree.Header(keyword=keyword):
                if keyword in sorted_.headers:
                    earlier = Related(STATED_FIRST, file.span(sorted_.headers[keyword]))
                    found.add(HEADER_RULE, _twice(keyword), file.span(statement), related=[earlier])
                sorted_.headers[keyword] = statement
            case tree.Data():
                sorted_.data.append(data_source(file, found, statement, sorted_.data))
            case tree.Called(old=old, new=new):
                sorted_.renamed.append(RenamedEntity(old.text, new.text, file.span(new)))
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
            case tree.Edit(verb=verb):
                message = Wording(f"`{verb}` changes what no base states", f"`{verb}` 没有可修改的基础文件")
                help_ = Wording(
                    'name the base at the top (`extends "2025.idx"`), or write the edit into `scenario NAME { … }`',
                    '请在开头指明基础文件（`extends "2025.idx"`），或把修改写进 `scenario NAME { … }`',
                )
                found.add(NO_BASE, message, file.span(statement), help=help_)
            case tree.Scenario():
                pass  # what it states is resolved where it is asked for
    sorted_.method = unique(file, found, methods)
    sorted_.periods = _periods(file, found, sorted_.method.pop(("periods", ""), None))
    sorted_.entities = sorted_.method.pop(("entities", ""), None)
    _complete(file, found, sorted_)
    return sorted_


def _complete(file: tree.File, found: Collector, statements: Statements) -> None:
    start = tree.Word("", 0, 0)
    for keyword, form in (("framework", "framework NAME"), ("version", 'version "…"')):
        if keyword not in statements.headers:
            message = Wording(f"the file states no `{keyword}`", f"文件没有写 `{keyword}`")
            help_ = Wording(f"begin with `{form}`", f"请在开头写 `{form}`")
            found.add(HEADER_RULE, message, file.span(start), help=help_)
    if not statements.roots:
        message = Wording("the file has no index tree", "文件中没有指标树")
        help_ = Wording("add `index NAME { … }`", "请加上 `index NAME { … }`")
        found.add(NO_INDEX, message, file.span(start), help=help_)


def _twice(name: str) -> Wording:
    return Wording(f"`{name}` is stated twice", f"`{name}` 写了两次")


def unique(file: tree.File, found: Collector, properties: Iterable[tree.Property]) -> dict[Key, tree.Property]:
    """Return properties by keyword and place; report one that is stated twice."""
    kept: dict[Key, tree.Property] = {}
    for prop in properties:
        key = (prop.keyword, prop.place.text if prop.place else "")
        if key in kept:
            name = " ".join(part for part in key if part)
            earlier = Related(STATED_FIRST, file.span(kept[key]))
            found.add(TWICE, _twice(name), file.span(prop), related=[earlier])
        else:
            kept[key] = prop
    return kept


def labels(file: tree.File, found: Collector, stated: Iterable[tree.Label], keywords: Iterable[str]) -> dict[str, str]:
    """Return labels by language code, the file's own under the empty code."""
    kept: dict[str, str] = {}
    for label in stated:
        code = label.language.text if label.language else ""
        if label.language and code not in CODES:
            form = Wording('a label in another language reads `en "…"`', '其他语言的标签写成 `en "…"`')
            help_ = did_you_mean(code, keywords, otherwise=form)
            message = Wording(f"`{code}` is neither a language nor a property", f"`{code}` 既不是语言代码，也不是属性")
            found.add(LANGUAGE, message, file.span(label.language), help=help_)
        elif code in kept:
            message = Wording("a second label in the same language", "同一语言写了两个标签")
            found.add(TWICE, message, file.span(label.text))
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
        message = Wording("this is no range of periods", "这不是时期区间")
        help_ = Wording("such as 2019..2024, 2019Q1..2024Q4", "例如 2019..2024、2019Q1..2024Q4")
        found.add(PERIODS, message, span, help=help_)
    elif first.frequency != last.frequency:
        message = Wording("the two periods are of different kinds", "两端时期的种类不同")
        help_ = Wording("two years, two quarters or two months", "两端应同为年、同为季或同为月")
        found.add(PERIODS, message, span, help=help_)
    elif first > last:
        message = Wording("the first period lies after the last", "起始时期晚于结束时期")
        found.add(PERIODS, message, span, help=Wording(f"write {last}..{first}", f"请写成 {last}..{first}"))
    else:
        return Periods(first, last)
    return None


def _entities(file: tree.File, found: Collector, data: tree.Data) -> dict[str, str]:
    """Return what entities of a table are called by their names in it; report two that would have one name."""
    called: dict[str, str] = {}
    by_name: dict[str, tree.Word | tree.Text] = {}
    for here, there in data.entities:
        if there.text in called:
            message = Wording(f"`{there.text}` gets two names", f"`{there.text}` 写了两个名称")
            found.add(ONE_NAME, message, file.span(there))
        elif here.text in by_name:
            message = Wording(
                f"two entities of the table are called `{here.text}`", f"表中有两个评价对象都称作 `{here.text}`"
            )
            related = [Related(STATED_FIRST, file.span(by_name[here.text]))]
            help_ = Wording(
                "what puts entities together is an `entity` statement",
                "合并评价对象请用 `entity` 语句",
            )
            found.add(ONE_NAME, message, file.span(here), help=help_, related=related)
        elif not here.text.strip() or not there.text.strip():
            message = Wording("an entity has a name", "评价对象要有名称")
            found.add(ONE_NAME, message, file.span(here))
        called.setdefault(there.text, here.text)
        by_name.setdefault(here.text, here)
    return called


def data_source(file: tree.File, found: Collector, data: tree.Data, earlier: Iterable[DataSource] = ()) -> DataSource:
    """Return where a table lies and how to read it; report a heading or a name that is stated twice."""
    name = data.called
    columns: dict[str, str] = {}
    for role, heading in data.columns:
        if role.text in columns:
            message = Wording(f"the heading of `{role.text}` is stated twice", f"`{role.text}` 的列名写了两次")
            found.add(TWICE, message, file.span(role))
        columns[role.text] = heading.text
    if any(other.name == name for other in earlier):
        form = f'data NAME "{data.path.text}"'
        message = Wording(f"two data statements are called `{name}`", f"有两条 `data` 语句都名为 `{name}`")
        help_ = Wording(f"give one of them a name: `{form}`", f"请为其中一条另起名称：`{form}`")
        found.add(TWICE, message, file.span(data), help=help_)
    return DataSource(
        name=name,
        entities=_entities(file, found, data),
        path=data.path.text,
        columns=columns,
        sheet=data.sheet.text if data.sheet else None,
        na=tuple(text.text for text in data.na),
        encoding=data.encoding.text if data.encoding else None,
        span=file.span(data.path),
    )
