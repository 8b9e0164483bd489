"""Which kinds of scores meet: growth with growth, scores with scores, and what a link or a mean can take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording
from idx.methods import registry
from idx.methods.values import Scale
from idx.model import WIDENING, Composite, Indicator, MethodCall, Node
from idx.resolve.example import GROWTH, HEADER, INDEX, METHOD
from idx.resolve.formulas import COLUMN_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.source import SourceSpan

MIXED = Rule(
    "IDX207",
    Wording("methods whose kinds do not fit together", "方法的类型互不相容"),
    Wording(
        "A normalisation yields growth (per cent from one period to the next) or scores (levels on one scale). The two "
        "cannot be averaged together; `link` chains growth into an index and has nothing to chain where there are "
        "scores; a geometric mean cannot take scores that may be negative.",
        "标准化得到的是增速（本期比上期的百分比变化）或得分（同一尺度上的水平）。两者不能放在一起平均；"
        "`link` 把增速链接成指数，对得分则无从链接；几何平均不能用于可能为负的得分。",
    ),
    bad=HEADER + METHOD.replace("}", "  link chain(base = 2020, value = 100)\n}") + INDEX,
)
FORM = Rule(
    "IDX214",
    Wording("a chain that cannot tell which growth to undo", "链式计算无法判断增速的形式"),
    Wording(
        "Each form of growth has its own way back to an index. Where the indicators mix forms, the chain states which "
        "one it undoes.",
        "每种形式的增速各有还原为指数的算法。指标混用几种形式时，链式计算必须写明按哪一种还原。",
    ),
    bad=HEADER + GROWTH + "index total {\n  a normalise log_growth\n  b\n}\n",
)
OVER = Rule(
    "IDX215",
    Wording("an aggregation over indices where there are none", "没有指数却要对指数合成"),
    Wording(
        "`aggregate … over index` combines the children's index levels, so the tree needs a `link`, each child an "
        "index.",
        "`aggregate … over index` 合成的是下级的指数水平，因此指标树要有 `link`，每个下级都要有指数。",
    ),
    bad=HEADER + METHOD.replace("aggregate arithmetic", "aggregate arithmetic over index") + INDEX,
)
SHARED_LINK = Rule(
    "IDX216",
    Wording("a node under two trees that are linked differently", "节点所在的两棵指标树链接方式不同"),
    Wording(
        "A node has one index. Where it stands in two trees, both must have the same `link`.",
        "一个节点只有一个指数。节点同时位于两棵指标树之下时，两棵树的 `link` 必须相同。",
    ),
    bad=HEADER + GROWTH + "index total {\n  a\n  b\n}\nindex other link chain(base = 2021, value = 100) {\n  a\n}\n",
)

PAST_LEVELS = Rule(
    "IDX243",
    Wording("effective weights that are not known beforehand", "事先无法知道的有效权重"),
    Wording(
        "`over indicators` combines the indicators below with the products of the weights on the way to them. Weights "
        "that scores decide are known only once the composites between are computed.",
        "`over indicators` 用沿途各级权重的乘积合成末级指标。由得分计算的权重要等中间各级算出之后才知道。",
    ),
    bad=HEADER
    + METHOD
    + "index total aggregate arithmetic over indicators {\n"
    + "  x weighting critic(reference = each_period) {\n    a\n    b\n  }\n  c\n}\n",
)

THIS_CHILD = Wording("this child", "这个下级指标")


def check_weighting(
    found: Collector, weighting: MethodCall, aggregate: MethodCall, place: SourceSpan, *, over_index: bool
) -> None:
    """Report weights of a kind that an aggregation cannot use, and a weighting that cannot use what it is of."""
    if over_index and weighting.method.needs is not Scale.ANY:
        _refuse_negative(found, weighting)  # indices are above zero, and weights come of the growth that they are of
    unfit = weighting.method.multipliers and not aggregate.method.additive
    if weighting.method.sums_to_one != aggregate.method.unweighted and not unfit:
        return
    message = Wording(
        f"`{aggregate.method.name}` cannot use `weighting {weighting.method.name}`",
        f"`{aggregate.method.name}` 不能用 `weighting {weighting.method.name}`",
    )
    help_ = Wording("a mean takes weights that sum to one", "平均要用合计为 1 的权重")
    if unfit:
        help_ = Wording(
            "its weights are made for a weighted sum: take `aggregate arithmetic`, or another weighting",
            "它的权重是为加权和求得的：请用 `aggregate arithmetic`，或改用其他赋权方法",
        )
    elif aggregate.method.unweighted:
        help_ = Wording(
            f"`{aggregate.method.name}` takes weights as they are written: leave `weighting` out",
            f"`{aggregate.method.name}` 直接使用写明的权重：请删去 `weighting`",
        )
    found.add(MIXED, message, weighting.span or aggregate.span or place, help=help_)


def check_past_levels(found: Collector, aggregate: MethodCall, below: Iterable[Composite]) -> None:
    """Report composites below one that combines past them whose weights only scores decide."""
    for composite in below:
        if composite.weighting.method.computed:
            message = Wording(
                f"the weights below `{composite.name}` are known only once it is computed",
                f"`{composite.name}` 之下的权重要在计算之后才知道",
            )
            help_ = Wording(
                "a weighting that scores decide, on the composite that combines over indicators, weighs these directly",
                "可在 `over indicators` 的复合指标上采用由得分计算的赋权方法，直接为末级指标赋权",
            )
            place = Related(Wording("this composite", "这个复合指标"), composite.span)
            found.add(PAST_LEVELS, message, aggregate.span, help=help_, related=[place])


def combine_scale(found: Collector, aggregate: MethodCall, weighting: MethodCall, children: list[Node]) -> Scale:
    """Return what a composite's scores can be; report children that cannot be combined."""
    if not children:
        return Scale.ANY  # that there are none has been reported
    scales = {child.name: child.scale for child in children}
    growing = [child for child in children if scales[child.name] is Scale.GROWTH]
    if growing and len(growing) < len(children):
        other = next(child for child in children if scales[child.name] is not Scale.GROWTH)
        found.add(
            MIXED,
            Wording(
                f"`{growing[0].name}` yields growth and `{other.name}` yields scores: they cannot be combined",
                f"`{growing[0].name}` 得到增速，`{other.name}` 得到得分，两者不能合成",
            ),
            aggregate.span,
            help=Wording("give both the same kind of normalisation", "请对两者采用同一类标准化方法"),
            related=[Related(Scale.GROWTH.value, growing[0].span), Related(Scale.ANY.value, other.span)],
        )
        return Scale.ANY
    if growing:
        _refuse_growth(found, aggregate, weighting)
        return Scale.GROWTH
    worst = max(scales.values(), key=WIDENING.index)
    for call in (aggregate, weighting):
        if WIDENING.index(worst) <= WIDENING.index(call.method.needs):
            continue
        child = next(child for child in children if scales[child.name] is worst)
        needs = call.method.needs.value
        found.add(
            MIXED,
            Wording(
                f"`{call.method.name}` needs {needs.en}; those of `{child.name}` can be negative",
                f"`{call.method.name}` 需要{needs.zh}，而 `{child.name}` 的得分可能为负",
            ),
            call.span,
            help=Wording(
                "normalise to a range that begins at zero or above, such as `to = 0..100`, and clip at its low end",
                "请标准化到下限大于或等于零的区间（如 `to = 0..100`），并在低端截断",
            ),
            related=[Related(THIS_CHILD, child.span)],
        )
    return aggregate.method.scale_after(worst, aggregate.arguments)


