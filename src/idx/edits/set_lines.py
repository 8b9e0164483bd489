"""Write changes of values as `set` lines, each with the value before and the one after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.data_names import named_data
from idx.edits.facts import FRAMEWORK, Key
from idx.edits.meaning import same
from idx.edits.nodes_text import NodesText
from idx.edits.path_text import path_text
from idx.edits.written import quoted, written
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from idx.edits.changes import Change
    from idx.edits.facts import Fact, Stated


def because(change: Change) -> str:
    """Return the reason of a change as it closes an edit; nothing where none is given."""
    return f" because {quoted(change.because.text)}" if change.because else ""


def set_lines(before: Stated, after: Stated, changes: Sequence[Change], named: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines; `named` returns what a node is called where they stand, its last name if it was removed."""
    return _Sets(before, after, changes, named).lines()


class _Sets:
    """Writes the values that changes set, and the weights that moved nodes do not keep."""

    def __init__(self, before: Stated, after: Stated, changes: Sequence[Change], named: Callable[[str], str]) -> None:
        self.before, self.after, self.changes, self.named = before, after, changes, named
        self.words = NodesText(after)

    def lines(self) -> Iterator[str]:
        for change in self.changes:
            for key in change.keys if change.verb in {"set", "move"} else ():
                if key.kind == "weight" and change.verb == "move":
                    yield from self._moved_weight(change, key)
                elif change.verb == "set" and key.kind != "header":
                    yield from self._set(change, key)
        yield from self._dropped_header()

    def _moved_weight(self, change: Change, key: Key) -> Iterator[str]:
        """Yield the weight of a moved node where it does not keep the one that it had."""
        old = next((fact for fact in change.old.values() if isinstance(fact, tree.Property)), None)
        new = self.after.facts.get(key)
        (place,) = (item for item in change.keys if item.kind == "place" and change.new[item] is not None)
        if key.word == place.word and not same(old, new):
            yield self._line(key, old, new, because(change))
        elif old is not None and new is None and Key("weight", key.subject, place.word) not in change.keys:
            target = Key("weight", key.subject, place.word)
            yield self._line(target, old, None, because(change))

    def _said(self, fact: Fact | None) -> str:
        return "unset" if fact is None else written(fact, self.words.text, self.named, self.words.entity)

    def _set(self, change: Change, key: Key) -> Iterator[str]:
        old, new = change.old[key], change.new[key]
        if key.kind == "label" and key.subject == FRAMEWORK and FRAMEWORK in self.words.labels:
            return  # the header says them all
        if key.kind == "data":
            yield from self._data(change, key)
            return
        if self._said(old) != self._said(new):  # what is removed and what comes by its name are read alike
            yield self._line(key, old, new, because(change))

    def _data(self, change: Change, key: Key) -> Iterator[str]:
        old = next((fact for fact in change.old.values() if fact is not None), None)
        new = next((fact for fact in change.new.values() if fact is not None), None)
        if key != change.keys[0]:
            return
        if isinstance(old, tree.Data):
            guard = self._said(named_data(old, self.after.facts, whole=False))
            yield f"set data {guard} -> {self.words.fact(new) if new else 'unset'}{because(change)}"
        else:
            yield f"data {self.words.fact(new)}"

    def _line(self, key: Key, old: Fact | None, new: Fact | None, because: str) -> str:
        sides = (self._side(old), self._side(new))
        return f"set {path_text(key, self.after, self.words.places)} {sides[0]} -> {sides[1]}{because}"

    def _side(self, fact: Fact | None) -> str:
        said = self._said(fact)
        in_parentheses = isinstance(fact, tree.Property) and fact.keyword in {"formula", "entities", "where"}
        return f"({said})" if in_parentheses else said

    def _dropped_header(self) -> Iterator[str]:
        """Yield what the header of the base says and the new one does not."""
        for keyword in ("source", "note"):
            key = Key("header", keyword)
            if key in self.before.facts and key not in self.after.facts:
                yield f"set {keyword} {self._said(self.before.facts[key])} -> unset"
