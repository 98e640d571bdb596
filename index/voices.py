"""Whose words each paragraph of a conversation holds: by labels, in bold, or by questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from index.asking import ENDS_ASKING, asking
from index.interview import Role, Span
from index.labels import (
    NOBODY,
    Form,
    Label,
    aliases,
    bare,
    initials,
    label_of,
    opening_names,
    parts_of,
)
from index.people import same_person
from index.places import fold

# An interviewer's question is short; a longer paragraph that ends in one is rhetoric.
LONGEST_QUESTION = 450
FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)\b")
# An interviewer can speak of himself too, when he leads to a question.
LEADS = re.compile(
    r"\b(?:tell|give|walk|remind|let|may|can|could|want|like)\b.{0,20}\b(?:I|me)\b", re.I
)
SECOND_PERSON = re.compile(r"\byou(?:r|rs|rself|rselves)?\b", re.I)
VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Told:
    """Who asks and who answers, as header fields say, and the paragraphs that are set in bold.

    `hinted` pairs labels of which somebody says that they open turns with whom they stand for.
    `opens` holds where the paragraphs begin that can have a label; None is anywhere.
    """

    asks: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    bold: frozenset[Span] = frozenset()
    hinted: tuple[tuple[str, str], ...] = ()
    opens: frozenset[int] | None = None


class Voice(StrEnum):
    """Whose words a paragraph holds."""

    ASKS = "asks"
    REPLIES = "replies"
    NOBODY = "nobody"


ROLES = {Voice.ASKS: Role.QUESTION, Voice.REPLIES: Role.ANSWER, Voice.NOBODY: Role.UNREAD}


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph with who says it: `label` as written, None where the one before goes on.

    `line` is the whole paragraph, with the label where that stands on a line of its own; `words`
    is what is said, None where nothing is.
    """

    line: Span
    words: Span | None
    voice: Voice
    label: str | None


def opening_labels(text: str, paragraphs: tuple[Span, ...], told: Told) -> tuple[Label | None, ...]:
    """The label that opens each paragraph, None where none does; all None without labels.

    A short form, such as initials that were told, is replaced by its name, and one name in
    capitals and in small letters is one.
    """
    found = tuple(
        label_of(span.of(text)) if told.opens is None or span.start in told.opens else None
        for span in paragraphs
    )
    short = aliases(found) | dict(told.hinted)
    known = frozenset({*told.asks, *told.replies, *short})
    sure = frozenset(label for label, _ in told.hinted)
    names = opening_names(found, known, sure)
    if not names or (recounted(text, paragraphs) and not sure & names):
        return (None,) * len(found)
    spelt = one_spelling(short.get(one.name, one.name) for one in found if one is not None)
    spelt |= {label: spelt[name] for label, name in short.items() if name in spelt}
    return tuple(
        replace(one, name=spelt[one.name]) if one and one.name in names else None for one in found
    )


def one_spelling(names: Iterable[str]) -> dict[str, str]:
    """Each name as it is to be written: `murch` as `Murch` where that stands too."""
    given = tuple(dict.fromkeys(names))
    spelt: dict[str, str] = {}
    # A capital first, but "MURCH" is how a typist sets a name off, not how it is spelt.
    for name in sorted(given, key=lambda name: (name.isupper(), not name[:1].isupper())):
        spelt.setdefault(fold(name), name)
    return {name: spelt[fold(name)] for name in given}


def recounted(text: str, paragraphs: tuple[Span, ...]) -> bool:
    """Whether labels stand only in a dialogue that somebody recounts.

    So it is where questions stand alone before the first label, and after it too or most
    paragraphs there open with none.
    """
    labels = [label_of(span.of(text)) for span in paragraphs]
    parts = parts_of(one.name for one in labels if one is not None and one.form is not Form.BARE)
    if parts.asks and parts.replies:
        return False
    opens = [one is not None and one.form in (Form.TIMED, Form.COLON) for one in labels]
    asks = [is_question(span.of(text)) and not o for span, o in zip(paragraphs, opens, strict=True)]
    first = next((n for n, one in enumerate(opens) if one), len(opens))
    after = opens[first:]
    return any(asks[:first]) and (any(asks[first:]) or 2 * sum(after) < len(after))


