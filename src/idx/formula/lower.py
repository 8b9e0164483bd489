"""Formulas computed with polars over a grid of entities and consecutive periods, with watch for what has no result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import polars as pl

from idx.diagnostics import Wording
from idx.formula.access import Access, Asked
from idx.formula.comparison import Sizes
from idx.formula.expression import Application, Constant, Expression, Formula, Operation, Quoted, Value, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from idx.formula.access import Grid
    from idx.source import SourceSpan

TOO_LARGE = Wording("the result is too large for a number", "结果超出了数值范围")
Key: TypeAlias = tuple[str, str, int, object]  # a value's name and column, and where it is read
MOST_DIGITS = 308  # beyond these a floating-point number has none


class Trouble(NamedTuple):
    """Rows in which a part of a formula has no result though its operands are there."""

    message: Wording
    span: SourceSpan
    rows: pl.Series


class Computed(NamedTuple):
    """A formula's values, a row each, where they could not be computed, and what was asked for."""

    values: pl.Series
    troubles: tuple[Trouble, ...]
    asked: tuple[Asked, ...]

    def forgiven(self) -> Computed:
        """Return the same with no values where they could not be computed."""
        values = self.values
        for trouble in self.troubles:
            values = values.zip_with(~trouble.rows, pl.Series([None], dtype=values.dtype))
        return self._replace(values=values, troubles=())


def compute(formula: Formula, grid: Grid, column: Callable[[Value], pl.Series]) -> Computed:
    """Return a formula's values on a grid.

    `column` returns the whole column of a value; values at other periods and entities are read here.
    """
    steps = _Steps(formula.expression, grid, column)
    values = steps.column(formula.expression)
    watches = list(steps.watches)
    if values.dtype.is_numeric():
        values = values.cast(pl.Float64)
        watches.append((TOO_LARGE, formula.span, ~values.is_finite()))
        values = values.to_frame("value").select(pl.when(pl.col("value").is_finite()).then("value")).to_series()
    return Computed(values, _troubles(watches), tuple(steps.asked.values()))


def _troubles(watches: list[tuple[Wording, SourceSpan, pl.Series]]) -> tuple[Trouble, ...]:
    """Return where parts of a formula have no result, inner ones first; what they make too large is not told again."""
    troubles: list[Trouble] = []
    for message, span, holds in watches:
        if not holds.any():
            continue
        rows = holds.fill_null(value=False)
        for inner in troubles if message is TOO_LARGE else ():
            rows &= ~inner.rows
        if rows.any():
            troubles.append(Trouble(message, span, rows))
    return tuple(troubles)


