"""The verb verify-draft: a checked draft on a terminal and as JSON."""

from __future__ import annotations

import argparse
import sys

from index.archive import open_archive
from index.errors import InputOutput
from index.interview import Role
from index.language import _, later, ngettext
from index.readers import bytes_of, text_in
from index.readers.text import plain
from index.settings import Settings
from index.terminal import BAR, bold, clean, dim, print_json, wrapped
from rag.align import Op
from rag.answer import Json, Quote, near_json, version_json
from rag.desk import Desk
from rag.verbs import print_publishers, whose
from rag.verify import LEAST_WORDS, Checked, Draft, Verdict

SAID = {
    Verdict.EXACT: later("exact"),
    Verdict.ALTERED: later("altered"),
    Verdict.MISATTRIBUTED: later("said by somebody else"),
    Verdict.INTERVIEWER: later("the interviewer's words"),
    Verdict.STITCHED: later("stitched together"),
    Verdict.NOT_FOUND: later("not found"),
}
SIGNS = {Op.SAME: "{}", Op.DROPPED: "[-{}-]", Op.ADDED: "{{+{}+}}"}


def verify_draft(arguments: argparse.Namespace, settings: Settings) -> int:
    """Checks the quotations of a draft; 1 when one of them is not exact."""
    text = draft_text(arguments)
    draft = Desk(open_archive(settings.archive)).verify(text)
    if arguments.json:
        print_json(draft_json(draft))
    else:
        print_draft(draft)
    return 0 if draft.exact else 1


def draft_text(arguments: argparse.Namespace) -> str:
    """The words of the draft: a file that onrecord reads, or `-`, standard input in UTF-8.

    Raises:
        BadInput, InputOutput: it cannot be read.
    """
    if str(arguments.file) != "-":
        return text_in(bytes_of(arguments.file), arguments.file.name)
    if sys.stdin is None:
        raise InputOutput("standard input is closed. Send the draft to it, or name a file.")
    try:
        raw = sys.stdin.buffer.read()
    except OSError as error:
        raise InputOutput(f"standard input cannot be read ({error.strerror}).") from error
    return plain(raw, "standard input").text


def draft_json(draft: Draft) -> Json:
    """A checked draft in the shape of `verify-draft --json` and `POST /api/verify`."""
    return {
        "quotations": [checked_json(one) for one in draft.checked],
        "counts": {str(verdict): number for verdict, number in draft.counts.items()},
        "passed_over": draft.passed_over,
        "archive": dict(version_json(draft.version)),
    }


def checked_json(one: Checked) -> Json:
    """A quotation and what the archive holds of it."""
    return {
        "text": one.text,
        "start": one.span.start,
        "end": one.span.end,
        "verdict": str(one.verdict),
        "attributed_to": one.attributed_to,
        "because": list(one.because),
        "diff": [{"op": str(c.op), "text": c.text} for c in one.changes] or None,
        "matches": [near_json(quote) for quote in one.matches],
        "nearest": [near_json(quote) for quote in one.nearest],
    }


def print_draft(draft: Draft) -> None:
    """A checked draft, as a person reads it."""
    for number, one in enumerate(draft.checked, 1):
        line = draft.text.count("\n", 0, one.span.start) + 1
        print(bold(f"{number}. {_(SAID[one.verdict])}") + dim(f", line {line}"))
        print(wrapped(one.text, f"  {BAR}"))
        if one.attributed_to:
            print(dim(wrapped(f"attributed to {one.attributed_to}", "  ")))
        for reason in one.because:
            print(wrapped(reason, "  "))
        if one.changes:
            changed = " ".join(SIGNS[c.op].format(c.text) for c in one.changes)
            print(wrapped(f"Changed: {changed}", "  "))
        print_quotes("On record:", one.matches)
        print_quotes("Near, and not evidence:", one.nearest)
        print()
    print(bold(summary(draft)))
    if any(one.changes for one in draft.checked):
        print(dim("[-left out-] {+put in+}, against the source"))
    print(dim(passed_over(draft)))


def print_quotes(said: str, quotes: tuple[Quote, ...]) -> None:
    """Words of the archive, each with whose they are and where they stand."""
    if quotes:
        print(wrapped(said, "  "))
    for quote in quotes:
        print(wrapped(quote.text, f"    {BAR}"))
        asked = quote.citation.role is Role.QUESTION
        print(dim(wrapped("The interviewer" if asked else whose(quote.citation), "    ")))
        print_publishers(quote.citation, "    ")
        print(dim(f"    {clean(quote.citation.place)}"))


def summary(draft: Draft) -> str:
    """How many quotations there are of each kind."""
    if not draft.checked:
        return _("No quotation was found to check.")
    kinds = [
        _("%(number)s %(verdict)s", number=number, verdict=_(SAID[verdict]))
        for verdict, number in draft.counts.items()
        if number
    ]
    return ngettext(
        "%(num)s quotation: %(kinds)s.",
        "%(num)s quotations: %(kinds)s.",
        len(draft.checked),
        kinds=_(", ").join(kinds),
    )


def passed_over(draft: Draft) -> str:
    """What was not checked."""
    if not draft.passed_over:
        return _(
            "Quotations of fewer than %(words)s words are passed over, unless the archive holds "
            "them word for word.",
            words=LEAST_WORDS,
        )
    return ngettext(
        "%(num)s quotation of fewer than %(words)s words passed over: titles, or single words.",
        "%(num)s quotations of fewer than %(words)s words passed over: titles, or single words.",
        draft.passed_over,
        words=LEAST_WORDS,
    )
