"""The trail of a file through the commits of a range: what each calls it, and which change anything that it reads."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from idx.project.git import blob, git
from idx.project.revisions import named

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD = "\x01"  # no path holds it
# One line of development, so that each commit follows the one above it: a merge counts for what it brought.
LOG = ("log", "--first-parent", "-m", "-z", "--no-show-signature", f"--format={RECORD}%h%x00%cs")

State: TypeAlias = "tuple[tuple[str, str | None], ...]"


class Touch(NamedTuple):
    """What a commit did to a file: its path before and after; None where it is not there."""

    before: str | None
    after: str | None


class Trail:
    """The commits of a range, the newest first, with the path of the file in each; None where it is not there."""

    def __init__(self, top: str, span: str, tip: str, name: str) -> None:
        """Walk back from the end of the range; there, now, or once the file is called so, from the repository's top."""
        self.top, self.span = top, span
        self.commits = [(parts[0], parts[1]) for parts in _records(top, span)]
        current: str | None = _at(tip, top, name)
        self.touches = dict(_touches(top, span, current, "--follow"))
        self.names: list[str | None] = []
        for commit, _ in self.commits:
            touch = self.touches.get(commit)
            self.names.append(touch.after if touch else current)
            current = touch.before if touch else current
        self._states: dict[str, State] = {}

    @cached_property
    def there(self) -> bool:
        """Whether any commit of the range has the file."""
        if self.touches:
            return any(touch.after for touch in self.touches.values())
        name = self.names[0] if self.names else None
        return name is not None and blob(self.commits[0][0], name) is not None

    def before(self, place: int) -> str | None:
        """Return what the file was called before a commit."""
        touch = self.touches.get(self.commits[place][0])
        return touch.before if touch else self.names[place]

    def changed(self) -> list[int]:
        """Return the places of the commits that change the file or what it reads, the oldest first."""
        places = sorted(self._candidates(), reverse=True)
        return [place for place in places if self._after(place) != self._before(place)]

    def _after(self, place: int) -> State:
        return self._state(self.commits[place][0], self.names[place])

    def _before(self, place: int) -> State:
        if place + 1 < len(self.commits):
            return self._after(place + 1)
        return self._state(f"{self.commits[place][0]}^", self.before(place))

    def _state(self, revision: str, name: str | None) -> State:
        """Return a file of a revision and those that it and its bases name there, each with its content's hash."""
        if name is None:
            return ()
        if revision in self._states:
            return self._states[revision]
        found: dict[str, str | None] = {}
        waiting = [name]
        while waiting:
            path = waiting.pop()
            found[path] = content = blob(revision, path)
            if content is not None and path.endswith(".idx"):
                text = git("cat-file", "blob", content) or b""
                waiting += [other for other in named(path, text) if other not in found]
        self._states[revision] = tuple(sorted(found.items())) if found[name] is not None else ()
        return self._states[revision]

    def _candidates(self) -> set[int]:
        """Return the places of all commits that touch the file, or anything that it reads somewhere in the range."""
        numbers = {commit: place for place, (commit, _) in enumerate(self.commits)}
        found = {numbers[commit] for commit in self.touches if commit in numbers}
        paths: set[str] = set()
        while True:
            # What a commit names, and what was named before it: up to it, that is what counts.
            places = found | {0}
            more = {path for at in places for state in (self._after(at), self._before(at)) for path, _ in state} - paths
            if not more:
                return found
            paths |= more
            found |= {numbers[parts[0]] for parts in _records(self.top, self.span, *sorted(more))}


def _at(tip: str, top: str, name: str) -> str:
    """Return what a file is called at the end of a range that is called so now, or was before."""
    if blob(tip, name) is not None:
        return name
    since = [touch for _, touch in _touches(top, f"{tip}..HEAD", name, "--follow")]
    if since:
        return since[-1].before or name
    for commit, touch in _touches(top, tip, name, "-1"):
        moved = [move.after for _, move in _touches(top, commit, None, "-1", "-M") if move.before == name]
        if touch.after is None and moved and moved[0]:
            return _at(tip, top, moved[0])
    return name


def _records(top: str, span: str, *paths: str, options: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Yield what git says of each commit of a range: its hash, its date, and what is asked for of its files."""
    asked = ("-C", top, "--literal-pathspecs", *LOG, *options, "--end-of-options", span, "--", *paths)
    for record in (git(*asked) or b"").decode(errors="surrogateescape").split(RECORD)[1:]:
        yield [part.strip("\n") for part in record.split("\0")]


def _touches(top: str, span: str, path: str | None, *options: str) -> Iterator[tuple[str, Touch]]:
    """Yield what each commit of a range, the newest first, did to a file, or to all."""
    for commit, _, *parts in _records(top, span, *([path] if path else []), options=(*options, "--name-status")):
        words = iter(filter(None, parts))
        for status in words:
            one = next(words)
            match status[0]:
                case "R":
                    yield commit, Touch(one, next(words))
                case "C":  # a copy is a new file
                    yield commit, Touch(None, next(words))
                case "A":
                    yield commit, Touch(None, one)
                case "D":
                    yield commit, Touch(one, None)
                case _:
                    yield commit, Touch(one, one)
