"""A question to what it asks for: whom and where it names, and what a follow-up leans on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from index.archive import Archive
from index.errors import BadInput
from index.language import _, ngettext
from rag.answer import Asked, Filters
from rag.bodies import named_bodies
from rag.filters import held_filters
from rag.follow import leant_on
from rag.gathers import gathers
from rag.names import absent_countries, named_countries, named_speakers
from rag.parts import parts
from rag.sides import sides
from rag.spelling import mended
from rag.tongues import LEGIBLE, asked_in

LONGEST_QUESTION = 2000
SEVERAL = 2


def understand(
    question: str, archive: Archive, history: Sequence[str] = (), filters: Filters | None = None
) -> Asked:
    """What a question asks for.

    `history` holds the earlier questions of a conversation, oldest first.

    Raises:
        BadInput: the question is blank or longer than 2,000 characters, or a filter names
            what the archive does not hold.
    """
    asked = plain(question)
    language = asked_in(asked)
    foreign = language not in LEGIBLE
    before = tuple(plain(one) for one in history)
    demanded = held_filters(filters or Filters(), archive)
    spelt, slips = mended(asked, archive)
    leant = leant_on(spelt, [mended(one, archive)[0] for one in before], archive)
    whole = " ".join((*leant, spelt))
    known = tuple(named_bodies(whole, archive))
    # What an acronym stands for says more than it; what is asked comes last.
    search = " ".join((*(f"{body.name}." for body, typed in known if typed == body.acronym), whole))
    countries = tuple(named_countries(whole, archive))
    speakers = tuple(named_speakers(whole, archive))
    absent = tuple(
        dict.fromkeys(name for one in (*leant, spelt) for name in absent_countries(one, archive))
    )
    asks = parts(spelt)
    all_asked = gathers(spelt) and len(countries) + len(speakers) < SEVERAL
    because = (
        *(
            _("It reads “%(typed)s” as “%(read)s”.", typed=slip.typed, read=slip.read)
            for slip in slips
        ),
        *((_("It follows on: %(question)s", question=before[-1]),) if leant else ()),
        *((ngettext("It asks %(num)s thing.", "It asks %(num)s things.", len(asks)),) * bool(asks)),
        *(
            _("Only %(name)s, as you chose.", name=one)
            for one in (*demanded.countries, *demanded.speakers, *demanded.organisations)
        ),
        *(
            _("Only interviews rated %(rating)s, as you chose.", rating=one)
            for one in demanded.ratings
        ),
        *dates(demanded),
        *(
            _(
                "Only %(name)s: one interview, as you chose.",
                name=archive.interview(one).country or one,
            )
            for one in demanded.interviews
        ),
        *(_("It names %(name)s.", name=one.name + one.beside) for one in (*countries, *speakers)),
        *(
            _("%(acronym)s is the %(name)s.", acronym=body.acronym, name=body.name)
            for body, _typed in known
        ),
        *((_("It asks which of all say so: the best of each interview comes first."),) * all_asked),
        *((_("It is not in English, which is all that the judge reads."),) * foreign),
        *(
            _("It names %(name)s, which no interview here is about or mentions.", name=one)
            for one in absent
        ),
    )
    return Asked(
        asked,
        search,
        demanded,
        tuple(one.name for one in countries),
        tuple(one.name for one in speakers),
        absent,
        tuple(dict.fromkeys(because)),
        () if leant else asks,
        language,
        sides(spelt, whole, countries, speakers, archive),
        all_asked,
        spelt,
        " ".join(leant),
    )


def dates(demanded: Filters) -> Iterator[str]:
    """A sentence for each date that bounds where is looked."""
    if demanded.since:
        yield _("Only interviews since %(date)s, as you chose.", date=demanded.since)
    if demanded.until:
        yield _("Only interviews until %(date)s, as you chose.", date=demanded.until)


def plain(question: str) -> str:
    """A question without control characters and needless spaces.

    Raises:
        BadInput: nothing is left, or more than 2,000 characters are.
    """
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            _(
                "the question has %(characters)s characters; at most %(most)s are read. Ask one "
                "thing at a time.",
                characters=len(question),
                most=LONGEST_QUESTION,
            )
        )
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in question
        if unicodedata.category(c) != "Cs"
    )
    words = " ".join(kept.split())
    if not any(c.isalnum() for c in words):
        raise BadInput(_("the question is empty. Ask in words, for example: why did you leave?"))
    return words
