"""What was done to answer a question, in words, as JSON and on a terminal."""

from __future__ import annotations

from index.archive import Archive
from index.language import _, later, ngettext
from index.terminal import bold, clean, dim, wrapped
from rag.answer import Answer, Json, reply_json
from rag.cite import cut_quote
from rag.compose import MOST_CHARACTERS, MOST_SENTENCES, Fate
from rag.inspection import Considered, Inspected, Inspection, Look, Outside
from rag.verbs import print_asked, print_publishers, whose

FATES: dict[Fate | Outside, str] = {
    Fate.QUOTED: later("quoted"),
    Fate.BROUGHT: later("quoted with the sentence that leans on it"),
    Fate.REPEAT: later("left out: says nearly the same as one that is quoted"),
    Fate.FULL: later("left out: with it the answer would pass %(most)s characters"),
    Fate.BEHIND: later("left out: %(better)s sentences are better"),
    Fate.BELOW: later("left out: below the line"),
    Outside.SILENT: later("not weighed: the reply is silence"),
    Outside.UNREAD: later("not read: its passage came too late"),
}


def told(one: Inspected, line: float | None) -> str:
    """What became of a sentence, and why."""
    if one.fate is Fate.QUOTED and one.score is not None and line is not None and one.score < line:
        return _("quoted below the line: for a part of the question, or for one whom it asks of")
    return _(FATES[one.fate], most=str(MOST_CHARACTERS), better=MOST_SENTENCES)


def outcome(found: Inspection) -> str:
    """What the desk replied, and why it is silent where it is."""
    reply = found.reply
    if isinstance(reply, Answer):
        return ngettext(
            "Answered with %(num)s quotation.",
            "Answered with %(num)s quotations.",
            len(reply.quotes),
        )
    return _("Silence. %(reason)s", reason=reply.reason)


def bounds(found: Inspection) -> tuple[tuple[str, str], ...]:
    """The figures that decide, each with what it is compared with."""
    held = [
        (_("Best sentence"), below(found.best, found.floor)),
        (_("Line for quoting"), figure(found.line)),
    ]
    if found.doubt is not None:
        held.append((_("Probability of an answer"), below(found.reply.answerable, found.doubt)))
    return tuple(held)


def below(number: float | None, least: float | None) -> str:
    """A figure, and the one below which there is silence."""
    return _("%(figure)s, silence below %(least)s", figure=figure(number), least=figure(least))


def figure(number: float | None) -> str:
    """A figure to read; a dash for none."""
    return "–" if number is None else f"{number:.3f}".replace("-", "−")


def print_inspection(found: Inspection, archive: Archive) -> None:
    """An inspection as an engineer reads it; sentences are numbered PASSAGE.SENTENCE."""
    print_asked(found.reply.asked)
    print(bold(wrapped(outcome(found))))
    for name, value in bounds(found):
        print(f"{name}: {value}")
    for sign in found.signs:
        print(dim(f"  {sign.name:10} {figure(sign.value):>8} × {figure(sign.weight):>7}"), end="")
        print(dim(f" = {figure(sign.pull):>7}"))
    for number, one in enumerate(found.considered, 1):
        print_considered(number, one, found, archive)


def print_considered(number: int, one: Considered, found: Inspection, archive: Archive) -> None:
    """A passage, how it was found, and its sentences."""
    citation = cut_quote(archive, one.passage.interview, one.sentences[0].span).citation
    print()
    print(bold(wrapped(f"{number}. {whose(citation)}")))
    print_publishers(citation, "   ")
    print(dim(f"   {clean(citation.document)}, {one.passage.span.start}–{one.passage.span.end}"))
    for part, look in zip(found.parts, one.looks, strict=True):
        seen = "not put forward" if look is None else look_words(look)
        print(wrapped(seen if len(found.parts) == 1 else f"{part}: {seen}", "   "))
    ranks = f"rank {one.found} when found, {one.read} when read" if one.read else "not read"
    print(f"   {ranks}; judge {figure(one.judged)}, score {figure(one.score)}")
    for place, sentence in enumerate(one.sentences, 1):
        scores = f"judge {figure(sentence.judged)}, score {figure(sentence.score)}"
        print(dim(f"   {number}.{place}  {scores}, {told(sentence, found.line)}"))
        words = sentence.span.of(archive.source(one.passage.interview).text)
        print(wrapped(words, "        "))


def look_words(look: Look) -> str:
    """How the first search sees a passage, in a line."""
    return (
        f"by meaning {ranked(look.by_meaning)} ({figure(look.meaning)}, its best sentence "
        f"{figure(look.sentence)}), by words {ranked(look.by_words)} ({figure(look.words)}), "
        f"fused {look.fused} ({figure(look.score)})"
    )


def ranked(rank: int | None) -> str:
    """A rank to read; a dash where there is none to tell."""
    return "–" if rank is None else str(rank)


def inspection_json(found: Inspection, archive: Archive) -> Json:
    """An inspection in the shape of `POST /api/inspect`."""
    return {
        "reply": reply_json(found.reply),
        "parts": list(found.parts),
        "considered": [considered_json(one, found, archive) for one in found.considered],
        "silence": {
            "best": rounded(found.best),
            "floor": found.floor,
            "answerable": rounded(found.reply.answerable),
            "silent_below": rounded(found.doubt),
            "bias": rounded(found.bias),
            "signs": [
                {
                    "name": sign.name,
                    "value": rounded(sign.value),
                    "weight": rounded(sign.weight),
                    "pull": rounded(sign.pull),
                }
                for sign in found.signs
            ],
        },
        "line": rounded(found.line),
    }


def considered_json(one: Considered, found: Inspection, archive: Archive) -> Json:
    """A passage and its sentences."""
    return {
        "interview": one.passage.interview,
        "part": str(one.passage.role),
        "start": one.passage.span.start,
        "end": one.passage.span.end,
        "found": one.found,
        "read": one.read,
        "looks": [None if look is None else look_json(look) for look in one.looks],
        "judged": rounded(one.judged),
        "score": rounded(one.score),
        "sentences": [
            {
                "text": cut_quote(archive, one.passage.interview, said.span).text,
                "start": said.span.start,
                "end": said.span.end,
                "judged": rounded(said.judged),
                "score": rounded(said.score),
                "fate": str(said.fate),
                "why": told(said, found.line),
            }
            for said in one.sentences
        ],
    }


def look_json(look: Look) -> Json:
    """How the first search sees a passage."""
    return {
        "by_meaning": look.by_meaning,
        "by_words": look.by_words,
        "fused": look.fused,
        "meaning": rounded(look.meaning),
        "sentence": rounded(look.sentence),
        "words": rounded(look.words),
        "score": rounded(look.score),
    }


def rounded(number: float | None) -> float | None:
    """A figure with as many digits as anybody compares."""
    return None if number is None else round(number, 4)
