"""Which node each name in the trees means: where it is defined, and where a bare name refers to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording
from idx.resolve.example import HEADER, METHOD
from idx.resolve.order import report_cycle, report_depth
from idx.resolve.reading import formula_of, references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.resolve.formulas import Kind
    from idx.resolve.statements import Statements
    from idx.syntax import tree

DEFINED_TWICE = Rule(
    "IDX101",
    Wording("a name defined twice", "同一名称定义了两次"),
    Wording(
        "A name means one node in the whole file. To place a node under a second composite, write its bare name there "
        "(only a `weight` may follow).",
        "一个名称在整个文件中只代表一个节点。要把同一节点再放到另一个复合指标之下，在那里只写它的名称即可"
        "（后面只能跟 `weight`）。",
    ),
    bad=HEADER + METHOD + "index total {\n  a unit %\n  a unit 家\n}\n",
)
CHILD_TWICE = Rule(
    "IDX102",
    Wording("a child named twice under one composite", "同一上级指标之下重复列出下级指标"),
    Wording(
        "A composite counts each child once; to let one count more, state weights.",
        "复合指标对每个下级指标只计一次；若要让某个指标占更大比重，请写明权重。",
    ),
    bad=HEADER + METHOD + "index total {\n  a\n  a\n}\n",
)
RESERVED = Rule(
    "IDX108",
    Wording("a name that results keep for themselves", "结果表保留的名称"),
    Wording(
        "Results have the columns `entity` and `period` beside one column for each node, so no node has these names.",
        "结果表中每个节点占一列，另有 `entity` 和 `period` 两列，因此节点不能使用这两个名称。",
    ),
    bad=HEADER + METHOD + "index total {\n  period\n}\n",
)
EMPTY_COMPOSITE = Rule(
    "IDX211",
    Wording("a composite without children", "复合指标没有下级指标"),
    Wording(
        "A node with braces is a composite and needs at least one node inside; an indicator has no braces.",
        "带花括号的节点是复合指标，花括号内至少要有一个节点；末级指标不带花括号。",
    ),
    bad=HEADER + METHOD + "index total\n",
)

RESERVED_NAMES = {"entity", "period"}
COLUMN_KINDS: dict[str, Kind] = {"series": "series", "group": "group", "entity": "entity"}


@dataclass(slots=True)
class Names:
    """The nodes of a file by name, in the order of their first place, and the heading that defines each.

    `columns` are the series, groups and made entities, `reads` which nodes each node's formula reads, `aside` the
    indicators that are defined outside the trees.
    """

    definitions: dict[str, tree.Node] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    columns: dict[str, tree.Column] = field(default_factory=dict)
    reads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()

    def children(self, name: str) -> tuple[tree.Node, ...]:
        """Return the headings under a node, references included."""
        return self.definitions[name].children or ()

    def tree_order(self) -> dict[str, None]:
        """Return the names in the order of the trees, each at its first place."""
        seen: dict[str, None] = {}
        waiting = list(reversed(self.roots))
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen[name] = None
                waiting.extend(child.name.text for child in reversed(self.children(name)))
        return seen

    def kinds(self) -> dict[str, Kind]:
        """Return what each name is."""
        found: dict[str, Kind] = {
            name: "composite" if heading.children is not None else "indicator"
            for name, heading in self.definitions.items()
        }
        return found | {name: COLUMN_KINDS[item.keyword] for name, item in self.columns.items()}

    def measured(self) -> frozenset[str]:
        """Return what has data of its own: the series, and the indicators without a formula."""
        leaves = (name for name, heading in self.definitions.items() if heading.children is None)
        series = (name for name, item in self.columns.items() if item.keyword == "series")
        return frozenset({*series, *(name for name in leaves if formula_of(self.definitions[name]) is None)})

    def late(self) -> frozenset[str]:
        """Return the indicators whose formulas read results: composites, scores and indices, or others that do."""
        found = {
            name
            for name, heading in self.definitions.items()
            if any(self._is_result(reference) for reference in references(heading))
        }
        readers: dict[str, list[str]] = {}
        for name, read in self.reads.items():
            for other in read:
                readers.setdefault(other, []).append(name)
        waiting = list(found)
        while waiting:
            new = [reader for reader in readers.get(waiting.pop(), ()) if reader not in found]
            found.update(new)
            waiting.extend(new)
        return frozenset(found)

    def scores_read(self) -> frozenset[str]:
        """Return the names whose scores, or what rests on scores, formulas read."""
        return frozenset(
            reference.name.text
            for heading in self.definitions.values()
            for reference in references(heading)
            if reference.column and reference.column.text in {"score", "index", "rank"}
        )

    def _is_result(self, reference: tree.Reference) -> bool:
        heading = self.definitions.get(reference.name.text)
        column = reference.column.text if reference.column else ""
        return column in {"score", "index", "rank"} or (heading is not None and heading.children is not None)


def is_bare(node: tree.Node) -> bool:
    """Whether a heading may be a reference: a name alone, or with a weight."""
    return not node.labels and node.children is None and all(prop.keyword == "weight" for prop in node.properties)


def bind_names(file: tree.File, found: Collector, statements: Statements) -> Names:
    """Find each name's definition, and report names defined twice, children named twice, and cycles."""
    roots = statements.roots
    names = Names(aside=frozenset(heading.name.text for heading in statements.indicators))
    places: dict[str, list[tree.Node]] = {}
    edges: list[tuple[str, str]] = []
    root_headings: set[int] = {id(heading) for heading in statements.indicators}
    for root in roots:
        names.roots.append(root.name.text)
        root_headings.add(id(root))
        if root.children is None and formula_of(root) is None:
            message = Wording(f"`{root.name.text}` has no nodes under it", f"`{root.name.text}` 之下没有节点")
            help_ = Wording("add `{`, a node on each line, and `}`", "请加上 `{` 和 `}`，在其中逐行写出各节点")
            found.add(EMPTY_COMPOSITE, message, file.span(root), help=help_)
        _collect(file, found, root, places, edges)
    for heading in statements.indicators:
        places.setdefault(heading.name.text, []).append(heading)
    for name, headings in places.items():
        full = [heading for heading in headings if id(heading) in root_headings or not is_bare(heading)]
        names.definitions[name] = (full or headings)[0]
        for extra in full[1:]:
            _defined_twice(file, found, extra.name, full[0].name)
    _bind_columns(file, found, statements.columns, names)
    named = {name: headings[0].name for name, headings in places.items()}
    named |= {name: column.name for name, column in names.columns.items()}
    for name in sorted(RESERVED_NAMES & set(named)):
        message = Wording(f"a node cannot be called `{name}`", f"节点不能命名为 `{name}`")
        help_ = Wording(
            f'choose another name; the data may keep theirs: `code "{name}"`',
            f'请换一个名称；数据中的名称可以不变，用 `code "{name}"` 对应',
        )
        found.add(RESERVED, message, file.span(named[name]), help=help_)
    _bind_formulas(names, edges)
    if not report_cycle(file, found, names, places, edges):
        report_depth(file, found, names, places, edges)
    return names


