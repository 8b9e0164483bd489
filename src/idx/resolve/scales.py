"""Which kinds of scores meet: growth with growth, scores with scores, and what a link or a mean can take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording
from idx.methods.contracts import Scale
from idx.model import Composite, Indicator, MethodCall, Node
from idx.resolve.example import GROWTH, HEADER, INDEX, METHOD
from idx.resolve.formulas import COLUMN_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector

MIXED = Rule(
    "IDX207",
    "methods whose kinds do not fit together",
    "A normalisation yields growth (per cent from one period to the next) or scores (levels on one scale). The two "
    "cannot be averaged together; `link` chains growth into an index and has nothing to chain where there are scores; "
    "a geometric mean cannot take scores that may be negative.",
    bad=HEADER + METHOD.replace("}", "  link chain(base = 2020, value = 100)\n}") + INDEX,
)
FORM = Rule(
    "IDX214",
    "a chain that cannot tell which growth to undo",
    "Each form of growth has its own way back to an index. Where the indicators mix forms, the chain states which "
    "one it undoes.",
    bad=HEADER + GROWTH + "index total {\n  a normalise log_growth\n  b\n}\n",
)
OVER = Rule(
    "IDX215",
    "an aggregation over indices where there are none",
    "`aggregate … over index` combines the children's index levels, so the tree needs a `link`, each child an index.",
    bad=HEADER + METHOD.replace("aggregate arithmetic", "aggregate arithmetic over index") + INDEX,
)
SHARED_LINK = Rule(
    "IDX216",
    "a node under two trees that are linked differently",
    "A node has one index. Where it stands in two trees, both must have the same `link`.",
    bad=HEADER + GROWTH + "index total {\n  a\n  b\n}\nindex other link chain(base = 2021, value = 100) {\n  a\n}\n",
)

ORDER = [Scale.POSITIVE, Scale.NON_NEGATIVE, Scale.ANY]


def node_scale(node: Node) -> Scale:
    """Return what a node's scores can be."""
    return node.scale


def combine_scale(found: Collector, aggregate: MethodCall, children: list[Node]) -> Scale:
    """Return what a composite's scores can be; report children that cannot be combined."""
    scales = {child.name: node_scale(child) for child in children}
    growing = [child for child in children if scales[child.name] is Scale.GROWTH]
    if growing and len(growing) < len(children):
        other = next(child for child in children if child not in growing)
        found.add(
            MIXED,
            f"`{growing[0].name}` yields growth and `{other.name}` yields scores: they cannot be combined",
            aggregate.span,
            help="give both the same kind of normalisation",
            related=[Related("growth", growing[0].span), Related("scores", other.span)],
        )
        return Scale.ANY
    if growing:
        _refuse_growth(found, aggregate)
        return Scale.GROWTH
    worst = max(scales.values(), key=ORDER.index, default=Scale.ANY)
    if ORDER.index(worst) > ORDER.index(aggregate.method.needs):
        child = next(child for child in children if scales[child.name] is worst)
        found.add(
            MIXED,
            f"`{aggregate.method.name}` needs {aggregate.method.needs.value}; those of `{child.name}` can be negative",
            aggregate.span,
            help="normalise to a range that begins at zero or above, such as `to = 0..100`, and clip at its low end",
            related=[Related("this child", child.span)],
        )
    return worst


def _refuse_growth(found: Collector, aggregate: MethodCall) -> None:
    if aggregate.method.needs is not Scale.ANY:
        found.add(
            MIXED,
            f"`{aggregate.method.name}` needs {aggregate.method.needs.value}, and growth can be negative",
            aggregate.span,
            help="`normalise log_growth` with `aggregate arithmetic` is the geometric mean of the ratios",
        )


def link_form(found: Collector, link: MethodCall, root: Node, below: Iterable[Node]) -> MethodCall:
    """Return a root's link with its growth form filled in; report where there is nothing to chain."""
    nodes = list(below)
    if root.scale is not Scale.GROWTH:
        leaf = next(node for node in nodes if isinstance(node, Indicator))
        found.add(
            MIXED,
            f"`{link.method.name}` needs growth, and `{leaf.normalise.method.name}` yields scores",
            link.span,
            help="leave the link out (a framework without it has scores and no index), or normalise to growth",
            related=[Related("the normalisation", leaf.normalise.span)] if leaf.normalise.span else (),
        )
        return link
    if link.arguments.get("growth") is not None:
        return link
    forms = {node.normalise.method.form for node in nodes if isinstance(node, Indicator)} - {None}
    if len(forms) > 1:
        found.add(
            FORM,
            f"the indicators of `{root.name}` grow in {len(forms)} forms: {', '.join(sorted(map(str, forms)))}",
            link.span,
            help="state the form to undo: `growth = symmetric`, `log` or `simple`",
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
                f"`{node.name}` combines indices, and nothing links its children",
                node.aggregate.span,
                help="add `link chain(base = …, value = 100)` to `method { }`",
            )
            continue
        for child in node.weighing:
            leaf = nodes[child.name]
            if isinstance(leaf, Indicator) and not leaf.normalise.method.level_index:
                found.add(
                    OVER,
                    f"`{child.name}` has no index of its own under `{leaf.normalise.method.name}`",
                    node.aggregate.span,
                    related=[Related("this child", leaf.span)],
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
