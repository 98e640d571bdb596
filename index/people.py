"""Who speaks: names, roles and organisations as introductions and header fields give them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.interview import Speaker
from index.places import fold, is_country

HONORIFIC = r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Rev|Father|Sister|Sir|Judge)\.?\s+)"
CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'\-]{0,40}[\wà-ÿ](?![\w])|[A-ZÀ-ÖØ-Þ]\.)"
PARTICLE = r"(?:(?:de|da|del|della|dos|di|du|la|le|al|el|bin|binti|ibn|van|von|den|der|ter|abu)\s+)"
NAME = re.compile(rf"{HONORIFIC}?(?P<name>{CAPITAL}(?:[ \t]+{PARTICLE}*{CAPITAL}){{1,3}})")
MEETS = re.compile(
    r"\b(?:speaks?|spoke|speaking|talks?|talked|talking|interviews?|interviewed|discuss\w*|"
    r"conversation|sits?|sat|meets?|met|hears?|heard|asks?|asked)\b",
    re.I,
)
# A name that holds one of these is an office, a body or a place, not a person.
BODIES = frozenset(
    "academy agency alliance army assembly association bank board bureau campaign centre center"
    " chief church club coalition college commission committee congress convention council court"
    " democratic department director embassy executive federation forum foundation front general"
    " government group head high hotline human initiative institute international interviews"
    " isles islands journal law league legal library media ministry minister monitor movement"
    " museum nation national nations network news observatory office organisation organization"
    " parliament party people press prime president programme project radio rights school"
    " secretary service society special state states street supreme team trust tv union united"
    " university watch women workers world youth january february march april may june july"
    " august september october november december monday tuesday wednesday thursday friday"
    " saturday sunday the this it he she they we in on at after before when since".split()
)
# Whoever answers is introduced at the beginning; what follows can be a whole book.
READ = 4000
OFFICE = (
    r"(?:co-?)?(?:founder|founding member|director|head|president|chair\w*|member|secretary|"
    r"secretary[ -]general|coordinator|spokes\w+|editor|leader|manager|officer|representative|"
    r"owner|dean|keeper|captain|organi[sz]er|volunteer|producer|presenter|judge|curator|treasurer)"
)
# Where an organisation's name ends: a clause follows (`Docket Room, which`, `... on how`).
ENDS = r"(?=\s*(?:[.;:,]|\b(?:which|who|about|where|that|formed)\b|\bon\s+(?-i:[a-z])|$))"
AT = re.compile(
    rf"^(?P<role>.{{3,80}}?)\s+(?:at|with)\s+(?:the\s+)?(?P<body>[^,.;]{{2,100}}?){ENDS}"
)
OF = re.compile(
    rf"^(?P<role>.{{0,60}}?{OFFICE}(?:\s+general)?)\s+(?:of|for)\s+(?:the\s+)?"
    rf"(?P<body>[^,.;]{{2,100}}?){ENDS}",
    re.I,
)
PLAIN = re.compile(r"^(?P<role>[^,.;:]{3,90}?)(?=\s*(?:[.;:,(]|\bwho\b|\bwhich\b|\babout\b|$))")
# After a comma these open a clause about the person, not a role.
CLAUSE = re.compile(r"(?:who|whose|which|about|where|in|on|from|and|as|after|following)\b", re.I)
FIRST_WORDS = re.compile(r"^(?:an?|the|our)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name in an introduction: where it ends in the text and how sure it is a person."""

    name: str
    start: int
    end: int
    score: int


def introduced(introduction: str, around: str, labels: tuple[str, ...]) -> tuple[Speaker, ...]:
    """The people whom an introduction presents as the ones who answer.

    `introduction` is its repaired text, a line a paragraph; `around` the rest of the
    interview's text, in which a speaker's name tends to come back; `labels` the names that
    label answers, if any.
    """
    introduction = introduction[:READ]
    names = sorted(scored(introduction, around, labels), key=lambda n: (-n.score, n.start))
    if not names or names[0].score < 3:
        return ()
    first = names[0]
    both = tuple(n for n in names[1:] if joined(introduction, first, n))
    people = sorted((first, *both), key=lambda n: n.start)
    return tuple(described(introduction, person) for person in people)


def scored(introduction: str, around: str, labels: tuple[str, ...]) -> tuple[Introduced, ...]:
    """Every name in the introduction's first paragraphs, once, with its score."""
    found: dict[str, Introduced] = {}
    for match in NAME.finditer(introduction):
        name = match.group("name")
        if name in found or not personal(name):
            continue
        score = name_score(introduction, match, around, labels)
        found[name] = Introduced(name, match.start(), match.end(), score)
    return tuple(found.values())


def personal(name: str) -> bool:
    """Whether a run of capitalised words can be a person's name."""
    words = fold(name).split()
    return not BODIES.intersection(words) and not is_country(name) and not name.isupper()


