"""What an argument's value means, by the annotation of its parameter; and how to say what is expected."""

from __future__ import annotations

import types
from fractions import Fraction
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from idx.diagnostics import Wording, did_you_mean
from idx.methods.values import (
    Above,
    Entity,
    Group,
    Interval,
    Minimum,
    MinimumAndMaximum,
    Names,
    Numbers,
    Ratings,
    Replacement,
    Series,
)
from idx.period import Periods, parse_period
from idx.syntax import tree


class Mismatch(Exception):  # noqa: N818 - control flow within this module, never seen outside
    """Raised where a value does not fit."""

    def __init__(self, expected: Wording) -> None:
        """Keep what was expected."""
        super().__init__(expected)
        self.expected = expected


def word_help(annotation: Any, value: tree.Value) -> Wording | None:  # noqa: ANN401 - an annotation is anything
    """Return the word that a misspelt one most likely meant, as a help line."""
    if not isinstance(value, tree.Call):
        return None
    return did_you_mean(value.name.text, _words(annotation))


def _words(annotation: Any) -> list[str]:  # noqa: ANN401 - an annotation is anything
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    if get_origin(annotation) in {Union, types.UnionType}:
        return [word for part in get_args(annotation) for word in _words(part)]
    return []


def convert(annotation: Any, value: tree.Value) -> Any:  # noqa: ANN401, C901, PLR0911, PLR0912 - one case a type
    """Return what a value means where a parameter is annotated so; raise `Mismatch` where it means nothing."""
    origin = get_origin(annotation)
    if origin is Annotated:
        base, bound = get_args(annotation)
        number = convert(base, value)
        if not _within(number, bound):
            raise Mismatch(expected(annotation))
        return number
    if origin in {Union, types.UnionType}:
        for part in get_args(annotation):
            try:
                return convert(part, value)
            except Mismatch:
                continue
        raise Mismatch(expected(annotation))
    match value:
        case tree.Number(value=number) if annotation is float:
            return _float(number)
        case tree.Number(value=number) if annotation is Fraction:
            return number
        case tree.Number(value=number) if annotation is int and number.denominator == 1:
            return int(number)
        case tree.Call(arguments=()) if annotation is bool and value.name.text in {"true", "false"}:
            return value.name.text == "true"
        case tree.Call(arguments=()) if annotation is Group:
            return Group(value.name.text)
        case tree.Call() if annotation is Names:
            return Names(tuple(word.text for word in words_named(value)))
        case tree.Call(arguments=()) if annotation is Entity:
            return Entity(value.name.text)
        case tree.Text(text=text) if annotation is Entity:
            return Entity(text)
        case tree.Number(written=written) if annotation is Entity:
            return Entity(written)
        case tree.Call() if annotation is Numbers and value.name.text == "values" and value.arguments:
            return Numbers(tuple(_number(argument) for argument in value.arguments))
        case tree.Call() if isinstance(annotation, type) and issubclass(annotation, Ratings):
            if value.name.text == annotation.word and value.arguments:
                return annotation(tuple(_rating(argument, annotation) for argument in value.arguments))
        case tree.Call(arguments=()) if annotation is Series:
            return Series(value.name.text)
        case tree.Call(arguments=()) if origin is Literal and value.name.text in get_args(annotation):
            return value.name.text
        case tree.Range(low=tree.Number() as low, high=tree.Number() as high) if annotation is Interval:
            if low.value != high.value:
                return Interval(_float(low.value), _float(high.value))
        case tree.Call(arguments=(tree.Argument(name=None, value=tree.Number() as number),)) if (
            annotation is Replacement and value.name.text == "replace"
        ):
            return Replacement(_float(number.value))
        case _ if annotation is Periods:
            periods = periods_of(value)
            if periods is not None:
                return periods
        case _:
            pass
    raise Mismatch(expected(annotation))


def _number(argument: tree.Argument) -> float:
    if argument.name is not None or not isinstance(argument.value, tree.Number):
        raise Mismatch(EXPECTED[Numbers])
    return _float(argument.value.value)


def words_named(call: tree.Call) -> tuple[tree.Word, ...]:
    """Return the words that `a` or `names(a, b)` names, each of them once; raise `Mismatch` for anything else."""
    if not call.arguments:
        return (call.name,)
    parts = [argument.value for argument in call.arguments if argument.name is None]
    words = [part.name for part in parts if isinstance(part, tree.Call) and not part.arguments]
    if call.name.text != "names" or len(words) < len(call.arguments) or len({word.text for word in words}) < len(words):
        raise Mismatch(EXPECTED[Names])
    return tuple(words)


