"""Write facts as the language writes them, with the names of now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import is_normalized

from idx.edits.references import entity_text, entity_words, references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Name = Callable[[str], str]

BARE = re.compile(r"[^\W\d]\w*")  # what may stand without quotes


def entity_name(text: str) -> str:
    """Return the name of an entity as edits say it: in quotes where it is no word."""
    return text if BARE.fullmatch(text) and is_normalized("NFC", text) else quoted(text)


def quoted(text: str) -> str:
    """Return a text in quotes; one of several paragraphs in parentheses."""
    paragraphs = ['"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in text.split("\n")]
    return paragraphs[0] if len(paragraphs) == 1 else f"({' '.join(paragraphs)})"


def as_it_is(entity: str) -> str:
    """Return the name of an entity that no other is called by."""
    return entity


def written(fact: object, text: str, name: Name, entity: Name = as_it_is) -> str:
    """Return a fact as it stands behind its keyword; `text` is what its positions are offsets into.

    `name` tells what nodes are called, `entity` what entities are.
    """
    match fact:
        case tree.Property():
            return _Written(text, name, entity).property(fact)
        case tree.Data():
            return _data(fact)
        case tree.Argument(value=value):
            return _Written(text, name, entity).value(value, "")
        case tree.Text(text=said):
            return quoted(said)
        case tree.Word(text=said):
            return said
        case _:
            return str(fact)


class _Written(NamedTuple):
    """Writes properties, with the names of now."""

    text: str
    name: Name
    entity: Name

    def property(self, prop: tree.Property) -> str:
        parts = [self.value(prop.value, prop.keyword)]
        if prop.over is not None:
            parts.append(f"over {prop.over.text}")
        if prop.where is not None:
            parts.append(f"where {self.expression(prop.where)}")
        for step in prop.steps:
            parts.append(f"then {self.value(step.call, 'then')}")
            if step.where is not None:
                parts.append(f"where {self.expression(step.where)}")
        return " ".join(parts)

    def value(self, value: tree.Value | tree.Expression, keyword: str) -> str:
        match value:
            case tree.Reference() | tree.Operation() | tree.Application():
                return self.expression(value)
            case tree.Number(written=said):
                return said
            case tree.Text(text=said):
                return quoted(said)
            case tree.Word(text=said):
                return said
            case tree.Range(low=low, high=high):
                return f"{self.value(low, '')}..{self.value(high, '')}"
            case tree.Call(name=called, arguments=arguments):
                groups = {word.start for word in references(value, keyword)}
                entities = {word.start: word for word in entity_words(value, keyword)}
                shown = [
                    (f"{argument.name.text} = " if argument.name else "")
                    + self._argument(argument.value, groups, entities)
                    for argument in arguments
                ]
                return f"{called.text}({', '.join(shown)})" if shown else called.text

    def _argument(
        self, value: tree.Value, groups: set[int], entities: Mapping[int, tree.Word | tree.Text | tree.Number]
    ) -> str:
        if isinstance(value, tree.Call) and value.name.start in groups:
            return self.name(value.name.text)
        if value.start in entities:
            return self._entity(entities[value.start])
        return self.value(value, "")

    def _entity(self, word: tree.Word | tree.Text | tree.Number) -> str:
        """Return an entity as it is written where it is called so still, else by its name."""
        said = entity_text(word)
        called = self.entity(said)
        if called == said and not isinstance(word, tree.Text):
            return said
        return entity_name(called) if isinstance(word, tree.Word) else quoted(called)

    def expression(self, value: tree.Expression) -> str:
        """Return a formula or condition as it is written, with the names of now."""
        words: list[tuple[tree.Positioned, str]] = [(word, self.name(word.text)) for word in references(value)]
        words += [(word, self._entity(word)) for word in entity_words(value)]
        parts, position = [], value.start
        for word, said in sorted(words, key=lambda pair: pair[0].start):
            parts += [self.text[position : word.start], said]
            position = word.end
        whole = "".join([*parts, self.text[position : value.end]])
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
    if data.entities:
        called = (f"{entity_name(here.text)} = {entity_name(there.text)}" for here, there in data.entities)
        parts.append(f"entities({', '.join(called)})")
    if data.sheet:
        parts.append(f"sheet {quoted(data.sheet.text)}")
    if data.na:
        parts.append(f"na {', '.join(quoted(text.text) for text in data.na)}")
    if data.encoding:
        parts.append(f"encoding {quoted(data.encoding.text)}")
    return " ".join(parts)
