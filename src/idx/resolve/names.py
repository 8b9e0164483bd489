"""Which node each name in the trees means: where it is defined, and where a bare name refers to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx import graph
from idx.diagnostics import Related, Rule
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.syntax import tree

DEFINED_TWICE = Rule(
    "IDX101",
    "a name defined twice",
    "A name means one node in the whole file. To place a node under a second composite, write its bare name there "
    "(only a `weight` may follow).",
    bad=HEADER + METHOD + "index total {\n  a unit %\n  a unit 家\n}\n",
)
CHILD_TWICE = Rule(
    "IDX102",
    "a child named twice under one composite",
    "A composite counts each child once; to let one count more, state weights.",
    bad=HEADER + METHOD + "index total {\n  a\n  a\n}\n",
)
CYCLE = Rule(
    "IDX103",
    "a node that contains itself",
    "A composite is computed from what stands under it, so nothing under it can be the composite itself.",
    bad=HEADER + METHOD + "index total {\n  a {\n    b\n    total\n  }\n}\n",
)
RESERVED = Rule(
    "IDX108",
    "a name that results keep for themselves",
    "Results have the columns `entity` and `period` beside one column for each node, so no node has these names.",
    bad=HEADER + METHOD + "index total {\n  period\n}\n",
)
EMPTY_COMPOSITE = Rule(
    "IDX211",
    "a composite without children",
    "A node with braces is a composite and needs at least one node inside; an indicator has no braces.",
    bad=HEADER + METHOD + "index total\n",
)

RESERVED_NAMES = {"entity", "period"}


@dataclass(slots=True)
class Names:
    """The nodes of a file by name, in the order of their first place, and the heading that defines each."""

    definitions: dict[str, tree.Node] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)

    def children(self, name: str) -> tuple[tree.Node, ...]:
        """Return the headings under a node, references included."""
        return self.definitions[name].children or ()


def is_bare(node: tree.Node) -> bool:
    """Whether a heading may be a reference: a name alone, or with a weight."""
    return not node.labels and node.children is None and all(prop.keyword == "weight" for prop in node.properties)


def bind_names(file: tree.File, found: Collector, roots: Iterable[tree.Node]) -> Names:
    """Find each name's definition, and report names defined twice, children named twice, and cycles."""
    names = Names()
    places: dict[str, list[tree.Node]] = {}
    edges: list[tuple[str, str]] = []
    root_headings: set[int] = set()
    for root in roots:
        names.roots.append(root.name.text)
        root_headings.add(id(root))
        if root.children is None:
            message = f"`{root.name.text}` has no nodes under it"
            found.add(EMPTY_COMPOSITE, message, file.span(root), help="add `{`, a node on each line, and `}`")
        _collect(file, found, root, places, edges)
    for name, headings in places.items():
        full = [heading for heading in headings if id(heading) in root_headings or not is_bare(heading)]
        names.definitions[name] = (full or headings)[0]
        for extra in full[1:]:
            _defined_twice(file, found, extra, full[0])
    for name in sorted(RESERVED_NAMES & set(places)):
        message = f"a node cannot be called `{name}`"
        help_ = f'choose another name; the data may keep theirs: `code "{name}"`'
        found.add(RESERVED, message, file.span(places[name][0].name), help=help_)
    cycle = graph.find_cycle(edges)
    if cycle is not None:
        references = [node for name in cycle for node in places[name] if node is not names.definitions[name]]
        found.add(
            CYCLE,
            f"`{cycle[0]}` contains itself: {' → '.join(cycle)}",
            file.span(references[0].name) if references else None,
            help="one of these nodes must not stand under the other",
        )
    return names


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
            f"`{parent.name.text}` has braces and no nodes in them",
            file.span(parent),
            help="an indicator has no braces; a composite has at least one node in them",
        )
    seen: dict[str, tree.Node] = {}
    for child in parent.children or ():
        name = child.name.text
        if name in seen and is_bare(child):
            earlier = Related("it stands here already", file.span(seen[name].name))
            message = f"`{name}` stands twice under `{parent.name.text}`"
            found.add(CHILD_TWICE, message, file.span(child.name), related=[earlier])
        seen[name] = child
        edges.append((parent.name.text, name))
        _collect(file, found, child, places, edges)


def _defined_twice(file: tree.File, found: Collector, again: tree.Node, first: tree.Node) -> None:
    found.add(
        DEFINED_TWICE,
        f"`{again.name.text}` is defined twice",
        file.span(again.name),
        help=f"give one of them another name; to refer to the first, write `{again.name.text}` alone",
        related=[Related("defined here first", file.span(first.name))],
    )
