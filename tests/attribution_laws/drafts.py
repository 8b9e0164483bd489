"""A framework as it is drawn and changed: what is said of each node, and the text that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = dict[str, str]  # what stands behind each keyword; `impute` has its place in the keyword


@dataclass
class Node:
    """A node where it stands: an indicator, a composite, or (`again`) the name of one that is defined elsewhere."""

    name: str
    said: Said = field(default_factory=dict)
    children: list[Node] | None = None
    again: bool = False

    def below(self) -> Iterator[Node]:
        """Yield the node and all that stands inside."""
        yield self
        for child in self.children or ():
            yield from child.below()


@dataclass
class Draft:
    """What a file says; `made` has entities by the name, `aside` indicators that stand in no tree."""

    method: Said = field(default_factory=dict)
    series: dict[str, Said] = field(default_factory=dict)
    groups: dict[str, Said] = field(default_factory=dict)
    made: dict[str, Said] = field(default_factory=dict)
    aside: dict[str, Said] = field(default_factory=dict)
    roots: list[Node] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Yield all nodes of all trees."""
        for root in self.roots:
            yield from root.below()

    def composites(self) -> list[Node]:
        """Return the composites."""
        return [node for node in self.nodes() if node.children is not None]

    def indicators(self) -> list[Node]:
        """Return the indicators where they are defined in a tree."""
        return [node for node in self.nodes() if node.children is None and not node.again]

    def measured(self) -> dict[str, Said]:
        """Return the series and indicators that have data of their own."""
        said = {node.name: node.said for node in self.indicators()} | self.series | self.aside
        return {name: each for name, each in said.items() if "formula" not in each}

    def all_said(self) -> list[Said]:
        """Return all that is said, of the method and of everything that has a name."""
        nodes = [node.said for node in self.nodes()]
        return [self.method, *self.series.values(), *self.aside.values(), *self.made.values(), *nodes]

    def names(self) -> set[str]:
        """Return all names."""
        return {*self.series, *self.groups, *self.made, *self.aside, *(node.name for node in self.nodes())}

    def text(self, tables: tuple[str, ...]) -> str:
        """Return the file that says so, with its data in these tables."""
        lines = ["framework drawn", 'version "1"', *(f"data {_stem(table)} {_quoted(table)}" for table in tables)]
        lines += [_line(f"series {name}", said) for name, said in self.series.items()]
        lines += [_line(f"group {name}", said) for name, said in self.groups.items()]
        lines += [_line(f"entity {name}", said) for name, said in self.made.items()]
        lines += ["method {", *(f"  {_property(word, value)}" for word, value in self.method.items()), "}"]
        lines += [_line(f"indicator {name}", said) for name, said in self.aside.items()]
        for root in self.roots:
            lines += _tree(root, "index ", "")
        return "\n".join(lines) + "\n"


def _stem(table: str) -> str:
    return table.partition(".")[0].replace("-", "_")


def _quoted(text: str) -> str:
    return f'"{text}"'


def _property(word: str, value: str) -> str:
    keyword, _, place = word.partition(" ")
    return f"impute {place} by {value}" if keyword == "impute" else f"{word} {value}"


def _line(heading: str, said: Said) -> str:
    return " ".join([heading, *(_property(word, value) for word, value in said.items())])


def _tree(node: Node, keyword: str, indent: str) -> Iterator[str]:
    heading = indent + _line(f"{keyword}{node.name}", node.said)
    if node.children is None:
        yield heading
        return
    yield f"{heading} {{"
    for child in node.children:
        yield from _tree(child, "", f"{indent}  ")
    yield f"{indent}}}"
