"""The form that makes a question an eval topic: what was sent, and what a page shows of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import HTTPException, Request

from eval.annotation import KINDS, Annotation, Flaw, Mark
from index.interview import Span
from web.forms import MOST_FIELDS, Sent, cleaned, request_of, sent
from web.inspectviews import TopicForm

MARK = re.compile(r"([a-z0-9-]{1,64}):([0-9]{1,12})-([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class SentTopic:
    """A topic's form as it came: the question's, the marked sentences, and what is said of it."""

    asked: Sent
    answers: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    kind: str = "direct"
    nuggets: str = ""
    note: str = ""
    id: str = ""

    def annotation(self) -> Annotation:
        """What the form says.

        Raises:
            ValueError: a mark is no place.
        """
        marks = dict.fromkeys(self.required, True)
        marks |= {value: False for value in self.answers if value not in marks}
        return Annotation(
            question=self.asked.question,
            history=self.asked.history,
            filters=request_of(self.asked).filters(),
            kind=self.kind,
            marks=tuple(mark_of(value, required) for value, required in marks.items()),
            nuggets=tuple(filter(None, (line.strip() for line in self.nuggets.split("\n")))),
            note=self.note,
            id=self.id,
        )


def value_of(interview: str, span: Span) -> str:
    """What the form sends of a sentence.

    >>> value_of("a-b", Span(3, 9))
    'a-b:3-9'
    """
    return f"{interview}:{span.start}-{span.end}"


def mark_of(value: str, required: bool) -> Mark:
    """A marked sentence as it was sent.

    Raises:
        ValueError: it is no place.
    """
    read = MARK.fullmatch(value)
    if read is None:
        raise ValueError("a mark is an interview and a span")
    return Mark(read[1], Span(int(read[2]), int(read[3])), required)


async def sent_topic(request: Request) -> SentTopic:
    """The topic's form in a request's body.

    Raises:
        HTTPException: as `sent`.
    """
    asked = await sent(request)
    async with request.form(max_fields=MOST_FIELDS) as form:
        read = {name: tuple(map(cleaned, map(str, form.getlist(name)))) for name in form}
    fields = ("kind", "nuggets", "note", "id")
    said = {name: " ".join(read[name][:1]) for name in fields if name in read}
    found = SentTopic(asked, read.get("answers", ()), read.get("required", ()), **said)
    try:
        for value in (*found.required, *found.answers):
            mark_of(value, required=False)
    except ValueError as error:
        raise HTTPException(400, "A marked sentence is no place in an interview.") from error
    return found


def topic_form(sent: SentTopic, gold: str | None, flaws: Iterable[Flaw] = ()) -> TopicForm:
    """The form as it was sent, with what to mend."""
    asked = sent.asked
    return TopicForm(
        sent=(("question", asked.question), *asked.fields),
        kinds=tuple((kind, kind == sent.kind) for kind in KINDS),
        nuggets=sent.nuggets,
        note=sent.note,
        id=sent.id,
        gold=gold,
        flaws=tuple((flaw.field, flaw.why) for flaw in flaws),
    )