def name_score(
    introduction: str, match: re.Match[str], around: str, labels: tuple[str, ...]
) -> int:
    """How much speaks for a name being that of the speaker; 3 is enough."""
    name = match.group("name")
    first, last = name.split()[0], name.split()[-1]
    sentence = introduction[: match.start()].rsplit("\n", 1)[-1]
    sentence = re.split(r"(?<=[.?!])\s+(?=[A-Z])", sentence)[-1]
    rest = introduction[match.end() :]
    led = re.search(
        r"\b(?:with|to|meets?|met|interviews?|interviewed|asks?|asked)\s+(?:[\w’'\-]+\s+){0,6}$",
        sentence,
    )
    follows = re.match(r"\s*(?:\([^)]*\)\s*)?(?:,|\babout\b|\bon\b|\.|$|\band\b)", rest)
    score = 3 if MEETS.search(sentence) and led and follows else 0
    score += 2 if not sentence.strip() and re.match(r"\s*(?:\([^)]*\)\s*)?,", rest) else 0
    if not sentence.strip() and re.match(r"\s*(?:\([^)]*\)\s*)?(?:is|was|has)\b", rest):
        score += 3 if match.start() == 0 else 1
    again = rf"(?:^|[.!?]\s+|\n)(?:{re.escape(first)}|{re.escape(last)})\b"
    score += 2 if re.search(again, rest) else 0
    score += 2 if re.search(rf"\b{re.escape(last)}\b", around) else 0
    return score + (4 if any(same_person(name, label) for label in labels) else 0)


def joined(introduction: str, first: Introduced, other: Introduced) -> bool:
    """Whether a second name stands beside the first as another who answers (`with A and B`)."""
    before, after = sorted((first, other), key=lambda n: n.start)
    between = introduction[before.end : after.start]
    return (
        other.score >= 4
        and len(between) < 160
        and "\n" not in between
        and ". " not in between
        and re.search(r"\band\b[^,]{0,40}$", between) is not None
    )


def described(introduction: str, person: Introduced) -> Speaker:
    """A speaker with the role and organisation that stand beside the name or follow `X is`."""
    speaker = Speaker(person.name)
    beside = re.match(r"\s*(?:\([^)]*\)\s*)?,\s*", introduction[person.end :])
    if beside and not CLAUSE.match(introduction, person.end + beside.end()):
        speaker = with_role(speaker, introduction[person.end + beside.end() :].split("\n")[0])
    if speaker.role is None:
        speaker = replace(speaker, role=role_before(introduction[: person.start]))
    for said in stated(introduction, person.name):
        speaker = with_role(speaker, said)
    return speaker


def role_before(before: str) -> str | None:
    """The role in `with Cuban activist Carolina Barrero`."""
    lead = re.search(r"\b(?:with|to)\s+((?:[\w’'\-]+\s+){1,6})$", before)
    if not lead:
        return None
    role = FIRST_WORDS.sub("", lead.group(1)).strip()
    return role if role and role.split()[-1].islower() else None


def stated(introduction: str, name: str) -> tuple[str, ...]:
    """What follows `X is a`, in order; X is the name, a part of it or a pronoun."""
    first, last = name.split()[0], name.split()[-1]
    subject = rf"(?:{re.escape(name)}|{re.escape(first)}|{re.escape(last)}|He|She|They)"
    verb = r"(?:is|are|works as|serves as|was|’s|'s|’re)"
    found = re.finditer(rf"\b{subject}\s*{verb}\s+(?:currently\s+)?(?:an?|the)\s+", introduction)
    return tuple(introduction[match.end() :].split("\n")[0] for match in found)


def with_role(speaker: Speaker, words: str) -> Speaker:
    """A speaker with what `words` begin with, where role or organisation is still unknown."""
    words = FIRST_WORDS.sub("", words)
    split = AT.match(words) or OF.match(words)
    if split and is_body(split["body"]):
        role = FIRST_WORDS.sub("", re.split(r",|\band an?\b", split["role"])[0].strip())
        return replace(
            speaker,
            role=speaker.role or role.strip(),
            organisation=speaker.organisation or split["body"].strip(),
        )
    plain = PLAIN.match(words)
    if plain and speaker.role is None:
        return replace(speaker, role=plain["role"].strip())
    return speaker


def is_body(words: str) -> bool:
    """Whether words name an organisation: a capital letter or figure in them that is no country."""
    return re.search(r"[A-Z\d]", words) is not None and not is_country(words)


def people_in(field: str) -> tuple[str, ...]:
    """The names in a header field: `Ana Rey (AR) and Bo Ek`, or one with a role after a comma.

    Empty where it names nobody, as `(Anonymous)` does.
    """
    plain = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", field).strip()
    listed = [one.strip() for one in re.split(r",|;|&|\band\b|\bet\b|\bund\b", plain)]
    if len(listed) > 1 and all(map(NAME.fullmatch, listed)):
        return tuple(listed)
    name = plain.partition(",")[0].strip()
    return (name,) if name else ()


def same_person(name: str, other: str) -> bool:
    """Whether two forms can be one person's name: equal, or one is the other's first or last."""
    a, b = fold(name).split(), fold(other).split()
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return short == long or (len(short) == 1 and short[0] in (long[0], long[-1]))
