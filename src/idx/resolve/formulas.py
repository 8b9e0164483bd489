"""Bind formulas and conditions: each name to a series, a group or a node; each operand of the kind that is needed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.formula.expression import Application, Constant, Expression, Formula, Operation, Quoted, Value, whole_number
from idx.period import parse_period
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from idx.diagnostics import Collector
    from idx.period import Period

SHARE = "indicator share {\n  unit %\n  formula {}\n}\n"
SERIES = 'series x "Exports"\nseries y "GDP"\ngroup region "Region"\n'


def _bad(formula: str) -> str:
    return HEADER + METHOD + SERIES + SHARE.replace("{}", formula) + INDEX.replace("{\n", "{\n  share\n", 1)


UNKNOWN_NAME = Rule(
    "IDX109",
    Wording("a name in a formula that nothing defines", "公式中的名称没有定义"),
    Wording(
        "A formula reads series, indicators and composites by their names, never by their labels or the data's codes.",
        "公式按名称引用数据序列、指标和复合指标，不用标签，也不用数据中的代码。",
    ),
    bad=_bad("x / z * 100"),
)
UNKNOWN_FUNCTION = Rule(
    "IDX110",
    Wording("a function of unknown name", "没有这个名称的函数"),
    Wording(
        "Formulas have the functions prev, abs, ln, log10, exp, sqrt, min, max, round and if; conditions also have "
        "available.",
        "公式中可用的函数有 prev、abs、ln、log10、exp、sqrt、min、max、round、if；条件中还可用 available。",
    ),
    bad=_bad("log(x)"),
)
ILL_FORMED = Rule(
    "IDX219",
    Wording("a formula whose parts do not fit together", "公式的各部分不匹配"),
    Wording(
        "Operators and functions combine numbers; comparisons give truths, which stand in conditions and in `if(…)`; "
        "a group is compared with a text by `is` or `is not`.",
        "运算符和函数作用于数值；比较得到真或假，只用于条件和 `if(…)`；分组变量用 `is` 或 `is not` 与文本比较。",
    ),
    bad=_bad("x + region"),
)
COLUMN_OF = Rule(
    "IDX220",
    Wording("a column of results that is not there", "结果中没有这一列"),
    Wording(
        "`x.raw`, `x.score`, `x.index` and `x.rank` are columns of the results of a node; a series has its data alone, "
        "a composite no raw value, and an index only what a `link` covers.",
        "`x.raw`、`x.score`、`x.index`、`x.rank` 是节点结果中的列；数据序列只有数据，复合指标没有原始值，"
        "只有 `link` 覆盖的节点才有指数。",
    ),
    bad=_bad("x.score"),
)
TOO_EARLY = Rule(
    "IDX221",
    Wording("a condition on results", "条件引用了计算结果"),
    Wording(
        "A condition chooses rows before anything is computed, so it speaks of the data: series, indicators' values, "
        "groups, and `available(NODE)`.",
        "条件在计算之前挑选行，所以只能引用数据：数据序列、指标的数值、分组变量和 `available(NODE)`。",
    ),
    bad=HEADER + METHOD.replace("}", "  entities where total > 0\n}") + INDEX,
)
TOO_DEEP = Rule(
    "IDX222",
    Wording("a formula nested too deeply", "公式嵌套过深"),
    Wording(
        "A formula may hold 200 operations inside one another. Split a long one into series of its steps: an indicator "
        "may read another indicator.",
        "公式中的运算最多嵌套 200 层。过长的公式可以拆成几步：一个指标可以引用另一个指标。",
    ),
    bad=_bad(" + ".join(["x"] * 300)),
)

DEEPEST = 200
LARGEST = sys.float_info.max
BUILT_IN_GROUP = "entity"
COLUMNS = ("raw", "score", "index", "rank")
Kind = Literal["series", "group", "entity", "indicator", "composite"]
Sort = Literal["number", "truth", "group", "text"]
SORTS: dict[Sort, Wording] = {
    "number": Wording("a number", "数值"),
    "truth": Wording("a condition", "条件"),
    "group": Wording("a group", "分组变量"),
    "text": Wording("a text", "文本"),
}
# How many arguments each function takes: at least, at most.
FUNCTIONS = {
    **dict.fromkeys(("prev", "abs", "ln", "log10", "exp", "sqrt", "available"), (1, 1)),
    **dict.fromkeys(("min", "max"), (2, 99)),
    "round": (1, 2),
    "if": (3, 3),
}


class _Unfit(Exception):  # noqa: N818 - control flow within this module, never seen outside
    """Raised where a formula cannot be bound; what is wrong has been reported."""


@dataclass(slots=True)
class FormulaBinder:
    """Binds the formulas of one file: `kinds` says what each name is, `late` which indicators are made of results."""

    file: tree.File
    found: Collector
    kinds: Mapping[str, Kind]
    late: frozenset[str] = frozenset()

    def formula(self, written: tree.Expression) -> Formula | None:
        """Bind a formula, which gives a number."""
        return self._bind(written, "number", condition=False)

    def condition(self, written: tree.Expression) -> Formula | None:
        """Bind a condition on the data."""
        return self._bind(written, "truth", condition=True)

    def _bind(self, written: tree.Expression, wanted: Sort, *, condition: bool) -> Formula | None:
        if isinstance(written, tree.Operation | tree.Application) and written.depth > DEEPEST:
            self.found.add(
                TOO_DEEP,
                Wording(f"more than {DEEPEST} operations stand inside one another", f"运算嵌套超过 {DEEPEST} 层"),
                self.file.span(written),
                help=Wording("compute it in steps: an indicator may read another", "分步计算：一个指标可以引用另一个"),
            )
            return None
        try:
            expression = self._expression(written, wanted, condition=condition)
        except _Unfit:
            return None
        late = any(self._is_late(value) for value in Formula(expression, late=False, span=expression.span).values)
        return Formula(expression, late, self.file.span(written))

    def _is_late(self, value: Value) -> bool:
        return self.kinds.get(value.name) == "composite" or value.column not in {"", "raw"} or value.name in self.late

    def _expression(self, written: tree.Expression, wanted: Sort, *, condition: bool) -> Expression:
        expression, sort = self._binding(written)(written, condition=condition)
        if sort != wanted:
            self._wrong_sort(written, wanted, sort)
        return expression

    def _wrong_sort(self, written: tree.Expression, wanted: Sort, sort: Sort) -> None:
        needed, given = SORTS[wanted], SORTS[sort]
        help_ = Wording(
            'compare it: `… is "text"`' if sort == "group" else "a condition compares, such as `x > 0`",
            '请比较：`… is "text"`' if sort == "group" else "条件是一个比较，例如 `x > 0`",
        )
        self._unfit(
            ILL_FORMED,
            Wording(f"{needed.en} is needed here, and this is {given.en}", f"这里需要{needed.zh}，而这是{given.zh}"),
            written,
            help_ if wanted == "truth" or sort == "group" else None,
        )

    def _unfit(self, rule: Rule, message: Wording, at: tree.Positioned, help_: Wording | None = None) -> None:
        self.found.add(rule, message, self.file.span(at), help=help_)
        raise _Unfit

    def _binding(self, written: tree.Expression) -> Callable[..., tuple[Expression, Sort]]:
        """Return what binds an expression and tells its sort; handed back, it keeps a level of nesting short."""
        match written:
            case tree.Number():
                return self._number
            case tree.Text():
                return self._text
            case tree.Reference():
                return self._reference
            case tree.Application():
                return self._application
        return self._operation

    def _number(self, written: tree.Number, **_: bool) -> tuple[Expression, Sort]:
        if written.value > LARGEST:
            message = Wording("a number in a formula is at most 1.8e308", "公式中的数值不能超过 1.8e308")
            self._unfit(ILL_FORMED, message, written)
        return Constant(written.value, written.written, self.file.span(written)), "number"

    def _text(self, written: tree.Text, **_: bool) -> tuple[Expression, Sort]:
        return Quoted(written.text, self.file.span(written)), "text"

    def _operation(self, written: tree.Operation, *, condition: bool) -> tuple[Expression, Sort]:
        span = self.file.span(written)
        operator = written.operator
        if operator in {"is", "is not"}:
            left, sort = self._binding(written.operands[0])(written.operands[0], condition=condition)
            if sort not in {"group", "number"}:
                self._wrong_sort(written.operands[0], "number", sort)
            right = self._expression(written.operands[1], "text" if sort == "group" else "number", condition=condition)
            return Operation(operator, (left, right), span), "truth"
        sorts: list[Sort] = ["truth" if operator in {"and", "or"} else "number"] * len(written.operands)
        whole = self._parts(written.operands, sorts, condition=condition)
        if operator == "+" and len(whole) == 1:
            return whole[0], "number"
        result: Sort = "number" if operator in {"+", "-", "*", "/", "^"} else "truth"
        return Operation(operator, whole, span), result

    def _parts(
        self, written: Sequence[tree.Expression], sorts: Sequence[Sort], *, condition: bool
    ) -> tuple[Expression, ...]:
        """Bind operands; all are looked at before any is given up, so that one run reports the faults of all."""
        whole = []
        for operand, sort in zip(written, sorts, strict=True):
            try:
                whole.append(self._expression(operand, sort, condition=condition))
            except _Unfit:
                continue
        if len(whole) < len(written):
            raise _Unfit
        return tuple(whole)

    def _application(self, written: tree.Application, *, condition: bool) -> tuple[Expression, Sort]:
        name = written.name.text
        known = [word for word in FUNCTIONS if condition or word != "available"]
        if name not in known:
            listed = Wording(f"the functions are {', '.join(known)}", f"可用的函数：{'、'.join(known)}")
            help_ = did_you_mean(name, known, otherwise=listed)
            message = Wording(f"there is no function `{name}` here", f"这里没有函数 `{name}`")
            self._unfit(UNKNOWN_FUNCTION, message, written.name, help_)
        low, high = FUNCTIONS[name]
        count = len(written.arguments)
        if not low <= count <= high:
            needs = str(low) if low == high else f"{low}–{high}" if high < 99 else f"{low}+"
            self._unfit(
                ILL_FORMED,
                Wording(
                    f"`{name}` takes {needs} argument(s), not {count}",
                    f"`{name}` 需要 {needs} 个参数，而不是 {count} 个",
                ),
                written,
            )
        if name == "available":
            return Application(name, (self._available(written.arguments[0]),), self.file.span(written)), "number"
        sorts: list[Sort] = ["truth", "number", "number"] if name == "if" else ["number"] * count
        whole = self._parts(written.arguments, sorts, condition=condition)
        if name == "round" and count == 2 and whole_number(whole[1]) is None:
            message = Wording("the number of decimals is a whole number", "小数位数是一个整数")
            self._unfit(ILL_FORMED, message, written.arguments[1])
        return Application(name, whole, self.file.span(written)), "number"

    def _available(self, argument: tree.Expression) -> Value:
        is_node = isinstance(argument, tree.Reference) and self.kinds.get(argument.name.text) in {
            "indicator",
            "composite",
        }
        if not isinstance(argument, tree.Reference) or not is_node or argument.column or argument.at:
            message = Wording("`available` takes the name of a node", "`available` 的参数是一个节点的名称")
            self._unfit(ILL_FORMED, message, argument)
            raise _Unfit
        value = Value(argument.name.text, "", None, self.file.span(argument))
        if value.name in self.late:
            self._too_early(argument)
        return value

    def _reference(self, written: tree.Reference, *, condition: bool) -> tuple[Expression, Sort]:
        name = written.name.text
        kind: Kind | None = "group" if name == BUILT_IN_GROUP else self.kinds.get(name)
        if kind is None:
            define = Wording("define it: `series NAME`", "请定义：`series NAME`")
            help_ = did_you_mean(name, sorted(self.kinds), otherwise=define)
            message = Wording(f"nothing is called `{name}`", f"没有名为 `{name}` 的数据序列或节点")
            self._unfit(UNKNOWN_NAME, message, written.name, help_)
        if kind == "entity":
            message = Wording(f"`{name}` is an entity, and no value", f"`{name}` 是评价对象，不是数值")
            help_ = Wording(f"a value of it reads `x[{name}]`", f"引用它的数值写成 `x[{name}]`")
            self._unfit(ILL_FORMED, message, written, help_)
        column = written.column.text if written.column else ""
        if column:
            self._check_column(written, kind, column)
        value = Value(name, column, self._place(written), self.file.span(written))
        if kind == "group":
            if column or value.at is not None:
                message = Wording("a group has no columns, periods or entities", "分组变量没有列、时期或评价对象")
                self._unfit(ILL_FORMED, message, written)
            return value, "group"
        if condition and (self._is_late(value) or column not in {"", "raw"}):
            self._too_early(written)
        return value, "number"

    def _too_early(self, written: tree.Reference) -> None:
        name = written.name.text
        message = Wording(
            f"`{name}` is a result; a condition speaks of the data", f"`{name}` 是计算结果，条件只能引用数据"
        )
        self._unfit(TOO_EARLY, message, written)

    def _check_column(self, written: tree.Reference, kind: Kind | None, column: str) -> None:
        if column not in COLUMNS:
            listed = Wording(f"the columns are {', '.join(COLUMNS)}", f"可用的列：{'、'.join(COLUMNS)}")
            message = Wording(f"the results have no column `{column}`", f"结果中没有 `{column}` 这一列")
            self._unfit(COLUMN_OF, message, written.column or written, did_you_mean(column, COLUMNS) or listed)
        if kind == "series" or (kind == "composite" and column == "raw"):
            message = Wording(f"`{written.name.text}` has no `{column}`", f"`{written.name.text}` 没有 `{column}`")
            self._unfit(COLUMN_OF, message, written)

    @staticmethod
    def _place(written: tree.Reference) -> Period | str | None:
        """Return what stands in brackets: a period if it reads like one and is not quoted, else an entity."""
        if written.at is None:
            return None
        if isinstance(written.at, tree.Text):
            return written.at.text
        return parse_period(written.at.text) or written.at.text
