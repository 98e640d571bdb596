"""Paragraphs of a conversation to turns: who asks what, and who answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.asking import ENDS_ASKING
from index.interview import Mark, Measure, Part, Remark, Role, Span, Turn
from index.labels import Label, unnamed
from index.places import fold
from index.voices import (
    ROLES,
    SECOND_PERSON,
    Said,
    Told,
    Voice,
    bold_questions,
    fits,
    is_question,
    labelled,
    opening_labels,
    rhetorical,
    unlabelled,
)

# What an interviewer says while somebody goes on: it asks nothing and ends no answer.
MURMURS = frozenset(
    "ah aha exactly gotcha great hm hmm huh i indeed interesting it mhm mm my god nice no of course"
    " oh ok okay really right see sure totally uh um wow wonderful yeah yep yes yup claro si vale"
    " oui daccord ja genau да так".split()
)
# Labels in a message.
SHOWN = 8
# So many capitals may be somebody's initials, which stay as they are.
LONGEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Conversation:
    """How the paragraphs between heading and footer were read.

    `labels` are those of the speakers as written, `unnamed` those of them that name nobody, such
    as `A`, `marks` the times that labels tell.
    """

    introduction: tuple[Span, ...]
    turns: tuple[Turn, ...]
    parts: tuple[Part, ...]
    labels: tuple[str, ...]
    unnamed: frozenset[str]
    marks: tuple[Mark, ...]
    remarks: tuple[Remark, ...]


def conversation(text: str, paragraphs: tuple[Span, ...], told: Told) -> Conversation:
    """The introduction and the turns of one interview's paragraphs.

    A turn's `speaker` is the label as written, or None without labels.
    """
    found = opening_labels(text, paragraphs, told)
    labelled_here = any(found)
    said = (
        labelled(text, paragraphs, found, told)
        if labelled_here
        else unlabelled(text, paragraphs, told)
    )
    begins = (n for n, one in enumerate(said) if one.voice is Voice.ASKS or one.label)
    begun = next(begins, len(said))
    introduction = tuple(one.line for one in said[:begun])
    spoken = said[begun:]
    turns = tuple(turned(text, spoken))
    parts = tuple(Part(span, Role.INTRODUCTION) for span in introduction) + tuple(
        Part(one.line, ROLES[one.voice]) for one in spoken
    )
    speaking = tuple(dict.fromkeys(t.speaker for t in turns if t.speaker is not None))
    remarks = unasked(spoken) if labelled_here else doubts(text, paragraphs[begun:], told)
    return Conversation(
        introduction=introduction,
        turns=turns,
        parts=parts,
        labels=speaking,
        unnamed=unnamed(one.name for one in found if one is not None) & {*speaking},
        marks=marked(paragraphs, found),
        remarks=remarks + unanswered(turns),
    )


def marked(paragraphs: tuple[Span, ...], found: tuple[Label | None, ...]) -> tuple[Mark, ...]:
    """The times that labels tell."""
    return tuple(
        Mark(span.start + label.end, Measure.SECOND, label.second)
        for span, label in zip(paragraphs, found, strict=True)
        if label is not None and label.second is not None
    )


def turned(text: str, spoken: tuple[Said, ...]) -> Iterator[Turn]:
    """Paragraphs grouped to turns; paragraphs of one question in a row are one span."""
    question: Span | None = None
    answer: list[Span] = []
    label: str | None = None
    asks = False
    for one in spoken:
        if one.words is None or one.voice is Voice.NOBODY:
            continue
        if one.voice is Voice.ASKS:
            if one.label is not None and answer and murmured(one.words.of(text)):
                continue
            if question is not None and not answer and one.label is None:
                question = question.to(one.words)
                continue
            if answer or asks:
                yield Turn(question, label, tuple(answer))
            question, answer, label = one.words, [], None
            # A remark that nobody takes up is no question that was left unanswered.
            asks = one.label is None or ENDS_ASKING.search(question.of(text)) is not None
        else:
            if one.label is not None and answer and one.label != label:
                yield Turn(question, label, tuple(answer))
                answer = []
            label = one.label or label
            answer.append(one.words)
    if answer or asks:
        yield Turn(question, label, tuple(answer))


def murmured(words: str) -> bool:
    """Whether an interviewer says no more than `Right.` or `Mm-hm.`"""
    return len(words) < 60 and set(re.findall(r"\w+", fold(words))) <= MURMURS


def doubts(text: str, paragraphs: tuple[Span, ...], told: Told) -> tuple[Remark, ...]:
    """Questions that may be the speaker's own, for a person to check."""
    if bold_questions(text, paragraphs, told):
        return ()
    return tuple(
        Remark(
            "doubtful-question",
            (
                "Read as part of the answer, because it speaks of I or me and asks nobody."
                if rhetorical(span.of(text))
                else "Read as the interviewer's question, though it says we and asks nobody."
            )
            + " If that is wrong, label the turns (Q: and A:).",
            span,
        )
        for span in paragraphs
        if is_question(span.of(text)) and doubtful(span.of(text))
    )


def doubtful(words: str) -> bool:
    """Whether a question could be the speaker's: in the first person, plural too, and of nobody."""
    plural = re.search(r"\b(?:[Ww]e|[Oo]ur)\b", words) is not None
    return rhetorical(words) or (plural and SECOND_PERSON.search(words) is None)


def unasked(spoken: tuple[Said, ...]) -> tuple[Remark, ...]:
    """Says so where no label is an interviewer's."""
    if any(one.voice is Voice.ASKS for one in spoken):
        return ()
    labels = tuple(dict.fromkeys(one.label for one in spoken if one.label))
    return (
        Remark(
            "no-interviewer",
            "No label is surely an interviewer's, so what everybody says is read as an answer. "
            f"Labels here: {', '.join(labels[:SHOWN])}. Say who asks: --speakers '{labels[0]} "
            f"asks', or a file beside this one, its name with .toml after it, with the line "
            f'interviewer = "{labels[0]}".',
            spoken[0].line,
        ),
    )


def unanswered(turns: tuple[Turn, ...]) -> tuple[Remark, ...]:
    """Questions that nothing follows."""
    return tuple(
        Remark("unanswered-question", "No answer follows this question.", turn.question)
        for turn in turns
        if not turn.answer and turn.question is not None
    )


def canonical(label: str | None, names: tuple[str, ...], talk: Conversation) -> str | None:
    """The name of who speaks under a label: the introduced person it fits, else the label.

    What names nobody, such as `A` or `Speaker 2`, is the only person introduced where there is
    one such label and no other fits that person, and else nobody: in another interview it would
    be somebody else.
    """
    if label is None or label in talk.unnamed:
        others = [one for one in talk.labels if one != label]
        only = len(names) == 1 and (label is None or len(talk.unnamed) == 1)
        return names[0] if only and not any(fits(names[0], one) for one in others) else None
    own = [name for name in names if fits(name, label, talk.labels)]
    if len(own) == 1:
        return own[0]
    plain = label.partition(",")[0]
    return plain.title() if plain.isupper() and len(plain) > LONGEST_INITIALS else plain
