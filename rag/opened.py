"""Settings to a desk: the archive, the judge and how sure a silence shall be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from index.archive import open_archive
from index.settings import Settings
from rag.answerable import calibration
from rag.desk import Desk
from rag.judges import BUILT_IN, judge_named


def open_desk(settings: Settings, *, asking: bool = False) -> Desk:
    """The desk that the settings describe; `asking` loads the encoder of questions with it.

    Only the built-in judge comes calibrated: another spreads its scores otherwise.

    Raises:
        Unavailable: there is no archive, or a model is not on this machine.
        InputOutput: a file of the archive was changed.
        Misconfigured: files, models and settings do not belong together.
    """
    # What is loaded is checked and unpacked outside of Python, so both can be at it.
    with ThreadPoolExecutor(1) as beside:
        judge = beside.submit(judge_named, settings.judge)
        archive = open_archive(settings.archive)
        if asking:
            archive.embedder.encode_question("ready")
        return Desk(
            archive,
            judge.result(),
            calibration() if settings.judge == BUILT_IN else None,
            settings.silence_precision,
        )
