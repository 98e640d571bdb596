import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from specimens import TINY, indexed

from index.archive import Archive
from index.errors import BadInput, InputOutput, NotHeld
from index.interview import QUOTABLE, Role, Span
from rag.answer import Answer, Filters, Quote, Reply, Silence, quote_hash, reply_json
from rag.check import check, permitted
from rag.cite import cut_quote
from rag.compose import joined
from rag.coverage import coverage
from rag.desk import Desk


def answered(reply: Reply) -> Answer:
    assert isinstance(reply, Answer), reply
    return reply


def test_an_answer_quotes_the_words_that_were_said(desk: Desk) -> None:
    reply = answered(desk.ask("What did the sea ban change for fishers?"))
    quote = reply.quotes[0]
    assert quote.text.startswith("The sea ban took our licences.")
    assert quote.citation.speaker == "Tomas Ek"
    assert quote.citation.country == "West Orlund"
    assert quote.citation.question == "What did the sea ban change for fishers?"
    assert quote.citation.role is Role.ANSWER


def test_every_quote_is_the_sources_own_words(desk: Desk) -> None:
    for question in ("Who helps families?", "Was the brother held?", "Do fishers trust the radio?"):
        reply = answered(desk.ask(question))
        for quote in (*reply.quotes, *reply.more):
            source = desk.archive.source(quote.citation.interview)
            assert quote.citation.span.of(source.text) == quote.text
            assert quote.citation.role in QUOTABLE


def test_glued_words_are_found_apart_and_quoted_as_they_stand(desk: Desk) -> None:
    hits = desk.search("Who speaks with Mira Dolen?").hits
    assert "speakswith" in hits[0].passage.span.of(desk.archive.documents[0].text)


def test_neighbours_become_one_quote_and_paragraphs_stay_apart(tiny: Archive) -> None:
    interview = tiny.interviews[0]
    first, second = interview.turns[0].answer
    passage = next(p for p in tiny.passages if p.interview == interview.id and p.turn == 0)
    assert joined(tiny, interview.id, reversed(passage.sentences)) == (first, second)


def test_two_people_who_say_the_same_are_two_quotes(tmp_path: Path) -> None:
    other = TINY.replace("No. The radio says what the ministry says.", "Yes.")
    archive = indexed(tmp_path, other)
    yes = [
        cut_quote(archive, p.interview, p.span)
        for p in archive.passages
        if p.span.of(archive.documents[0].text) == "Yes."
    ]
    assert [quote.citation.speaker for quote in yes] == ["Mira Dolen", "Tomas Ek"]
    assert yes[0] != yes[1]


@pytest.mark.parametrize(
    "question",
    ["What do people say about Belarus?", "Did anybody at the harbour meet Kowalczyk there?"],
)
def test_a_name_that_nobody_mentions_ends_in_silence(desk: Desk, question: str) -> None:
    reply = desk.ask(question)
    assert isinstance(reply, Silence)
    assert reply.nearest
    assert reply.coverage.spoke == ()


def test_filters_are_never_widened(desk: Desk) -> None:
    reply = desk.ask("What did the sea ban change?", filters=Filters(countries=("Valdoria",)))
    quotes = reply.quotes if isinstance(reply, Answer) else reply.nearest
    assert {quote.citation.country for quote in quotes} == {"Valdoria"}
    hits = desk.search("sea ban", filters=Filters(speakers=("Mira Dolen",)), k=50).hits
    assert {desk.archive.interview(h.passage.interview).country for h in hits} == {"Valdoria"}


def test_coverage_tells_spoke_asked_and_not_asked_apart(tiny: Archive) -> None:
    mira, tomas = (interview.id for interview in tiny.interviews)
    span = tiny.interviews[0].turns[2].answer[0]
    quotes = (cut_quote(tiny, mira, span),)
    found = coverage(quotes, ("fisher", "trust", "radio"), Filters(), tiny)
    assert (found.spoke, found.asked_without_answer, found.not_asked) == ((mira,), (tomas,), ())
    found = coverage((), ("ministri", "salari"), Filters(), tiny)
    assert (found.spoke, found.asked_without_answer, found.not_asked) == ((), (), (mira, tomas))


