import json
import shutil
from pathlib import Path

import pytest

from index.embedder import SentenceTransformerEmbedder
from index.errors import Misconfigured, Unavailable
from index.runtime import whole_tokenizer
from rag.judge import QUESTION, WINDOW, Layout, Reading
from rag.judges import judge_named
from rag.onnx_judge import FOLDER, MODEL, RECORD, TOKENIZER, OnnxJudge
from rag.own_judge import OwnJudge

SAID = ("The harbour was shut in May.", "We were paid nine dinars a day.", "My aunt sang.")
READING = Reading("Valdoria. Mira Dolen: What were you paid?", SAID)


@pytest.fixture(scope="session")
def judge() -> OnnxJudge:
    return OnnxJudge()


@pytest.fixture(scope="session")
def layout() -> Layout:
    return Layout(whole_tokenizer((FOLDER / TOKENIZER).read_text(encoding="utf-8")))


def test_the_sentence_that_answers_is_thought_the_best(judge: OnnxJudge) -> None:
    paid, shut = judge("How much money did workers get?", [READING])[0].sentences[1::-1]
    assert paid > shut
    paid, shut = judge("When was the harbour closed?", [READING])[0].sentences[1::-1]
    assert shut > paid


def test_a_passage_that_answers_is_thought_better_than_one_that_does_not(judge: OnnxJudge) -> None:
    other = Reading("", ("Bees sleep in winter.", "A hive has one queen."))
    about, beside = judge("How much were workers paid?", [READING, other])
    assert about.passage > beside.passage
    assert len(beside.sentences) == 2


def test_a_verdict_does_not_depend_on_what_else_is_read(judge: OnnxJudge) -> None:
    alone = judge("How much were workers paid?", [READING])
    together = judge("How much were workers paid?", [Reading("", ("Bees.",)), READING])
    assert together[1] == alone[0]


def test_a_long_passage_is_read_in_windows_and_each_sentence_once(
    judge: OnnxJudge, layout: Layout
) -> None:
    many = Reading("Valdoria.", tuple(f"Sentence {n} says something. " * 4 for n in range(40)))
    laid = list(layout.lay("What is said?", many))
    assert len(laid) > 1
    assert sum(len(one.sentences) for one in laid) == 40
    for one in laid:
        body = one.sentences[-1][1] - one.sentences[0][0]
        assert body <= WINDOW or len(one.sentences) == 1
        assert one.sentences[-1][1] == len(one.pieces)
    assert len(judge("What is said?", [many])[0].sentences) == 40


def test_of_a_long_question_the_end_is_read(layout: Layout) -> None:
    long, short = "and then " * 200 + "who was paid?", "who was paid?"
    first = next(layout.lay(long, READING))
    assert first.question == QUESTION + 2
    tail = list(layout.pieces(short))
    assert list(first.pieces[: first.question - 1])[-len(tail) :] == tail


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "judge"))


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_file_that_was_changed_is_refused(copied: Path, name: str) -> None:
    with (copied / name).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(Misconfigured, match=r"has the hash .* not .*--judge off"):
        OnnxJudge(copied)


@pytest.mark.parametrize("words", ["", "[]", '{"sha256": 3}', '{"files": {}}'])
def test_a_record_that_is_none_is_refused(copied: Path, words: str) -> None:
    (copied / RECORD).write_text(words, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"is not the record of a judge.*--judge off"):
        OnnxJudge(copied)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, RECORD])
def test_a_missing_file_says_how_to_go_on(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(Unavailable, match=f"lacks {name}.*--judge off"):
        OnnxJudge(copied)


def test_the_record_says_how_the_judge_was_trained() -> None:
    record = json.loads((FOLDER / RECORD).read_text())
    assert record["base_sha256"] == SentenceTransformerEmbedder().weights_sha256
    kept = {one["pass"]: one["mean"] for one in record["passes"] if "mean" in one}
    assert kept == {"archives": 0.5, "wider": 0.5, "harder": 0.5}
    passes = ["public", "own", "archives", "together", "gathered", "wider", "harder"]
    assert [one["pass"] for one in record["passes"]] == passes
    assert all(one["lessons"] and one["seconds"] > 0 for one in record["passes"])


def test_the_judge_can_be_switched_off_and_named() -> None:
    assert judge_named("off") is None
    assert isinstance(judge_named("built-in"), OnnxJudge)


def test_a_judge_that_is_not_there_is_not_downloaded() -> None:
    with pytest.raises(Unavailable, match="never downloaded"):
        judge_named("nobody/no-such-cross-encoder")


@pytest.mark.parametrize("labels", [1, 3])
def test_a_judge_of_ones_own(tmp_path: Path, labels: int) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(vocab_size=30522, intermediate_size=32, num_labels=labels, **size)
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    base = SentenceTransformerEmbedder().folder
    AutoTokenizer.from_pretrained(base).save_pretrained(tmp_path)
    if labels > 1:
        with pytest.raises(Misconfigured, match="3 scores a pair"):
            OwnJudge(str(tmp_path))
        return
    judge = OwnJudge(str(tmp_path))
    first, second = judge("Who was paid?", [READING, Reading("", ("Bees.",))])
    assert len(first.sentences) == 3
    assert len(second.sentences) == 1
    # A passage of one sentence is that sentence.
    assert second.passage == pytest.approx(second.sentences[0], abs=1e-4)
