"""From headings to nodes: which property may stand where, and what a heading hands down to what is inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, choose_from, did_you_mean
from idx.methods import registry
from idx.methods.contracts import Scale
from idx.model import Column, Composite, Indicator, MethodCall, Node, after_steps
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.names import formula_of
from idx.resolve.scales import combine_scale
from idx.resolve.statements import Key, labels, unique
from idx.resolve.weights import Weigher
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.resolve.bind import Binder
    from idx.resolve.names import Names

MISPLACED = Rule(
    "IDX201",
    Wording("a property on a node that cannot use it", "节点不能使用的属性"),
    Wording(
        "Indicators have a unit and a direction; composites combine, so they have weighting, aggregation and a rule "
        "for missing children. `link` and a direction of the whole stand on a root; a root has no weight.",
        "末级指标有计量单位和指标方向；复合指标由下级合成，因此有赋权方法、合成方法和下级指标缺失时的处理规则。"
        "`link` 和整体的方向写在总指数上；总指数没有权重。",
    ),
    bad=HEADER + METHOD + "index total {\n  a unit % aggregate arithmetic\n}\n",
)
UNSTATED = Rule(
    "IDX203",
    Wording("a method that has to be stated", "缺少必须写明的方法"),
    Wording(
        "Nothing about method is implicit: how indicators are normalised, how composites weigh and combine is stated, "
        "in `method { }` for the whole file or in a heading.",
        "方法没有任何隐含的约定：指标如何标准化、复合指标如何赋权和合成，都要写明；"
        "在 `method { }` 中为整个文件写，或在节点所在行写。",
    ),
    bad=HEADER + "method {\n  weighting equal\n  aggregate arithmetic\n}\n" + INDEX,
)
WORD = Rule(
    "IDX208",
    Wording("a word that the property cannot take", "属性不能取这个词"),
    Wording(
        "`direction` is `positive` (a rise is good, the default) or `negative`; `over` names `index` or `indicators`.",
        "`direction` 取 `positive`（正向，数值上升为好，默认）或 `negative`（逆向）；"
        "`over` 后面写 `index` 或 `indicators`。",
    ),
    bad=HEADER + METHOD + "index total {\n  a direction down\n}\n",
)

OVER = ("index", "indicators")
DOCUMENTING = ("source", "note")
HANDED_DOWN = ("impute", "normalise")
ALLOWED = {
    "root": (*DOCUMENTING, *HANDED_DOWN, "code", "direction", "weighting", "aggregate", "missing", "link"),
    "composite": (*DOCUMENTING, *HANDED_DOWN, "code", "weight", "weighting", "aggregate", "missing"),
    "indicator": (*DOCUMENTING, *HANDED_DOWN, "weight", "unit", "direction", "code", "formula"),
    "formula": (*DOCUMENTING, *HANDED_DOWN, "weight", "unit", "direction", "formula"),
    "root formula": (*DOCUMENTING, *HANDED_DOWN, "unit", "direction", "formula"),
}
COLUMN_PROPERTIES = ("unit", "code", *DOCUMENTING)
WHERE = {
    "unit": Wording("on an indicator", "末级指标上"),
    "code": Wording(
        "on a composite, or on an indicator that has data of its own", "复合指标上，或有自身数据的末级指标上"
    ),
    "direction": Wording("on an indicator, or on a root for the whole", "末级指标上，整体的方向写在总指数上"),
    "weight": Wording("on a node under a composite", "复合指标之下的节点上"),
    "link": Wording("in `method { }` or on a root", "`method { }` 中或总指数上"),
    "formula": Wording("on an indicator", "末级指标上"),
    "weighting": Wording("on a composite, or in `method { }`", "复合指标上或 `method { }` 中"),
    "aggregate": Wording("on a composite, or in `method { }`", "复合指标上或 `method { }` 中"),
    "missing": Wording("on a composite, or in `method { }`", "复合指标上或 `method { }` 中"),
}
ROLES = {
    "root": Wording("a root", "它是总指数"),
    "composite": Wording("a composite", "它是复合指标"),
    "indicator": Wording("an indicator", "它是末级指标"),
    "formula": Wording("computed by a formula", "它由公式计算得出"),
    "root formula": Wording("computed by a formula", "它由公式计算得出"),
}


@dataclass(slots=True)
class NodeResolver:
    """Builds the nodes of one file.

    `method` holds the properties of its `method { }`, `link_of` the link that covers each node, `stated` the properties
    in each node's own heading.
    """

    file: tree.File
    found: Collector
    names: Names
    binder: Binder
    method: dict[Key, tree.Property]
    link_of: dict[str, MethodCall | None]
    stated: dict[str, dict[Key, tree.Property]] = field(default_factory=dict)
    built: dict[str, Node] = field(default_factory=dict)
    late: frozenset[str] = field(init=False)
    placed: frozenset[str] = field(init=False)
    weigher: Weigher = field(init=False)

    def __post_init__(self) -> None:
        """Find which indicators are made of results, and which nodes stand in a tree."""
        self.late = self.binder.formulas.late
        self.placed = frozenset(tree_order(self.names))
        self.weigher = Weigher(self.file, self.found, self.names)

    def resolve(self) -> dict[str, Node]:
        """Return the nodes by name; where one cannot be built, a diagnostic says why."""
        self._state()
        for prop in self.method.values():
            self.binder.bind(prop)
        downwards = {key: prop for key, prop in self.method.items() if key[0] in HANDED_DOWN}
        inherited: dict[str, dict[Key, tree.Property]] = {}
        for root in self.names.roots:
            self._hand_down(self.names.definitions[root], downwards, inherited)
        for name in self.names.definitions:  # what stands in no tree serves formulas
            if name not in inherited:
                self._hand_down(self.names.definitions[name], downwards, inherited)
        self._report_unstated(inherited)
        built: dict[str, Node | None] = {}
        for name in (*self.names.roots, *self.names.definitions):
            self._build(name, inherited, built)
        return {name: node for name, node in built.items() if node is not None}

    def _state(self) -> None:
        for name, heading in self.names.definitions.items():
            properties = unique(self.file, self.found, heading.properties)
            role = self._role(name, heading)
            for key, prop in properties.items():
                if key[0] not in ALLOWED[role]:
                    self._misplaced(name, role, prop)
            self.stated[name] = properties
        self._spread_whole()

    def _spread_whole(self) -> None:
        """Let a weighting that takes shares of the whole hold for every composite below the root that states it."""
        spread: set[int] = set()
        for root in self.names.roots:
            prop = self.stated[root].get(("weighting", ""))
            if prop is None or not _of_whole(prop):
                continue
            spread.add(id(prop))
            waiting = [child.name.text for child in self.names.children(root)]
            while waiting:
                name = waiting.pop()
                children = self.names.children(name)
                if children and self.stated[name].setdefault(("weighting", ""), prop) is prop:
                    waiting.extend(child.name.text for child in children)
        for name, properties in self.stated.items():
            prop = properties.get(("weighting", ""))
            if prop is not None and _of_whole(prop) and id(prop) not in spread:
                message = Wording(
                    f"`{name}` is no root, and the shares are of the whole",
                    f"`{name}` 不是总指数，而权重是占总体的份额",
                )
                help_ = Wording("state it on the root or in `method { }`", "请写在总指数上或 `method { }` 中")
                self.found.add(MISPLACED, message, self.file.span(prop), help=help_)

    def _role(self, name: str, heading: tree.Node) -> str:
        is_root = name in self.names.roots
        if formula_of(heading) is not None:
            return "root formula" if is_root else "formula"
        return "root" if is_root else "indicator" if heading.children is None else "composite"

    def _misplaced(self, name: str, role: str, prop: tree.Property) -> None:
        keyword, where = prop.keyword, WHERE.get(prop.keyword)
        message = Wording(
            f"`{keyword}` has no meaning on `{name}`, {ROLES[role].en}",
            f"`{keyword}` 不能用于 `{name}`，{ROLES[role].zh}",
        )
        help_ = Wording(f"`{keyword}` stands {where.en}", f"`{keyword}` 写在{where.zh}") if where else None
        self.found.add(MISPLACED, message, self.file.span(prop), help=help_)

    def _hand_down(
        self,
        heading: tree.Node,
        above: dict[Key, tree.Property],
        inherited: dict[str, dict[Key, tree.Property]],
    ) -> None:
        name = heading.name.text
        aside = name in self.names.aside and name not in inherited  # it takes part where it first stands
        if heading is not self.names.definitions[name] and not aside:
            return
        inherited[name] = above | {key: prop for key, prop in self.stated[name].items() if key[0] in HANDED_DOWN}
        for child in heading.children or ():
            self._hand_down(child, inherited[name], inherited)

    def _report_unstated(self, inherited: dict[str, dict[Key, tree.Property]]) -> None:
        leaves = [
            name for name in inherited if self.names.definitions[name].children is None and self._is_normalised(name)
        ]
        composites = [name for name in inherited if self.names.definitions[name].children is not None]
        missing = {"normalise": [name for name in leaves if ("normalise", "") not in inherited[name]]}
        for keyword in ("weighting", "aggregate"):
            stated_for_all = (keyword, "") in self.method
            missing[keyword] = [
                name for name in composites if not stated_for_all and (keyword, "") not in self.stated[name]
            ]
        for keyword, names in missing.items():
            if names:
                choices = choose_from(registry.names(keyword))
                first, more = [f"`{name}`" for name in names[:3]], " …" if len(names) > 3 else ""
                self.found.add(
                    UNSTATED,
                    Wording(
                        f"no `{keyword}` is stated for {len(names)} node{'s' if len(names) > 1 else ''}: "
                        f"{', '.join(first)}{more}",
                        f"有 {len(names)} 个节点没有写明 `{keyword}`：{'、'.join(first)}{more}",
                    ),
                    self.file.span(self.names.definitions[names[0]].name),
                    help=Wording(
                        f"state it in `method {{ }}` or in a heading; {choices.en}",
                        f"请写在 `method {{ }}` 中或节点所在行；{choices.zh}",
                    ),
                )

    def _is_normalised(self, name: str) -> bool:
        """Whether an indicator needs a normalisation: one that takes part in a tree, and not as it comes."""
        return name not in self.late and name in self.placed

    def _build(
        self, name: str, inherited: dict[str, dict[Key, tree.Property]], built: dict[str, Node | None]
    ) -> Node | None:
        """Return a node, or None where it has errors; what can be checked is checked all the same."""
        if name not in built:
            heading = self.names.definitions[name]
            own = self.stated[name]
            if heading.children is None:
                built[name] = self._indicator(heading, own, inherited.get(name, {}))
            else:
                children = [self._build(child.name.text, inherited, built) for child in heading.children]
                built[name] = self._composite(heading, own, children)
            if (node := built[name]) is not None:
                self.built[name] = node
        return built[name]

    def _call(self, own: dict[Key, tree.Property], key: Key) -> MethodCall | None:
        prop = own.get(key)
        return self.binder.bind(prop) if prop else None

    def _indicator(
        self, heading: tree.Node, own: dict[Key, tree.Property], inherited: dict[Key, tree.Property]
    ) -> Indicator | None:
        name = heading.name.text
        late = name in self.late
        filled = {key: prop for key, prop in inherited.items() if key[0] == "impute"}
        for key, prop in own.items() if late else ():
            if key[0] == "impute":
                self._misplaced(name, "formula", prop)
        imputations = {} if late else {key[1]: self.binder.bind(prop) for key, prop in filled.items()}
        pipeline = (own if late else inherited).get(("normalise", ""))
        normalise = self.binder.bind(pipeline) if pipeline else None
        if pipeline is None and not self._is_normalised(name):
            normalise = self.binder.default("normalise", "none")
        written = formula_of(heading)
        formula = self.binder.formulas.formula(written) if written is not None else None
        said = labels(self.file, self.found, heading.labels, ALLOWED["indicator"])
        negative = self._negative(own)
        if normalise is None or (written is not None and formula is None):
            return None
        return Indicator(
            name=name,
            labels=said,
            unit=_text(own, "unit"),
            source=_text(own, "source"),
            note=_text(own, "note"),
            code=_text(own, "code"),
            negative=negative,
            impute={place: call for place, call in imputations.items() if call},
            normalise=normalise,
            link=None if late and pipeline is None else self.link_of.get(name),
            span=self.file.span(heading.name),
            formula=formula,
            where=self.binder.condition(pipeline.where) if pipeline else None,
            steps=self.binder.steps(pipeline) if pipeline else (),
        )

    def _composite(
        self, heading: tree.Node, own: dict[Key, tree.Property], children: list[Node | None]
    ) -> Composite | None:
        name = heading.name.text
        role = "root" if name in self.names.roots else "composite"
        stated = self.method | own
        weighting = self._call(stated, ("weighting", ""))
        aggregate = self._call(stated, ("aggregate", ""))
        missing = self._call(stated, ("missing", "")) or self.binder.default("missing", "error")
        said = labels(self.file, self.found, heading.labels, ALLOWED[role])
        negative = self._negative(own)
        pipeline = stated.get(("aggregate", ""))
        over = self._over(pipeline) if pipeline else ""
        steps = self.binder.steps(pipeline) if pipeline else ()
        weighed = self.weigher.weigh(weighting, heading) if weighting else ()
        whole = [child for child in children if child is not None]
        if weighting is None or aggregate is None or len(whole) < len(children):
            return None
        scale = Scale.GROWTH
        if over != "index":
            combined = whole if over == "" else self._indicators_below(whole)
            scale = combine_scale(self.found, aggregate, combined)
        return Composite(
            name=name,
            labels=said,
            source=_text(own, "source"),
            note=_text(own, "note"),
            negative=negative,
            weighting=weighting,
            aggregate=aggregate,
            over=over,
            missing=missing,
            link=self.link_of.get(name),
            children=weighed,
            scale=after_steps(scale, steps),
            span=self.file.span(heading.name),
            steps=steps,
            code=_text(own, "code"),
        )

    def _indicators_below(self, nodes: list[Node]) -> list[Node]:
        below: dict[str, Node] = {}
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if isinstance(node, Composite):
                waiting.extend(self.built[child.name] for child in reversed(node.children))
            else:
                below[node.name] = node
        return list(below.values())

    def _negative(self, own: dict[Key, tree.Property]) -> bool:
        prop = own.get(("direction", ""))
        if prop is None or not isinstance(prop.value, tree.Word):
            return False
        word = prop.value
        if word.text not in {"positive", "negative"}:
            directions = Wording("write `positive` or `negative`", "请写 `positive`（正向）或 `negative`（逆向）")
            help_ = did_you_mean(word.text, ("positive", "negative"), otherwise=directions)
            message = Wording(f"there is no direction `{word.text}`", f"没有 `{word.text}` 这种指标方向")
            self.found.add(WORD, message, self.file.span(word), help=help_)
        return word.text == "negative"

    def _over(self, aggregate: tree.Property) -> str:
        over = aggregate.over
        if over is None:
            return ""
        if over.text not in OVER:
            self.found.add(
                WORD,
                Wording(f"an aggregation cannot run over `{over.text}`", f"不能对 `{over.text}` 进行合成"),
                self.file.span(over),
                help=did_you_mean(
                    over.text,
                    OVER,
                    otherwise=Wording(
                        "`over index` combines the children's index levels, `over indicators` the indicators below; "
                        "without `over` the children's scores are combined",
                        "`over index` 合成下级的指数水平，`over indicators` 合成其下的末级指标；"
                        "不写 `over` 则合成下级的得分",
                    ),
                ),
            )
        return over.text


def _of_whole(prop: tree.Property) -> bool:
    entry = registry.find("weighting", prop.value.name.text) if isinstance(prop.value, tree.Call) else None
    return entry is not None and entry.of_whole


def _text(own: dict[Key, tree.Property], keyword: str) -> str | None:
    prop = own.get((keyword, ""))
    return prop.value.text if prop is not None and isinstance(prop.value, tree.Text | tree.Word) else None


def column_of(file: tree.File, found: Collector, column: tree.Column) -> Column:
    """Return a series or a group; report a property that it cannot use."""
    own = unique(file, found, column.properties)
    if column.keyword == "group" and ("unit", "") in own:
        message = Wording(
            f"`unit` has no meaning on `{column.name.text}`, a group", f"分组变量 `{column.name.text}` 没有计量单位"
        )
        found.add(MISPLACED, message, file.span(own["unit", ""]))
    return Column(
        keyword=column.keyword,
        name=column.name.text,
        labels=labels(file, found, column.labels, COLUMN_PROPERTIES),
        unit=_text(own, "unit"),
        source=_text(own, "source"),
        note=_text(own, "note"),
        code=_text(own, "code"),
        span=file.span(column.name),
    )


def tree_order(names: Names) -> Iterable[str]:
    """Return the names in the order of the trees, each at its first place."""
    seen: dict[str, None] = {}
    waiting = list(reversed(names.roots))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = None
            waiting.extend(child.name.text for child in reversed(names.children(name)))
    return seen
