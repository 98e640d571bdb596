"""Paragraphs of a conversation to turns: by their labels, or by the questions that stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.interview import Part, Remark, Role, Span, Turn
from index.people import same_person
from index.places import fold

LABEL = re.compile(
    r"(?:[\[(]\d{1,2}:\d\d(?::\d\d)?[\])]\s*)?"
    r"(?:\*\*)?(?P<label>[^\W\d_][\w.'’\- ]{0,39}?)(?:\s*\([^)\n]{1,20}\))?"
    r"(?:\*\*)?(?::(?:\*\*)?\s+|：\s*)(?=\S)"
)
ASKS = frozenset("q question interviewer int host moderator 问 問".split())
REPLIES = frozenset("a answer interviewee respondent narrator guest 答".split())
ENDS_ASKING = re.compile(r"[?？؟⸮][\s’”\"'»)\]*_]*$")
# An interviewer's question is short; a longer paragraph that ends in one is rhetoric.
LONGEST_QUESTION = 450
FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)\b")
# An interviewer can speak of himself too, when he leads to a question.
LEADS = re.compile(
    r"\b(?:tell|give|walk|remind|let|may|can|could|want|like)\b.{0,20}\b(?:I|me)\b", re.I
)
SECOND_PERSON = re.compile(r"\byou(?:r|rs|rself|rselves)?\b", re.I)


@dataclass(frozen=True, slots=True)
class Conversation:
    """How the paragraphs between heading and footer were read."""

    introduction: tuple[Span, ...]
    turns: tuple[Turn, ...]
    parts: tuple[Part, ...]
    labels: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph with who says it: `label` as written, None where the one before goes on.

    `line` is the whole paragraph, `span` its words without the label.
    """

    line: Span
    span: Span
    asks: bool
    label: str | None


def conversation(text: str, paragraphs: tuple[Span, ...]) -> Conversation:
    """The introduction and the turns of one interview's paragraphs.

    A turn's `speaker` is the label as written, or None without labels.
    """
    labels = labels_of(text, paragraphs)
    said = labelled(text, paragraphs, labels) if labels else unlabelled(text, paragraphs)
    begun = next((n for n, one in enumerate(said) if one.asks or one.label), len(said))
    introduction = tuple(one.span for one in said[:begun])
    spoken = said[begun:]
    turns = tuple(turned(spoken))
    parts = tuple(Part(span, Role.INTRODUCTION) for span in introduction) + tuple(
        Part(one.line, Role.QUESTION if one.asks else Role.ANSWER) for one in spoken
    )
    speaking = tuple(dict.fromkeys(t.speaker for t in turns if t.speaker is not None))
    remarks = unasked(spoken) if labels else doubts(text, paragraphs[begun:])
    return Conversation(introduction, turns, parts, speaking, remarks + unanswered(turns))


def labels_of(text: str, paragraphs: tuple[Span, ...]) -> frozenset[str]:
    """The labels that open turns here; empty where turns are not labelled."""
    found = Counter(
        match["label"]
        for span in paragraphs
        if (match := LABEL.match(span.of(text))) and named(match["label"])
    )
    again = {label for label, times in found.items() if times > 1}
    spoken = again | {label for label in found if fold(label) in ASKS | REPLIES}
    pair = any(fold(one) in ASKS for one in found) and any(fold(one) in REPLIES for one in found)
    few = len(found) < 2 or sum(found.values()) < 3
    if not spoken or (few and not pair) or recounted(text, paragraphs):
        return frozenset()
    # A label that comes once is a person only among others that come again.
    return frozenset(spoken | {label for label in found if label.isupper()})


