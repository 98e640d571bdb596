"""The README beside what it tells: its options, its commands, its answer."""

import subprocess

import pytest
from specimens import ROOT, Run

import onrecord

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_option_is_in_the_readme() -> None:
    actions = [
        action
        for group in onrecord.parser()._subparsers._group_actions  # type: ignore[union-attr]
        for parser in group.choices.values()  # type: ignore[union-attr]
        for action in parser._actions
    ]
    options = {option for action in actions for option in action.option_strings}
    assert {o for o in options - {"-h", "--help"} if f"`{o}`" not in README} == set()


def test_the_commands_of_the_readme_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    block = README.split("## In the terminal")[1].split("```sh\n")[1].split("```")[0]
    commands = [line for line in block.splitlines() if not line.startswith("onrecord serve")]
    assert len(commands) > 6
    for line in commands:
        argv = subprocess.run(
            ["bash", "-c", f"for a in {line}; do printf '%s\\0' \"$a\"; done"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")[1:-1]
        code, out, err = run(*argv)
        # The draft of the sample holds what an editor should mend.
        expected = 1 if "verify-draft" in line else 0
        assert (code, bool(out)) == (expected, True), (line, err)


def test_the_answer_in_the_readme_is_the_answer(run: Run) -> None:
    shown = README.split("$ onrecord ask ")[1].split("```")[0].splitlines()
    _, out, _ = run("ask", shown[0].strip('"'))
    assert [line.rstrip() for line in out.splitlines()] == shown[1:]
