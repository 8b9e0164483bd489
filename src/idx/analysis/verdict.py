"""What two versions are to each other in the words of a statistician, and what decides it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.words import Word, changes_meaning
from idx.edits.changes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from idx.analysis.movement import Extreme, Movement
    from idx.analysis.reference import Reference
    from idx.edits.changes import Change


class Effect(Enum):
    """What the changes do to values: nothing, nothing that would be seen, or more."""

    NONE = "none"
    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """The weightiest kind of change, the effect on values, and the words that hold, the heaviest first.

    `extreme` is the published value that moved furthest; None where none moved too far, and a published value that is
    there no more decides. `reference` is RESCALED or REBASED where links differ by their reference alone, SAME where
    they say the same in other words; then `extreme` is measured on one reference, but for a BREAK: on that of the
    version before, if `kept`. `factors` are those of what is rescaled, `movement` is what the values did; None where
    none are compared.
    """

    kind: Kind
    effect: Effect
    words: tuple[Word, ...]
    extreme: Extreme | None = None
    reference: Word | None = None
    kept: bool = True
    factors: tuple[Fraction, ...] = ()
    movement: Movement | None = None

    @property
    def heaviest(self) -> Word:
        """The word that the others are lighter than."""
        return self.words[0]

    @property
    def word(self) -> str:
        """The heaviest word, as it is printed."""
        return self.heaviest.text


REFERRED = frozenset({Word.RESCALED, Word.REBASED})
NOT_KNOWN = (Word.NOT_COMPARED,)


def kind_of(changes: Sequence[Change]) -> Kind:
    """Return the weightiest kind of change."""
    return max((change.kind for change in changes), default=Kind.COSMETIC)


def not_compared(changes: Sequence[Change]) -> Verdict:
    """Return the verdict on versions of which one has no values, or none that could stand beside the other's."""
    return Verdict(kind_of(changes), Effect.UNKNOWN, NOT_KNOWN)


class Evidence(NamedTuple):
    """What a verdict rests on.

    `movement` is what the values did, `restated` the same with the version after on the reference of the one before,
    where `reference` says that it has another one; `changes_mean` tells whether the changes of meaning, without those
    of figures, move a published value beyond its tolerance, or withdraw one.
    """

    movement: Movement
    restated: Movement
    reference: Reference | None
    changes_mean: Callable[[], bool]


def verdict_of(changes: Sequence[Change], evidence: Evidence) -> Verdict:
    """Return the verdict on changes."""
    movement, restated, reference = evidence.movement, evidence.restated, evidence.reference
    kind, effect = kind_of(changes), _effect(movement)
    if not movement.compared and not movement.gone and movement.withdrawn.height and movement.new.height:
        return not_compared(changes)._replace(movement=movement)
    alike, kept = (reference.word, reference.kept) if reference else (None, True)
    factors = reference.factors if reference and alike is Word.RESCALED else ()
    heaviest = _of_figures(changes, restated, evidence)
    if heaviest is Word.BREAK:
        return Verdict(kind, effect, (heaviest,), _deciding(movement), alike, kept, factors, movement)
    words = {heaviest, *([Word.EXTENDED] if restated.came else []), *([alike] if alike and movement.moved else [])}
    words -= {word for word in (Word.SAME, Word.COMPARABLE) if word < max(words)} - _beside(words)
    seen = {Word.COMPARABLE, Word.REVISED} & words
    extreme = _deciding(restated) if seen else None
    return Verdict(kind, effect, tuple(sorted(words, reverse=True)), extreme, alike, kept, factors, movement)


def _beside(words: set[Word]) -> set[Word]:
    """Return COMPARABLE beside another reference: values follow its factor, but for what nobody sees."""
    return {Word.COMPARABLE} if REFERRED & words else set()


def _effect(movement: Movement) -> Effect:
    if movement.beyond or movement.withdrawn.height or movement.gone:
        return Effect.BEYOND
    return Effect.WITHIN if _stirred(movement) or movement.came else Effect.NONE


def _stirred(movement: Movement) -> bool:
    return bool(movement.moved or movement.lost or movement.added)


def _of_figures(changes: Sequence[Change], movement: Movement, evidence: Evidence) -> Word:
    """Return what the values say that both versions have, or have had."""
    if movement.gone:
        return Word.BREAK
    if not movement.beyond and not movement.withdrawn.height:
        return Word.COMPARABLE if _stirred(movement) else Word.SAME
    if not changes_meaning(changes, linked_alike=evidence.reference is not None):
        return Word.REVISED
    return Word.BREAK if evidence.changes_mean() else Word.REVISED


def _deciding(movement: Movement) -> Extreme | None:
    """Return the value that decides, or None where one that is there no more does."""
    return movement.extreme if movement.beyond or not (movement.gone or movement.withdrawn.height) else None