def altered(quote: Quote) -> Quote:
    text = quote.text.replace("e", "o", 1)
    return Quote(text, replace(quote.citation, quote_sha256=quote_hash(text)))


def moved(quote: Quote) -> Quote:
    span = quote.citation.span
    return Quote(quote.text, replace(quote.citation, span=Span(span.start + 1, span.end + 1)))


def reattributed(quote: Quote) -> Quote:
    return Quote(quote.text, replace(quote.citation, speaker="Somebody Else"))


def rehomed(quote: Quote) -> Quote:
    return Quote(quote.text, replace(quote.citation, interview="not-held"))


@pytest.mark.parametrize("lie", [altered, moved, reattributed, rehomed])
def test_the_check_refuses_every_lie(desk: Desk, lie: Callable[[Quote], Quote]) -> None:
    reply = answered(desk.ask("Who helps families now?"))
    check(reply, desk.archive)
    assert not permitted(lie(reply.quotes[0]), desk.archive)
    with pytest.raises(InputOutput, match="withheld"):
        check(replace(reply, quotes=(lie(reply.quotes[0]),)), desk.archive)
    with pytest.raises(InputOutput):
        check(replace(reply, more=(lie(reply.quotes[0]),)), desk.archive)


def test_questions_contacts_and_headings_are_never_quoted(tiny: Archive) -> None:
    interview = tiny.interviews[0]
    question = interview.turns[0].question
    assert question is not None
    assert interview.heading is not None
    for span in (question, interview.heading, interview.footer[1].span):
        with pytest.raises(ValueError, match="quotable"):
            cut_quote(tiny, interview.id, span)


def test_a_quote_from_another_interview_is_refused(tiny: Archive) -> None:
    with pytest.raises(ValueError, match="quotable"):
        cut_quote(tiny, tiny.interviews[1].id, tiny.interviews[0].turns[0].answer[0])
    with pytest.raises(NotHeld):
        cut_quote(tiny, "not-held", Span(0, 1))


def test_the_reply_has_the_shape_of_the_contract(desk: Desk) -> None:
    shape = reply_json(desk.ask("Who helps families now?"))
    assert {
        "question",
        "understood",
        "outcome",
        "quotes",
        "citations",
        "coverage",
        "nearest",
        "archive",
        "took_ms",
    } <= shape.keys()
    assert shape["outcome"] == "answer"
    citations = shape["citations"]
    assert isinstance(citations, list)
    assert {
        "number",
        "interview",
        "title",
        "country",
        "speaker",
        "role",
        "organisation",
        "date",
        "rating",
        "question",
        "document",
        "document_sha256",
        "start",
        "end",
        "quote_sha256",
        "permalink",
    } <= citations[0].keys()
    start, end, id = (citations[0][key] for key in ("start", "end", "interview"))
    assert re.fullmatch(
        rf"/interviews/{id}\?span={start}-{end}-[0-9a-f]{{12}}-[0-9a-f]{{12}}"
        r"-[0-9a-f]{8}-[0-9a-f]{8}#span",
        str(citations[0]["permalink"]),
    )


@pytest.mark.parametrize("k", [0, -1, 1001])
def test_a_search_for_no_or_too_many_passages_is_bad_input(desk: Desk, k: int) -> None:
    with pytest.raises(BadInput):
        desk.search("radio", k=k)


def test_hits_stand_in_one_total_order(desk: Desk) -> None:
    hits = desk.search("Who trusts the radio?", k=100).hits
    keys = [(-hit.score, hit.passage.number) for hit in hits]
    assert keys == sorted(keys)
    assert hits == desk.search("Who trusts the radio?", k=100).hits
