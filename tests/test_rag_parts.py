import pytest

from rag.parts import parts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "Why did Mira leave Valdoria, and where does she live now?",
            (
                "Why did Mira leave Valdoria?",
                "Why did Mira leave Valdoria? Where does she live now?",
            ),
        ),
        (
            "What did the sea ban change? Who misses the fishers today?",
            (
                "What did the sea ban change?",
                "What did the sea ban change? Who misses the fishers today?",
            ),
        ),
    ],
)
def test_a_question_of_two_parts(question: str, found: tuple[str, ...]) -> None:
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "What do Valdoria and West Orlund have in common?",
        "How do laws and police restrict fishing?",
        "Why did she leave and why?",
        "bread and butter",
        "What should states and companies do about nets?",
        "fishers and what they earn",
    ],
)
def test_one_question_is_not_parted(question: str) -> None:
    assert parts(question) == ()