def recounted(text: str, paragraphs: tuple[Span, ...]) -> bool:
    """Whether labels stand only in a dialogue that somebody recounts.

    So it is where questions stand alone before the first label, and after it too or most
    paragraphs there open with none.
    """
    opens = [LABEL.match(span.of(text)) is not None for span in paragraphs]
    asks = [is_question(span.of(text)) and not o for span, o in zip(paragraphs, opens, strict=True)]
    first = next((n for n, one in enumerate(opens) if one), len(opens))
    after = opens[first:]
    return any(asks[:first]) and (any(asks[first:]) or 2 * sum(after) < len(after))


def named(label: str) -> bool:
    """Whether a label can be a name: up to four words that all begin with a capital."""
    words = label.split()
    return len(words) <= 4 and not any(word[0].islower() for word in words)


def asking_labels(
    text: str, paragraphs: tuple[Span, ...], labels: frozenset[str]
) -> frozenset[str]:
    """The labels of those who ask: by their name, else by who ends in a question most often."""
    asks = frozenset(label for label in labels if fold(label) in ASKS)
    if asks:
        return asks
    times: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for span in paragraphs:
        match = LABEL.match(span.of(text))
        if match and match["label"] in labels:
            times[match["label"]] += 1
            asked[match["label"]] += bool(ENDS_ASKING.search(span.of(text)))
    asking = frozenset(label for label in labels if 2 * asked[label] >= times[label])
    return asking if asking != labels else frozenset()


def labelled(text: str, paragraphs: tuple[Span, ...], labels: frozenset[str]) -> tuple[Said, ...]:
    """Paragraphs where labels say who speaks; the label is not part of the words."""
    asking = asking_labels(text, paragraphs, labels)
    said: list[Said] = []
    asks = False
    for span in paragraphs:
        match = LABEL.match(span.of(text))
        if match and match["label"] in labels:
            asks = match["label"] in asking
            said.append(Said(span, Span(span.start + match.end(), span.end), asks, match["label"]))
        else:
            said.append(Said(span, span, asks, None))
    return tuple(said)


def unlabelled(text: str, paragraphs: tuple[Span, ...]) -> tuple[Said, ...]:
    """Paragraphs where a question is a short paragraph that ends in a question mark."""
    said: list[Said] = []
    for span in paragraphs:
        words = span.of(text)
        asks = is_question(words) and not (any(s.asks for s in said) and rhetorical(words))
        said.append(Said(span, span, asks, None))
    return tuple(said)


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


def turned(spoken: tuple[Said, ...]) -> Iterator[Turn]:
    """Paragraphs grouped to turns; paragraphs of one question in a row are one span."""
    question: Span | None = None
    answer: list[Span] = []
    label: str | None = None
    open_turn = False
    for one in spoken:
        if one.asks and (answer or not open_turn or one.label is not None):
            if open_turn:
                yield Turn(question, label, tuple(answer))
            question, answer, label, open_turn = one.span, [], None, True
        elif one.asks:
            question = one.span if question is None else question.to(one.span)
        else:
            if one.label is not None and answer and one.label != label:
                yield Turn(question, label, tuple(answer))
                answer = []
            label = one.label or label
            answer.append(one.span)
            open_turn = True
    if open_turn:
        yield Turn(question, label, tuple(answer))


def doubts(text: str, paragraphs: tuple[Span, ...]) -> tuple[Remark, ...]:
    """Questions that may be the speaker's own, for a person to check."""
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
    if any(one.asks for one in spoken):
        return ()
    return (
        Remark(
            "no-interviewer",
            "No label is an interviewer's, so what everybody says is read as an answer. Call "
            "the one who asks INTERVIEWER or Q.",
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


def canonical(label: str | None, names: tuple[str, ...]) -> str | None:
    """The name of who speaks under a label: the introduced person it fits, else the label.

    `A` and its like are the only person introduced, and nobody where there are several.
    """
    if label is None or fold(label) in REPLIES:
        return names[0] if len(names) == 1 else None
    fits = [name for name in names if same_person(name, label)]
    return fits[0] if len(fits) == 1 else label.title() if label.isupper() else label
