"""Build syntax-tree dataclasses while Lark parses: one method per grammar rule, bottom up, without recursion."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from lark import Token, Transformer

from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Kind = TypeVar("Kind")
Children = list[Any]  # Lark hands a rule's children over without types

ESCAPE = re.compile(r"\\(.)")


def word(token: Token) -> tree.Word:
    """Return a token as a word; names that look alike are alike (Unicode NFC)."""
    text = str(token)
    return tree.Word(text if text.isascii() else unicodedata.normalize("NFC", text), _start(token), _end(token))


def text(token: Token) -> tree.Text:
    """Return a quoted token without its quotes and escapes."""
    inner = str(token)[1:-1]
    return tree.Text(ESCAPE.sub(r"\1", inner) if "\\" in inner else inner, _start(token), _end(token))


def _start(item: object) -> int:
    return (item.start_pos or 0) if isinstance(item, Token) else item.start  # type: ignore[attr-defined]


def _end(item: object) -> int:
    return (item.end_pos or 0) if isinstance(item, Token) else item.end  # type: ignore[attr-defined]


def _pick(children: Sequence[object], kind: type[Kind]) -> tuple[Kind, ...]:
    return tuple(child for child in children if isinstance(child, kind))


def _one(children: Sequence[object], kind: type[Kind]) -> Kind | None:
    return next((child for child in children if isinstance(child, kind)), None)


class _Part:
    """What an option of a statement hands to the statement around it."""

    __slots__ = ("end", "name", "value")

    def __init__(self, name: str, value: Any, end: int) -> None:  # noqa: ANN401 - each option has its own type
        self.name, self.value, self.end = name, value, end


def _part(children: Sequence[object], name: str) -> Any:  # noqa: ANN401 - each option has its own type
    return next((child.value for child in children if isinstance(child, _Part) and child.name == name), None)


def _paragraphs(children: Sequence[object]) -> tree.Text:
    """Return strings in parentheses as one text, a paragraph each."""
    strings = [text(child) for child in _pick(children, Token) if child.type == "STRING"]
    joined = "\n".join(string.text for string in strings)
    return tree.Text(joined, strings[0].start, strings[-1].end)


def _header(keyword: str) -> Callable[[Builder, Children], tree.Header]:
    def build(_: Builder, children: Children) -> tree.Header:
        return tree.Header(keyword, _start(children[0]), _end(children[-1]), text=_paragraphs(children))

    return build


def _property(keyword: str) -> Callable[[Builder, Children], tree.Property]:
    def build(_: Builder, children: Children) -> tree.Property:
        value = children[1]
        if isinstance(value, Token):
            value = text(value) if value.type == "STRING" else word(value)
        return tree.Property(
            keyword,
            value,
            _start(children[0]),
            _end(children[-1]),
            over=_part(children, "over"),
            where=_part(children, "where"),
            steps=_pick(children, tree.Step),
        )

    return build


def _long_text(keyword: str) -> Callable[[Builder, Children], tree.Property]:
    def build(_: Builder, children: Children) -> tree.Property:
        return tree.Property(keyword, _paragraphs(children), _start(children[0]), _end(children[-1]))

    return build


def _operation(_: Builder, children: Children) -> tree.Operation:
    """Return an operator between two operands."""
    left, operator, right = (_expression(child) if place != 1 else child for place, child in enumerate(children))
    depth = 1 + max(depth_of(left), depth_of(right))
    return tree.Operation(str(operator), (left, right), left.start, right.end, depth)


def _expression(item: Any) -> tree.Expression:  # noqa: ANN401 - Lark's
    expression: tree.Expression = text(item) if isinstance(item, Token) else item
    return expression


def depth_of(expression: tree.Expression) -> int:
    """Return how many operations stand inside one another."""
    return expression.depth if isinstance(expression, tree.Operation | tree.Application) else 0


def _heading_end(name: Token, labels: tuple[tree.Label, ...], properties: tuple[tree.Property, ...]) -> int:
    return properties[-1].end if properties else labels[-1].text.end if labels else _end(name)


def _node(children: Children, name: Token, keyword: str = "") -> tree.Node:
    brace, nodes = _part(children, "block") or (-1, None)
    labels, properties = _pick(children, tree.Label), _pick(children, tree.Property)
    before = _part(children, "before")
    if before is not None:
        properties = (*properties, tree.Property("before", before, before.start, before.end))
    return tree.Node(
        name=word(name),
        labels=labels,
        properties=properties,
        children=nodes,
        start=_start(children[0]),
        end=_heading_end(name, labels, properties),
        depth=0 if nodes is None else 1 + max((child.depth for child in nodes), default=0),
        brace=brace,
        keyword=keyword,
    )


def _column(keyword: str) -> Callable[[Builder, Children], tree.Column]:
    def build(_: Builder, children: Children) -> tree.Column:
        labels, properties = _pick(children, tree.Label), _pick(children, tree.Property)
        end = _heading_end(children[1], labels, properties)
        return tree.Column(keyword, word(children[1]), labels, properties, _start(children[0]), end)

    return build


def _value(value: tree.Value | Token) -> tree.Value:
    if isinstance(value, Token):
        return text(value) if value.type == "STRING" else word(value)
    return value


def _name(token: Token) -> tree.Word | tree.Text:
    return text(token) if token.type == "STRING" else word(token)


def _named_entity(token: Token) -> tree.Word:
    """Return the name of an entity, in quotes or not, as a word."""
    said = _name(token)
    return tree.Word(said.text, said.start, said.end)


def _data(children: Children, named: Sequence[Token]) -> tree.Data:
    return tree.Data(
        name=word(named[0]) if named[0].type == "NAME" else None,
        path=text(named[-1]),
        columns=_part(children, "columns") or (),
        entities=_part(children, "called") or (),
        sheet=_part(children, "sheet"),
        na=_part(children, "na") or (),
        encoding=_part(children, "encoding"),
        start=_start(children[0]),
        end=_end(children[-1]),
    )


def _edit(children: Children, path: tree.Path, **parts: Any) -> tree.Edit:  # noqa: ANN401 - each verb has its own parts
    because = _part(children, "because")
    start, end = _start(children[0]), _end(children[-1])
    return tree.Edit(str(children[0]), path, start, end, because=because, before=_part(children, "before"), **parts)


class Builder(Transformer[Token, tree.File]):
    """Turns each grammar rule into its dataclass."""

    def start(self, children: Children) -> tuple[tree.Statement, ...]:
        return tuple(child for child in children if not isinstance(child, Token))

    def framework(self, children: Children) -> tree.Header:
        name = word(children[1])
        labels = _pick(children, tree.Label)
        return tree.Header("framework", _start(children[0]), labels[-1].text.end if labels else name.end, name, labels)

    version = _header("version")
    source = _header("source")
    note = _header("note")
    extends = _header("extends")

    def data(self, children: Children) -> tree.Data:
        tokens = _pick(children, Token)
        return _data(children, tokens[1:])

    def columns(self, children: Children) -> _Part:
        return _Part("columns", tuple(child for child in children if type(child) is tuple), _end(children[-1]))

    def heading(self, children: Children) -> tuple[tree.Word, tree.Word | tree.Text]:
        name, _, heading = children
        return word(name), text(heading) if heading.type == "STRING" else word(heading)

    def called(self, children: Children) -> _Part:
        return _Part("called", tuple(child for child in children if type(child) is tuple), _end(children[-1]))

    def calling(self, children: Children) -> tuple[tree.Word | tree.Text, tree.Word | tree.Text]:
        name, _, in_table = children
        return _name(name), _name(in_table)

    def sheet(self, children: Children) -> _Part:
        return _Part("sheet", text(children[1]), _end(children[1]))

    def na(self, children: Children) -> _Part:
        strings = tuple(text(child) for child in children if child.type == "STRING")
        return _Part("na", strings, _end(children[-1]))

    def encoding(self, children: Children) -> _Part:
        return _Part("encoding", text(children[1]), _end(children[1]))

    def method(self, children: Children) -> tree.Method:
        return tree.Method(_pick(children, tree.Property), _start(children[0]), _end(children[-1]))

    def periods(self, children: Children) -> tree.Property:
        low, high = word(children[1]), word(children[3])
        span = tree.Range(low, high, low.start, high.end)
        return tree.Property("periods", span, _start(children[0]), high.end)

    def entities(self, children: Children) -> tree.Property:
        condition = _part(children, "where")
        return tree.Property("entities", condition, _start(children[0]), condition.end)

    series = _column("series")
    group = _column("group")
    made = _column("entity")

    def members(self, children: Children) -> tree.Property:
        value = _expression(children[1])
        return tree.Property("where", value, _start(children[0]), value.end)

    def indicator(self, children: Children) -> tree.Node:
        return _node(children, children[1], "indicator")

    def index(self, children: Children) -> tree.Node:
        equals = next((child for child in children if isinstance(child, Token) and child.type == "EQUAL"), None)
        if equals is None:
            return _node(children, children[1], "index")
        value = _expression(children[-1])
        formula = tree.Property("formula", value, _start(equals), value.end)
        return _node([*children[:-2], formula], children[1], "index")

    def node(self, children: Children) -> tree.Node:
        return _node(children, children[0])

    def block(self, children: Children) -> _Part:
        return _Part("block", (_start(children[0]), _pick(children, tree.Node)), _end(children[-1]))

    def own_label(self, children: Children) -> tree.Label:
        return tree.Label(None, text(children[0]))

    def language_label(self, children: Children) -> tree.Label:
        return tree.Label(word(children[0]), text(children[1]))

    unit = _property("unit")
    weight = _property("weight")
    direction = _property("direction")
    code = _property("code")
    node_source = _property("source")
    node_note = _long_text("note")
    treat = _property("treat")
    convert = _property("convert")
    across = _property("across")
    normalise = _property("normalise")
    weighting = _property("weighting")
    missing = _property("missing")
    link = _property("link")
    aggregate = _property("aggregate")

    def impute(self, children: Children) -> tree.Property:
        keyword, place, _, call = children
        return tree.Property("impute", call, _start(keyword), call.end, place=word(place))

    def over(self, children: Children) -> _Part:
        return _Part("over", word(children[1]), _end(children[1]))

    def formula(self, children: Children) -> tree.Property:
        value = _expression(children[1])
        return tree.Property("formula", value, _start(children[0]), value.end)

    def step(self, children: Children) -> tree.Step:
        return tree.Step(children[1], _part(children, "where"), _start(children[0]), _end(children[-1]))

    def where(self, children: Children) -> _Part:
        value = _expression(children[1])
        return _Part("where", value, value.end)

    def call(self, children: Children) -> tree.Call:
        arguments = _pick(children, tree.Argument)
        tokens = _pick(children, Token)
        return tree.Call(word(tokens[0]), arguments, _start(tokens[0]), _end(tokens[-1]))

    def named(self, children: Children) -> tree.Argument:
        value = _value(children[2])
        return tree.Argument(word(children[0]), value, _start(children[0]), value.end)

    def positional(self, children: Children) -> tree.Argument:
        value = _value(children[0])
        return tree.Argument(None, value, value.start, value.end)

    def range(self, children: Children) -> tree.Range:
        low, high = (word(end) if isinstance(end, Token) else end for end in (children[0], children[2]))
        return tree.Range(low, high, low.start, high.end)

    def number(self, children: Children) -> tree.Number:
        value = Fraction(1)
        for token in children:
            match token.type:
                case "SIGN":
                    value = -value if str(token) == "-" else value
                case "NUMBER":
                    value *= Fraction(str(token))
                case "DIVISOR":
                    value /= Fraction(str(token)[1:].strip())
                case _:
                    value /= 100
        written = "".join(map(str, children)).replace(" ", "").replace("\t", "")  # a divisor's token may hold blanks
        return tree.Number(value, _start(children[0]), _end(children[-1]), written)

    disjunction = conjunction = comparison = sum = product = power = _operation

    def sameness(self, children: Children) -> tree.Operation:
        left, right = _expression(children[0]), _expression(children[-1])
        operator = "is" if len(children) == 3 else "is not"
        depth = 1 + max(depth_of(left), depth_of(right))
        return tree.Operation(operator, (left, right), left.start, right.end, depth)

    def negation(self, children: Children) -> tree.Operation:
        operand = _expression(children[1])
        return tree.Operation(str(children[0]), (operand,), _start(children[0]), operand.end, 1 + depth_of(operand))

    signed = negation

    def group_of(self, children: Children) -> tree.Expression:
        inner = _expression(children[1])
        return inner._replace(start=_start(children[0]), end=_end(children[2]))

    def literal(self, children: Children) -> tree.Number:
        value = Fraction(str(children[0])) / (100 if len(children) > 1 else 1)
        return tree.Number(value, _start(children[0]), _end(children[-1]), "".join(map(str, children)))

    def reference(self, children: Children) -> tree.Reference:
        name = word(children[0])
        return tree.Reference(
            name, _part(children, "column"), _part(children, "entity"), name.start, _end(children[-1])
        )

    def application(self, children: Children) -> tree.Application:
        arguments = tuple(
            _expression(child) for child in children[1:] if not isinstance(child, Token) or child.type == "STRING"
        )
        depth = 1 + max(map(depth_of, arguments))
        return tree.Application(word(children[0]), arguments, _start(children[0]), _end(children[-1]), depth)

    def expected_table(self, children: Children) -> tree.ExpectedTable:
        return tree.ExpectedTable(
            table=self.data(children),
            within=_part(children, "within"),
            because=_part(children, "because"),
            start=_start(children[0]),
            end=_end(children[-1]),
        )

    def expectations(self, children: Children) -> tree.Expectations:
        lines = _pick(children, tree.Expectation)
        return tree.Expectations(_part(children, "within"), lines, _start(children[0]), _end(children[-1]))

    def expectation(self, children: Children) -> tree.Expectation:
        tokens = _pick(children, Token)
        period = next((token for token in tokens if token.type in {"NUMBER", "PERIOD"}), None)
        value = _one(children, tree.Number)
        if value is None:  # pragma: no cover - the grammar asks for it
            raise TypeError(children)
        return tree.Expectation(
            node=word(children[0]),
            column=_part(children, "column"),
            entity=_part(children, "entity"),
            period=word(period) if period is not None else None,
            value=value,
            within=_part(children, "within"),
            because=_part(children, "because"),
            start=_start(children[0]),
            end=_end(children[-1]),
        )

    def scenario(self, children: Children) -> tree.Scenario:
        brace = next(place for place, child in enumerate(children) if getattr(child, "type", "") == "LBRACE")
        return tree.Scenario(
            name=word(children[1]),
            labels=_pick(children[:brace], tree.Label),
            statements=tuple(child for child in children[brace:] if not isinstance(child, Token)),
            start=_start(children[0]),
            end=_end(children[-1]),
            brace=_start(children[brace]),
        )

    def set(self, children: Children) -> tree.Edit:
        return _edit(children, children[1], old=children[2], new=children[4])

    def add(self, children: Children) -> tree.Edit:
        name = word(children[2])
        path = tree.Path((name,), name.start, name.end)
        return _edit(children, path, nodes=_pick(children, tree.Node), brace=_start(children[3]))

    def remove(self, children: Children) -> tree.Edit:
        return _edit(children, children[1])

    def rename(self, children: Children) -> tree.Edit:
        name = word(children[1])
        return _edit(children, tree.Path((name,), name.start, name.end), to=word(children[3]))

    def rename_entity(self, children: Children) -> tree.Edit:
        old, new = (_named_entity(children[place]) for place in (2, 4))
        return _edit(children, tree.Path((old,), old.start, old.end), to=new, entity=True)

    def move(self, children: Children) -> tree.Edit:
        return _edit(children, children[1], to=word(children[3]))

    def path(self, children: Children) -> tree.Path:
        names = tuple(word(child) for child in children if child.type == "NAME")
        return tree.Path(names, names[0].start, names[-1].end)

    def before(self, children: Children) -> _Part:
        return _Part("before", word(children[1]), _end(children[1]))

    def unset(self, children: Children) -> tree.Setting:
        return tree.Setting(None, _start(children[0]), _end(children[0]))

    def paragraphs(self, children: Children) -> tree.Setting:
        return tree.Setting(_paragraphs(children), _start(children[0]), _end(children[-1]))

    def setting(self, children: Children) -> tree.Setting:
        tokens, start, end = _pick(children, Token), _start(children[0]), _end(children[-1])
        if tokens and tokens[-1].type == "STRING":
            plain = len(children) == 1
            return tree.Setting(text(tokens[0]) if plain else _data(children, tokens), start, end)
        return tree.Setting(
            word(tokens[0]) if tokens else children[0],
            start,
            end,
            over=_part(children, "over"),
            where=_part(children, "where"),
            steps=_pick(children, tree.Step),
        )

    def column_of_results(self, children: Children) -> _Part:
        return _Part("column", word(children[-1]), _end(children[-1]))

    def entity(self, children: Children) -> _Part:
        token = children[1]
        return _Part("entity", text(token) if token.type == "STRING" else word(token), _end(children[-1]))

    def within(self, children: Children) -> _Part:
        return _Part("within", children[1], children[1].end)

    def because(self, children: Children) -> _Part:
        return _Part("because", text(children[1]), _end(children[1]))