class _Steps:
    """Computes a formula operation by operation, each once, from the innermost outwards.

    As one expression its parts would stand in it as often as they are asked for (twice for a minimum, since what is
    missing is looked for first), and nested they would double at every level. `frame` grows by a column a step;
    `asked` holds each value that is read with the rows in which it counts.
    """

    def __init__(self, formula: Expression, grid: Grid, column: Callable[[Value], pl.Series]) -> None:
        self.grid, self.whole = grid, column
        self.frame = pl.DataFrame([pl.int_range(0, len(grid.entities) * grid.length, eager=True).alias("·row")])
        self.read: dict[Key, str] = {}
        self.watches: list[tuple[Wording, SourceSpan, pl.Series]] = []
        self.asked: dict[tuple[Key, str | None], Asked] = {}
        self.sizes = Sizes(formula, lambda size: self._kept(self._done(size)))

    def column(self, expression: Expression) -> pl.Series:
        """Return an expression's values, a row each."""
        return self._done(self.lower(expression, 0, None))

    def _done(self, expression: pl.Expr) -> pl.Series:
        done = self.frame.lazy().with_columns(expression.alias("·done")).collect(engine="in-memory")
        return done["·done"]

    def _kept(self, column: pl.Series) -> pl.Expr:
        name = f"·{self.frame.width}"
        self.frame = self.frame.hstack([column.alias(name)])
        return pl.col(name)

    def lower(self, expression: Expression, lag: int, active: pl.Expr | None) -> pl.Expr:
        """Return a number, or the column that holds an expression's values; `active` says in which rows they count."""
        match expression:
            case Constant(value=value):
                return pl.lit(float(value))
            case Quoted(text=text):
                return pl.lit(text)
            case Value():
                return self._value(expression, lag, active)
            case Application():
                result = self._application(expression, lag, active)
            case Operation(operator="and" | "or"):
                result = self._junction(expression, lag, active)
            case Operation():
                operands = [self.lower(operand, lag, active) for operand in expression.operands]
                result = self._operation(expression, operands, active)
                kept = self._kept(self._done(result))
                self.sizes.follow(expression.operator, operands, kept)
                return kept
        return self._kept(self._done(result))

    def _value(self, value: Value, lag: int, active: pl.Expr | None) -> pl.Expr:
        key = (value.name, value.column, lag, value.at)
        rows = None if active is None else active.meta.output_name()
        if not {(key, None), (key, rows)} & self.asked.keys():
            where = None if rows is None else self.frame[rows]
            self.asked[key, rows] = Asked(value, Access(lag, value.at), where)
        if key not in self.read:
            whole = self.whole(value)
            if lag or value.at is not None:
                whole = whole.gather(Access(lag, value.at).rows(self.grid))
            self.read[key] = self._kept(whole).meta.output_name()
        return pl.col(self.read[key])

    def _watch(self, said: Wording, at: Expression, trouble: pl.Expr, active: pl.Expr | None) -> None:
        self.watches.append((said, at.span, self._done(trouble if active is None else trouble & active)))

    def _operation(self, operation: Operation, operands: list[pl.Expr], active: pl.Expr | None) -> pl.Expr:
        if len(operands) == 1:
            return -operands[0]
        left, right = operands
        match operation.operator:
            case "/":
                said = Wording("division by zero", "除数为零")
                self._watch(said, operation, (right == 0) & left.is_not_null(), active)
                return left / right
            case "^":
                self._watch_power(operation, left, right, active)
                return left.pow(right)
            case "is" | "is not" if isinstance(operation.operands[1], Quoted):
                same = left.eq_missing(right)
                return same if operation.operator == "is" else ~same
            case "is" | "is not" | "<" | "<=" | ">" | ">=":
                self._watch(TOO_LARGE, operation, left.is_nan() | right.is_nan(), active)
                return self.sizes.compared(operation.operator, left, right)
            case operator:
                return OPERATORS[operator](left, right)

    def _junction(self, operation: Operation, lag: int, active: pl.Expr | None) -> pl.Expr:
        """Return `and` or `or`; the right operand counts where the left one does not decide, or cannot be told."""
        left = self.lower(operation.operands[0], lag, active)
        both = operation.operator == "and"
        undecided = left.fill_null(value=True) if both else ~left.fill_null(value=False)
        right = self.lower(operation.operands[1], lag, self._among(active, undecided))
        return left & right if both else left | right

    def _among(self, active: pl.Expr | None, rows: pl.Expr) -> pl.Expr:
        """Return the rows in which a part counts: those where a condition lets it, of those where the whole does."""
        return self._kept(self._done(rows if active is None else active & rows))

    def _watch_power(self, operation: Operation, left: pl.Expr, right: pl.Expr, active: pl.Expr | None) -> None:
        said = Wording("a power of zero below zero", "零的负数次幂")
        self._watch(said, operation, (left == 0) & (right < 0), active)
        said = Wording("a power of a negative number that is not whole", "负数的非整数次幂")
        self._watch(said, operation, (left < 0) & (right != right.round(0)), active)

    def _application(self, application: Application, lag: int, active: pl.Expr | None) -> pl.Expr:
        name, arguments = application.function, application.arguments
        if name == "available" and isinstance(arguments[0], Value):
            return self._value(arguments[0]._replace(column="available"), lag, active)
        if name == "if":
            return self._if(arguments, lag, active)
        values = [self.lower(argument, lag + (name == "prev"), active) for argument in arguments]
        if name in {"min", "max"}:
            self._watch(TOO_LARGE, application, pl.any_horizontal(value.is_nan() for value in values), active)
            # The horizontal forms pass over what is missing; a missing operand makes the result missing.
            whole = pl.all_horizontal(value.is_not_null() for value in values)
            return pl.when(whole).then((pl.min_horizontal if name == "min" else pl.max_horizontal)(values))
        if name == "round":
            return _rounded(values[0], (whole_number(arguments[1]) if len(arguments) > 1 else None) or 0)
        return self._function(application, values[0], active)

    def _function(self, application: Application, first: pl.Expr, active: pl.Expr | None) -> pl.Expr:
        """Return a function of one argument."""
        match application.function:
            case "ln" | "log10":
                said = Wording("the logarithm of a number that is not above zero", "对数的真数不大于零")
                self._watch(said, application, first <= 0, active)
                return first.log() if application.function == "ln" else first.log(10.0)
            case "sqrt":
                said = Wording("the square root of a negative number", "负数的平方根")
                self._watch(said, application, first < 0, active)
                return first.sqrt()
            case "abs":
                return first.abs()
            case "exp":
                return first.exp()
            case _:  # prev: the lag has been applied where the values are read
                return first

    def _if(self, arguments: tuple[Expression, ...], lag: int, active: pl.Expr | None) -> pl.Expr:
        condition = self.lower(arguments[0], lag, active)
        then = self.lower(arguments[1], lag, self._among(active, condition))
        otherwise = self.lower(arguments[2], lag, self._among(active, ~condition))
        return pl.when(condition.is_not_null()).then(pl.when(condition).then(then).otherwise(otherwise))


OPERATORS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
}


def _rounded(value: pl.Expr, digits: int) -> pl.Expr:
    """Round halves away from zero, as spreadsheets do; below zero digits, to tens, hundreds and so on."""
    if digits >= 0:
        return value.round(min(digits, MOST_DIGITS), mode="half_away_from_zero")
    scale = 10.0 ** min(-digits, MOST_DIGITS)
    return (value / scale).round(0, mode="half_away_from_zero") * scale
