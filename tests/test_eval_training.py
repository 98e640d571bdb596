from __future__ import annotations

import pytest
import torch

from eval.training.fit import means, seen
from eval.training.fit import task as laid_out
from eval.training.lessons import Lesson, labelled
from eval.training.network import JudgeNetwork
from eval.training.own import AskOfAll, Together, together, written
from eval.training.shipped import take, weight_of
from index.embedder import SentenceTransformerEmbedder
from index.runtime import whole_tokenizer
from rag.judge import Layout, Reading
from rag.onnx_judge import FOLDER, TOKENIZER, OnnxJudge

READING = Reading(
    "Valdoria. Mira Dolen: What were you paid?",
    ("The harbour was shut in May.", "We were paid nine dinars a day.", "My aunt sang."),
)
QUESTION = "How much money did workers get?"


def test_the_shipped_judge_goes_on_learning_from_what_it_knows() -> None:
    """What flows through it has eight bits there and sixteen here, so they differ by so much."""
    layers = 6
    network = JudgeNetwork(SentenceTransformerEmbedder().folder, layers)
    take(network, FOLDER)
    network.eval()
    layout = Layout(whole_tokenizer((FOLDER / TOKENIZER).read_text(encoding="utf-8")))
    lesson = Lesson(QUESTION, (labelled(READING, [1]),), "invented")
    pages = laid_out(lesson, layout).pages
    with torch.no_grad():
        (found,) = seen(network, pages)
    (told,) = OnnxJudge()._looked(QUESTION, [READING])
    assert found.sentences.tolist() == pytest.approx(told.sentences, abs=0.5)
    assert found.beyond.tolist() == pytest.approx(told.beyond, abs=0.5)
    assert float(found.passage) == pytest.approx(told.passage, abs=0.5)


def test_a_weight_is_called_as_the_network_calls_it() -> None:
    product = "/encoder/encoder/layer.0/attention/self/key/MatMul_quant"
    assert weight_of(product) == "encoder.encoder.layer.0.attention.self.key.weight"
    assert weight_of("/passage/Gemm_MatMul_quant") == "passage.weight"


def test_a_sentences_score_is_the_mean_of_its_pieces() -> None:
    layout = Layout(whole_tokenizer((FOLDER / TOKENIZER).read_text(encoding="utf-8")))
    (page,) = laid_out(Lesson(QUESTION, (labelled(READING),), "invented"), layout).pages
    width = len(page.laid.pieces)
    found = means(torch.arange(float(width)), page)
    wanted = [(begin + end - 1) / 2 for begin, end in page.laid.sentences]
    assert found.tolist() == pytest.approx(wanted)


@pytest.mark.parametrize("folder", ["interviews", "later", "archives"])
def test_what_was_written_for_the_judge_can_be_read(folder: str) -> None:
    asks = [ask for interview in written(folder) for ask in interview.asks]
    unanswered = sum(not ask.answers for ask in asks)
    assert len(asks) > 500
    assert 0.1 < unanswered / len(asks) < 0.6


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("together", 6000),
        ("gathered", 1000),
        ("wider", 7000),
        ("harder", 7000),
        ("calibration", 400),
    ],
)
def test_what_was_put_to_several_interviews_can_be_read(folder: str, least: int) -> None:
    """Each file is checked as it is read: every answer names a sentence that is there."""
    held = list(together(folder))
    asks = [ask for one in held for ask in one.asks]
    unanswered = sum(not ask.answers for ask in asks)
    assert len(asks) > least
    assert 0.05 < unanswered / len(asks) < 0.4
    assert any(len({turn for turn, _ in ask.answers}) > 1 for ask in asks)
    for ask in asks:
        for turn, places in ask.helping.items():
            assert not places & ask.answers.get(turn, frozenset())


def test_an_answer_that_is_not_there_is_refused() -> None:
    interviews = tuple(written("later"))[:1]
    ask = AskOfAll("direct", "Who?", {(0, 0): frozenset({99})}, {})
    with pytest.raises(ValueError, match="is answered by what is not there"):
        Together(interviews, (ask,))
