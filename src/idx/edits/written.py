"""Write facts as the language writes them, with the names of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.references import references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable

    Name = Callable[[str], str]
    Text = Callable[[], str]


def quoted(text: str) -> str:
    """Return a text in quotes; one of several paragraphs in parentheses."""
    paragraphs = ['"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in text.split("\n")]
    return paragraphs[0] if len(paragraphs) == 1 else f"({' '.join(paragraphs)})"


def written(fact: object, text: str, name: Name) -> str:
    """Return a fact as it stands behind its keyword; `text` is what its positions are offsets into."""
    match fact:
        case tree.Property():
            return _property(fact, text, name)
        case tree.Data():
            return _data(fact)
        case tree.Argument(value=value):
            return _value(value, text, name, "")
        case tree.Text(text=said):
            return quoted(said)
        case tree.Word(text=said):
            return said
        case _:
            return str(fact)


def _property(prop: tree.Property, text: str, name: Name) -> str:
    parts = [_value(prop.value, text, name, prop.keyword)]
    if prop.over is not None:
        parts.append(f"over {prop.over.text}")
    if prop.where is not None:
        parts.append(f"where {expression(prop.where, text, name)}")
    for step in prop.steps:
        parts.append(f"then {_value(step.call, text, name, 'then')}")
        if step.where is not None:
            parts.append(f"where {expression(step.where, text, name)}")
    return " ".join(parts)


def _value(value: tree.Value | tree.Expression, text: str, name: Name, keyword: str) -> str:
    match value:
        case tree.Reference() | tree.Operation() | tree.Application():
            return expression(value, text, name)
        case tree.Number(written=said):
            return said
        case tree.Text(text=said):
            return quoted(said)
        case tree.Word(text=said):
            return said
        case tree.Range(low=low, high=high):
            return f"{_value(low, text, name, '')}..{_value(high, text, name, '')}"
        case tree.Call(name=called, arguments=arguments):
            groups = {word.start for word in references(value, keyword)}
            shown = [
                (f"{argument.name.text} = " if argument.name else "")
                + (
                    name(argument.value.name.text)
                    if isinstance(argument.value, tree.Call) and argument.value.name.start in groups
                    else _value(argument.value, text, name, "")
                )
                for argument in arguments
            ]
            return f"{called.text}({', '.join(shown)})" if shown else called.text


def expression(value: tree.Expression, text: str, name: Name) -> str:
    """Return a formula or condition as it is written, with the names of now; what is broken into lines in its group."""
    parts, position = [], value.start
    for word in sorted(references(value), key=lambda word: word.start):
        parts += [text[position : word.start], name(word.text)]
        position = word.end
    whole = "".join([*parts, text[position : value.end]])
    return whole[1:-1].strip() if is_one_group(whole) and "\n" not in whole else whole


def is_one_group(text: str) -> bool:
    """Whether a formula begins with a parenthesis that its last character closes."""
    if not text.startswith("("):
        return False
    depth, quoted_text = 0, False
    for place, character in enumerate(text):
        quoted_text ^= character == '"' and text[place - 1] != "\\"
        depth += 0 if quoted_text else (character == "(") - (character == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def _data(data: tree.Data) -> str:
    parts = [data.name.text] if data.name else []
    parts.append(quoted(data.path.text))
    if data.columns:
        mapped = (
            f"{role.text} = {quoted(heading.text) if isinstance(heading, tree.Text) else heading.text}"
            for role, heading in data.columns
        )
        parts.append(f"columns({', '.join(mapped)})")
    if data.sheet:
        parts.append(f"sheet {quoted(data.sheet.text)}")
    if data.na:
        parts.append(f"na {', '.join(quoted(text.text) for text in data.na)}")
    if data.encoding:
        parts.append(f"encoding {quoted(data.encoding.text)}")
    return " ".join(parts)
