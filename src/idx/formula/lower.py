"""Formulas as polars expressions over a grid of entities and consecutive periods, with watch for what has no result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import polars as pl

from idx.diagnostics import Wording
from idx.formula.expression import Application, Constant, Expression, Formula, Operation, Quoted, Value, whole_number
from idx.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from idx.source import SourceSpan

MOST_DIGITS = 308  # beyond these a floating-point number has none


class Grid(Protocol):
    """Rows by entity, then period; each entity has all the consecutive periods."""

    @property
    def entities(self) -> tuple[str | None, ...]:
        """The entities in order."""

    @property
    def first(self) -> Period | None:
        """The first period, or None where there are no periods."""

    @property
    def length(self) -> int:
        """How many periods each entity has."""


class Trouble(NamedTuple):
    """Rows in which a part of a formula has no result though its operands are there."""

    message: Wording
    span: SourceSpan
    rows: pl.Series


class Computed(NamedTuple):
    """A formula's values, a row each, and where they could not be computed."""

    values: pl.Series
    troubles: tuple[Trouble, ...]


class Access(NamedTuple):
    """Where a value is read: `lag` periods back, or at a fixed period or entity."""

    lag: int
    at: Period | str | None

    def rows(self, grid: Grid) -> pl.Series:
        """Return, for each row of a grid, the row that is read; null where there is none."""
        height = len(grid.entities) * grid.length
        row = pl.int_range(0, height, dtype=pl.Int64)
        entity, position = row // grid.length, row % grid.length
        if isinstance(self.at, Period):
            fixed = self.at.number - (grid.first.number if grid.first else 0)
            return pl.select(rows=entity * grid.length + fixed).to_series()
        if self.at is not None:
            entity = pl.lit(grid.entities.index(self.at), dtype=pl.Int64)
        there = entity * grid.length + position - self.lag
        return pl.select(rows=pl.when(position >= self.lag).then(there)).to_series()


def missing_place(value: Value, grid: Grid) -> bool:
    """Whether a value is read at a period or an entity that the grid does not have."""
    if isinstance(value.at, Period):
        first = grid.first
        if first is None or value.at.frequency != first.frequency:
            return True
        return not 0 <= value.at.number - first.number < grid.length
    return value.at is not None and value.at not in grid.entities


def accesses(formula: Formula) -> tuple[tuple[Value, Access], ...]:
    """Return every value that a formula reads, with where it is read."""
    found: list[tuple[Value, Access]] = []

    def walk(expression: Expression, lag: int) -> None:
        match expression:
            case Value():
                found.append((expression, Access(lag, expression.at)))
            case Application(function=function, arguments=arguments):
                for argument in arguments:
                    walk(argument, lag + (function == "prev"))
            case Operation(operands=operands):
                for operand in operands:
                    walk(operand, lag)
            case _:
                pass

    walk(formula.expression, 0)
    return tuple(found)


def compute(formula: Formula, grid: Grid, column: Callable[[Value], pl.Series]) -> Computed:
    """Return a formula's values on a grid.

    `column` returns the whole column of a value; values at other periods and entities are read here.
    """
    lowering = _Lowering(grid, column)
    expression = lowering.lower(formula.expression, 0, None)
    height = len(grid.entities) * grid.length
    frame = pl.DataFrame([pl.int_range(0, height, eager=True).alias("·row"), *lowering.columns.values()])
    watched = {f"·trouble {number}": trouble for number, (_, _, trouble) in enumerate(lowering.troubles)}
    done = frame.lazy().with_columns(expression.alias("·value"), **watched).collect(engine="in-memory")
    values = done["·value"]
    troubles = [
        Trouble(message, span, rows)
        for (message, span, _), name in zip(lowering.troubles, watched, strict=True)
        if (rows := done[name].fill_null(value=False)).any()
    ]
    if values.dtype.is_numeric():
        values = values.cast(pl.Float64)
        endless = (~values.is_finite()).fill_null(value=False)
        if endless.any() and not troubles:
            message = Wording("the result is too large for a number", "结果超出了数值范围")
            troubles.append(Trouble(message, formula.span, endless))
        values = values.to_frame("value").select(pl.when(pl.col("value").is_finite()).then("value")).to_series()
    return Computed(values, tuple(troubles))


