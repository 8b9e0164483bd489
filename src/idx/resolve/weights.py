"""Exact weights of a composite's children, from what the file states."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Severity, Wording
from idx.methods.contracts import MethodError
from idx.methods.given import Part
from idx.methods.shares import nothing_stated
from idx.model import Child
from idx.resolve.example import HEADER, METHOD
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import MethodCall
    from idx.resolve.names import Names

WEIGHTS = Rule(
    "IDX206",
    Wording("weights that cannot be used", "无法使用的权重"),
    Wording(
        "Under `weighting equal` stated weights are shares of one and children without one take what is left; under "
        "`weighting relative` each child states a number and the numbers are rescaled; under `weighting of_total` each "
        "indicator states its share of the whole, and under `weighting by_indicators` none states a weight. No weight "
        "is negative.",
        "采用 `weighting equal` 时，写明的权重是占 1 的份额，没有写权重的下级平分余下部分；"
        "采用 `weighting relative` 时，每个下级都写一个数，再按比例折算；采用 `weighting of_total` 时，"
        "每个指标写它占总体的份额；采用 `weighting by_indicators` 时不写权重。权重不能为负。",
    ),
    bad=HEADER + METHOD + "index total {\n  a weight 60%\n  b weight 60%\n}\n",
)


DOUBTFUL = Rule(
    "IDX241",
    Wording("judgements that contradict one another", "互相矛盾的判断"),
    Wording(
        "Where a is said to weigh twice b and b twice c, a should weigh four times c. Saaty's consistency ratio "
        "measures how far judgements are from that; above 0.1 they should be looked at again.",
        "若 a 是 b 的两倍、b 是 c 的两倍，则 a 应是 c 的四倍。Saaty 的一致性比率衡量判断偏离这种关系的程度；"
        "大于 0.1 时应重新考虑。",
    ),
    bad=HEADER + METHOD + "index total weighting ahp(a = over(b = 9, c = 1/9), b = over(c = 9)) {\n  a\n  b\n  c\n}\n",
    severity=Severity.WARNING,
)


def _weights(weighting: MethodCall, parts: list[Part]) -> tuple[Fraction, ...]:
    """Return the weights of children; where scores decide, what is stated of them, or equal weights to begin with."""
    if not weighting.method.computed:
        weights: tuple[Fraction, ...] = weighting.method.prepared(weighting.arguments)(parts)
        return weights
    if not weighting.method.targets:
        nothing_stated(parts, Wording("the scores decide", "权重由得分计算得出"))
    stated = [part.stated for part in parts if part.stated is not None]
    if stated and (len(stated) < len(parts) or not any(stated)):
        raise MethodError(
            Wording(
                "some children state a target and others none, or all are zero",
                "有的下级写了目标权重，有的没有，或全为零",
            ),
            Wording("state a weight for every child, or for none", "请为每个下级都写权重，或都不写"),
        )
    whole = sum(stated, Fraction(0))
    return tuple(share / whole for share in stated) if stated else (Fraction(1, len(parts)),) * len(parts)


@dataclass(slots=True)
class Weigher:
    """Weighs the children of one file's composites; what stands under a node is summed up once."""

    file: tree.File
    found: Collector
    names: Names
    roots: frozenset[str] = field(init=False)
    counts: dict[str, int] = field(default_factory=dict)
    shares: dict[str, Fraction | None] = field(default_factory=dict)
    stated: dict[int, Fraction | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep which nodes are roots."""
        self.roots = frozenset(self.names.roots)

    def weigh(self, weighting: MethodCall, heading: tree.Node) -> tuple[Child, ...]:
        """Return a composite's children with their weights, which sum to one."""
        name = heading.name.text
        children = heading.children or ()
        if not children:
            return ()  # that it has none has been reported
        stated = [self._stated(child) for child in children]
        shares = [self._share(child) for child in children] if weighting.method.of_whole else stated
        whole = name in self.roots
        parts = [
            Part(share, self._indicators(child.name.text), whole, child.name.text)
            for share, child in zip(shares, children, strict=True)
        ]
        weights: tuple[Fraction, ...]
        try:
            weights = _weights(weighting, parts)
        except MethodError as error:
            message = Wording(f"`{name}`: {error.message.en}", f"`{name}`：{error.message.zh}")
            self.found.add(WEIGHTS, message, self.file.span(heading.name), help=error.advice)
            weights = (Fraction(1, len(children) or 1),) * len(children)
        else:
            doubt = weighting.method.doubts(parts, weighting.arguments) if weighting.method.doubts else None
            if doubt is not None:
                message = Wording(f"`{name}`: {doubt.en}", f"`{name}`：{doubt.zh}")
                self.found.add(DOUBTFUL, message, weighting.span or self.file.span(heading.name))
        return tuple(
            Child(child.name.text, share, weight)
            for child, share, weight in zip(children, stated, weights, strict=True)
        )

    def _indicators(self, name: str) -> int:
        """Return how many indicators stand under a node, 1 for an indicator; a shared one counts at each place."""
        if name not in self.counts:
            children = self.names.children(name)
            self.counts[name] = sum(self._indicators(child.name.text) for child in children) if children else 1
        return self.counts[name]

    def _share(self, place: tree.Node) -> Fraction | None:
        """Return an indicator's stated share of the whole, or the sum of a composite's; None where one has none."""
        name = place.name.text
        children = self.names.children(name)
        if not children:
            own = self._stated(place)
            return own if own is not None else self._stated(self.names.definitions[name])
        if name not in self.shares:
            for prop in place.properties:
                if prop.keyword == "weight":
                    message = Wording(
                        f"`{name}` states a weight, and its indicators' shares decide it",
                        f"`{name}` 写了权重，而它的权重由指标的份额决定",
                    )
                    self.found.add(WEIGHTS, message, self.file.span(prop))
            parts = [self._share(child) for child in children]
            known = [part for part in parts if part is not None]
            self.shares[name] = sum(known, Fraction(0)) if len(known) == len(parts) else None
        return self.shares[name]

    def _stated(self, child: tree.Node) -> Fraction | None:
        """Return the weight that a heading states; report a negative one, once."""
        if id(child) not in self.stated:
            self.stated[id(child)] = self._read(child)
        return self.stated[id(child)]

    def _read(self, child: tree.Node) -> Fraction | None:
        for prop in child.properties:
            if prop.keyword == "weight" and isinstance(prop.value, tree.Number):
                if prop.value.value < 0:
                    name = child.name.text
                    message = Wording(f"`{name}` has a negative weight", f"`{name}` 的权重为负")
                    self.found.add(WEIGHTS, message, self.file.span(prop.value))
                    return Fraction(0)
                return prop.value.value
        return None