def _refuse_growth(found: Collector, aggregate: MethodCall, weighting: MethodCall) -> None:
    call = aggregate if aggregate.method.needs is not Scale.ANY else weighting
    if call.method.needs is not Scale.ANY:
        _refuse_negative(found, call)
    elif not aggregate.method.keeps_growth:
        message = Wording(
            f"`{aggregate.method.name}` of growth is no growth", f"对增速作 `{aggregate.method.name}` 得到的不是增速"
        )
        keeping = [name for name in registry.names("aggregate") if _keeps_growth(name)]
        help_ = Wording(
            f"of growth there are: {', '.join(keeping)}; or normalise to scores",
            f"增速可用：{'、'.join(keeping)}；或采用得到得分的标准化方法",
        )
        found.add(MIXED, message, aggregate.span, help=help_)


def _refuse_negative(found: Collector, call: MethodCall) -> None:
    """Report an aggregation or a weighting that cannot use growth, since it can be negative."""
    needs = call.method.needs.value
    message = Wording(
        f"`{call.method.name}` needs {needs.en}, and growth can be negative",
        f"`{call.method.name}` 需要{needs.zh}，而增速可能为负",
    )
    help_ = Wording(
        "`normalise log_growth` with `aggregate arithmetic` is the geometric mean of the ratios",
        "`normalise log_growth` 配合 `aggregate arithmetic`，就是发展速度的几何平均",
    )
    if call.method.kind == "weighting":
        names = [name for name in registry.names("weighting") if _weighs_growth(name)]
        help_ = Wording(
            f"state weights, or take one that any scores give: {', '.join(names)}",
            f"请写明权重，或采用任何得分都适用的赋权方法：{'、'.join(names)}",
        )
    found.add(MIXED, message, call.span, help=help_)


