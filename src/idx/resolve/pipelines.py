"""What a node's own direction and scores ask of its pipeline: reversed ranks stated, ranges known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording
from idx.resolve.bind import MISSING_ARGUMENT
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Collector
    from idx.methods.values import Interval
    from idx.model import MethodCall, Step
    from idx.source import SourceSpan

TWICE_REVERSED = Rule(
    "IDX242",
    Wording("goal posts the wrong way round", "上下限阈值与指标方向相矛盾"),
    Wording(
        "The order of the goal posts is the direction: `worst = 50, best = 0` says that low is good. `direction "
        "negative` would turn it round a second time.",
        "上下限阈值的次序就是指标方向：`worst = 50, best = 0` 表示越低越好。"
        "再写 `direction negative` 就把方向颠倒了两次。",
    ),
    bad=HEADER + METHOD + 'index total {\n  a unit % source "S" direction negative\n  b unit % source "S"\n}\n',
)


def check_reversal(found: Collector, name: str, normalise: MethodCall, span: SourceSpan) -> None:
    """Report a normalisation that cannot be reversed, or does not say how, on an indicator of negative direction."""
    if normalise.method.states_direction:
        _report_twice(found, name, normalise, span)
        return
    asks = normalise.method.asks_when_negative
    argument = asks(normalise.arguments) if asks else None
    if argument is None:
        return
    method = normalise.method.name
    message = Wording(
        f"`{name}` is of negative direction, and `{method}` needs the argument `{argument}` for it",
        f"`{name}` 为逆向指标，`{method}` 必须写明参数 `{argument}`",
    )
    help_ = Wording(
        f"`{argument} = reranked` ranks −x anew, `{argument} = complement` reads the ranks from the other end; equal "
        "values make the difference",
        f"`{argument} = reranked` 对 −x 重新排名，`{argument} = complement` 把名次倒过来读；两者在数值相同时不同",
    )
    found.add(MISSING_ARGUMENT, message, normalise.span, help=help_)


def _report_twice(found: Collector, name: str, normalise: MethodCall, span: SourceSpan) -> None:
    worst, best = normalise.arguments["worst"], normalise.arguments["best"]
    message = Wording(
        f"the goal posts of `{name}` say which end is good, and `direction negative` says it again: {worst:g}, called "
        "worst, would score best",
        f"`{name}` 的上下限阈值已经表明哪一端为好，又写了 `direction negative`：写作 `worst` 的 {worst:g} 反而得分最高",
    )
    low, high = sorted((worst, best))
    help_ = Wording(
        f"leave the direction out; if low is good, write `worst = {high:g}, best = {low:g}`",
        f"请删去 `direction`；若越低越好，请写 `worst = {high:g}, best = {low:g}`",
    )
    stated = (
        [Related(Wording("the goal posts are stated here", "阈值写在这里"), normalise.span)] if normalise.span else ()
    )
    found.add(TWICE_REVERSED, message, span, help=help_, related=stated)


def with_ends(found: Collector, normalise: MethodCall | None, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps in which the range of the scores stands where one needs it and does not state it."""
    ends: Interval | None = None
    if normalise is not None and normalise.method.ends is not None:
        ends = normalise.method.ends(normalise.arguments)
    known: list[Step] = []
    for step in steps:
        taken, entry = step, step.call.method
        if entry.takes_ends and step.call.arguments[entry.takes_ends] is None:
            if ends is None:
                _report_ends(found, step)
            taken = step._replace(call=replace(step.call, arguments={**step.call.arguments, entry.takes_ends: ends}))
        if ends is not None and entry.moves_ends is not None:
            ends = entry.moves_ends(ends, step.call.arguments) if step.where is None else None
        known.append(taken)
    return tuple(known)


def _report_ends(found: Collector, step: Step) -> None:
    name = step.call.method.name
    message = Wording(f"`{name}` cannot tell the range of these scores", f"`{name}` 无法得知这些得分的取值区间")
    help_ = Wording(f"state it: `{name}(0..100)`", f"请写明：`{name}(0..100)`")
    found.add(MISSING_ARGUMENT, message, step.call.span, help=help_)
