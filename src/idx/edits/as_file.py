"""Write changes as a file that extends the version which they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.apply import apply_statements
from idx.edits.entity_lines import entity_lines
from idx.edits.facts import COLUMNS, NO_NODES, OUTSIDE, ROOT, Key, places_in
from idx.edits.flatten import header, own_statements
from idx.edits.layers import shifted
from idx.edits.nodes_text import NodesText
from idx.edits.order_lines import order_lines
from idx.edits.references import references
from idx.edits.set_lines import because, set_lines
from idx.source import Source
from idx.syntax import tree
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.edits.changes import Change
    from idx.edits.facts import Stated


def edits_text(before: Stated, after: Stated, changes: Sequence[Change], base: str) -> str:
    """Return a file, to be formatted, that makes `after` of `before`, which it extends by the path `base`.

    `after` knows its nodes by the identities of `before` (see `rebased`).
    """
    return "\n".join(_Writing(before, after, changes).lines(base)) + "\n"


class _Writing:
    """Puts edits into an order in which each name means what it has to.

    First goes what nothing that stays stands under, then names change, then nodes come, move and go, then values are
    set: their paths are those of `after`.
    """

    def __init__(self, before: Stated, after: Stated, changes: Sequence[Change]) -> None:
        self.before, self.after, self.changes = before, after, changes
        self.words = NodesText(after)
        self.names = {identity: before.name(identity) for identity in before.identities()}
        self.removed: dict[str, str] = {}
        self.along: set[tuple[str, str]] = set()  # what stands in new nodes and is there already, with the new node
        self.depths: dict[str, int] = {}
        self.places = places_in(before.facts)
        self.gone = {identity for change in self._of("remove", "replace") for identity in self._gone(change)}

    def lines(self, base: str) -> Iterator[str]:
        yield from header(self.after, self.words, base)
        yield ""
        edits: list[str] = [
            *self._early(),
            *self._renames(),
            *entity_lines(self.before, self.after, self.changes),
            *self._added(),
            *self._moved(),
            *self._late(),
            *self._set_lines(),
        ]
        edits += self._rehomed(edits)
        yield from edits
        yield from order_lines(self._stated_by(edits) if edits else self.before, self.after)
        yield from own_statements(self.after, self.words.text)

    def _named(self, identity: str) -> str:
        """Return a node's name at this point of the file; its last one if it was removed."""
        return self.names.get(identity) or self.removed.get(identity) or self.after.name(identity)

    def _of(self, *verbs: str) -> list[Change]:
        return [change for change in self.changes if change.verb in verbs]

    def _gone(self, change: Change) -> list[str]:
        """Return the nodes that a change takes away, the outermost first."""
        return [key.subject for key in change.keys if key.kind == "node"]

    def _remains(self, change: Change) -> bool:
        """Whether something that stays stands under what a change takes away."""
        below = (child for identity in self._gone(change) for child in self.before.order.get(identity, ()))
        return any(child not in self.gone for child in below)

    def _early(self) -> Iterator[str]:
        given = {self.after.name(change.subject) for change in self._of("rename")}
        read = {word.text for fact in self.before.facts.values() for word in references(fact)}
        early = [change for change in self._of("remove", "replace") if not self._remains(change)]
        for identity in [identity for change in early for identity in self._gone(change)]:
            if identity in read and self.names[identity] in given:  # the name will mean another node
                yield self._rename(identity, self._free(self.names[identity]))
        for change in early:
            yield from self._removed(change)

    def _late(self) -> Iterator[str]:
        for change in self._of("remove", "replace"):
            if self._remains(change):
                yield from self._removed(change)

    def _removed(self, change: Change) -> Iterator[str]:
        """Yield a line for what is removed, and for what inside it stands elsewhere too and goes as well."""
        for identity in self._gone(change):
            if identity in self.names:
                yield f"remove {self._named(identity)}{because(change)}"
                self._drop(identity)

    def _drop(self, identity: str) -> None:
        """Take note that a node went, with what stands under it alone."""
        self.removed[identity] = self.names.pop(identity)
        self.places[identity] = []
        for child in self.before.order.get(identity, ()):
            if identity in self.places[child]:
                self.places[child].remove(identity)
                if not self.places[child] and child in self.gone:
                    self._drop(child)

    def _renames(self) -> Iterator[str]:
        """Yield renames, each once its new name is free; where names go round, by way of another name."""
        wanted = {change.subject: change for change in self._of("rename")}
        needed = {self.after.name(identity) for change in self._of("add") for identity in self._gone(change)}
        for identity, name in list(self.names.items()):
            if name in needed and identity not in wanted and self.after.kind(identity) is None:
                yield self._rename(identity, self._free(name))
        waiting = dict(wanted)
        while waiting:
            taken = set(self.names.values())
            ready = [identity for identity in waiting if self.after.name(identity) not in taken]
            if not ready:
                identity = next(iter(waiting))
                blocking = self._holder(self.after.name(identity))
                yield self._rename(blocking, self._free(self.names[blocking]))
                continue
            for identity in ready:
                yield self._rename(identity, self.after.name(identity), because(waiting.pop(identity)))

    def _holder(self, name: str) -> str:
        return next(identity for identity, held in self.names.items() if held == name)

    def _rename(self, identity: str, name: str, because: str = "") -> str:
        line = f"rename {self.names[identity]} -> {name}{because}"
        self.names[identity] = name
        return line

    def _free(self, name: str) -> str:
        taken = {*self.names.values(), *map(self.after.name, self.after.identities())}
        while name in taken:
            name += "_"
        return name

    def _before(self, identity: str, parent: str, there: set[str]) -> str:
        """Return which sibling a node comes before, where it is not the last of those that stand there by now."""
        siblings = self.after.order.get(parent, ())
        later = (sibling for sibling in siblings[siblings.index(identity) + 1 :] if sibling in there)
        following = next(later, None)
        return f" before {self.after.name(following)}" if following is not None and parent not in NO_NODES else ""

    def _there(self, parent: str) -> set[str]:
        """Return the children that a parent has before and after."""
        return set(self.before.order.get(parent, ())) & set(self.after.order.get(parent, ()))

    def _added(self) -> Iterator[str]:
        new = {identity for change in self._of("add", "replace") for identity in self._gone(change)}
        self.along = {
            (change.subject, key.word)
            for change in self._of("put")
            for key in change.keys
            if key.kind == "place" and key.word in new and change.because is None
        }
        for change in self._of("add", "replace"):
            top = change.subject
            parents = [key.word for key in change.keys if key.kind == "place" and key.subject == top]
            places = [parent for parent in self.words.places[top] if parent in parents or change.verb == "replace"]
            home = self._home(top, places)
            for parent in sorted(set(places) - new, key=lambda place: (place != home, places.index(place))):
                yield from self._placed(top, parent, new, because(change))
            yield from self._shared(change, new)

    def _home(self, identity: str, places: list[str]) -> str:
        home = self.after.facts.get(Key("home", identity))
        first = [parent for parent in (ROOT, OUTSIDE) if parent in places]
        return first[0] if first else home if isinstance(home, str) and home in places else places[0]

    def _shared(self, change: Change, new: set[str]) -> Iterator[str]:
        """Yield the further places of nodes inside what is added."""
        for key in change.keys:
            if key.kind == "place" and key.subject != change.subject and key.word not in new:
                yield from self._placed(key.subject, key.word, new, because(change))

    def _placed(self, identity: str, parent: str, new: set[str], because: str) -> Iterator[str]:
        if parent == COLUMNS:
            yield self.words.column(identity)
        elif parent in {ROOT, OUTSIDE}:
            yield from self.words.node(identity, parent, only=new, along=self.along)
        else:
            before = self._before(identity, parent, self._there(parent))
            yield f"add to {self._named(parent)} {{"
            yield from self.words.node(identity, parent, before, new, self.along)
            yield f"}}{because}"

    def _moved(self) -> Iterator[str]:
        """Yield what puts nodes elsewhere, from the top of the tree down, so that none comes under itself."""
        changes = sorted(self._of("move", "put", "take"), key=lambda change: (self._depth(change.subject), change.verb))
        for change in changes:
            if self._came_along(change):
                continue
            if change.verb == "move":
                yield self._move(change)
                continue
            (key,) = (key for key in change.keys if key.kind == "place")
            if change.verb == "put":
                yield from self._placed(change.subject, key.word, set(), because(change))
            elif self.after.kind(key.word) is not None or key.word in NO_NODES:
                yield f"remove {self._parent(key.word)}.{self._named(change.subject)}{because(change)}"

    def _came_along(self, change: Change) -> bool:
        """Whether a node is put where a new one was written with it inside."""
        return change.verb == "put" and any((change.subject, key.word) in self.along for key in change.keys)

    def _move(self, change: Change) -> str:
        (old,) = (key for key in change.keys if key.kind == "place" and change.old[key] is not None)
        (new,) = (key for key in change.keys if key.kind == "place" and change.new[key] is not None)
        several = len([parent for parent in self.places[change.subject] if parent != OUTSIDE]) > 1
        path = self._named(change.subject)
        path = f"{self._parent(old.word)}.{path}" if several else path
        before = self._before(change.subject, new.word, self._there(new.word))
        return f"move {path} -> {self._named(new.word)}{before}{because(change)}"

    def _depth(self, identity: str) -> int:
        """Return how many nodes stand above a node in the end, on the longest way."""
        if identity not in self.depths:
            above = (parent for parent in self.words.places[identity] if parent not in NO_NODES)
            self.depths[identity] = max((self._depth(parent) + 1 for parent in above), default=0)
        return self.depths[identity]

    def _parent(self, parent: str) -> str:
        if parent in {ROOT, OUTSIDE}:
            return "index" if parent == ROOT else "indicator"
        name = self._named(parent)
        return f"node.{name}" if name in {"index", "indicator", "node"} else name

    def _rehomed(self, lines: Sequence[str]) -> Iterator[str]:
        """Yield what makes nodes at home where they have to be, where lines do not: they leave the others."""
        known = self._homes(lines)
        for key, home in self.after.facts.items():
            if key.kind != "home" or not isinstance(home, str) or known.get(self._named(key.subject)) == home:
                continue
            for parent in self.words.places[key.subject]:
                if parent != home:
                    yield f"remove {self._parent(parent)}.{self._named(key.subject)}"
                    yield from self._placed(key.subject, parent, set(), "")

    def _homes(self, lines: Sequence[str]) -> dict[str, str]:
        """Return the home of each node that has one, by its name, once lines are applied."""
        if not lines or not any(key.kind == "home" for key in self.after.facts):
            return {}
        stated = self._stated_by(lines)
        identities = self.after.names()
        homes = ((key.subject, fact) for key, fact in stated.facts.items() if key.kind == "home")
        return {stated.name(identity): identities[stated.name(str(home))] for identity, home in homes}

    def _stated_by(self, lines: Sequence[str]) -> Stated:
        """Return what is stated once lines are applied."""
        source = Source("<edits>", "\n".join(lines) + "\n")
        start = self.before.end
        layers = (*self.before.texts, tree.Layer(start, source))
        statements = shifted(parse(source).unwrap().statements, start)
        return apply_statements(self.before, tree.File(source, statements, layers), statements).unwrap()

    def _set_lines(self) -> Iterator[str]:
        return set_lines(self.before, self.after, self.changes, self._named)
