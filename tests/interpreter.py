"""The oracle's half about formulas: an expression worth what its definition says, one row at a time."""

import math
import operator
from collections.abc import Callable
from typing import TypeAlias

from equality import NOTHING
from expressions import Apply, Binary, Expression, Negative, Numeral, Read, Words
from rules import Refusal, Rules

Value: TypeAlias = float | bool | str | None
Look: TypeAlias = Callable[[Read, int], float | str | None]  # a value read so many periods back

ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": math.pow,
}
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "ln": math.log,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "abs": abs,
}


class NoResult(Refusal):
    """An operation that has no result for its operands, such as a division by zero."""


def interpret(expression: Expression, look: Look, rules: Rules, lag: int = 0) -> Value:
    """Compute an expression for one row; what is missing makes everything missing that needs it."""
    match expression:
        case Numeral():
            return expression.value
        case Words(text):
            return text
        case Read():
            return look(expression, lag)
        case Apply():
            return _apply(expression, look, rules, lag)
        case Negative(operand):
            return _binary("-", 0.0, interpret(operand, look, rules, lag), rules)
        case Binary():
            return _of_two(expression, look, rules, lag)


def _of_two(expression: Binary, look: Look, rules: Rules, lag: int) -> Value:
    sign, left, right = expression.operator, expression.left, expression.right
    first = interpret(left, look, rules, lag)
    decides = (sign, first) in (("and", False), ("or", True))  # then the second is not asked
    second = None if decides else interpret(right, look, rules, lag)
    if isinstance(first, float) and isinstance(second, float) and sign in (*COMPARISONS, "is", "is not"):
        size = max(_size(left, first, look, rules, lag), _size(right, second, look, rules, lag))
        if first == second or abs(first - second) <= NOTHING * size:
            return sign in ("is", "<=", ">=")
    return _binary(sign, first, second, rules)


def _size(expression: Expression, value: float, look: Look, rules: Rules, lag: int) -> float:
    """Tell how large the numbers are that a value comes of: what is left where they cancel out is rounding."""

    def of(part: Expression) -> tuple[float, float]:
        found = interpret(part, look, rules, lag)
        assert isinstance(found, float)
        return found, _size(part, found, look, rules, lag)

    match expression:
        case Binary("+" | "-", left, right):
            return max(of(left)[1], of(right)[1])
        case Binary("*", left, right):
            return of(left)[1] * of(right)[1]
        case Binary("/", left, right):
            return of(left)[1] / abs(of(right)[0])
        case Negative(operand):
            return of(operand)[1]
    return abs(value)


def asked(expression: Expression, look: Look, rules: Rules) -> list[tuple[Read, int]]:
    """List what is looked at to compute an expression for one row: nothing in branches that are not taken."""
    seen: dict[tuple[Read, int], None] = {}

    def remembering(read: Read, lag: int) -> float | str | None:
        seen[read, lag] = None
        return look(read, lag)

    interpret(expression, remembering, rules)
    return list(seen)


def _apply(applied: Apply, look: Look, rules: Rules, lag: int) -> Value:
    match applied:
        case Apply("if", (condition, then, otherwise)):
            holds = interpret(condition, look, rules, lag)
            return None if holds is None else interpret(then if holds else otherwise, look, rules, lag)
        case Apply("prev", (argument,)):
            return interpret(argument, look, rules, lag + 1)
        case Apply("available", (Read(name),)):
            return look(Read(name, "available"), lag)
        case Apply(function, arguments):
            values = [number(interpret(argument, look, rules, lag)) for argument in arguments]
            return _of_numbers(function, values, rules)


def number(value: Value) -> float | None:
    """Assert that a value is a number or missing."""
    assert value is None or isinstance(value, float)
    return value


def _binary(sign: str, left: Value, right: Value, rules: Rules) -> Value:
    if sign in ("and", "or"):
        decided = sign == "or"  # what one operand alone decides, whatever the other may be
        return decided if decided in (left, right) else None if None in (left, right) else not decided
    if isinstance(right, str):
        return (left == right) == (sign == "is")
    one, other = number(left), number(right)
    if one is None or other is None:
        return None
    if sign in ("is", "is not"):
        return (one == other) == (sign == "is")
    if sign in COMPARISONS:
        return COMPARISONS[sign](one, other)
    return rules.noise(_finite(lambda: ARITHMETIC[sign](one, other)))


def _of_numbers(function: str, values: list[float | None], rules: Rules) -> float | None:
    if function in ("min", "max"):
        return rules.extreme(function, values)
    first, *decimals = values
    if first is None:
        return None
    if function == "round":
        return rules.rounded(first, int(decimals[0] or 0) if decimals else 0)
    return rules.noise(_finite(lambda: FUNCTIONS[function](first)))


def _finite(compute: Callable[[], float]) -> float:
    """Compute a number; by zero, of a wrong sign or beyond all numbers there is none."""
    try:
        value = compute()
    except (ArithmeticError, ValueError) as error:
        raise NoResult(str(error)) from error
    if not math.isfinite(value):
        raise NoResult("beyond all numbers")
    return value
