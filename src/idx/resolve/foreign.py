"""Methods of other distributions that a file names: what is wrong with them is said at the word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idx.diagnostics import Rule, Wording
from idx.methods import registry
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.methods.contracts import Method
    from idx.source import SourceSpan

NAMED = HEADER + METHOD.replace("goalposts(worst = 0, best = 100, clip = both)", "logistic(reference = all_periods)")

SEVERAL = Rule(
    "IDX130",
    Wording("a method that two distributions offer", "两个软件包提供同名的方法"),
    Wording(
        "Distributions add methods through entry points in the group `idx.methods`. Where two of them offer the same "
        "name, the file does not say which is meant, and nothing is chosen.",
        "软件包通过 `idx.methods` 组的入口点添加方法。两个软件包提供同名方法时，文件没有写明用哪一个，"
        "程序也不代为选择。",
    ),
    bad=NAMED + INDEX,
)
UNLOADABLE = Rule(
    "IDX131",
    Wording("a method of another distribution that cannot be loaded", "其他软件包的方法无法载入"),
    Wording(
        "The name is offered by a distribution that is installed, and importing what it points at fails.",
        "已安装的软件包提供这个名称，但导入它所指的模块时出错。",
    ),
    bad=NAMED + INDEX,
)
UNFIT = Rule(
    "IDX132",
    Wording("an entry point that is not what it says", "入口点与其名称不符"),
    Wording(
        'An entry point `normalise.logistic` leads to the registry entry that `@method("normalise", …)` makes of a '
        "function `logistic` with a docstring. This one leads elsewhere.",
        '入口点 `normalise.logistic` 应当指向 `@method("normalise", …)` 由函数 `logistic` 登记的方法，'
        "函数要有 docstring。"
        "这个入口点指向别的东西。",
    ),
    bad=NAMED + INDEX,
)
FAILED = Rule(
    "IDX133",
    Wording("a method of another distribution that fails", "其他软件包的方法运行出错"),
    Wording(
        "The method was found and called, and broke off. The fault is the distribution's that it comes from; "
        "`idx methods KIND NAME --check` runs the method's own examples.",
        "方法已经找到并调用，但运行中断。问题出在提供该方法的软件包；"
        "`idx methods KIND NAME --check` 可以运行该方法自带的示例。",
    ),
    bad=NAMED + INDEX,
    data="indicator,period,value\na,2020,0\nb,2020,50\n",
)
RULES = {"several": SEVERAL, "unloadable": UNLOADABLE, "unfit": UNFIT}


def report_fault(found: Collector, kind: str, name: str, span: SourceSpan) -> bool:
    """Report that a method is offered and cannot be had; return whether that is so."""
    fault = registry.fault(kind, name)
    if fault is not None:
        found.add(RULES[fault.sort], fault.message, span, help=fault.advice)
    return fault is not None


def report_failure(found: Collector, error: Exception, used: Iterable[tuple[Method[Any], SourceSpan | None]]) -> bool:
    """Report that a method of another distribution broke off; return False where none is in use.

    An error is that of the methods whose module it came through. Expressions fail after the method has returned them,
    and so does what takes something else for one: such an error can be that of any of the methods.
    """
    foreign = [(method, span) for method, span in used if method.origin]
    if not foreign:
        return False
    modules, trace = set(), error.__traceback__
    while trace is not None:
        modules.add(trace.tb_frame.f_globals.get("__name__"))
        trace = trace.tb_next
    passed = [(method, span) for method, span in foreign if method.function.__module__ in modules]
    suspects = passed or foreign
    names = dict.fromkeys(f"`{method.kind} {method.name}` ({method.origin})" for method, _ in suspects)
    english, chinese = ", ".join(names), "、".join(names)
    said = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    message = Wording(f"{english} broke off: {said}", f"{chinese} 运行中断：{said}")
    if not passed:
        message = Wording(f"the work broke off while it used {english}: {said}", f"使用 {chinese} 时运行中断：{said}")
    advice = Wording(
        "run the method's own examples: `idx methods KIND NAME --check`",
        "请运行该方法自带的示例：`idx methods KIND NAME --check`",
    )
    found.add(FAILED, message, suspects[0][1], help=advice)
    return True
