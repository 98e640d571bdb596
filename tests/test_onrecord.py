"""The command as a user calls it, over the sample archive with the real model."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from specimens import ROOT, SAMPLE, TINY, Run

import onrecord
from index.archive import open_archive
from index.generations import LOCK, live
from web.states import WEAK

GOLD = SAMPLE / "topics.jsonl"


def test_ask_prints_the_words_whose_they_are_and_where(run: Run) -> None:
    code, out, _ = run("ask", "How were the dockers' wristbands used against them?")
    assert code == 0
    assert "Sarvelia · Tomas Ebrel" in out
    assert re.search(r"\[1\] harbour\.txt, characters \d+–\d+", out)
    assert "interviews speak to this" in out


def test_ask_as_json_holds_the_sources_words(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("ask", "Who burned the catalogue?", "--json", "--country", "Oshran")
    shape = json.loads(out)
    assert (code, shape["outcome"]) == (0, "answer")
    for quote, citation in zip(shape["quotes"], shape["citations"], strict=True):
        assert quote["citation"] == citation["number"]
        text = (SAMPLE / "interviews" / citation["document"]).read_text(encoding="utf-8")
        assert text[citation["start"] : citation["end"]] == quote["text"]
        assert citation["country"] == "Oshran"


def test_silence_is_no_error(run: Run) -> None:
    code, out, _ = run("ask", "What do Venezuelans think of their president?")
    assert code == 0
    assert "Nobody in this archive says this on the record." in out
    assert "not evidence" in out


def test_search_lists_as_many_passages_as_were_asked_for(run: Run) -> None:
    code, out, _ = run("search", "fear of the police", "-k", "3", "--json")
    hits = json.loads(out)["hits"]
    assert (code, [hit["rank"] for hit in hits]) == (0, [1, 2, 3])
    code, out, _ = run("search", "fear of the police", "-k", "3")
    assert out.count("score") == 3


def test_compare_prints_who_answers_and_who_does_not(run: Run) -> None:
    code, out, _ = run("compare", "Do you believe that you can win?", "--country", "Ilmara")
    assert code == 0
    assert "Rusa Ketteny (Ilmara)\nAsked: Do you believe that you can win?" in out
    assert re.search(r"river-court\.txt, characters \d+–\d+\n  /interviews/ilmara-", out)
    assert "of 2 speakers answer" in out
    code, out, _ = run("compare", "What do Venezuelans think?\nIs exile safe?", "--by", "country")
    assert code == 0
    assert "No interview here is about Venezuela" in out
    assert "Not asked, and nothing found that answers:" in out


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("json", '{\n "by": "interview"'),
        ("csv", '"question","group"'),
        ("markdown", "## Is exile safe?"),
        ("html", "<!doctype html>"),
    ],
)
def test_compare_prints_every_form(run: Run, form: str, begins: str) -> None:
    code, out, err = run("compare", "Is exile safe?", "--by", "interview", "--format", form)
    assert (code, err) == (0, "")
    assert out.startswith(begins)
    if form != "html":
        assert run("compare", "Is exile safe?", "--by", "interview", f"--{form}")[0] == 0


def test_compare_refuses_what_it_cannot_compare(run: Run) -> None:
    for argv, expected, said in (
        (("Who?", "--country", "Atlantis"), 65, "no country 'Atlantis'. It holds: Belmarra"),
        ((" ",), 65, "none came"),
        (tuple(f"Who is {n}?" for n in range(7)), 65, "7 came"),
        (("Who?", "--by", "planet"), 64, "planet"),
        (("Who?", "--format", "pdf"), 64, "pdf"),
    ):
        code, out, err = run("compare", *argv)
        assert (code, out) == (expected, "")
        assert said in err


def test_interviews_lists_the_holdings(run: Run) -> None:
    code, out, _ = run("interviews", "--json")
    assert (code, len(json.loads(out)["interviews"])) == (0, 13)
    assert "13 interviews" in run("interviews")[1]


def test_parse_shows_turns_and_offsets(run: Run) -> None:
    path = SAMPLE / "interviews" / "harbour.txt"
    code, out, _ = run("parse", str(path), "--json")
    shape = json.loads(out)
    text = path.read_text(encoding="utf-8")
    (interview,) = shape["interviews"]
    assert (code, interview["country"], interview["date"]) == (0, "Sarvelia", "2031-04-17")
    for turn in interview["turns"]:
        for part in (turn["question"], *turn["answer"]):
            assert text[part["start"] : part["end"]] == part["text"]
    assert "What was the strike about?" in run("parse", str(path))[1]


def test_export_writes_lines_and_text(run: Run, tmp_path: Path) -> None:
    code, out, err = run("export")
    held = [json.loads(line) for line in out.splitlines()]
    assert (code, err, len(held)) == (0, "", 13)
    assert held[0]["turns"][0]["answer"]
    file = tmp_path / "all.jsonl"
    code, shown, err = run("export", "-o", str(file))
    assert (code, shown) == (0, "")
    assert "holds 13 interviews" in err
    assert file.read_text(encoding="utf-8") == out
    assert file.stat().st_mode & 0o777 == 0o600
    code, out, _ = run("export", "--format", "txt")
    assert (code, out.count("\n---\n")) == (0, 12)
    assert run("export", "-o", str(tmp_path))[0] == 73
    assert run("export", "-o", str(tmp_path / "none" / "all.jsonl"))[0] == 73
    assert run("export", "--format", "pdf")[0] == 64


def test_verify_finds_a_changed_byte(run: Run, tmp_path: Path) -> None:
    assert run("verify")[0] == 0
    victim = tmp_path / "copy" / "gen-00000001" / "segment-0001" / "sources.txt"
    raw = bytearray(victim.read_bytes())
    raw[100] ^= 1
    victim.write_bytes(raw)
    code, out, err = run("verify")
    assert (code, out) == (1, "")
    assert victim.name in " ".join(err.split())
    code, out, err = run("ask", "Who burned the catalogue?")
    assert (code, out) == (74, "")
    assert "Nothing is answered from it" in err


def test_index_says_what_it_did_and_does_it_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tiny.txt").write_text(TINY, encoding="utf-8")
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.4")
    code, out, _ = run("index", str(tmp_path / "tiny.txt"), "--json")
    assert (code, json.loads(out)["added"]) == (0, ["tiny.txt"])
    code, out, _ = run("index", str(tmp_path / "tiny.txt"))
    assert code == 0
    assert "unchanged  tiny.txt" in out
    assert "generation 2, nothing had changed" in out


def bad_inputs(folder: Path) -> list[tuple[str, bytes, str]]:
    return [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", b"\x00\x01\x02" * 50, "binary"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        ("windows.txt", "Déjà vu?\n".encode("cp1252"), "is not UTF-8: byte 1"),
        ("essay.txt", b"Nobody asks anything here.\nNobody answers.\n", "no question"),
        ("sheet.xls", b"PK", "no reader for .xls."),
    ]


def test_bad_documents_are_refused_and_the_archive_stays(run: Run, tmp_path: Path) -> None:
    before = live(tmp_path / "copy")
    for name, raw, said in bad_inputs(tmp_path):
        (tmp_path / name).write_bytes(raw)
        code, out, err = run("index", str(tmp_path / name))
        assert (code, out) == (65, ""), name
        assert said in " ".join(err.split()), name
        assert live(tmp_path / "copy") == before
    assert open_archive(tmp_path / "copy").generation == 1


def test_bad_files_in_a_folder_are_skipped_and_said(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, raw, _ in bad_inputs(tmp_path):
        (folder / name).write_bytes(raw)
    assert run("index", str(folder))[0] == 65
    (folder / "tiny.txt").write_text(TINY, encoding="utf-8")
    code, out, _ = run("index", str(folder))
    assert code == 0
    assert out.count("skipped") == 6


def test_an_interview_without_a_heading_is_read_with_a_warning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("Why did you leave?\nThey took the boat.\n", "utf-8")
    code, out, _ = run("index", str(tmp_path / "bare.txt"))
    assert code == 0
    assert "has no heading" in " ".join(out.split())
    assert "country is unknown" in " ".join(out.split())


def test_bad_questions_and_filters(run: Run) -> None:
    for argv, said in (
        (("ask", "x" * 10_000), "10,000 characters"),
        (("ask", "  "), "is empty"),
        (("ask", "Who?", "--country", "Atlantis"), "no country 'Atlantis'. It holds: Belmarra"),
        (("search", "Who?", "--interview", "../../etc"), "no interview '../../etc'"),
        (("search", "Who?", "-k", "0"), "ask for 1 to 1,000"),
    ):
        code, out, err = run(*argv)
        assert (code, out) == (65, "")
        assert said in err


def test_usage_errors_exit_with_64(run: Run) -> None:
    for argv in ((), ("sing",), ("ask",), ("ask", "a", "--nope"), ("search", "a", "-k", "many")):
        assert run(*argv)[0] == 64


def test_no_archive_is_said_with_the_command_that_makes_one(run: Run, tmp_path: Path) -> None:
    code, _, err = run("ask", "Who?", "--archive", str(tmp_path / "none"))
    assert code == 69
    assert "onrecord index PATH" in err


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    document = str(SAMPLE / "interviews" / "harbour.txt")
    code, _, err = run("index", document, "--archive", str(tmp_path / "file" / "archive"))
    assert code == 73
    assert "--archive DIR" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights(run: Run, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    document = str(SAMPLE / "interviews" / "harbour.txt")
    assert run("index", document, "--archive", str(tmp_path / "closed" / "a"))[0] == 73


def test_a_missing_document(run: Run, tmp_path: Path) -> None:
    assert run("index", str(tmp_path / "none.txt"))[0] == 74
    assert run("parse", str(tmp_path / "none.txt"))[0] == 74


def test_a_second_writer_is_told_to_try_again(run: Run, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        ["flock", "-x", str(tmp_path / "copy" / LOCK), "-c", "echo held; sleep 60"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        code, _, err = run("index", str(SAMPLE / "interviews" / "harbour.txt"))
    finally:
        os.killpg(holder.pid, 9)
        holder.communicate()
    assert code == 75
    assert "Try again" in err


def test_another_model_is_refused_by_both_names(run: Run, tmp_path: Path) -> None:
    code, _, err = run("index", str(SAMPLE / "interviews"), "--model", str(tmp_path))
    assert code == 69
    assert "safetensors" in err


def test_weak_evidence_is_said_to_be_weak(run: Run) -> None:
    weak = "These words may not answer your question."
    assert weak in run("ask", WEAK)[1]
    assert weak not in run("ask", "What does the lake radio say every morning?")[1]


def test_unknown_variables_are_errors(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_ARCHVE", "x")
    code, _, err = run("interviews")
    assert code == 78
    assert "the nearest that it knows is ONRECORD_ARCHIVE" in err
    monkeypatch.delenv("ONRECORD_ARCHVE")
    monkeypatch.setenv("ONRECORD_PORT", "http")
    assert run("interviews")[0] == 78


def test_serve_refuses_other_machines(run: Run) -> None:
    code, _, err = run("serve", "--host", "0.0.0.0")
    assert code == 78
    assert "reverse proxy" in err


def test_eval_measures_gates_and_writes(run: Run, tmp_path: Path) -> None:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(lines[::6]), encoding="utf-8")
    page, ranking = tmp_path / "page.html", tmp_path / "run.trec"
    code, out, _ = run("eval", str(gold), "--json", "--report", str(page), "--run", str(ranking))
    shape = json.loads(out)
    assert code == 0
    assert shape["answer"]["verbatim_rate"] == 1.0
    assert shape["answer"]["attribution_accuracy"] == 1.0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    code, out, err = run("eval", str(gold), "--baseline", str(ranking), "--floor", "recall@5=1.01")
    assert (code, "recall@5" in err) == (1, True)


def test_help_names_every_verb_and_loads_nothing() -> None:
    program = (
        "import sys, onrecord\n"
        "try: onrecord.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'faiss', 'numpy', 'fastapi', 'pydantic', 'index'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(verb in done.stdout for verb in onrecord.VERBS)


def test_asking_reaches_no_network(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert run("ask", "Who burned the catalogue?")[0] == 0


def test_a_sources_control_codes_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    text = TINY.replace("They told me", "They \x1b[31mtold\x1b[0m \u202eme")
    (tmp_path / "tiny.txt").write_text(text, encoding="utf-8")
    archive = str(tmp_path / "fresh")
    run("index", str(tmp_path / "tiny.txt"), "--archive", archive)
    _, out, _ = run("ask", "Did anyone say go home to Mira?", "--archive", archive)
    assert "told" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_control_codes_of_a_source_do_not_reach_the_terminal_in_messages(
    run: Run, tmp_path: Path
) -> None:
    hostile = "Country: Val\x1b]0;title\x07\x1b[31mdoria\nInterviewee: Mi\x1b[2Jra\u202e Dolen\n\n"
    text = f"{hostile}Q: What happened to the boats?\nA: The police burned the boats.\n"
    (tmp_path / "tiny.txt").write_text(text, encoding="utf-8")
    named = tmp_path / "tiny\x1b[31m.xyz"
    named.write_text(text, encoding="utf-8")
    archive = str(tmp_path / "fresh")
    run("index", str(tmp_path / "tiny.txt"), "--archive", archive)
    for argv, said in (
        (("ask", "boats", "--archive", archive, "--country", "Nowhere"), "doria"),
        (("ask", "boats", "--archive", archive, "--speaker", "Nobody"), "Dolen"),
        (("parse", str(named)), ".xyz"),
    ):
        code, out, err = run(*argv)
        assert (code, out) == (65, "")
        assert said in err
        assert not {"\x1b", "\x07", "\u202e"} & set(err)


def as_process(command: str, *argv: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own; in `command`, for bash, it is `"$@"`."""
    return subprocess.run(
        ["bash", "-c", command, "bash", sys.executable, str(ROOT / "onrecord.py"), *argv],
        capture_output=True,
        env={**os.environ, **variables},
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("argv", [(), ("--json",)])
def test_a_full_disk_is_no_failed_check(argv: tuple[str, ...]) -> None:
    path = str(SAMPLE / "interviews" / "harbour.txt")
    ended = as_process('"$@" > /dev/full', "parse", path, *argv)
    assert ended.returncode == 74
    assert b"No space left on device" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("redirected", "code"), [('"$@" >&-', 0), ('"$@" 2>&-', 0), ('"$@" | head -c 1', 0)]
)
def test_closed_streams_are_no_failed_check(redirected: str, code: int) -> None:
    path = str(SAMPLE / "interviews" / "harbour.txt")
    ended = as_process(f"set -o pipefail; {redirected}", "parse", path)
    assert (ended.returncode, ended.stderr) == (code, b"")


