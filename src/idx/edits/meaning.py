"""What facts mean, so that they can be compared: no positions, numbers exact, defaults of methods filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idx.edits.data_names import table_pairs
from idx.edits.facts import Existence
from idx.edits.references import names_entity
from idx.methods import registry
from idx.methods.values import Entity
from idx.resolve.arguments import Mismatch, convert
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Hashable

    from idx.methods.contracts import Parameter


def same(one: object, other: object) -> bool:
    """Whether two facts say the same; None is no fact."""
    return one is other or meaning(one) == meaning(other)


def meaning(item: Any, keyword: str = "") -> Hashable:  # noqa: ANN401, C901, PLR0911 - a case a type
    """Return what can be compared in place of a fact or a part of one; `keyword` is the property that a call serves."""
    match item:
        case None | str():
            return item
        case tree.Property(value=value, over=over, where=where, steps=steps):
            said = meaning(value, keyword or item.keyword)
            kind = "treat" if item.keyword == "treat" else "then"
            taken = tuple((meaning(step.call, kind), meaning(step.where)) for step in steps)
            return (said, over and over.text, meaning(where), taken)
        case tree.Word(text=text) | tree.Text(text=text):
            return text
        case tree.Number(value=number):
            return number
        case tree.Range(low=low, high=high):
            return ("range", _end(low), _end(high))
        case tree.Reference(name=name, column=column, at=at):
            return ("reference", name.text, column and column.text, at and at.text)
        case tree.Operation(operator=operator, operands=operands):
            return (operator, tuple(map(meaning, operands)))
        case tree.Application(name=name, arguments=arguments):
            return ("application", name.text, tuple(map(meaning, arguments)))
        case Existence(kind=kind):
            return kind
        case tree.Data():
            columns = tuple(sorted((role.text, heading.text) for role, heading in item.columns))
            options = (meaning(item.sheet), tuple(map(meaning, item.na)), meaning(item.encoding))
            return (meaning(item.name), item.path.text, columns, options, frozenset(table_pairs(item)))
        case tree.Call():
            return _call(item, keyword)
        case _:
            raise TypeError(item)


def _end(end: tree.Number | tree.Word) -> Hashable:
    """Return the end of a range; a year is the same, whether it stands for a period or for a number."""
    return int(end.text) if isinstance(end, tree.Word) and end.text.isdecimal() else meaning(end)


def _call(call: tree.Call, keyword: str) -> Hashable:
    entry = registry.find(keyword, call.name.text) if keyword in registry.KINDS else None
    if entry is None:
        return (call.name.text, tuple((meaning(part.name), meaning(part.value)) for part in call.arguments))
    stated = {
        parameter.name: value
        for parameter, value in _arguments(call, registry.parameters(entry))
        if parameter.required or not _is_default(parameter, value)
    }
    entities = {item.name for item in registry.parameters(entry) if names_entity(item)}
    return (
        call.name.text,
        frozenset((name, _entity(value) if name in entities else meaning(value)) for name, value in stated.items()),
    )


def _entity(value: tree.Value) -> Hashable:
    """Return the name of an entity, in quotes or not."""
    try:
        return str(convert(Entity, value))
    except Mismatch:
        return meaning(value)


def _arguments(call: tree.Call, parameters: tuple[Parameter, ...]) -> list[tuple[Parameter, tree.Value]]:
    """Return a call's arguments with the parameters that they are for; one that fits nowhere is for none."""
    bare = iter(parameter for parameter in parameters if parameter.positional)
    named = {parameter.name: parameter for parameter in parameters if not parameter.any_name}
    free = next((parameter for parameter in parameters if parameter.any_name), None)
    found = []
    for argument in call.arguments:
        parameter = next(bare, None) if argument.name is None else named.get(argument.name.text)
        if parameter is None and free is not None and argument.name is not None:
            parameter = free._replace(name=argument.name.text)
        if parameter is not None:
            found.append((parameter, argument.value))
    return found


def _is_default(parameter: Parameter, value: tree.Value) -> bool:
    try:
        return bool(convert(parameter.annotation, value) == parameter.default)
    except Mismatch:
        return False
