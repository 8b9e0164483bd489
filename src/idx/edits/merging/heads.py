"""A heading as a side writes it, changed where another thing is stated in the end; the rest of its lines stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.facts import FRAMEWORK, Key
from idx.edits.meaning import meaning
from idx.edits.references import references, renamed
from idx.edits.written import quoted
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from idx.edits.facts import Fact, Stated
    from idx.edits.merging.units import Unit
    from idx.edits.nodes_text import NodesText


class Patch(NamedTuple):
    """Something in the place of a stretch of text."""

    start: int
    end: int
    text: str


class Heads:
    """Writes headings of a side so that they say what is stated in the end."""

    def __init__(self, text: str, identities: Mapping[str, str], words: NodesText) -> None:
        """Keep a side's text and what its names stand for, and what writes what is stated in the end."""
        self.text, self.identities, self.words = text, identities, words

    @property
    def stated(self) -> Stated:
        """What is stated in the end."""
        return self.words.stated

    def node(self, unit: Unit, identity: str, parent: str, *, whole: bool) -> str:
        """Return the heading of a node as it stands under a parent, `whole` where it is defined there."""
        part: tree.Node | tree.Column = unit.part
        wanted = self._wanted(identity, parent, whole=whole)
        patches = [*self._word(part.name), *self._labels(part, part.labels, identity, whole=whole)]
        for prop in part.properties:
            patches += self._property(prop, wanted.pop(_place_of(prop), None))
        more = "".join(f" {self.words.property(fact)}" for fact in wanted.values())
        end = self._end(part)
        patches.append(Patch(end, end, more))
        return self.patched(unit, patches)

    def _end(self, part: tree.Node | tree.Column) -> int:
        """Return where further properties go: behind all, but for a formula behind its `=`."""
        last = part.properties[-1] if part.properties else None
        if last is None or not self.text.startswith("=", last.start):
            return part.end
        before = [
            part.name.end,
            *(label.text.end for label in part.labels),
            *(prop.end for prop in part.properties[:-1]),
        ]
        return max(before)

    def _wanted(self, identity: str, parent: str, *, whole: bool) -> dict[tuple[str, str], tree.Property]:
        own = self.words.properties.get(identity, ()) if whole else ()
        found = {_place_of(prop): prop for prop in own}
        weight = self.stated.facts.get(Key("weight", identity, parent))
        return found | ({("weight", ""): weight} if isinstance(weight, tree.Property) else {})

    def header(self, unit: Unit) -> str:
        """Return the line of a framework's name and labels."""
        part: tree.Header = unit.part
        name, now = part.name, self.stated.facts[Key("header", "framework")]
        patches = self._labels(part, part.labels, FRAMEWORK, whole=True)
        if name is not None and isinstance(now, tree.Word) and now.text != name.text:
            patches.append(Patch(name.start, name.end, now.text))
        return self.patched(unit, patches)

    def method(self, unit: Unit, fact: Fact) -> str:
        """Return a line of `method`."""
        if not isinstance(fact, tree.Property):
            raise TypeError(fact)
        return self.patched(unit, list(self._property(unit.part, fact)))

    def _labels(
        self, part: tree.Node | tree.Column | tree.Header, labels: Sequence[tree.Label], identity: str, *, whole: bool
    ) -> list[Patch]:
        wanted = dict(self.words.labels.get(identity, ())) if whole else {}
        patches: list[Patch] = []
        for label in labels:
            now = wanted.pop(label.language.text if label.language else "", None)
            start = label.language.start if label.language else label.text.start
            if now is None:
                patches.append(self._without(start, label.text.end))
            elif now.text != label.text.text:
                patches.append(Patch(label.text.start, label.text.end, quoted(now.text)))
        more = (f" {language} {quoted(text.text)}".replace("  ", " ", 1) for language, text in sorted(wanted.items()))
        if part.name is not None:
            end = labels[-1].text.end if labels else part.name.end
            patches.append(Patch(end, end, "".join(more)))
        return patches

    def _property(self, prop: tree.Property, now: tree.Property | None) -> Iterator[Patch]:
        """Yield what makes a property say what is stated now."""
        if now is None:
            yield self._without(prop.start, prop.end)
        elif meaning(renamed(prop, self.identities)) == meaning(now):
            for word in references(prop):
                yield from self._word(word)
        elif self.text.startswith("=", prop.start):
            yield Patch(prop.start, prop.end, f"= {self.words.fact(now)}")
        else:
            yield Patch(prop.start, prop.end, self.words.property(now))

    def _word(self, word: tree.Word) -> Iterator[Patch]:
        identity = self.identities.get(word.text)
        if identity is not None and self.stated.name(identity) != word.text:
            yield Patch(word.start, word.end, self.stated.name(identity))

    def _without(self, start: int, end: int) -> Patch:
        """Take a stretch away, with the blanks before it."""
        while start and self.text[start - 1] in " \t\u3000":
            start -= 1
        return Patch(start, end, "")

    def patched(self, unit: Unit, patches: Sequence[Patch]) -> str:
        """Return the head of a unit with patches applied."""
        head = unit.head
        in_order = sorted(enumerate(patches), key=lambda item: (item[1].start, item[1].end, item[0]), reverse=True)
        for _, patch in in_order:  # from the end, so that places stay
            start, end = patch.start - unit.start, patch.end - unit.start
            head = f"{head[:start]}{patch.text}{head[end:]}"
        return head


def _place_of(prop: tree.Property) -> tuple[str, str]:
    return prop.keyword, prop.place.text if prop.place else ""
