"""Which property stands on which node: in its own heading, handed down from above, or missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, choose_from
from idx.methods import registry
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.reading import formula_of
from idx.resolve.statements import Key, unique
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
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
DOCUMENTING = ("source", "note")
HANDED_DOWN = ("impute", "treat", "normalise")
ALLOWED = {
    "root": (*DOCUMENTING, *HANDED_DOWN, "code", "direction", "weighting", "aggregate", "missing", "link"),
    "composite": (*DOCUMENTING, *HANDED_DOWN, "code", "weight", "weighting", "aggregate", "missing"),
    "indicator": (*DOCUMENTING, *HANDED_DOWN, "weight", "unit", "direction", "code", "formula", "convert", "across"),
    "formula": (*DOCUMENTING, *HANDED_DOWN, "weight", "unit", "direction", "formula"),
    "root formula": (*DOCUMENTING, *HANDED_DOWN, "unit", "direction", "formula", "link"),
}
WHERE = {
    "unit": Wording("on an indicator", "末级指标上"),
    "code": Wording(
        "on a composite, or on an indicator that has data of its own", "复合指标上，或有自身数据的末级指标上"
    ),
    "convert": Wording("on a series, or on an indicator that has data of its own", "数据序列或有自身数据的末级指标上"),
    "across": Wording("on a series, or on an indicator that has data of its own", "数据序列或有自身数据的末级指标上"),
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
    "late": Wording("made of results, which have been chained", "它由结果计算得出，结果已经链接"),
}


@dataclass(slots=True)
class Stated:
    """The properties of one file's nodes: `own` in their headings, `inherited` what indicators have from above too.

    `method` holds the properties of `method { }`; `late` are the indicators made of results, `placed` the nodes that
    stand in a tree, `scored` those whose scores formulas read.
    """

    file: tree.File
    found: Collector
    names: Names
    method: dict[Key, tree.Property]
    late: frozenset[str]
    own: dict[str, dict[Key, tree.Property]] = field(default_factory=dict)
    inherited: dict[str, dict[Key, tree.Property]] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()
    scored: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Sort the properties of all headings, and report those that cannot stand where they do."""
        self.placed = frozenset(self.names.tree_order())
        self.scored = self.names.scores_read()
        self._state()
        downwards = {key: prop for key, prop in self.method.items() if key[0] in HANDED_DOWN}
        for root in self.names.roots:
            self._hand_down(self.names.definitions[root], downwards)
        for name in self.names.definitions:  # what stands in no tree serves formulas
            if name not in self.inherited:
                self._hand_down(self.names.definitions[name], downwards)

    def _state(self) -> None:
        for name, heading in self.names.definitions.items():
            properties = unique(self.file, self.found, heading.properties)
            role = self._role(name, heading)
            for key, prop in properties.items():
                if key[0] not in ALLOWED[role]:
                    self.misplaced(name, role, prop)
            self.own[name] = properties
        self._spread_whole()

    def _spread_whole(self) -> None:
        """Let a weighting that takes shares of the whole hold for every composite below the root that states it."""
        spread: set[int] = set()
        for root in self.names.roots:
            prop = self.own[root].get(("weighting", ""))
            if prop is None or not _of_whole(prop):
                continue
            spread.add(id(prop))
            waiting = [child.name.text for child in self.names.children(root)]
            while waiting:
                name = waiting.pop()
                children = self.names.children(name)
                if children and self.own[name].setdefault(("weighting", ""), prop) is prop:
                    waiting.extend(child.name.text for child in children)
        for name, properties in self.own.items():
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

    def misplaced(self, name: str, role: str, prop: tree.Property) -> None:
        """Report a property that a node of this role cannot use."""
        keyword, where = prop.keyword, WHERE.get(prop.keyword) if role != "late" else None
        message = Wording(
            f"`{keyword}` has no meaning on `{name}`, {ROLES[role].en}",
            f"`{keyword}` 不能用于 `{name}`，{ROLES[role].zh}",
        )
        help_ = Wording(f"`{keyword}` stands {where.en}", f"`{keyword}` 写在{where.zh}") if where else None
        if role == "late":
            help_ = Wording(
                f"leave `{keyword}` out: it shows its values as they are", f"请删去 `{keyword}`：它的数值照原样显示"
            )
        self.found.add(MISPLACED, message, self.file.span(prop), help=help_)

    def _hand_down(self, heading: tree.Node, above: dict[Key, tree.Property]) -> None:
        name = heading.name.text
        aside = name in self.names.aside and name not in self.inherited  # it takes part where it first stands
        if heading is not self.names.definitions[name] and not aside:
            return
        self.inherited[name] = above | {key: prop for key, prop in self.own[name].items() if key[0] in HANDED_DOWN}
        for child in heading.children or ():
            self._hand_down(child, self.inherited[name])

    def report_unstated(self) -> None:
        """Report the methods that no node or `method { }` states where one has to."""
        inherited = self.inherited
        leaves = [
            name for name in inherited if self.names.definitions[name].children is None and self.is_normalised(name)
        ]
        composites = [name for name in inherited if self.names.definitions[name].children is not None]
        missing = {"normalise": [name for name in leaves if ("normalise", "") not in inherited[name]]}
        for keyword in ("weighting", "aggregate"):
            stated_for_all = (keyword, "") in self.method
            missing[keyword] = [
                name
                for name in composites
                if not stated_for_all
                and (keyword, "") not in self.own[name]
                and not (keyword == "weighting" and self.is_unweighted(name))
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

    def is_unweighted(self, name: str) -> bool:
        """Whether a composite's aggregation takes weights as they are written, so that no weighting is stated."""
        prop = self.own[name].get(("aggregate", "")) or self.method.get(("aggregate", ""))
        entry = registry.find("aggregate", prop.value.name.text) if prop and isinstance(prop.value, tree.Call) else None
        return entry is not None and entry.unweighted

    def is_scored(self, name: str) -> bool:
        """Whether an indicator's score is of use: to the tree in which it stands, or to a formula."""
        return name in self.placed or name in self.scored

    def is_normalised(self, name: str) -> bool:
        """Whether an indicator needs a normalisation: one that takes part in a tree, and not as it comes."""
        return name not in self.late and name in self.placed


def _of_whole(prop: tree.Property) -> bool:
    entry = registry.find("weighting", prop.value.name.text) if isinstance(prop.value, tree.Call) else None
    return entry is not None and entry.of_whole
