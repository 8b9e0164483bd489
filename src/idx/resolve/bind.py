"""Bind a method call to its registry entry: the name found, each argument given its meaning, defaults filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from idx.diagnostics import (
    STATED_FIRST,
    Collector,
    Related,
    Rule,
    TextEdit,
    Wording,
    choose_from,
    did_you_mean,
    one_slip,
    sole,
)
from idx.methods import registry
from idx.methods.values import Group, Names, Series
from idx.model import MethodCall, Step
from idx.resolve.arguments import Mismatch, convert, expected, word_help, words_named
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.foreign import report_fault
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.formula.expression import Formula
    from idx.methods.contracts import Method, Parameter
    from idx.resolve.formulas import FormulaBinder

UNKNOWN_METHOD = Rule(
    "IDX106",
    Wording("a method of unknown name", "没有这个名称的方法"),
    Wording(
        "Methods are named as `idx methods` lists them, each under the property that it belongs to. A method that "
        "another distribution offers has to be installed with it.",
        "方法按 `idx methods` 列出的名称书写，各归其所属的属性。其他软件包提供的方法，要先安装该软件包。",
    ),
    bad=HEADER + METHOD.replace("arithmetic", "arithmetric") + INDEX,
)
UNKNOWN_ARGUMENT = Rule(
    "IDX107",
    Wording("an argument that the method does not have", "方法没有这个参数"),
    Wording(
        "Each method has its own arguments (`idx methods KIND NAME`). They are named; only where a method's page says "
        "so may the first one stand without its name.",
        "每种方法都有自己的参数（见 `idx methods KIND NAME`）。参数要写出名称；"
        "只有方法说明允许时，第一个参数才可以省略名称。",
    ),
    bad=HEADER + METHOD.replace("worst", "wurst") + INDEX,
)
ARGUMENT_VALUE = Rule(
    "IDX204",
    Wording("a value that the argument cannot take", "参数不能取这个值"),
    Wording(
        "Arguments are numbers, per cents, fractions, words, periods and ranges; the method's page says which.",
        "参数可以是数值、百分数、分数、单词、时期或区间；各方法的说明中写明取哪一种。",
    ),
    bad=HEADER + METHOD.replace("clip = both", "clip = always") + INDEX,
)
MISSING_ARGUMENT = Rule(
    "IDX205",
    Wording("an argument that has to be stated", "缺少必须写明的参数"),
    Wording(
        "A choice that changes published numbers has no default: it is stated in the file, where a reader sees it.",
        "凡是会改变公布数字的选择都没有默认值：必须写在文件里，让读者看得见。",
    ),
    bad=HEADER + METHOD.replace(", clip = both", "") + INDEX,
)
PLACE = Rule(
    "IDX213",
    Wording("an imputation in a place that it cannot fill", "插补方法不能用于这个位置"),
    Wording(
        "`impute` has places, filled in this order: `gaps` between two observations, `latest` after the last one, "
        "`earliest` before the first one, and the `rest` that is missing still. Each method fills its "
        "own.",
        "`impute` 分位置，依次填补：`gaps` 指两个观测值之间的缺口，`latest` 指最后一个观测值之后，"
        "`earliest` 指第一个观测值之前，`rest` 指仍然缺失的部分。每种方法只能填补各自的位置。",
    ),
    bad=HEADER + METHOD.replace("{\n", "{\n  impute gap by linear\n", 1) + INDEX,
)


UNKNOWN_GROUP = Rule(
    "IDX111",
    Wording("a group that is not defined", "分组变量没有定义"),
    Wording(
        "`within` names a group of entities. A group is a text column of the data, defined by `group NAME`.",
        "`within` 后面是一个分组变量。分组变量是数据中的一个文本列，用 `group NAME` 定义。",
    ),
    bad=HEADER
    + METHOD.replace("goalposts(worst = 0, best = 100, clip = both)", "min_max(reference = all_periods, within = area)")
    + INDEX,
)


UNKNOWN_SERIES = Rule(
    "IDX127",
    Wording("a series that is not defined", "数据序列没有定义"),
    Wording(
        "`weights` names a series, whose values weigh the entities that another is made of. A series is a column of "
        "the data, defined by `series NAME`.",
        "`weights` 后面是一个数据序列，用它的数值为参与汇总的评价对象加权。"
        "数据序列是数据中的一列，用 `series NAME` 定义。",
    ),
    bad=HEADER + 'series x unit % source "S" across mean(weights = y)\n' + METHOD + INDEX,
)
UNKNOWN_BESIDE = Rule(
    "IDX134",
    Wording("a name of nothing that has data", "名称所指没有数据"),
    Wording(
        "What a cell is filled from is read from the data: a series, or an indicator that no formula computes. A "
        "series is defined by `series NAME`.",
        "用来插补的依据取自数据：数据序列，或不由公式计算的指标。数据序列用 `series NAME` 定义。",
    ),
    bad=HEADER
    + METHOD.replace("{\n", "{\n  impute rest by regression(on = gpd, reference = all_periods)\n", 1)
    + 'series gdp "GDP"\n'
    + INDEX,
)


@dataclass(slots=True)
class Binder:
    """Binds the calls of one file; a call that several nodes inherit is bound, and complained of, once.

    Calls and conditions are known by what they are, not by where they stand, where versions of one may stand together.

    `formulas` binds the conditions of pipelines, `groups` are the names that `within` can take, `series` those that
    `weights` can, `measured` those of the series and indicators that have data of their own.
    """

    file: tree.File
    found: Collector
    formulas: FormulaBinder
    groups: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    bound: dict[int, MethodCall | None] = field(default_factory=dict)
    conditions: dict[int, Formula | None] = field(default_factory=dict)
    measured: frozenset[str] = frozenset()

    def bind(self, prop: tree.Property) -> MethodCall | None:
        """Return the method call of a property, or None where it has errors."""
        if not isinstance(prop.value, tree.Call):
            raise TypeError(prop)
        return self._call(prop.keyword, prop.value, prop.place)

    def steps(self, prop: tree.Property) -> tuple[Step, ...]:
        """Return the steps that follow a property's method, those with errors left out."""
        kind = "treat" if prop.keyword == "treat" else "then"
        bound = [(self._call(kind, step.call), self.condition(step.where)) for step in prop.steps]
        return tuple(Step(call, where) for call, where in bound if call)

    def condition(self, written: tree.Expression | None) -> Formula | None:
        """Return a condition, or None where there is none or it has errors."""
        if written is None:
            return None
        if id(written) not in self.conditions:
            self.conditions[id(written)] = self.formulas.condition(written)
        return self.conditions[id(written)]

    def _call(self, kind: str, call: tree.Call, place: tree.Word | None = None) -> MethodCall | None:
        if id(call) not in self.bound:
            self.bound[id(call)] = self._bind(kind, call, place)
        return self.bound[id(call)]

    def default(self, kind: str, name: str) -> MethodCall:
        """Return the call that holds where a file states none."""
        entry = registry.find(kind, name)
        if entry is None:
            raise LookupError(name)
        return MethodCall(entry, {})

    def _bind(self, kind: str, call: tree.Call, place: tree.Word | None) -> MethodCall | None:
        entry = self._entry(kind, call, place)
        if entry is None:
            return None
        before = len(self.found.items)
        arguments = self._arguments(entry, call)
        if len(self.found.items) > before:
            return None
        bound = self.bound[id(call)] = MethodCall(entry, arguments, self.file.span(call))
        refused = entry.refuses(arguments) if entry.refuses else None
        if refused:
            self.found.add(ARGUMENT_VALUE, refused, self.file.span(call))
            return None
        return bound

    def _entry(self, kind: str, call: tree.Call, place: tree.Word | None) -> Method[Any] | None:
        name = call.name.text
        entry = registry.find(kind, name)
        if entry is None and report_fault(self.found, kind, name, self.file.span(call.name)):
            return None
        if place is not None:
            return self._imputation(place, call, entry)
        if entry is None:
            known = registry.names(kind)
            called = registry.KINDS[kind][1]
            self.found.add(
                UNKNOWN_METHOD,
                Wording(f"there is no {called.en} `{name}`", f"没有名为 `{name}` 的{called.zh}"),
                self.file.span(call.name),
                help=did_you_mean(name, known, otherwise=choose_from(known)),
                edits=self._mended(call.name, known),
            )
        return entry

    def _mended(self, word: tree.Word, known: Iterable[str]) -> tuple[TextEdit, ...]:
        """Return the edit that puts right a slip in a word, if only one word can have been meant.

        Names of methods are made of the same parts (`linear`, `log_linear`), and another method gives other numbers; so
        nothing is guessed from more than one slip.
        """
        meant = sole(word.text, known)
        return (TextEdit(self.file.span(word), meant),) if meant and one_slip(word.text, meant) else ()

    def _imputation(self, place: tree.Word, call: tree.Call, entry: Method[Any] | None) -> Method[Any] | None:
        if entry is not None and place.text in entry.places:
            return entry
        by_place = registry.imputations()
        if place.text not in by_place:
            message = Wording(f"`impute` has no place `{place.text}`", f"`impute` 没有 `{place.text}` 这个位置")
            help_ = did_you_mean(place.text, by_place, otherwise=choose_from(by_place))
            self.found.add(PLACE, message, self.file.span(place), help=help_, edits=self._mended(place, by_place))
            return None
        fitting = by_place[place.text]
        if entry is None:
            help_ = did_you_mean(call.name.text, fitting, otherwise=choose_from(fitting))
            message = Wording(f"there is no imputation `{call.name.text}`", f"没有名为 `{call.name.text}` 的插补方法")
            edits = self._mended(call.name, fitting)
            self.found.add(UNKNOWN_METHOD, message, self.file.span(call.name), help=help_, edits=edits)
            return None
        self.found.add(
            PLACE,
            Wording(f"`{entry.name}` cannot fill `{place.text}`", f"`{entry.name}` 不能填补 `{place.text}`"),
            self.file.span(call.name),
            help=Wording(
                f"`{place.text}` can be filled by: {', '.join(fitting)}",
                f"`{place.text}` 可用的方法：{'、'.join(fitting)}",
            ),
        )
        return None

    def _arguments(self, entry: Method[Any], call: tree.Call) -> dict[str, Any]:
        parameters = registry.parameters(entry)
        stated: dict[str, tree.Argument] = {}
        for position, argument in enumerate(call.arguments):
            parameter = self._parameter(entry, parameters, position, argument)
            if parameter is None:
                continue
            if parameter.name in stated:
                earlier = Related(STATED_FIRST, self.file.span(stated[parameter.name]))
                message = Wording(f"`{parameter.name}` is stated twice", f"`{parameter.name}` 写了两次")
                self.found.add(UNKNOWN_ARGUMENT, message, self.file.span(argument), related=[earlier])
            stated[parameter.name] = argument
        fixed = {item.name: self._value(entry, call, item, stated) for item in parameters if not item.any_name}
        named = [item for item in parameters if item.any_name]
        rest = [name for name in stated if name not in fixed]
        return fixed | {name: self._value(entry, call, named[0]._replace(name=name), stated) for name in rest}

    def _parameter(
        self, entry: Method[Any], parameters: tuple[Parameter, ...], position: int, argument: tree.Argument
    ) -> Parameter | None:
        names = [parameter.name for parameter in parameters]
        if argument.name is None:
            positional = [parameter for parameter in parameters if parameter.positional]
            if position < len(positional):
                return positional[position]
            message = Wording(
                f"`{entry.name}` takes this argument only by its name", f"`{entry.name}` 的这个参数必须写出名称"
            )
            help_ = Wording(f"write `{names[0]} = …`", f"请写成 `{names[0]} = …`") if names else _takes_none(entry)
            if not names:
                message = Wording("an argument too many", "参数多余")
            self.found.add(UNKNOWN_ARGUMENT, message, self.file.span(argument), help=help_)
            return None
        called = argument.name.text
        for parameter in parameters:
            if parameter.name == called and not parameter.any_name:
                return parameter
        for parameter in parameters:
            if parameter.any_name:
                return parameter._replace(name=called)
        self.found.add(
            UNKNOWN_ARGUMENT,
            Wording(f"`{entry.name}` has no argument `{called}`", f"`{entry.name}` 没有参数 `{called}`"),
            self.file.span(argument.name),
            help=did_you_mean(called, names, otherwise=choose_from(names) if names else _takes_none(entry)),
        )
        return None

    def _value(
        self, entry: Method[Any], call: tree.Call, parameter: Parameter, stated: dict[str, tree.Argument]
    ) -> object:
        argument = stated.get(parameter.name)
        name = parameter.name
        if argument is None:
            if parameter.required:
                wanted = expected(parameter.annotation)
                self.found.add(
                    MISSING_ARGUMENT,
                    Wording(f"`{entry.name}` needs the argument `{name}`", f"`{entry.name}` 必须写明参数 `{name}`"),
                    self.file.span(call),
                    help=Wording(f"`{name} = …`: {wanted.en}", f"请写 `{name} = …`：{wanted.zh}"),
                )
            return parameter.default
        try:
            value: object = convert(parameter.annotation, argument.value)
        except Mismatch as mismatch:
            self.found.add(
                ARGUMENT_VALUE,
                Wording(f"`{name}` takes {mismatch.expected.en}", f"`{name}` 应为：{mismatch.expected.zh}"),
                self.file.span(argument.value),
                help=word_help(parameter.annotation, argument.value),
            )
            return None
        if isinstance(value, Group) and value not in self.groups:
            help_ = did_you_mean(value, sorted(self.groups)) or Wording(
                f"define it: `group {value}`", f"请定义：`group {value}`"
            )
            message = Wording(f"there is no group `{value}`", f"没有分组变量 `{value}`")
            self.found.add(UNKNOWN_GROUP, message, self.file.span(argument.value), help=help_)
        if isinstance(value, Series) and value not in self.series:
            help_ = did_you_mean(value, sorted(self.series)) or Wording(
                f"define it: `series {value}`", f"请定义：`series {value}`"
            )
            message = Wording(f"there is no series `{value}`", f"没有数据序列 `{value}`")
            self.found.add(UNKNOWN_SERIES, message, self.file.span(argument.value), help=help_)
        if isinstance(value, Names) and isinstance(argument.value, tree.Call):
            self._check_measured(words_named(argument.value))
        return value

    def _check_measured(self, words: Iterable[tree.Word]) -> None:
        for word in words:
            if word.text not in self.measured:
                help_ = did_you_mean(word.text, sorted(self.measured), otherwise=choose_from(sorted(self.measured)))
                message = Wording(
                    f"`{word.text}` is no series, and no indicator with data of its own",
                    f"`{word.text}` 不是数据序列，也不是有自身数据的指标",
                )
                self.found.add(UNKNOWN_BESIDE, message, self.file.span(word), help=help_)


def _takes_none(entry: Method[Any]) -> Wording:
    return Wording(f"`{entry.name}` takes no arguments", f"`{entry.name}` 没有参数")
