from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eval.speed import RUNS, processes, questions, run


def test_a_process_is_timed_with_its_memory() -> None:
    spent, memory = run((sys.executable, "-c", "x = bytearray(40_000_000)"))
    assert spent > 0
    assert 38 < memory < 100


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match="no such luck"):
        run((sys.executable, "-c", "import sys; sys.exit('no such luck')"))


def test_the_middle_of_several_runs_is_told(tmp_path: Path) -> None:
    made = tmp_path / "made"
    code = f"import pathlib; pathlib.Path({str(made)!r}).mkdir()"
    found = processes("a folder", (sys.executable, "-c", code), fresh=made)
    assert found.least <= found.middle
    assert len(list(tmp_path.iterdir())) == RUNS


def test_the_first_round_of_questions_is_not_timed() -> None:
    asked: list[str] = []
    found = questions("asking", asked.append)
    assert len(asked) % len(set(asked)) == 0
    assert found.least <= found.middle
    assert found.most == 0
