from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from specimens import ROOT, SAMPLE, TINY

from index import compile as module
from index.archive import ENCODER, open_archive
from index.build import index_documents
from index.compile import FLOAT32, INT8, cache, compiled, whole
from index.compiled import NETWORK, RECORD, TOKENIZER, WEIGHTS, CompiledEmbedder
from index.embedder import ORIGINAL, SentenceTransformerEmbedder
from index.embedders import embedder_for, embedder_named
from index.errors import InputOutput, Misconfigured
from index.probes import PROBES
from index.runtime import whole_tokenizer
from rag.onnx_judge import FOLDER as JUDGE


@pytest.fixture(scope="module")
def original() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.mark.parametrize(("precision", "least"), [(INT8, 0.95), (FLOAT32, 0.9999)])
def test_a_compiled_model_gives_the_vectors_of_the_original(
    original: SentenceTransformerEmbedder, precision: str, least: float
) -> None:
    encoder = compiled(original, precision)
    assert isinstance(encoder, CompiledEmbedder)
    assert (encoder.name, encoder.weights_sha256) == (original.name, original.weights_sha256)
    assert encoder.dimension == original.dimension
    found = encoder.encode_passages(PROBES)
    assert found.shape == (len(PROBES), 384)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found * original.encode_passages(PROBES)).sum(1).min() > least
    for text in PROBES:
        assert encoder.encode_question(text) @ original.encode_question(text) > least
        assert encoder.fits(text) == original.fits(text)


def test_a_text_has_the_same_vector_whatever_stands_beside_it() -> None:
    encoder = embedder_named(None, None)
    together = encoder.encode_passages(PROBES)
    for text, vector in zip(PROBES, together, strict=True):
        assert np.array_equal(encoder.encode_passages([text])[0], vector)
    assert encoder.encode_passages([]).shape == (0, 384)


def test_a_model_is_compiled_once(
    original: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(original, INT8)

    def never(*_: object) -> None:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(module, "build", never)
    assert compiled(original, INT8).precision == INT8
    assert compiled(original, ORIGINAL) is original


def test_a_damaged_cache_is_compiled_anew(
    original: SentenceTransformerEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(original, INT8)
    mine = tmp_path / "onrecord" / "encoders"
    shutil.copytree(cache(), mine)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (folder,) = mine.glob(f"*-{INT8}-*")
    network = folder / NETWORK
    raw = bytearray(network.read_bytes())
    raw[len(raw) // 2] ^= 1
    network.write_bytes(raw)
    assert not whole(folder)
    assert compiled(original, INT8).precision == INT8
    assert whole(folder)
    assert not list(mine.glob("partial-*"))


def test_vectors_that_are_not_the_originals_are_refused(
    original: SentenceTransformerEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setitem(module.LEAST, INT8, 0.9999)
    with pytest.raises(Misconfigured, match="--encoder float32"):
        compiled(original, INT8)
    assert not list(cache().iterdir())


def test_a_model_that_cannot_be_compiled_runs_as_it_is(
    original: SentenceTransformerEmbedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("an operator that no exporter knows")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(module, "export", stumble)
    with caplog.at_level(logging.WARNING):
        assert compiled(original, INT8) is original
    assert "all-MiniLM-L6-v2 cannot be compiled" in caplog.text
    assert "RuntimeError" in caplog.text


def test_an_archive_carries_its_encoder(sample_archive: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sample_archive, tmp_path / "archive"))
    opened = open_archive(folder)
    assert opened.baked.precision == INT8
    (network,) = folder.glob(f"gen-*/{ENCODER}/{NETWORK}")
    network.write_bytes(network.read_bytes()[:-1])
    with pytest.raises(InputOutput, match=NETWORK):
        open_archive(folder)


def test_an_archive_keeps_its_encoder_when_it_grows(sample_archive: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sample_archive, tmp_path / "archive"))
    embedder = embedder_for(folder, None, None)
    assert isinstance(embedder, CompiledEmbedder)
    assert embedder.folder.is_relative_to(folder)
    (tmp_path / "new.txt").write_text(TINY, encoding="utf-8")
    made = index_documents([tmp_path / "new.txt"], folder, embedder)
    assert made.published
    again = open_archive(folder)
    assert again.generation == made.archive.generation
    assert again.baked == made.archive.baked
    question = again.embedder.encode_question("Who pays the lawyers?")
    assert np.array_equal(question, embedder.encode_question("Who pays the lawyers?"))


def test_an_archive_of_one_precision_is_not_indexed_with_another(sample_archive: Path) -> None:
    with pytest.raises(Misconfigured, match="int8") as refused:
        open_archive(sample_archive, embedder_for(sample_archive, None, FLOAT32))
    assert "--encoder float32" in str(refused.value)


def test_a_record_of_another_version_is_refused(tmp_path: Path) -> None:
    embedder_named(None, None).store(tmp_path / "encoder")
    record = tmp_path / "encoder" / RECORD
    found = json.loads(record.read_text())
    record.write_text(json.dumps({**found, "version": 2}))
    with pytest.raises(Misconfigured, match="version 2"):
        CompiledEmbedder(tmp_path / "encoder")
    record.write_text("{}")
    with pytest.raises(Misconfigured, match="new archive"):
        CompiledEmbedder(tmp_path / "encoder")


def test_an_encoder_with_its_weights_inside_the_network_is_still_one(tmp_path: Path) -> None:
    """As archives of before have it."""
    now = embedder_named(None, None)
    now.store(tmp_path / "before")
    network = tmp_path / "before" / NETWORK
    onnx.save(onnx.load(str(network)), str(network))
    (tmp_path / "before" / WEIGHTS).unlink()
    CompiledEmbedder(tmp_path / "before").store(tmp_path / "copied")
    before = CompiledEmbedder(tmp_path / "copied")
    assert np.array_equal(before.encode_passages(PROBES), now.encode_passages(PROBES))


def test_encoder_and_judge_share_a_tokenizer(tmp_path: Path) -> None:
    embedder_named(None, None).store(tmp_path / "encoder")
    described = (tmp_path / "encoder" / TOKENIZER).read_text(encoding="utf-8")
    judges = (JUDGE / TOKENIZER).read_text(encoding="utf-8")
    assert whole_tokenizer(described) is whole_tokenizer(judges)


def test_asking_needs_no_torch(sample_archive: Path) -> None:
    script = (
        "import sys\n"
        "from onrecord import main\n"
        "assert main(sys.argv[1:]) == 0\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    archive = ["--archive", str(sample_archive)]
    gold = str(SAMPLE / "topics.jsonl")
    for words in (["ask", "Who left?"], ["search", "Who left?"], ["eval", gold]):
        command = [sys.executable, "-c", script, *words, *archive]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
