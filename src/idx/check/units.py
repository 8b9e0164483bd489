"""Formulas whose unit is not the declared one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Related, Rule, Severity, Wording
from idx.formula.expression import Application, Constant, Operation, Value
from idx.formula.units import NUMBER, Unit, parse_unit
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.formula.expression import Expression
    from idx.model import Framework

UNIT = Rule(
    "IDX303",
    Wording("a formula in another unit than declared", "公式的计量单位与写明的不同"),
    Wording(
        "The unit of a formula follows from its operands: 亿元 / 亿元 × 100 is a per cent, 亿元 / 万人 is ten thousand "
        "元 a head. A factor that is a power of ten converts units; other factors are pure numbers. Sums and "
        "comparisons need one unit. Where an operand has no unit, nothing is checked.",
        "公式的计量单位由各项推出：亿元 / 亿元 × 100 是百分比，亿元 / 万人 是每人一万元。10 的幂作为换算单位的因数，"
        "其他因数是纯数。相加、相减和比较的各项单位要相同。有一项没有写单位时不检查。",
    ),
    bad=HEADER
    + METHOD
    + 'series rd unit 亿元 source "S"\nseries gdp unit 万亿元 source "S"\n'
    + 'index total {\n  share unit % source "S" formula rd / gdp * 100\n  b unit % source "S"\n}\n',
    severity=Severity.WARNING,
)
KEEPS_UNIT = {"prev", "abs", "min", "max", "round", "if"}


def units(framework: Framework) -> list[Diagnostic]:
    """Report formulas whose derived unit is not the declared one, and operands in unlike units."""
    found = Collector()
    deriving = _Deriving(framework, found)
    for node in framework.indicators:
        if node.formula is None:
            continue
        derived = deriving.unit(node.formula.expression)
        declared = parse_unit(node.unit) if node.unit is not None else None
        if derived is None or declared is None or derived == declared:
            continue
        given = Wording("a plain number", "纯数") if derived == NUMBER else Wording(str(derived), str(derived))
        message = Wording(
            f"`{node.name}` is declared in {node.unit}, and its formula gives {given.en}",
            f"`{node.name}` 写明的计量单位是 {node.unit}，公式得出的是 {given.zh}",
        )
        found.add(
            UNIT,
            message,
            node.formula.span,
            help=_advice(derived, declared),
            related=[Related(Wording("declared here", "写在这里"), node.span)],
        )
    return found.items


def _advice(derived: Unit, declared: Unit) -> Wording:
    factor = derived.factor / declared.factor
    if derived.powers != declared.powers:
        return Wording("correct the formula, or the unit", "请更正公式或计量单位")
    shown = f"* {factor}" if factor.denominator == 1 else f"/ {1 / factor}" if factor.numerator == 1 else f"* {factor}"
    return Wording(
        f"multiply the formula: `{shown}`, or correct the unit", f"请把公式乘以换算因数：`{shown}`，或更正计量单位"
    )


class _Deriving:
    """Derives units bottom up; None is an unknown unit, which nothing can contradict."""

    def __init__(self, framework: Framework, found: Collector) -> None:
        self.framework, self.found = framework, found

    def unit(self, expression: Expression) -> Unit | None:
        match expression:
            case Constant():
                return NUMBER
            case Value():
                return self._value(expression)
            case Application(function=function, arguments=arguments):
                derived = [self.unit(argument) for argument in arguments]
                if function == "round":
                    return derived[0]
                alike = (arguments[1:], derived[1:]) if function == "if" else (arguments, derived)
                return self._alike(*alike) if function in KEEPS_UNIT else self._function(function, derived)
            case Operation():
                return self._operation(expression)
            case _:
                return None

    def _value(self, value: Value) -> Unit | None:
        column = self.framework.columns.get(value.name)
        node = self.framework.nodes.get(value.name)
        if value.column in {"score", "index", "rank"}:
            return None
        stated = column.unit if column else getattr(node, "unit", None)
        return parse_unit(stated) if stated is not None else None

    @staticmethod
    def _function(name: str, derived: list[Unit | None]) -> Unit | None:
        unit = derived[0]
        if name == "sqrt" and unit is not None:
            return unit.power(Fraction(1, 2))
        return None if name == "sqrt" else NUMBER

    def _operation(self, operation: Operation) -> Unit | None:
        operands = operation.operands
        derived = [self.unit(operand) for operand in operands]
        match operation.operator:
            case "*" | "/":
                return _product(operation.operator, operands, derived)
            case "^":
                base, exponent = derived[0], operands[1]
                return base.power(exponent.value) if base is not None and isinstance(exponent, Constant) else None
            case "and" | "or" | "is" | "is not":
                return None
            case _:
                return self._alike(operands, derived)

    def _alike(self, operands: tuple[Expression, ...], derived: list[Unit | None]) -> Unit | None:
        """Return the one unit of operands; report the first that is in another. A bare number is in any."""
        known = [
            (operand, unit)
            for operand, unit in zip(operands, derived, strict=True)
            if unit is not None and not isinstance(operand, Constant)
        ]
        if len(known) < sum(not isinstance(operand, Constant) for operand in operands):
            return None
        if not known:
            return NUMBER
        first = known[0][1]
        for operand, unit in known[1:]:
            if unit != first:
                message = Wording(
                    f"this is in {unit}, and what stands before it in {first}",
                    f"这一项的计量单位是 {unit}，前一项是 {first}",
                )
                self.found.add(UNIT, message, operand.span, help=_advice(unit, first))
                return None
        return first


def _product(operator: str, operands: tuple[Expression, ...], derived: list[Unit | None]) -> Unit | None:
    left, right = derived
    if left is None or right is None:
        return None
    # x is 0.3 in `1`; 100 x is 30 in `%`: a number ten times as large is in a unit a tenth of the size.
    sign = 1 if operator == "*" else -1
    for operand, other in ((operands[1], left), (operands[0], right)):
        if isinstance(operand, Constant) and _is_power_of_ten(operand.value) and (operator == "*" or other is left):
            return other.scaled(1 / operand.value**sign)
    return left * right if operator == "*" else left / right


def _is_power_of_ten(value: Fraction) -> bool:
    return value > 0 and str(value.numerator).strip("0") == "1" == str(value.denominator).strip("0")
