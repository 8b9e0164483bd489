"""One argument of a method call: what it is, and the call with another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idx.diagnostics import Wording, choose_from, did_you_mean
from idx.edits.meaning import meaning
from idx.edits.paths import PATH
from idx.methods import registry
from idx.resolve.arguments import Mismatch, convert
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.methods.contracts import Parameter


def parameter_of(prop: tree.Property, name: tree.Word, file: tree.File, found: Collector) -> Parameter | None:
    """Return the parameter of a property's method that a name means, or None with a diagnostic."""
    call = prop.value
    entry = registry.find(prop.keyword, call.name.text) if isinstance(call, tree.Call) else None
    parameters = registry.parameters(entry) if entry else ()
    for parameter in parameters:
        if parameter.name == name.text and not parameter.any_name:
            return parameter
    for parameter in parameters:
        if parameter.any_name:
            return parameter._replace(name=name.text)
    called = call.name.text if isinstance(call, tree.Call) else prop.keyword
    names = [parameter.name for parameter in parameters]
    message = Wording(f"`{called}` has no argument `{name.text}`", f"`{called}` 没有参数 `{name.text}`")
    help_ = did_you_mean(name.text, names, otherwise=choose_from(names) if names else None)
    found.add(PATH, message, file.span(name), help=help_)
    return None


def stated_argument(prop: tree.Property, parameter: Parameter) -> tree.Argument | None:
    """Return the argument that a call states for a parameter, or None."""
    call = prop.value
    if not isinstance(call, tree.Call):
        raise TypeError(prop)
    entry = registry.find(prop.keyword, call.name.text)
    bare = iter([item.name for item in registry.parameters(entry) if item.positional] if entry else ())
    for argument in call.arguments:
        name = next(bare, None) if argument.name is None else argument.name.text
        if name == parameter.name:
            return argument
    return None


def same_value(parameter: Parameter, one: tree.Value | None, other: tree.Value | None) -> bool:
    """Whether two values of a parameter mean the same; None is the default."""
    return bool(_meaning(parameter, one) == _meaning(parameter, other))


def _meaning(parameter: Parameter, value: tree.Value | None) -> Any:  # noqa: ANN401 - as the parameter is annotated
    if value is None:
        return parameter.default
    try:
        return convert(parameter.annotation, value)
    except Mismatch:
        return meaning(value)


def with_argument(prop: tree.Property, parameter: Parameter, setting: tree.Setting) -> tree.Property:
    """Return a property whose method has another value of a parameter, or with `unset` none."""
    call = prop.value
    if not isinstance(call, tree.Call):
        raise TypeError(prop)
    stated = stated_argument(prop, parameter)
    kept = list(call.arguments)
    place = kept.index(stated) if stated is not None else len(kept)
    # No word that can be renamed begins where the setting ends.
    name = tree.Word(parameter.name, setting.end, setting.end) if stated is None else stated.name
    new = [] if setting.value is None else [tree.Argument(name, _as_value(setting), setting.start, setting.end)]
    kept[place : place + 1] = new
    # What is wrong with the arguments is said where the last of them was set.
    return prop._replace(value=call._replace(arguments=tuple(kept), start=setting.start, end=setting.end))


def _as_value(setting: tree.Setting) -> tree.Value:
    value = value_of(setting)
    if value is None:
        raise TypeError(setting)
    return value


def value_of(setting: tree.Setting) -> tree.Value | None:
    """Return a setting as the value of an argument, or None where it is `unset` or cannot be one."""
    if setting.over is not None or setting.where is not None or setting.steps:
        return None
    value = setting.value
    return value if isinstance(value, tree.Number | tree.Range | tree.Call | tree.Text | tree.Word) else None
