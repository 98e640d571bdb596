"""What `onrecord eval` does, from a gold file to the files that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.compare import Compared, compare_run, compare_saved
from eval.earlier import is_evaluation, read_evaluation
from eval.evaluation import Evaluation, evaluate
from eval.floors import floors as failed_floors
from eval.floors import parse_floor
from eval.gold import read_topics
from eval.page import report_html
from eval.run import ranked_from_run, run_rows
from eval.trec import qrel_rows, qrels_text, read_run, run_text
from index.archive import Archive
from index.durable import replace_synced
from index.errors import CannotCreate
from rag.desk import Desk


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An evaluation, how it compares with the baseline, and a sentence for each failed floor."""

    evaluation: Evaluation
    baseline: tuple[Compared, ...]
    failed: tuple[str, ...]


def run_eval(
    desk: Desk,
    gold: Path,
    *,
    report: Path | None = None,
    run: Path | None = None,
    qrels: Path | None = None,
    baseline: Path | None = None,
    floors: Sequence[str] = (),
) -> Evaluated:
    """Measures a desk on a gold file and writes what was asked for.

    Raises BadInput for gold, a baseline or a floor that cannot be used, and CannotCreate for a
    file that cannot be written; whatever can be known before the topics are asked comes first.
    """
    topics = read_topics(gold)
    for floor in floors:
        parse_floor(floor)
    for path in (report, run, qrels):
        check_folder(path)
    against = None if baseline is None else comparison(baseline, desk.archive)
    evaluation = evaluate(desk, topics)
    compared = () if against is None else against(evaluation)
    scored = evaluation.scored
    if run is not None:
        write(run, run_text(run_rows([each.outcome for each in scored])))
    if qrels is not None:
        rows = qrel_rows([each.placed for each in scored], desk.archive)
        write(qrels, qrels_text(rows))
    if report is not None:
        write(report, report_html(evaluation, gold.name, compared))
    return Evaluated(evaluation, compared, failed_floors(evaluation, floors))


def comparison(baseline: Path, archive: Archive) -> Callable[[Evaluation], tuple[Compared, ...]]:
    """How an evaluation is compared with a file: an earlier evaluation, else a TREC run.

    Raises BadInput for a file that is neither.
    """
    if is_evaluation(baseline):
        saved = read_evaluation(baseline)
        return lambda evaluation: compare_saved(evaluation, saved)
    rankings = ranked_from_run(read_run(baseline), archive)
    return lambda evaluation: compare_run(evaluation, rankings, archive)


def check_folder(path: Path | None) -> None:
    """Raises CannotCreate where the folder of a file to be written is not there."""
    if path is not None and not path.absolute().parent.is_dir():
        raise CannotCreate(f"cannot write {path}: there is no folder {path.absolute().parent}")


def write(path: Path, text: str) -> None:
    """Replaces a file in one step."""
    try:
        replace_synced(path.absolute(), [text.encode()])
    except OSError as error:
        raise CannotCreate(f"cannot write {path}: {error.strerror}") from error
