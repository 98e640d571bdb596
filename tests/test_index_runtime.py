from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from specimens import ROOT


def test_running_a_network_leaves_nothing_on_the_machine(tmp_path: Path) -> None:
    """The runtime's telemetry, where it is on, begins by writing a name for this machine."""
    script = (
        "from rag.judge import Reading\n"
        "from rag.onnx_judge import OnnxJudge\n"
        "OnnxJudge()('Why?', [Reading('', ('Because of the salt.',))])\n"
    )
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**kept, **home}, check=True)
    assert not list(tmp_path.iterdir())


def test_the_runtime_is_imported_where_it_is_told_to_be_quiet_and_nowhere_else() -> None:
    importing = re.compile(r"^ *(?:import|from) onnxruntime", re.M)
    typing = "if TYPE_CHECKING:\n    from onnxruntime"
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("index", "rag", "web", "eval")
        for path in (ROOT / room).rglob("*.py")
        if importing.search(path.read_text(encoding="utf-8").replace(typing, ""))
    }
    assert found == {"index/export.py", "index/runtime.py"}