def _rating(argument: tree.Argument, kind: type[Ratings]) -> tuple[str, Fraction]:
    if argument.name is None or not isinstance(argument.value, tree.Number):
        raise Mismatch(expected(kind))
    return argument.name.text, argument.value.value


def _float(number: Fraction) -> float:
    """Return the nearest floating-point number; refuse one beyond their range."""
    try:
        return float(number)
    except OverflowError:
        raise Mismatch(Wording("a number of at most 1.8e308", "不超过 1.8e308 的数值")) from None


def periods_of(value: tree.Value) -> Periods | None:
    """Return the period or range of periods that a value names, or None."""
    if isinstance(value, tree.Range):
        ends = [parse_period(_written(end)) for end in (value.low, value.high)]
    else:
        ends = [parse_period(_written(value))] * 2
    first, last = ends
    if first is None or last is None or first.frequency != last.frequency or first > last:
        return None
    return Periods(first, last)


def _written(value: tree.Value) -> str:
    match value:
        case tree.Number(written=written):
            return written
        case tree.Word(text=text):
            return text
        case _:
            return ""


def _within(number: float, bound: Minimum | Above | MinimumAndMaximum) -> bool:
    match bound:
        case Minimum(value=least):
            return number >= least
        case Above(value=limit):
            return number > limit
        case MinimumAndMaximum(low=low, high=high):
            return low <= number <= high


def expected(annotation: Any) -> Wording:  # noqa: ANN401 - an annotation is anything
    """Say in words what a parameter takes."""
    origin = get_origin(annotation)
    if origin is Annotated:
        base, bound = get_args(annotation)
        number, limit = expected(base), _bound(bound)
        return Wording(f"{number.en} {limit.en}", f"{limit.zh}的{number.zh}")
    if origin is Literal:
        choices = [f"`{choice}`" for choice in get_args(annotation)]
        *first, last = choices
        return Wording(f"{', '.join(first)} or {last}" if first else last, "、".join(choices))
    if origin in {Union, types.UnionType}:
        parts = [expected(part) for part in get_args(annotation) if part is not type(None)]
        return Wording(" or ".join(part.en for part in parts), "，或 ".join(part.zh for part in parts))
    if isinstance(annotation, type) and issubclass(annotation, Ratings):
        form = f"`{annotation.word}(a = 3, b = 1)`"
        return Wording(f"numbers given to names, such as {form}", f"给名称打出的数值，如 {form}")
    return EXPECTED.get(annotation, Wording(str(annotation), str(annotation)))


EXPECTED: dict[object, Wording] = {
    float: Wording("a number", "数值"),
    Fraction: Wording("a number such as 2/3", "数值（如 2/3）"),
    int: Wording("a whole number", "整数"),
    bool: Wording("`true` or `false`", "`true` 或 `false`"),
    Group: Wording("the name of a group", "分组变量的名称"),
    Series: Wording("the name of a series", "数据序列的名称"),
    Interval: Wording("a range of two different numbers such as `0..100`", "`0..100` 这样两端不同的数值区间"),
    Periods: Wording(
        "a period such as `2019` or a range of periods such as `2016..2018`",
        "`2019` 这样的时期，或 `2016..2018` 这样的时期区间",
    ),
    Replacement: Wording("`replace(v)` with a number v", "`replace(v)`（v 为数值）"),
    Numbers: Wording("numbers in an order, such as `values(25, 50, 75)`", "按次序写出的数值，如 `values(25, 50, 75)`"),
    Entity: Wording("the code of an entity", "评价对象的代码"),
    Names: Wording(
        "the name of a series or an indicator, or different ones such as `names(a, b)`",
        "数据序列或指标的名称，或几个不同的名称，如 `names(a, b)`",
    ),
}


def _bound(bound: Minimum | Above | MinimumAndMaximum) -> Wording:
    match bound:
        case Minimum(value=least):
            return Wording(f"of at least {least:g}", f"不小于 {least:g} ")
        case Above(value=limit):
            return Wording(f"above {limit:g}", f"大于 {limit:g} ")
        case MinimumAndMaximum(low=low, high=high):
            return Wording(f"between {low:g} and {high:g}", f"{low:g} 到 {high:g} 之间")