def _bind_columns(file: tree.File, found: Collector, columns: Iterable[tree.Column], names: Names) -> None:
    for column in columns:
        name = column.name.text
        earlier = names.columns.get(name) or names.definitions.get(name)
        if earlier is not None:
            _defined_twice(file, found, column.name, earlier.name)
        names.columns.setdefault(name, column)


def _bind_formulas(names: Names, edges: list[tuple[str, str]]) -> None:
    for name, heading in names.definitions.items():
        read = dict.fromkeys(reference.name.text for reference in references(heading))
        names.reads[name] = tuple(other for other in read if other in names.definitions)
        edges.extend((name, other) for other in names.reads[name])


def _collect(
    file: tree.File,
    found: Collector,
    parent: tree.Node,
    places: dict[str, list[tree.Node]],
    edges: list[tuple[str, str]],
) -> None:
    places.setdefault(parent.name.text, []).append(parent)
    if parent.children == ():
        found.add(
            EMPTY_COMPOSITE,
            Wording(
                f"`{parent.name.text}` has braces and no nodes in them", f"`{parent.name.text}` 的花括号内没有节点"
            ),
            file.span(parent),
            help=Wording(
                "an indicator has no braces; a composite has at least one node in them",
                "末级指标不带花括号；复合指标的花括号内至少有一个节点",
            ),
        )
    seen: dict[str, tree.Node] = {}
    for child in parent.children or ():
        name = child.name.text
        if name in seen and is_bare(child):
            earlier = Related(Wording("it stands here already", "这里已经列出"), file.span(seen[name].name))
            message = Wording(
                f"`{name}` stands twice under `{parent.name.text}`",
                f"`{name}` 在 `{parent.name.text}` 之下列出了两次",
            )
            found.add(CHILD_TWICE, message, file.span(child.name), related=[earlier])
        seen[name] = child
        edges.append((parent.name.text, name))
        _collect(file, found, child, places, edges)


def _defined_twice(file: tree.File, found: Collector, again: tree.Word, first: tree.Word) -> None:
    found.add(
        DEFINED_TWICE,
        Wording(f"`{again.text}` is defined twice", f"`{again.text}` 定义了两次"),
        file.span(again),
        help=Wording(
            f"give one of them another name; to refer to the first, write `{again.text}` alone",
            f"请为其中一个换名；若指同一节点，此处只写 `{again.text}` 即可",
        ),
        related=[Related(Wording("defined here first", "首次定义在这里"), file.span(first))],
    )
