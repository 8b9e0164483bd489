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

    def __init__(self, top: str, commits: list[tuple[str, str]], touches: dict[str, Touch], name: str) -> None:
        """Walk back from the name at the end of the range."""
        self.top, self.commits, self.touches = top, commits, touches
        self.names: list[str | None] = []
        self.span = ""
        current: str | None = name
        for commit, _ in commits:
            touch = touches.get(commit)
            self.names.append(touch.after if touch else current)
            current = touch.before if touch else current
        self._states: dict[int, State] = {}

    @classmethod
    def of(cls, top: str, span: str, tip: str, name: str) -> Trail:
        """Follow a file, which is called so at the end of a range or now, from the top of the repository."""
        name = _at(tip, top, name)
        commits = [(parts[0], parts[1]) for parts in _records(top, span)]
        trail = cls(top, commits, dict(_touches(top, span, name, "--follow")), name)
        trail.span = span
        return trail

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
        found: list[int] = []
        last: State = ()  # before the file is there
        for place in sorted(self._candidates(), reverse=True):
            state = self.state(place)
            if state != last:
                found.append(place)
            last = state
        return found

    def state(self, place: int) -> State:
        """Return the file of a commit and those that it and its bases name there, each with the hash of its content."""
        if place not in self._states:
            self._states[place] = self._state(place)
        return self._states[place]

    def _state(self, place: int) -> State:
        commit, name = self.commits[place][0], self.names[place]
        if name is None:
            return ()
        found: dict[str, str | None] = {}
        waiting = [name]
        while waiting:
            path = waiting.pop()
            found[path] = blob(commit, path)
            if found[name] is None:
                return ()
            if found[path] is not None and path.endswith(".idx"):
                content = git("cat-file", "blob", found[path] or "") or b""
                waiting += [other for other in named(path, content) if other not in found]
        return tuple(sorted(found.items()))

    def _candidates(self) -> set[int]:
        """Return the places of all commits that touch the file, or anything that it reads somewhere in the range."""
        numbers = {commit: place for place, (commit, _) in enumerate(self.commits)}
        found = {numbers[commit] for commit in self.touches if commit in numbers} | {0, len(self.commits) - 1}
        paths: set[str] = set()
        while True:
            # What a commit names, and what it named before: older commits are those of the names before.
            states = [self.state(place) for at in found for place in (at, at + 1) if place < len(self.commits)]
            more = {path for state in states for path, _ in state} - paths
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
