import pytest

from rag.wanted import Wanted, tells, wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many nets were burnt?", Wanted.NUMBER),
        ("What share of the vote did they win?", Wanted.NUMBER),
        ("How long was she held?", Wanted.LENGTH),
        ("For how many years was she held?", Wanted.LENGTH),
        ("When did the office open?", Wanted.TIME),
        ("In what year did he flee?", Wanted.YEAR),
        ("On what date did he flee?", Wanted.TIME),
        ("What are the names of the judges?", Wanted.NAME),
        ("Why did he flee when the ban came?", None),
        ("What do fishers say about the radio?", None),
    ],
)
def test_the_form_of_a_question_says_what_it_wants(question: str, kind: Wanted | None) -> None:
    assert wanted(question) is kind


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "does"),
    [
        ("They burnt forty nets.", Wanted.NUMBER, "How many nets?", True),
        ("They burnt our nets, as in 2011.", Wanted.NUMBER, "How many nets?", False),
        ("They burnt our nets.", Wanted.NUMBER, "How many nets?", False),
        ("In 2011 they burnt our nets.", Wanted.NUMBER, "How many nets in 2011?", False),
        ("He fled in 2019.", Wanted.YEAR, "In what year did he flee?", True),
        ("He fled in May.", Wanted.YEAR, "In what year did he flee?", False),
        ("In 2019 he fled.", Wanted.YEAR, "In which year after 2019 did he flee?", False),
        ("She was held for three whole weeks.", Wanted.LENGTH, "How long was she held?", True),
        ("She was held from March 2019.", Wanted.LENGTH, "How long was she held?", True),
        ("She got a life sentence.", Wanted.LENGTH, "How long was the sentence?", True),
        ("Case no. 173 was about her.", Wanted.LENGTH, "How long was she held?", False),
        ("It opened in May.", Wanted.TIME, "When did it open?", True),
        ("It opened with a song.", Wanted.TIME, "When did it open?", False),
        ("The judge was Ana Rill.", Wanted.NAME, "What is the name of the judge?", True),
        ("The judge was a stranger.", Wanted.NAME, "What is the name of the judge?", False),
        ("So Dolen saw the judge.", Wanted.NAME, "What was the name of Dolen's judge?", False),
    ],
)
def test_whether_a_sentence_tells_it(
    sentence: str, kind: Wanted, question: str, does: bool
) -> None:
    assert tells(sentence, kind, question) is does
