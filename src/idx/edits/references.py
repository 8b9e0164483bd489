"""The names that facts speak of: in formulas and conditions, and as groups, series, nodes and entities in arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from idx.methods import registry
from idx.methods.values import Entity, Group, Names, Over, Ratings, Series
from idx.period import parse_period
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from idx.methods.contracts import Parameter

Part = TypeVar("Part", tree.Property, tree.Setting)
OF_ENTITIES = "entity"  # the group that each entity is by itself


def references(item: Any, keyword: str = "") -> Iterator[tree.Word]:  # noqa: ANN401 - any part of a tree
    """Yield the words in a property or a part of one that are names of nodes, series or groups."""
    match item:
        case tree.Reference(name=name):
            yield name
        case tree.Call():
            for argument in item.arguments:
                yield from _named(keyword, item, argument)
                yield from _rated(keyword, item, argument)
        case _:
            for part, of in _parts(item):
                yield from references(part, of)


def _parts(item: object) -> Iterator[tuple[object, str]]:
    """Yield the parts of a property, an operation or an application, with the keyword whose methods a call names."""
    match item:
        case tree.Property():
            yield item.value, item.keyword
            yield item.where, ""
            for step in item.steps:
                yield step.call, "treat" if item.keyword == "treat" else "then"
                yield step.where, ""
        case tree.Operation(operands=parts) | tree.Application(arguments=parts):
            yield from ((part, "") for part in parts)
        case _:
            pass


def _named(keyword: str, call: tree.Call, argument: tree.Argument) -> Iterator[tree.Word]:
    """Yield the name of a group that an argument is, or the names of series and indicators."""
    if not isinstance(argument.value, tree.Call):
        return
    taken = _takes(keyword, call, argument)
    if Group in taken or Series in taken:
        yield argument.value.name
    if Names in taken:
        yield from _words(argument.value)


def _takes(keyword: str, call: tree.Call, argument: tree.Argument) -> tuple[object, ...]:
    """Return the types of which an argument can be."""
    entry = registry.find(keyword, call.name.text) if keyword in registry.KINDS else None
    if entry is None or argument.name is None:
        return ()
    named = argument.name.text
    parameter = next((item for item in registry.parameters(entry) if item.name == named), None)
    return (parameter.annotation, *get_args(parameter.annotation)) if parameter is not None else ()


def named_kind(parameter: Parameter) -> str | None:
    """Return what an argument names, a `group` or a `series`, or None where it names neither."""
    annotations = (parameter.annotation, *get_args(parameter.annotation))
    return "group" if Group in annotations else "series" if Series in annotations else None


def names_entity(parameter: Parameter) -> bool:
    """Whether an argument names an entity."""
    return Entity in (parameter.annotation, *get_args(parameter.annotation))


def _words(call: tree.Call) -> Iterator[tree.Word]:
    """Yield the words of `a` or `names(a, b)`."""
    parts = [part.value for part in call.arguments]
    yield from (part.name for part in parts if isinstance(part, tree.Call)) if parts else (call.name,)


def entity_words(item: Any, keyword: str = "") -> Iterator[tree.Word | tree.Text | tree.Number]:  # noqa: ANN401 - any part
    """Yield what names an entity in a property or a part of one: behind `entity is`, in brackets, in arguments."""
    match item:
        case tree.Reference(at=tree.Word() | tree.Text() as at):
            yield from () if isinstance(at, tree.Word) and parse_period(at.text) else (at,)
        case tree.Call():
            taken = (argument for argument in item.arguments if Entity in _takes(keyword, item, argument))
            for argument in taken:
                yield from _entity_of(argument.value)
        case _:
            yield from _compared(item)
            for part, of in _parts(item):
                yield from entity_words(part, of)


def _compared(item: object) -> Iterator[tree.Text]:
    """Yield the entity that a condition compares with: `entity is "…"`."""
    match item:
        case tree.Operation("is" | "is not", (tree.Reference(name=name), tree.Text() as text)) if (
            name.text == OF_ENTITIES
        ):
            yield text


def _entity_of(value: tree.Value) -> Iterator[tree.Word | tree.Text | tree.Number]:
    if isinstance(value, tree.Call) and not value.arguments:
        yield value.name
    elif isinstance(value, tree.Text | tree.Number):
        yield value


def entity_text(word: tree.Word | tree.Text | tree.Number) -> str:
    """Return the name of an entity, however it is written."""
    return word.written if isinstance(word, tree.Number) else word.text


def with_entities(prop: tree.Property, called: Callable[[str], str]) -> tree.Property:
    """Return a property in which entities are called otherwise; places stay."""
    words = list(entity_words(prop))
    names = {word.start: called(entity_text(word)) for word in words if called(entity_text(word)) != entity_text(word)}
    return renamed_at(prop, names)


def filled_from(prop: tree.Property) -> tuple[tree.Word, ...]:
    """Return the names of series and indicators from which a property fills missing cells."""
    call = prop.value
    if prop.keyword != "impute" or not isinstance(call, tree.Call):
        return ()
    arguments = [item for item in call.arguments if Names in _takes("impute", call, item)]
    return tuple(word for item in arguments if isinstance(item.value, tree.Call) for word in _words(item.value))


def without_itself(prop: tree.Property, name: str) -> tree.Property:
    """Return a property whose missing cells are filled from others, a node of this name left out among them."""
    call = prop.value
    if not isinstance(call, tree.Call) or name not in {word.text for word in filled_from(prop)}:
        return prop
    arguments = tuple(
        item._replace(value=_without(item.value, name)) if Names in _takes("impute", call, item) else item
        for item in call.arguments
    )
    return prop._replace(value=call._replace(arguments=arguments))


def _without(value: tree.Value, name: str) -> tree.Value:
    if not isinstance(value, tree.Call):
        return value
    kept = [
        item for item in value.arguments if not (isinstance(item.value, tree.Call) and item.value.name.text == name)
    ]
    return value._replace(arguments=tuple(kept)) if kept else value


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
    waiting: list[object] = [prop]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tree.Reference):
            yield item
        waiting.extend(part for part, _ in _parts(item))


def _replaced(item: Any, words: Mapping[int, str]) -> Any:  # noqa: ANN401 - any part of a tree
    if isinstance(item, tree.Word | tree.Text):
        return item._replace(text=words[item.start]) if item.start in words else item
    if isinstance(item, tree.Number):
        return tree.Text(words[item.start], item.start, item.end) if item.start in words else item
    if hasattr(item, "_fields"):
        return type(item)(*(_replaced(part, words) for part in item))
    if isinstance(item, tuple):
        return tuple(_replaced(part, words) for part in item)
    return item
