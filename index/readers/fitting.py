"""Hints beside what a document says: which of its labels they mean, and who answers then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from index.errors import BadInput
from index.hints import Hints, Person
from index.interview import Span, Speaker
from index.labels import Form, Label, label_of, parts_of
from index.people import is_one_of, same_person
from index.places import fold
from index.voices import fits

SHOWN = 8


def labels_hinted(
    hints: Hints, text: str, whole: tuple[Span, ...], name: str
) -> tuple[tuple[str, str], ...]:
    """The labels in a text that hints name, each with whom it stands for.

    Raises:
        BadInput: one who asks, or a label, labels no paragraph.
    """
    opens = [label for span in whole if (label := label_of(span.of(text)))]
    labels = dict.fromkeys(label.name for label in opens)
    found: dict[str, str] = {}
    claims = [*((who, None) for who in hints.interviewers), *hints.labels.items()]
    # A label that hints write out is no other's, however well it fits his name.
    written = {fold(who): stands_for for who, stands_for in claims}
    for who, stands_for in claims:
        theirs = [
            one
            for one in labels
            if (fits(who, one) or fold(who) == fold(one))
            and written.get(fold(one), stands_for) == stands_for
        ]
        theirs = theirs or shortened(hints, who, labels)
        if not theirs:
            raise unlabelled(hints, who, opens, name)
        for one in theirs:
            found.setdefault(one, stands_for or one)
    for person in hints.people:
        for one in labels:
            if fits(person.name, one):
                found.setdefault(one, person.name)
    often = Counter(label.name for label in opens if label.form is not Form.BARE)
    asks = parts_of(often).asks
    rest = [one for one in often if often[one] > 1 and one not in found and one not in asks]
    for person in hints.people:
        # `Jo` is Jamila Osman where nobody else is left.
        alone = len(rest) == 1 and person.name not in found.values()
        if alone and fits(person.name, rest[0], rest):
            found.setdefault(rest[0], person.name)
    return tuple(found.items())


def shortened(hints: Hints, who: str, labels: Iterable[str]) -> list[str]:
    """Labels such as `Jo` for Jamila Osman, whom hints name and no other label fits."""
    others = tuple(name for one in hints.people for name in (one.name, *one.labels) if name != who)
    return [one for one in labels if fits(who, one, (one,)) and not is_one_of(one, others)]


def unlabelled(hints: Hints, who: str, opens: Sequence[Label], name: str) -> BadInput:
    """The error for hints that name somebody whom a document does not have."""
    often = Counter(label.name for label in opens)
    # A short line alone can be a name and can be anything; one that comes again is shown.
    clear = (label.name for label in opens if label.form is not Form.BARE or often[label.name] > 1)
    labels = tuple(dict.fromkeys(clear))
    there = f"Labels there: {', '.join(labels[:SHOWN])}" if labels else "Nothing there is labelled"
    return BadInput(
        f"{hints.told} says {who}, and no paragraph of {name} is labelled so. {there}. Write one "
        "of its labels, or label its turns."
    )


def people_hinted(
    hints: Hints,
    found: tuple[Speaker, ...],
    labels: Sequence[str],
    hinted: tuple[tuple[str, str], ...],
    *,
    alone: bool,
) -> tuple[Speaker, ...]:
    """Those who answer in an interview: as hints say, and others whom it names itself.

    `labels` are those of the ones who answer in it that can be names, `hinted` those that hints
    name. Where none are, hints mean the only interview of a document.
    """
    bare = alone and not labels
    people = [one for one in hints.people if one.name in labels or bare]
    told = tuple(completed(one, found) for one in people)
    if told and bare:
        return told
    others = (o for o in found if not any(can_be(one, o.name) for one in people))
    return (*told, *(one for one in others if not said_to_ask(hints, one.name, hinted)))


def said_to_ask(hints: Hints, name: str, hinted: Iterable[tuple[str, str]]) -> bool:
    """Whether hints say that somebody asks, whatever the document says itself.

    They do not by a part of a name that another has too, who is among the labels in `hinted`.
    """
    others = tuple(label for label, _ in hinted if not same_person(name, label))
    return any(
        fold(who) == fold(name) or (same_person(who, name) and not is_one_of(who, others))
        for who in hints.interviewers
    )


def completed(person: Person, found: Sequence[Speaker]) -> Speaker:
    """A person as hints tell, and where they do not as the document does."""
    own = next((one for one in found if can_be(person, one.name)), Speaker(person.name))
    return Speaker(person.name, person.role or own.role, person.organisation or own.organisation)


def can_be(person: Person, name: str) -> bool:
    """Whether a name can be a person's."""
    return fits(person.name, name) or fits(name, person.name)
