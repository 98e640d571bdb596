"""The verbs of the read side: ask, search, interviews."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import groupby

from index.archive import Archive, open_archive
from index.interview import Role
from index.settings import Settings
from index.terminal import BAR, bold, clean, counted, dim, print_json, wrapped
from rag.answer import Answer, Asked, Citation, Coverage, Filters, Quote, Reply, reply_json
from rag.cite import interview_title
from rag.desk import Found
from rag.opened import open_desk
from rag.shapes import found_json, holdings_json

WHOSE = {
    Role.INTRODUCTION: "from the introduction: the publisher's words, not the speaker's",
    Role.RATING: "from the rating line: the publisher's words, not the speaker's",
}

WEAK = (
    "These words may not answer your question. They come near to it, and no more: read them in "
    "their interview before you rely on them."
)


def ask(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints what people said on the record, or that nobody did."""
    desk = open_desk(settings, asking=True)
    reply = desk.ask(arguments.question, history=arguments.history, filters=demanded(arguments))
    if arguments.json:
        print_json(reply_json(reply))
    else:
        print_reply(reply, desk.archive)
    return 0


def demanded(arguments: argparse.Namespace) -> Filters:
    """The filters of a command line."""
    return Filters(
        tuple(arguments.country),
        tuple(arguments.speaker),
        tuple(arguments.interview),
        tuple(arguments.rating),
        tuple(arguments.organisation),
        arguments.since,
        arguments.until,
    )


def print_reply(reply: Reply, archive: Archive) -> None:
    """A reply as a person reads it."""
    print_asked(reply.asked)
    if isinstance(reply, Answer):
        if reply.weak:
            print(wrapped(WEAK), end="\n\n")
        numbered = list(enumerate(reply.quotes, 1))
        for _, group in groupby(numbered, key=lambda pair: voice(pair[1].citation)):
            print_group(list(group))
        print_coverage(reply.coverage, archive)
        if reply.more:
            near = counted(len(reply.more), "more passage")
            print(dim(f"{near} near, not quoted here: onrecord search QUESTION"))
        return
    print(bold("Nobody in this archive says this on the record."))
    print(wrapped(reply.reason))
    if reply.nearest:
        print("\nNearest, but not evidence:")
        for quote in reply.nearest:
            print()
            print(dim(wrapped(whose(quote.citation), "  ")))
            print_publishers(quote.citation, "  ")
            print(wrapped(quote.text, "  "))
            print(dim(wrapped(quote.citation.place, "  ")))


def print_asked(asked: Asked) -> None:
    """The question, and how it was understood."""
    print(bold(wrapped(asked.question)))
    for reason in asked.because:
        print(dim(wrapped(reason)))
    print()


def print_group(numbered: Sequence[tuple[int, Quote]]) -> None:
    """The quotes of one speaker in one interview, under who says them."""
    first = numbered[0][1].citation
    print(bold(wrapped(whose(first))))
    rated = first.rating and f"civic space rated {first.rating}"
    print(dim(wrapped(" · ".join(filter(None, (first.interview, first.date, rated))))))
    question = None
    for number, quote in numbered:
        citation = quote.citation
        if citation.question and citation.question != question:
            question = citation.question
            print(wrapped(f"Asked: {question}"))
        print_publishers(citation)
        print(wrapped(quote.text, f"  {BAR}"))
        print(dim(f"  [{number}] {clean(citation.place)}"))
    print()


def print_publishers(citation: Citation, indent: str = "") -> None:
    """Says of words that are the publisher's that they are, whoever is named above them."""
    if citation.role in WHOSE:
        print(dim(wrapped(f"({WHOSE[citation.role]})", indent)))


def voice(citation: Citation) -> tuple[str, str]:
    """What tells the quotes under one heading from those under the next."""
    return citation.interview, whose(citation)


def whose(citation: Citation) -> str:
    """Country and speaker, as a heading; an introduction is of nobody where several speak."""
    nobody = "the publisher" if citation.role in WHOSE else "speaker not named"
    speaker = citation.speaker or nobody
    who = ", ".join(filter(None, (speaker, citation.speaker_role, citation.organisation)))
    return f"{citation.country or 'Country unknown'} · {who}"


def print_coverage(coverage: Coverage, archive: Archive) -> None:
    """Who spoke and who was asked without answering."""
    total = len(coverage.spoke) + len(coverage.asked_without_answer) + len(coverage.not_asked)
    line = f"{len(coverage.spoke)} of {counted(total, 'interview')} speak to this"
    asked = [called(archive, id) for id in coverage.asked_without_answer]
    if asked:
        line += f"; asked about it and not quoted: {', '.join(asked)}"
    print(wrapped(line + "."))


def called(archive: Archive, id: str) -> str:
    """An interview in a few words."""
    interview = archive.interview(id)
    names = " and ".join(speaker.name for speaker in interview.speakers)
    short = names or interview_title(archive, id)
    return f"{short} ({interview.country})" if interview.country else short


def search(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints the passages that lie nearest to a question."""
    desk = open_desk(settings, asking=True)
    found = desk.search(
        arguments.question, k=arguments.k, history=arguments.history, filters=demanded(arguments)
    )
    if arguments.json:
        print_json(found_json(found, desk.archive))
    else:
        print_found(found, desk.archive)
    return 0


def print_found(found: Found, archive: Archive) -> None:
    """Passages, best first, each with whose it is and where."""
    print_asked(found.asked)
    for rank, hit in enumerate(found.hits, 1):
        interview = archive.interview(hit.passage.interview)
        source = archive.source(hit.passage.interview)
        speaker = interview.speaker_named(hit.passage.turn)
        name = speaker.name if speaker else "speaker not named"
        span = hit.passage.span
        print(bold(wrapped(f"{rank}. {interview.country or 'Country unknown'} · {name}")))
        if hit.passage.role in WHOSE:
            print(dim(f"   ({WHOSE[hit.passage.role]})"))
        print(wrapped(span.of(source.text), "   "))
        place = f"{source.name}, characters {span.start}–{span.end}, score {hit.score:.3f}"
        print(dim(wrapped(place, "   ")))
        print()
    if not found.hits:
        print("No passage passes the filters that you chose.")


def interviews(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints what the archive holds."""
    archive = open_archive(settings.archive)
    if arguments.json:
        print_json(holdings_json(archive))
        return 0
    for interview in archive.interviews:
        people = "; ".join(
            ", ".join(filter(None, (s.name, s.role, s.organisation))) for s in interview.speakers
        )
        country = interview.country or "Country unknown"
        print(bold(wrapped(f"{country} · {people or 'speaker not named'}")))
        known = (
            interview.id,
            archive.source(interview.id).name,
            counted(len(interview.questions), "question"),
            interview.date,
            interview.rating and f"rated {interview.rating}",
        )
        print(dim(wrapped(" · ".join(filter(None, known)), "  ")))
    print(
        f"\n{counted(len(archive.interviews), 'interview')}, "
        f"{counted(len(archive.speakers), 'speaker')}, "
        f"{counted(len(archive.countries), 'country', 'countries')}."
    )
    return 0
