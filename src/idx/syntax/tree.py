"""The syntax tree: what a file says, word by word, with positions (offsets into the file's text).

Named tuples, since they are many and cost far less than dataclasses to define at start-up.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from idx.source import SourceSpan

if TYPE_CHECKING:
    from fractions import Fraction

    from idx.source import Source


class Positioned(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset behind the last character."""


class Word(NamedTuple):
    """A name, keyword, period or unquoted symbol as it is written."""

    text: str
    start: int
    end: int


class Text(NamedTuple):
    """A quoted text, without its quotes and escapes."""

    text: str
    start: int
    end: int


class Number(NamedTuple):
    """An exact number: `0.3`, `30%` and `3/10` are the same."""

    value: Fraction
    start: int
    end: int
    written: str


class Range(NamedTuple):
    """Two ends with `..` between them."""

    low: Number | Word
    high: Number | Word
    start: int
    end: int


class Call(NamedTuple):
    """A method with its arguments; a bare word is a call without arguments."""

    name: Word
    arguments: tuple[Argument, ...]
    start: int
    end: int


Value = Number | Range | Call | Text | Word


class Argument(NamedTuple):
    """One argument of a call, named or positional."""

    name: Word | None
    value: Value
    start: int
    end: int


class Reference(NamedTuple):
    """A name in a formula; `column` names a column of the results, `at` a period or an entity."""

    name: Word
    column: Word | None
    at: Word | Text | None
    start: int
    end: int


class Operation(NamedTuple):
    """An operator of a formula, as it is written, with its operands; `-` has one or two.

    `depth` counts the operations inside one another from here downwards.
    """

    operator: str
    operands: tuple[Expression, ...]
    start: int
    end: int
    depth: int = 1


class Application(NamedTuple):
    """A function with its arguments."""

    name: Word
    arguments: tuple[Expression, ...]
    start: int
    end: int
    depth: int = 1


Expression = Number | Text | Reference | Operation | Application


class Step(NamedTuple):
    """A step of a pipeline, behind `then`; `where` says in which rows it is taken."""

    call: Call
    where: Expression | None
    start: int
    end: int


class Label(NamedTuple):
    """A label; without a language it is in the file's own."""

    language: Word | None
    text: Text


class Property(NamedTuple):
    """A property of a node or of `method`: its keyword, its value, and what stands with it.

    `place` is the word between `impute` and `by`; `over` the word behind an aggregate's `over`; `where` and `steps`
    are what follows a method in a pipeline.
    """

    keyword: str
    value: Value | Expression
    start: int
    end: int
    place: Word | None = None
    over: Word | None = None
    where: Expression | None = None
    steps: tuple[Step, ...] = ()


class Node(NamedTuple):
    """A heading in an index tree, with the nodes in its braces, or `children` None where it has no braces.

    `depth` counts the braces from here downwards; `brace` is the offset of its own opening brace. `keyword` is `index`
    on a root, `indicator` where an indicator stands outside the trees, and empty inside a tree.
    """

    name: Word
    labels: tuple[Label, ...]
    properties: tuple[Property, ...]
    children: tuple[Node, ...] | None
    start: int
    end: int
    depth: int = 0
    brace: int = -1
    keyword: str = ""


class Column(NamedTuple):
    """A `series` or a `group`: a column of the data that is no indicator; or an `entity` made of others.

    Which others is the property `where` of an entity.
    """

    keyword: str
    name: Word
    labels: tuple[Label, ...]
    properties: tuple[Property, ...]
    start: int
    end: int


class Header(NamedTuple):
    """`framework`, `version`, `source`, `note` or `extends` at the top of a file."""

    keyword: str
    start: int
    end: int
    name: Word | None = None
    labels: tuple[Label, ...] = ()
    text: Text | None = None


