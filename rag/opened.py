"""Settings to a desk: the archive, the judge and how sure a silence shall be."""

from __future__ import annotations

from index.archive import open_archive
from index.settings import Settings
from rag.answerable import calibration
from rag.desk import Desk
from rag.judges import BUILT_IN, judge_named


def open_desk(settings: Settings) -> Desk:
    """The desk that the settings describe.

    Only the built-in judge comes calibrated: another spreads its scores otherwise.

    Raises:
        Unavailable: there is no archive, or a model is not on this machine.
        InputOutput: a file of the archive was changed.
        Misconfigured: files, models and settings do not belong together.
    """
    return Desk(
        open_archive(settings.archive),
        judge_named(settings.judge),
        calibration() if settings.judge == BUILT_IN else None,
        settings.silence_precision,
    )
