"""Apply the statements of an edited version to what its base states, in the order of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import STATED_FIRST, Collector, Outcome, Related, Rule, Wording
from idx.edits.depth import report_depth
from idx.edits.draft import Draft
from idx.edits.facts import FRAMEWORK, OUTSIDE, ROOT, Key, Stated
from idx.edits.reading import published_in
from idx.edits.set_value import set_value
from idx.edits.structure import Structure
from idx.edits.used import report_used
from idx.resolve.statements import HEADER_RULE, TWICE
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_AN_EDIT = Rule(
    "IDX114",
    Wording("a statement that is no edit", "不属于修改的语句"),
    Wording(
        "A file that `extends` another says only what it changes: the edits `set`, `add to`, `remove`, `rename` and "
        "`move`, and statements that add (`series`, `group`, `entity`, `indicator`, `data`, `index`, `scenario`, "
        "`expect`). What holds by `method` is changed with `set method.…`.",
        "用 `extends` 引用其他文件的文件只写改动：`set`、`add to`、`remove`、`rename`、`move` 等修改，"
        "以及新增内容的语句（`series`、`group`、`entity`、`indicator`、`data`、`index`、`scenario`、`expect`）。"
        "`method` 中的内容用 `set method.…` 修改。",
    ),
)


def apply_statements(
    stated: Stated, file: tree.File, statements: Sequence[tree.Statement], found: Collector | None = None
) -> Outcome[Stated]:
    """Return what is stated once the statements of a file (or of a scenario in it) are applied.

    Positions in the statements count on from `stated.end`, where their text begins; `file` says where they stand.
    """
    found = found if found is not None else Collector()
    texts = file.layers or (tree.Layer(0, file.source),)
    editor = _Editor(stated, texts, file, found)
    editor.draft.renames_entities = any(isinstance(item, tree.Edit) and item.entity for item in statements)
    for statement in statements:
        editor.statement(statement)
    draft = editor.draft
    draft.finished()
    report_used(draft, editor.structure.gone, file, found)
    report_depth(draft, file, found)
    return found.outcome(
        Stated(
            facts=draft.facts,
            order={parent: tuple(children) for parent, children in draft.order.items() if children},
            texts=texts,
            published=published_in(statements),
            scenarios=tuple(item for item in statements if isinstance(item, tree.Scenario)),
            reasons=draft.reasons,
            bases=(*stated.bases, stated),
        )
    )


class _Editor:
    """Applies statements one by one."""

    def __init__(self, stated: Stated, texts: tuple[tree.Layer, ...], file: tree.File, found: Collector) -> None:
        self.draft, self.file, self.found = Draft.of(stated, texts), file, found
        self.structure = Structure(self.draft, file, found)
        self.headers: dict[str, tree.Header] = {}
        self.set: dict[tuple[Key, str], tree.Edit] = {}

    def statement(self, statement: tree.Statement) -> None:
        self.draft.because = None
        self.draft.edits += 1
        match statement:
            case tree.Edit(verb=verb, because=because):
                self.draft.because = because
                if verb == "set":
                    set_value(self.draft, statement, self.file, self.found, self.set)
                else:
                    self.structure.apply(statement)
            case tree.Header():
                self._header(statement)
            case tree.Data():
                self._data(statement)
            case tree.Column():
                self.structure.adding.column(statement)
            case tree.Node(keyword=keyword):
                self.structure.adding.add([statement], ROOT if keyword == "index" else OUTSIDE)
            case tree.Method():
                message = Wording("`method` is stated in the base", "`method` 已在基础文件中写明")
                help_ = Wording("write `set method.PROPERTY old -> new`", "请写成 `set method.PROPERTY old -> new`")
                self.found.add(NOT_AN_EDIT, message, self.file.span(statement), help=help_)
            case tree.Expectations() | tree.ExpectedTable() | tree.Scenario():
                pass

    def _header(self, header: tree.Header) -> None:
        keyword = header.keyword
        if keyword in self.headers:
            earlier = Related(STATED_FIRST, self.file.span(self.headers[keyword]))
            message = Wording(f"`{keyword}` is stated twice", f"`{keyword}` 写了两次")
            self.found.add(HEADER_RULE, message, self.file.span(header), related=[earlier])
        self.headers[keyword] = header
        if keyword == "framework":
            self.draft.put(Key("header", keyword), header.name)
            if header.labels:
                for key in [key for key in self.draft.facts if key.kind == "label" and key.subject == FRAMEWORK]:
                    self.draft.put(key, None)
            for label in header.labels:
                self.draft.put(Key("label", FRAMEWORK, label.language.text if label.language else ""), label.text)
        elif keyword != "extends":
            self.draft.put(Key("header", keyword), header.text)

    def _data(self, data: tree.Data) -> None:
        key = Key("data", data.called)
        if key in self.draft.facts:
            message = Wording(
                f"two data statements are called `{key.subject}`", f"有两条 `data` 语句都名为 `{key.subject}`"
            )
            earlier = Related(STATED_FIRST, self.file.span(self.draft.facts[key]))  # type: ignore[arg-type] # it is one
            help_ = Wording(
                'to put other data in its place, write `set data "old" -> "new"`',
                '如要替换数据，请写 `set data "old" -> "new"`',
            )
            self.found.add(TWICE, message, self.file.span(data), help=help_, related=[earlier])
            return
        self.draft.put(key, data)
