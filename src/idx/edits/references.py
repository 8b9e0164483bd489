"""The names that facts speak of: in formulas and conditions, and as groups and series in the arguments of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from idx.methods import registry
from idx.methods.contracts import Group, Over, Ratings, Series
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from idx.methods.contracts import Parameter

Part = TypeVar("Part", tree.Property, tree.Setting)


def references(item: Any, keyword: str = "") -> Iterator[tree.Word]:  # noqa: ANN401 - any part of a tree
    """Yield the words in a property or a part of one that are names of nodes, series or groups."""
    match item:
        case tree.Property():
            yield from references(item.value, item.keyword)
            yield from references(item.where)
            for step in item.steps:
                yield from references(step.call, "treat" if item.keyword == "treat" else "then")
                yield from references(step.where)
        case tree.Reference(name=name):
            yield name
        case tree.Operation(operands=parts) | tree.Application(arguments=parts):
            for part in parts:
                yield from references(part)
        case tree.Call():
            for argument in item.arguments:
                if isinstance(argument.value, tree.Call) and _takes_name(keyword, item, argument):
                    yield argument.value.name
                yield from _rated(keyword, item, argument)
        case _:
            pass


def _takes_name(keyword: str, call: tree.Call, argument: tree.Argument) -> bool:
    """Whether an argument is the name of a group or a series."""
    entry = registry.find(keyword, call.name.text) if keyword in registry.KINDS else None
    if entry is None or argument.name is None:
        return False
    named = argument.name.text
    parameter = next((item for item in registry.parameters(entry) if item.name == named), None)
    return parameter is not None and named_kind(parameter) is not None


def named_kind(parameter: Parameter) -> str | None:
    """Return what an argument names, a `group` or a `series`, or None where it names neither."""
    annotations = (parameter.annotation, *get_args(parameter.annotation))
    return "group" if Group in annotations else "series" if Series in annotations else None


def _rated(keyword: str, call: tree.Call, argument: tree.Argument) -> Iterator[tree.Word]:
    """Yield the names of children to which an argument gives numbers."""
    entry = registry.find(keyword, call.name.text) if keyword in registry.KINDS else None
    free = next((item.annotation for item in registry.parameters(entry) if item.any_name), None) if entry else None
    if not (isinstance(free, type) and issubclass(free, Ratings) and isinstance(argument.value, tree.Call)):
        return
    if free is Over and argument.name is not None:
        yield argument.name
    yield from (part.name for part in argument.value.arguments if part.name is not None)


def children_named(prop: tree.Property) -> Iterator[tree.Word]:
    """Yield the names of children in the arguments of a weighting."""
    if isinstance(prop.value, tree.Call):
        for argument in prop.value.arguments:
            yield from _rated(prop.keyword, prop.value, argument)


def renamed(prop: tree.Property, names: Mapping[str, str]) -> tree.Property:
    """Return a property in which names stand for others; places stay."""
    if not names or not any(word.text in names for word in references(prop)):
        return prop
    return renamed_at(prop, {word.start: names[word.text] for word in references(prop) if word.text in names})


def renamed_at(prop: tree.Property, names: Mapping[int, str]) -> tree.Property:
    """Return a property in which the words that begin at these places are others; places stay."""
    changed: tree.Property = _replaced(prop, names) if names else prop
    return changed


def readings(prop: tree.Property) -> Iterator[tree.Reference]:
    """Yield what the formula and the conditions of a property read."""
    waiting: list[object] = [prop.value, prop.where, *(step.where for step in prop.steps)]
    while waiting:
        item = waiting.pop()
        match item:
            case tree.Reference():
                yield item
            case tree.Operation(operands=parts) | tree.Application(arguments=parts):
                waiting.extend(parts)
            case _:
                pass


def _replaced(item: Any, words: Mapping[int, str]) -> Any:  # noqa: ANN401 - any part of a tree
    if isinstance(item, tree.Word):
        return item._replace(text=words[item.start]) if item.start in words else item
    if hasattr(item, "_fields"):
        return type(item)(*(_replaced(part, words) for part in item))
    if isinstance(item, tuple):
        return tuple(_replaced(part, words) for part in item)
    return item