def labelled(
    text: str, paragraphs: tuple[Span, ...], found: tuple[Label | None, ...], told: Told
) -> tuple[Said, ...]:
    """Paragraphs where labels say who speaks; the label is not part of the words."""
    voices = voices_of(text, paragraphs, found, told)
    said: list[Said] = []
    voice, lonely = Voice.REPLIES, None
    # With none but those who ask labelled, what has no label answers them.
    follows = None if Voice.REPLIES in voices.values() else Voice.REPLIES
    for span, label in zip(paragraphs, found, strict=True):
        if label is not None:
            if lonely is not None:
                said.append(lonely)
            own = voices[label.name]
            # After a jingle goes on whoever spoke before it.
            voice = own if own is not Voice.NOBODY else voice
            ends = span.start + label.end
            words = Span(ends, span.end) if ends < span.end else None
            one = Said(span, words, own, label.name)
            lonely = one if words is None else None
            if words is not None:
                said.append(one)
        elif lonely is not None:
            said.append(replace(lonely, line=lonely.line.to(span), words=span))
            lonely = None
        else:
            said.append(Said(span, span, follows or voice, None))
    return (*said, lonely) if lonely is not None else tuple(said)


def voices_of(
    text: str, paragraphs: tuple[Span, ...], found: tuple[Label | None, ...], told: Told
) -> dict[str, Voice]:
    """Whether those behind each label ask, answer or are nobody."""
    held: list[tuple[str, list[str]]] = []
    for span, label in zip(paragraphs, found, strict=True):
        if label is not None:
            held.append((label.name, [span.of(text)[label.end :]]))
        elif held:
            held[-1][1].append(span.of(text))
    turns = [(name, "\n".join(words)) for name, words in held]
    nobody = frozenset(name for name, _ in turns if bare(name) in NOBODY)
    names = frozenset(name for name, _ in turns) - nobody
    told_asks = meant(told.asks, told.replies, names)
    told_replies = meant(told.replies, told.asks, names)
    asks = asking([turn for turn in turns if turn[0] in names], told_asks, told_replies)
    return {
        name: Voice.NOBODY if name in nobody else Voice.ASKS if name in asks else Voice.REPLIES
        for name in names | nobody
    }


def meant(
    people: tuple[str, ...], others: tuple[str, ...], labels: frozenset[str]
) -> frozenset[str]:
    """The labels that stand for some people: not by first letters that are another's own name."""
    return frozenset(
        label
        for label in labels
        if any(same_person(who, label) for who in people)
        or (
            any(fits(who, label, labels) for who in people)
            and not any(same_person(who, label) for who in others)
        )
    )


def fits(name: str, label: str, labels: Iterable[str] = ()) -> bool:
    """Whether a label can stand for a person: a part of the name or its first letters.

    `Jo` is a name of its own and no first letters, as `JO` and `Tb` can be, unless nobody else is
    in `labels`. Nor is `JO` where one of them is a part of the name: who is called `JAMILA` there
    is not called `JO` too.
    """
    if same_person(name, label):
        return True
    labels = tuple(labels)
    if fold(label) not in initials(name) or (is_word(label) and labels != (label,)):
        return False
    return not any(same_person(name, one) and fold(one) != fold(name) for one in labels)


def is_word(label: str) -> bool:
    """Whether a label in small letters can be spoken, as a name can and first letters cannot."""
    return label[1:].islower() and not VOWELS.isdisjoint(fold(label))


def unlabelled(text: str, paragraphs: tuple[Span, ...], told: Told) -> tuple[Said, ...]:
    """Paragraphs where a question is a short one in bold, or else one that ends in its mark."""
    bold = bold_questions(text, paragraphs, told)
    said: list[Said] = []
    asked = False
    for span in paragraphs:
        words = span.of(text)
        asks = span in bold if bold else is_question(words) and not (asked and rhetorical(words))
        asked = asked or asks
        said.append(Said(span, span, Voice.ASKS if asks else Voice.REPLIES, None))
    return tuple(said)


def bold_questions(text: str, paragraphs: tuple[Span, ...], told: Told) -> frozenset[Span]:
    """The questions of an interview that sets its questions in bold; empty for any other.

    Two paragraphs in bold at least end in a question mark, and the first of these begins the
    conversation. Where most do, a bold "Tell me about the lake." is a question too.
    """
    marked = [n for n, span in enumerate(paragraphs) if span in told.bold]
    asks = [n for n in marked if is_question(paragraphs[n].of(text))]
    if len(asks) < 2:
        return frozenset()
    since = [n for n in marked if n >= asks[0] and len(paragraphs[n]) <= LONGEST_QUESTION]
    return frozenset(paragraphs[n] for n in (since if 2 * len(asks) >= len(since) else asks))


def is_question(words: str) -> bool:
    """Whether a paragraph can be an interviewer's question."""
    return ENDS_ASKING.search(words) is not None and len(words) <= LONGEST_QUESTION


def rhetorical(words: str) -> bool:
    """Whether a question is one that the speaker asks: in the first person and of nobody.

    Only a clear one counts: an interviewer's words taken for the speaker's are worse than a
    speaker's taken for the interviewer's, which are not quoted.
    """
    return (
        FIRST_PERSON.search(words) is not None
        and SECOND_PERSON.search(words) is None
        and LEADS.search(words) is None
    )