def test_a_draft_from_a_closed_input_is_said_to_be_none() -> None:
    ended = as_process('"$@" <&-', "verify-draft", "-")
    assert ended.returncode == 74
    assert ended.stderr.startswith(b"onrecord: standard input is closed.")


def test_a_locale_that_lacks_a_letter_prints_another(tmp_path: Path) -> None:
    (tmp_path / "tiny.txt").write_text(TINY.replace("VALDORIA", "VALDORÍA ‘Ω’"), encoding="utf-8")
    path = str(tmp_path / "tiny.txt")
    ended = as_process('"$@"', "parse", path, PYTHONIOENCODING="latin-1")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Why did you leave Valdoria?" in ended.stdout.decode("latin-1")
    told = json.loads(
        as_process('"$@"', "parse", path, "--json", PYTHONIOENCODING="latin-1").stdout
    )
    assert "Ω" in json.dumps(told, ensure_ascii=False)


def test_a_files_name_that_is_not_utf_8_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"x\xff.txt")
    path.write_text("Why did you leave?\nThey took the boat.\n", encoding="utf-8")
    code, out, _ = run("parse", str(path), "--json")
    assert code == 0
    assert "x\ufffd.txt" in out
    assert run("parse", str(path))[0] == 0


def test_what_the_system_refuses_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise PermissionError(13, "Permission denied", "lexicon\x1b[31m.bin")

    monkeypatch.setattr("rag.verbs.open_archive", refused)
    code, out, err = run("interviews")
    assert (code, out) == (74, "")
    assert err.startswith("onrecord: reading or writing failed (lexicon")
    assert "Permission denied" in err
    assert "\x1b" not in err