def _weighs_growth(name: str) -> bool:
    entry = registry.find("weighting", name)
    return entry is not None and entry.computed and entry.needs is Scale.ANY


def _keeps_growth(name: str) -> bool:
    entry = registry.find("aggregate", name)
    return entry is not None and entry.keeps_growth


def link_form(found: Collector, link: MethodCall, root: Node, below: Iterable[Node]) -> MethodCall:
    """Return a root's link with its growth form filled in; report where there is nothing to chain."""
    nodes = list(below)
    if root.scale is not Scale.GROWTH:
        leaf = next(node for node in nodes if isinstance(node, Indicator))
        found.add(
            MIXED,
            Wording(
                f"`{link.method.name}` needs growth, and `{leaf.normalise.method.name}` yields scores",
                f"`{link.method.name}` 需要增速，而 `{leaf.normalise.method.name}` 得到的是得分",
            ),
            link.span,
            help=Wording(
                "leave the link out (a framework without it has scores and no index), or normalise to growth",
                "请去掉 `link`（没有它的指标体系只有得分，没有指数），或改用得到增速的标准化方法",
            ),
            related=[Related(Wording("the normalisation", "标准化方法"), leaf.normalise.span)]
            if leaf.normalise.span
            else (),
        )
        return link
    if link.arguments.get("growth") is not None:
        return link
    forms = {node.normalise.method.form for node in nodes if isinstance(node, Indicator)} - {None}
    if len(forms) > 1:
        found.add(
            FORM,
            Wording(
                f"the indicators of `{root.name}` grow in {len(forms)} forms: {', '.join(sorted(map(str, forms)))}",
                f"`{root.name}` 的指标有 {len(forms)} 种形式的增速：{'、'.join(sorted(map(str, forms)))}",
            ),
            link.span,
            help=Wording(
                "state the form to undo: `growth = symmetric`, `log` or `simple`",
                "请写明按哪种形式还原：`growth = symmetric`、`log` 或 `simple`",
            ),
        )
        return link
    return replace(link, arguments=link.arguments | {"growth": forms.pop() if forms else None})


def check_over_index(found: Collector, nodes: dict[str, Node]) -> None:
    """Report composites over the indices of children that have none."""
    for node in nodes.values():
        if not isinstance(node, Composite) or not node.over_index:
            continue
        if node.link is None:
            found.add(
                OVER,
                Wording(
                    f"`{node.name}` combines indices, and nothing links its children",
                    f"`{node.name}` 要合成指数，但其下级没有链接成指数",
                ),
                node.aggregate.span,
                help=Wording(
                    "add `link chain(base = …, value = 100)` to `method { }`",
                    "请在 `method { }` 中加上 `link chain(base = …, value = 100)`",
                ),
            )
            continue
        if not node.aggregate.method.is_level:
            message = Wording(
                f"`{node.aggregate.method.name}` of indices is no index",
                f"对指数作 `{node.aggregate.method.name}` 得到的不是指数",
            )
            help_ = Wording("leave `over index` out", "请删去 `over index`")
            found.add(OVER, message, node.aggregate.span, help=help_)
        for child in node.weighing:
            leaf = nodes[child.name]
            if isinstance(leaf, Composite) and leaf.scale is not Scale.GROWTH:
                message = Wording(
                    f"`{child.name}` yields scores, so that it has no index of its own",
                    f"`{child.name}` 得到的是得分，因此没有自己的指数",
                )
                help_ = Wording("normalise what is below it to growth", "请对其下级指标采用得到增速的标准化方法")
                place = Related(THIS_CHILD, leaf.span)
                found.add(OVER, message, node.aggregate.span, help=help_, related=[place])
            if isinstance(leaf, Indicator) and not leaf.normalise.method.level_index:
                found.add(
                    OVER,
                    Wording(
                        f"`{child.name}` has no index of its own under `{leaf.normalise.method.name}`",
                        f"采用 `{leaf.normalise.method.name}` 时，`{child.name}` 没有自己的指数",
                    ),
                    node.aggregate.span,
                    related=[Related(THIS_CHILD, leaf.span)],
                )


def check_columns(found: Collector, nodes: dict[str, Node]) -> None:
    """Report formulas that read an index of a node that has none."""
    for node in nodes.values():
        for value in node.formula.values if isinstance(node, Indicator) and node.formula else ():
            if value.column == "index" and nodes[value.name].link is None:
                message = Wording(
                    f"`{value.name}` has no index, since nothing links it",
                    f"`{value.name}` 没有指数：没有 `link` 覆盖它",
                )
                help_ = Wording(f"`{value.name}.score` is its score", f"它的得分是 `{value.name}.score`")
                found.add(COLUMN_OF, message, value.span, help=help_)