class Data(NamedTuple):
    """A data statement: a file's path and how to read it.

    `entities` says what entities of the table are called here, each as its name here and its name in the table.
    `implied` are such pairs that the statement does not say: its table was written for other names than those of now.
    """

    name: Word | None
    path: Text
    columns: tuple[tuple[Word, Word | Text], ...]
    sheet: Text | None
    na: tuple[Text, ...]
    encoding: Text | None
    start: int
    end: int
    entities: tuple[tuple[Word | Text, Word | Text], ...] = ()
    implied: tuple[tuple[Word | Text, Word | Text], ...] = ()

    @property
    def called(self) -> str:
        """What the statement is called: its own name, or its file's without the ending."""
        return self.name.text if self.name else PurePosixPath(self.path.text).stem


class Called(NamedTuple):
    """That an entity has another name than it had; no file says it so, it comes of `rename entity`."""

    old: Word
    new: Word
    start: int
    end: int


class Method(NamedTuple):
    """The `method { }` block."""

    properties: tuple[Property, ...]
    start: int
    end: int


class Expectation(NamedTuple):
    """One published figure: node, column, entity and period, the value, and how near the result must come."""

    node: Word
    column: Word | None
    entity: Word | Text | None
    period: Word | None
    value: Number
    within: Number | None
    because: Text | None
    start: int
    end: int


class Expectations(NamedTuple):
    """An `expect { }` block with the tolerance that holds for its lines."""

    within: Number | None
    lines: tuple[Expectation, ...]
    start: int
    end: int


class ExpectedTable(NamedTuple):
    """A table of published figures: a data statement's parts, with the tolerance that holds for every cell."""

    table: Data
    within: Number | None
    because: Text | None
    start: int
    end: int


class Path(NamedTuple):
    """What an edit is about: names with dots between them."""

    names: tuple[Word, ...]
    start: int
    end: int

    def __str__(self) -> str:
        """Return the path as it is written."""
        return ".".join(name.text for name in self.names)


class Setting(NamedTuple):
    """One side of a `set`: a value with what stands with it (see `Property`), or None for `unset`."""

    value: Value | Expression | Data | None
    start: int
    end: int
    over: Word | None = None
    where: Expression | None = None
    steps: tuple[Step, ...] = ()


class Edit(NamedTuple):
    """A change to a framework that is stated elsewhere; `verb` is `set`, `add`, `remove`, `rename` or `move`.

    `old` and `new` are the sides of a `set`, `nodes` what is added (each may have a property `before`), `to` the new
    name or the new parent, `before` the sibling that a moved node comes before; `brace` is where what is added begins.
    `entity` says that a `rename` is one of an entity, whose name the path holds.
    """

    verb: str
    path: Path
    start: int
    end: int
    old: Setting | None = None
    new: Setting | None = None
    nodes: tuple[Node, ...] = ()
    to: Word | None = None
    before: Word | None = None
    because: Text | None = None
    brace: int = -1
    entity: bool = False


class Scenario(NamedTuple):
    """A named set of edits to the framework of its file."""

    name: Word
    labels: tuple[Label, ...]
    statements: tuple[Statement, ...]
    start: int
    end: int
    brace: int


Statement = Header | Data | Called | Method | Column | Node | Expectations | ExpectedTable | Edit | Scenario


class Layer(NamedTuple):
    """A text among those that a file is made of; positions in it count on from `start`."""

    start: int
    source: Source


class File(NamedTuple):
    """A parsed file; a `Node` among its statements is a tree's root, or an indicator outside.

    `layers` are the texts that its statements stand in, where they come from several: a base, and the edits to it.
    """

    source: Source
    statements: tuple[Statement, ...]
    layers: tuple[Layer, ...] = ()

    def span(self, item: Positioned) -> SourceSpan:
        """Return where something stands, in the text that says it."""
        if len(self.layers) < 2:
            return SourceSpan(self.source, item.start, item.end)
        layer = self.layers[bisect_right(self.layers, item.start, key=itemgetter(0)) - 1]
        return SourceSpan(layer.source, item.start - layer.start, item.end - layer.start)
