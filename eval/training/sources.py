"""The public sets and our own questions to lessons, before their hard negatives."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.training.lessons import Lesson, Marked, cut, labelled, windows
from eval.training.own import FOLDER, rows, together, written
from index.interview import Span
from rag.judge import Reading

LABEL = re.compile(r"^\*\*([^*:]{1,60}):\*\*\s*", re.M)
STAMP = re.compile(r"\\?\[\d+:\d+(?::\d+)?\\?\]\s*")
# Wrong passages that are read beside the right ones, of the many that were not asked for.
BESIDE = 4
# An article is read in pieces of about 200 tokens.
ARTICLE_PIECE = 900
WEAK = 4000


def squad(bench: Path) -> Iterator[Lesson]:
    """SQuAD 1.1 and 2.0: each question once, with the paragraph that it was asked of."""
    done: set[str] = set()
    last: dict[Reading, str] = {}
    for name in ("squad1-dev", "squad2-dev"):
        folder = bench / name
        paragraphs = {row["_id"]: row for row in rows(folder / "corpus.jsonl")}
        asked = {row["_id"]: row["text"] for row in rows(folder / "queries.jsonl")}
        for row in rows(folder / "answers.jsonl"):
            if row["_id"] in done:
                continue
            done.add(row["_id"])
            paragraph = paragraphs[row["paragraph_id"]]
            spans = cut(paragraph["text"])
            right = answering(paragraph["text"], spans, row["answers"])
            if right or not row["answerable"]:
                reading = read(paragraph["text"], spans, paragraph["title"])
                words = tuple({answer["text"].casefold() for answer in row["answers"]})
                marked = (labelled(reading, right),)
                held = words if right else ()
                before, last[reading] = last.get(reading, ""), asked[row["_id"]]
                yield Lesson(asked[row["_id"]], marked, "squad", words=held, before=before)


def answering(text: str, spans: tuple[Span, ...], answers: list[dict[str, Any]]) -> set[int]:
    """The sentences that hold an answer; none where the answer's words stand in several.

    SQuAD's spans are the first occurrence of the words, so a later one may be meant.
    """
    right: set[int] = set()
    for answer in answers:
        words = answer["text"].strip()
        if sum(words in span.of(text) for span in spans) != 1:
            return set()
        right |= {at for at, span in enumerate(spans) if words in span.of(text)}
    return right


def read(text: str, spans: tuple[Span, ...], context: str) -> Reading:
    """Some sentences of a text as a reading."""
    return Reading(context, tuple(span.of(text) for span in spans))


def covid(bench: Path) -> Iterator[Lesson]:
    """COVID-QA: expert questions, with the piece of the article that answers."""
    folder = bench / "covid-qa"
    articles = {row["_id"]: row for row in rows(folder / "corpus.jsonl")}
    asked = {row["_id"]: row["text"] for row in rows(folder / "queries.jsonl")}
    pieces = {
        name: tuple(windows(cut(row["text"]), ARTICLE_PIECE)) for name, row in articles.items()
    }
    for row in rows(folder / "answers.jsonl"):
        text = articles[row["paragraph_id"]]["text"]
        title = text.strip().splitlines()[0]
        for answer in row["answers"][:1]:
            span = Span(answer["start"], answer["end"])
            for piece in pieces[row["paragraph_id"]]:
                right = {at for at, one in enumerate(piece) if one.overlap(span) > 1}
                if right:
                    reading = read(text, piece, title)
                    yield Lesson(asked[row["_id"]], (labelled(reading, right),), "covid")
                    break


def turns(path: Path) -> list[tuple[str, str]]:
    """Who said what in a podcast's transcript, without its time stamps."""
    text = path.read_text(encoding="utf-8")
    labels = list(LABEL.finditer(text))
    ends = [label.start() for label in labels[1:]] + [len(text)]
    return [
        (label[1].strip(), " ".join(STAMP.sub("", text[label.end() : end]).split()))
        for label, end in zip(labels, ends, strict=True)
    ]


def podcasts(bench: Path, seed: int) -> Iterator[Lesson]:
    """What a host asked with what the guest answered, and another answer of the same guest."""
    rng = random.Random(seed)  # noqa: S311  # a seeded choice of examples, not a secret
    paths = sorted((bench / "interviews" / "changelog").rglob("*.md"))
    rng.shuffle(paths)
    given = 0
    for path in paths:
        pairs = [
            (asked, guest, Reading(guest, said))
            for (host, asked), (guest, answer) in zip(turns(path), turns(path)[1:], strict=False)
            if host != guest and asked.endswith("?") and 40 < len(asked) < 500
            for said in [first_sentences(answer)]
            if len(said) > 2
        ]
        for asked, guest, reading in rng.sample(pairs, min(3, len(pairs))):
            others = [one for _, who, one in pairs if who == guest and one is not reading]
            if others:
                passages = (Marked(reading, None, True), Marked(rng.choice(others), None, False))
                yield Lesson(asked[-300:], passages, "podcasts", weak=True)
                given += 1
        if given >= WEAK:
            return


def first_sentences(answer: str, most: int = 700) -> tuple[str, ...]:
    """The first sentences of an answer, about as many as a passage has."""
    run = next(windows(cut(answer), most), ())
    return tuple(span.of(answer) for span in run)


def invented(folder: str = "interviews") -> Iterator[Lesson]:
    """Our own invented interviews: each question with all the answers of its interview."""
    for interview in written(folder):
        before = ""
        for ask in interview.asks:
            passages = tuple(
                labelled(reading, (at for turn, at in ask.answers if turn == number))
                for number, reading in enumerate(interview.readings)
            )
            general = bool(ask.answers)
            yield Lesson(ask.text, passages, "invented", general=general, before=before)
            before = ask.text


def put_to_all(folder: str = "together") -> Iterator[Lesson]:
    """Our own questions to several interviews: each with all the answers of all of them."""
    for archive in together(folder):
        readings = {
            (number, turn): reading
            for number, interview in enumerate(archive.interviews)
            for turn, reading in enumerate(interview.readings)
        }
        for ask in archive.asks:
            passages = tuple(
                labelled(reading, ask.answers.get(turn, ()), ask.helping.get(turn, ()))
                for turn, reading in readings.items()
            )
            general = bool(ask.answers)
            yield Lesson(ask.text, passages, "put to all", general=general, beside=BESIDE)


def exchange(bench: Path, row: dict[str, Any]) -> tuple[str, str, str]:
    """A guest, what was asked, and the answer, of the excerpt that a row names."""
    said = turns(bench / "interviews" / "changelog" / row["document"])
    guest, answer = said[row["turn"]]
    return guest, said[row["turn"] - 1][1], answer


def excerpts(bench: Path) -> Iterator[Lesson]:
    """Our own questions about excerpts of real podcasts; only the questions are ours."""
    for path in sorted((FOLDER / "podcasts").glob("*.jsonl")):
        for row in rows(path):
            guest, asked, answer = exchange(bench, row)
            reading = read(answer, cut(answer), f"{guest}: {asked}")
            before = ""
            for ask in row["asks"]:
                passages = (labelled(reading, ask["answers"]),)
                general = bool(ask["answers"])
                yield Lesson(ask["text"], passages, "excerpts", general=general, before=before)
                before = ask["text"]