class _Lowering:
    """Collects the columns that one formula needs, and the conditions under which parts of it have no result."""

    def __init__(self, grid: Grid, column: Callable[[Value], pl.Series]) -> None:
        self.grid, self.column = grid, column
        self.columns: dict[tuple[str, str, int, object], pl.Series] = {}
        self.troubles: list[tuple[Wording, SourceSpan, pl.Expr]] = []

    def lower(self, expression: Expression, lag: int, active: pl.Expr | None) -> pl.Expr:
        """Return an expression's polars form; `active` says in which rows its value counts."""
        match expression:
            case Constant(value=value):
                return pl.lit(float(value))
            case Quoted(text=text):
                return pl.lit(text)
            case Value():
                return self._value(expression, lag)
            case Application():
                return self._application(expression, lag, active)
        operands = [self.lower(operand, lag, active) for operand in expression.operands]
        return self._operation(expression, operands, active)

    def _value(self, value: Value, lag: int) -> pl.Expr:
        key = (value.name, value.column, lag, value.at)
        if key not in self.columns:
            whole = self.column(value)
            if lag or value.at is not None:
                whole = whole.gather(Access(lag, value.at).rows(self.grid))
            self.columns[key] = whole.alias(f"·{len(self.columns)}")
        return pl.col(self.columns[key].name)

    def _watch(self, en: str, zh: str, at: Expression, trouble: pl.Expr, active: pl.Expr | None) -> None:
        self.troubles.append((Wording(en, zh), at.span, trouble if active is None else trouble & active))

    def _operation(self, operation: Operation, operands: list[pl.Expr], active: pl.Expr | None) -> pl.Expr:
        if len(operands) == 1:
            return -operands[0]
        left, right = operands
        match operation.operator:
            case "/":
                self._watch("division by zero", "除数为零", operation, (right == 0) & left.is_not_null(), active)
                return left / right
            case "^":
                self._watch_power(operation, left, right, active)
                return left.pow(right)
            case "is" | "is not":
                same = left.eq_missing(right) if isinstance(operation.operands[1], Quoted) else left == right
                return same if operation.operator == "is" else ~same
            case operator:
                return OPERATORS[operator](left, right)

    def _watch_power(self, operation: Operation, left: pl.Expr, right: pl.Expr, active: pl.Expr | None) -> None:
        said = ("a power of zero below zero", "零的负数次幂")
        self._watch(*said, operation, (left == 0) & (right < 0), active)
        said = ("a power of a negative number that is not whole", "负数的非整数次幂")
        self._watch(*said, operation, (left < 0) & (right != right.round(0)), active)

    def _application(self, application: Application, lag: int, active: pl.Expr | None) -> pl.Expr:
        name, arguments = application.function, application.arguments
        if name == "available" and isinstance(arguments[0], Value):
            return self._value(arguments[0]._replace(column="available"), lag)
        if name == "if":
            return self._if(arguments, lag, active)
        values = [self.lower(argument, lag + (name == "prev"), active) for argument in arguments]
        if name in {"min", "max"}:
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
                said = ("the logarithm of a number that is not above zero", "对数的真数不大于零")
                self._watch(*said, application, first <= 0, active)
                return first.log() if application.function == "ln" else first.log(10.0)
            case "sqrt":
                self._watch("the square root of a negative number", "负数的平方根", application, first < 0, active)
                return first.sqrt()
            case "abs":
                return first.abs()
            case "exp":
                return first.exp()
            case _:  # prev: the lag has been applied where the values are read
                return first

    def _if(self, arguments: tuple[Expression, ...], lag: int, active: pl.Expr | None) -> pl.Expr:
        condition = self.lower(arguments[0], lag, active)
        then = self.lower(arguments[1], lag, condition if active is None else active & condition)
        otherwise = self.lower(arguments[2], lag, ~condition if active is None else active & ~condition)
        return pl.when(condition.is_not_null()).then(pl.when(condition).then(then).otherwise(otherwise))


OPERATORS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
}


def _rounded(value: pl.Expr, digits: int) -> pl.Expr:
    """Round halves away from zero, as spreadsheets do; below zero digits, to tens, hundreds and so on."""
    if digits >= 0:
        return value.round(min(digits, MOST_DIGITS), mode="half_away_from_zero")
    scale = 10.0 ** min(-digits, MOST_DIGITS)
    return (value / scale).round(0, mode="half_away_from_zero") * scale
