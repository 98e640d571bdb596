"""Which judge reads: the one that comes with onrecord, one of the user's own, or none."""

from __future__ import annotations

from rag.judge import Judge
from rag.onnx_judge import OnnxJudge
from rag.own_judge import OwnJudge

BUILT_IN = "built-in"
OFF = "off"


def judge_named(name: str) -> Judge | None:
    """The judge of that name: `built-in`, `off` for none, else a `CrossEncoder` by name or path.

    Raises:
        Unavailable: its files are not on this machine.
        Misconfigured: its files are not a judge's, or not the known ones.
    """
    if name == OFF:
        return None
    if name == BUILT_IN:
        return OnnxJudge()
    return OwnJudge(name)
