"""A multilingual model by its path: a tiny one of random weights, made as E5's are made."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from talks import ENGLISH, TALKS

from index.archive import open_archive
from index.build import index_documents
from index.compile import FLOAT32, compiled
from index.compiled import CompiledEmbedder
from index.embedder import OFFLINE, SentenceTransformerEmbedder, passage_prompt
from index.embedders import embedder_named

LONGEST = 96
CONFIGURED = "config_sentence_transformers.json"
PROMPTS = {"query": "query: ", "passage": "passage: "}


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """These models are compiled into a folder of their own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An XLM-RoBERTa of 16 numbers whose word pieces are learnt from the talks."""
    os.environ.update(OFFLINE)
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

    folder = tmp_path_factory.mktemp("multilingual")
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    pieces = Tokenizer(models.Unigram())
    pieces.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=900, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    pieces.train_from_iterator([talk.text for talk in TALKS] + [ENGLISH], trainer)
    pieces.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=pieces, bos_token="<s>", eos_token="</s>", cls_token="<s>",
        sep_token="</s>", pad_token="<pad>", unk_token="<unk>", mask_token="<mask>",
        model_max_length=LONGEST, model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(folder)  # fmt: skip
    torch.manual_seed(7)
    shape = XLMRobertaConfig(
        vocab_size=pieces.get_vocab_size(), hidden_size=16, num_hidden_layers=1,
        num_attention_heads=2, intermediate_size=16, max_position_embeddings=LONGEST + 2,
        type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    XLMRobertaModel(shape).save_pretrained(folder)
    layers = [Transformer(str(folder)), Pooling(16), Normalize()]
    SentenceTransformer(modules=layers, device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def prompted(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same model, its configuration telling what to put before questions and passages."""
    folder = Path(shutil.copytree(model, tmp_path_factory.mktemp("prompted") / "model"))
    told = json.loads((folder / CONFIGURED).read_text())
    (folder / CONFIGURED).write_text(json.dumps({**told, "prompts": PROMPTS}))
    return folder


def test_it_is_compiled_and_gives_the_vectors_of_the_original(model: Path) -> None:
    original = SentenceTransformerEmbedder(str(model))
    encoder = compiled(original, FLOAT32)
    assert isinstance(encoder, CompiledEmbedder)
    texts = [sentence for talk in TALKS for answer in talk.answers for sentence in answer]
    found, right = encoder.encode_passages(texts), original.encode_passages(texts)
    assert (found * right).sum(1).min() > 0.9999
    assert len({tuple(vector) for vector in found.round(5).tolist()}) == len(set(texts))


@pytest.mark.parametrize("compile_it", [False, True])
def test_prompts_are_those_of_the_models_own_configuration(
    model: Path, prompted: Path, compile_it: bool
) -> None:
    plain: SentenceTransformerEmbedder | CompiledEmbedder
    plain, own = (SentenceTransformerEmbedder(str(one)) for one in (model, prompted))
    if compile_it:
        first, second = compiled(plain, FLOAT32), compiled(own, FLOAT32)
        assert isinstance(first, CompiledEmbedder)
        assert isinstance(second, CompiledEmbedder)
        plain, own = first, second  # type: ignore[assignment]
    words = TALKS[0].said
    passage, question = own.encode_passages([words])[0], own.encode_question(words)
    assert passage @ plain.encode_passages([f"passage: {words}"])[0] > 0.9999
    assert question @ plain.encode_question(f"query: {words}") > 0.9999
    assert passage @ question < 0.9999
    assert plain.encode_passages([words])[0] @ plain.encode_question(words) > 0.9999


def test_a_prompt_takes_room_from_what_is_read(model: Path, prompted: Path) -> None:
    words = "盐 " * 200
    plain, own = (SentenceTransformerEmbedder(str(one)) for one in (model, prompted))
    fitting = max(n for n in range(1, 200) if plain.fits("盐 " * n))
    assert plain.fits("盐 " * fitting)
    assert not own.fits("盐 " * fitting)
    assert not plain.fits(words)
    encoder = compiled(own, FLOAT32)
    assert [encoder.fits("盐 " * n) for n in range(1, 100)] == [
        own.fits("盐 " * n) for n in range(1, 100)
    ]


@pytest.mark.parametrize(
    ("prompts", "put"),
    [
        ({}, ""),
        ({"query": "query: ", "document": ""}, ""),
        ({"passage": "passage: "}, "passage: "),
        ({"corpus": "c: ", "document": "d: ", "passage": "p: "}, "d: "),
    ],
)
def test_a_passage_has_the_first_prompt_of_three(prompts: dict[str, str], put: str) -> None:
    assert passage_prompt(prompts) == put


def test_an_archive_is_made_and_asked_with_it(prompted: Path, tmp_path: Path) -> None:
    """By the option `--model PATH`; the archive carries what it needs to be asked."""
    for talk in TALKS:
        (tmp_path / f"{talk.code}.txt").write_text(talk.text, encoding="utf-8")
    files = sorted(tmp_path.glob("*.txt"))
    made = index_documents(files, tmp_path / "archive", embedder_named(str(prompted), None)).archive
    again = open_archive(tmp_path / "archive")
    assert again.baked.embedder == str(prompted)
    assert len(again.languages) == len(TALKS)
    for talk in TALKS:
        vector = again.embedder.encode_question(talk.asked)
        assert np.allclose(vector, made.embedder.encode_question(talk.asked), atol=1e-6)
        ((rows, cosines),) = again.dense.search(vector[None], len(again.passages), None)
        assert len(rows) == len(again.passages)
        assert np.isfinite(cosines).all()
