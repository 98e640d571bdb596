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
# What leads to whom somebody speaks with; what they speak of, or where, is led to by other words.
OTHERWISE = (
    r"(?:about|on|of|over|against|for|from|by|in|at|near|after|before|since|who\w*|which|that|how)"
)
LED = re.compile(
    r"\b(?P<by>with|to|meets?|met|interviews?|interviewed|asks?|asked)\s+"
    rf"(?:(?!{OTHERWISE}\b)[\w’'\-]+\s+){{0,6}}$"
)
OTHERWISE_LED = re.compile(rf"\b{OTHERWISE}\s+(?:the\s+)?$", re.I)
# After a comma: what somebody is, which is told of who answers, but not where it is to ask.
PRESENTED = re.compile(
    rf"\s*(?:\([^)]*\)\s*)?,\s+(?:(?:an?|the)\s|{OFFICE}\b)"
    r"(?![^,.;\n]*\b(?:journalist|reporter|editor|host|correspondent|presenter|producer)\b)"
)
# Words in the name of a newspaper or a station, which is not whom somebody speaks with.
PRESS = frozenset(
    "chronicle courier daily gazette globe guardian herald independent magazine mail news"
    " newspaper observer podcast post reporter review show star telegraph times tribune voice"
    " voices weekly welle".split()
)
# Whoever was killed is spoken of.
KILLED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:,\s*who\s+|,[^,.\n]{1,80},\s*)?"
    r"(?:(?:was|is|has been|had been)\s+(?:\w+ly\s+)?"
    r"(?:shot|killed|murdered|executed|assassinated|hanged|dead(?!\s+(?:serious|set|sure)))|died)\b"
    r"(?![^.\n]*\b(?:and|but)\s+survived\b)"
)
TELLS_US = r"(?:tells?|told|(?:talks?|talked|speaks?|spoke)\s+(?:to|with))\s+us"
# Whoever answers may have no name here; then none that is told is theirs.
UNNAMED = re.compile(
    r"(?:\b(?:not|cannot|declined|refused|afraid)|n[’']t)\s+(?:\w+\s+)?(?:to\s+)?be\s+"
    r"(?:named|identified)\b"
    r"|\b(?:remain\w*|stay\w*|keep\w*|be|speak\w*|spoke)\s+(?:\w+\s+)?anonymous\b"
    r"|\b(?:speak\w*|spoke|talk\w*|tells?|told|answer\w*)\s+(?:\w+\s+){0,3}anonymously\b"
    r"|\b(?:condition of|ask\w* for|request\w*|grant\w*)\s+(?:\w+\s+)?anonymity\b"
    r"|\bnames?\s+(?:(?:was|were|is|are|has been|have been)\s+)?withheld\b",
    re.I,
)
# What stands between two names in a field.
BETWEEN = re.compile(r"[;&/]|\b(?:and|et|und|och|og|en)\b")
# What stands between two names, or within one: `Ana Costa e Silva Pinto`.
WITHIN = re.compile(r"\b[yei]\b")
BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
# `Dolen, Mira`, as a catalogue has it, also with the years of her life.
INVERTED = re.compile(
    rf"(?P<last>{CAPITAL}),\s*(?P<first>{CAPITAL}(?:[ \t]+{CAPITAL})?)"
    r"(?:,\s*(?:b\.\s*)?\d{4}\b[^,]*)?"
)
# After a comma these are what somebody is, not a first name.
CALLINGS = frozenset(
    "activist actor archivist artist author baker blogger captain carpenter doctor engineer farmer"
    " fisher fisherman fisherwoman founder housewife journalist judge lawyer manager mayor mother"
    " nurse painter phd photographer poet priest professor refugee researcher resident sailor"
    " singer soldier student survivor teacher volunteer widow witness worker writer".split()
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name in an introduction: where it ends in the text and how sure it is a person.

    `met` says that somebody speaks with whoever has it.
    """

    name: str
    start: int
    end: int
    score: int
    met: bool


def introduced(
    introduction: str, around: str, labels: tuple[str, ...], asks: tuple[str, ...] = ()
) -> tuple[Speaker, ...]:
    """The people whom an introduction presents as the ones who answer.

    `introduction` is its repaired text, a line a paragraph; `around` the rest of the
    interview's text, in which a speaker's name tends to come back; `labels` the names that
    label answers, if any; `asks` the names of those who are known to ask.
    """
    introduction = introduction[:READ]
    found = scored(introduction, around, labels, asks)
    if UNNAMED.search(introduction):
        found = tuple(
            one for one in found if can_answer(introduction, one) or is_one_of(one.name, labels)
        )
    names = sorted(found, key=lambda n: (-n.score, n.start))
    if not names or names[0].score < 3:
        return ()
    first = names[0]
    both = tuple(n for n in names[1:] if joined(introduction, first, n))
    people = sorted((first, *both), key=lambda n: n.start)
    return tuple(described(introduction, person) for person in people)


def scored(
    introduction: str, around: str, labels: tuple[str, ...], asks: tuple[str, ...]
) -> tuple[Introduced, ...]:
    """Every name in the introduction's first paragraphs, once, with its score.

    Without the names of those who ask.
    """
    found: dict[str, Introduced] = {}
    names = dict.fromkeys(match["name"] for match in NAME.finditer(introduction))
    asking = frozenset(name for name in names if is_one_of(name, asks))
    for match in NAME.finditer(introduction):
        name = match.group("name")
        if name in found or name in asking or not personal(name):
            continue
        met = is_met(introduction, match, asking)
        score = name_score(introduction, match, around, labels, met=met)
        found[name] = Introduced(name, match.start(), match.end(), score, met)
    return tuple(found.values())


def personal(name: str) -> bool:
    """Whether a run of capitalised words can be a person's name."""
    words = fold(name).split()
    return not BODIES.intersection(words) and not is_country(name) and not name.isupper()


def is_one_of(name: str, others: tuple[str, ...]) -> bool:
    """Whether a name can be that of one of some people."""
    return any(same_person(name, other) for other in others)


def name_score(
    introduction: str, match: re.Match[str], around: str, labels: tuple[str, ...], *, met: bool
) -> int:
    """How much speaks for a name being that of the speaker; 3 is enough."""
    name = match.group("name")
    first, last = name.split()[0], name.split()[-1]
    sentence = sentence_before(introduction, match)
    rest = introduction[match.end() :]
    told = 4 if is_one_of(name, labels) else 0
    if not met and KILLED.match(rest) and not is_said_to(rest, name, rf"{TELLS_US}|survived"):
        return told
    score = 3 if met else 0
    score += 2 if not sentence.strip() and re.match(r"\s*(?:\([^)]*\)\s*)?,", rest) else 0
    if not sentence.strip() and re.match(r"\s*(?:\([^)]*\)\s*)?(?:is|was|has)\b", rest):
        score += 3 if match.start() == 0 else 1
    again = rf"(?:^|[.!?]\s+|\n)(?:{re.escape(first)}|{re.escape(last)})\b"
    score += 2 if re.search(again, rest) else 0
    score += 2 if re.search(rf"\b{re.escape(last)}\b", around) else 0
    return score + told


def sentence_before(introduction: str, match: re.Match[str]) -> str:
    """What stands before a name in its sentence."""
    paragraph = introduction[: match.start()].rsplit("\n", 1)[-1]
    return re.split(r"(?<=[.?!])\s+(?=[A-Z])", paragraph)[-1]


def is_met(introduction: str, match: re.Match[str], asking: frozenset[str]) -> bool:
    """Whether an introduction says that somebody speaks with whoever has a name."""
    sentence = sentence_before(introduction, match)
    rest = introduction[match.end() :]
    follows = re.match(r"\s*(?:\([^)]*\)\s*)?(?:,|\babout\b|\bon\b|\.|$|\band\b)", rest)
    if follows is None or MEETS.search(sentence) is None:
        return False
    return is_led_to(sentence, rest, asking)


def is_said_to(introduction: str, name: str, what: str) -> bool:
    """Whether an introduction says of a person, by first or last name, what a pattern matches."""
    called = "|".join(re.escape(part) for part in (name.split()[0], name.split()[-1]))
    return re.search(rf"\b(?:{called})\s+(?:{what})\b", introduction) is not None


def can_answer(introduction: str, person: Introduced) -> bool:
    """Whether somebody with this name answers though an introduction leaves out some name."""
    if is_said_to(introduction, person.name, TELLS_US):
        return True
    return person.met and KILLED.match(introduction, person.end) is None


def is_led_to(sentence: str, rest: str, asking: frozenset[str]) -> bool:
    """Whether what stands before a name in its sentence leads to it as to whom somebody asks.

    It does not in `Mira Dolen talks to Ann Roe`, unless she is in `asking`: either may ask.
    It does where the `rest` tells what she is, and nothing tells it of another before her.
    """
    led = LED.search(sentence)
    if led is None:
        return False
    before = sentence[: led.start()]
    if led["by"] not in ("with", "to") or re.search(r"\b(?:[Ww]e|I)\b", before):
        return True
    if PRESENTED.match(rest) and not any(
        PRESENTED.match(before, one.end()) for one in NAME.finditer(before)
    ):
        return True
    return not any(
        can_ask(one["name"]) and one["name"] not in asking
        for one in NAME.finditer(before)
        if not OTHERWISE_LED.search(before, 0, one.start())
    )


def can_ask(name: str) -> bool:
    """Whether a name can be that of a person, not of a newspaper."""
    return personal(name) and not PRESS.intersection(fold(name).split())


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
    ends = role.split()[-1] if role else ""
    return role if ends.islower() and not re.fullmatch(OTHERWISE, ends) else None


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


def people_in(field: str, labels: frozenset[str] = frozenset(), below: str = "") -> tuple[str, ...]:
    """The names in a header field: `Ana Rey (AR) and Bo Ek`, or one with a role after a comma.

    Empty where it names nobody, as `(Anonymous)` does. `labels` are what paragraphs `below` open
    with.
    """
    plain = without_brackets(field)
    if turned := turned_round(plain, labels, below):
        return turned
    apart = WITHIN.split(plain)
    if len(apart) > 1 and all(any(same_person(one, own) for own in labels) for one in apart):
        plain = ";".join(apart)
    listed = [one.strip() for part in BETWEEN.split(plain) for one in part.split(",")]
    if len(listed) > 1 and all(map(NAME.fullmatch, listed)):
        return tuple(listed)
    name = plain.partition(",")[0].strip()
    return (name,) if name else ()


def without_brackets(field: str) -> str:
    """A field without what stands in brackets."""
    return " ".join(BRACKETS.sub("", field).split())


def turned_round(plain: str, labels: frozenset[str], below: str) -> tuple[str, ...]:
    """The names in a field that has them as catalogues do; empty where that is not sure."""
    found = [INVERTED.fullmatch(one.strip()) for one in BETWEEN.split(plain)]
    names = [(one["first"], one["last"]) for one in found if one is not None]
    if len(names) < len(found) or any(not is_first(first) for first, _ in names):
        return ()
    called = {fold(label) for label in labels}
    # Two who are called so before their words are two, not one.
    if any({fold(first), fold(last)} <= called for first, last in names):
        return tuple(name for first, last in names for name in (last, first))
    lone = plain if len(names) == 1 else ""
    if lone and not is_turned(*names[0], lone, called, below):
        return ()
    return tuple(f"{first} {last}" for first, last in names)


def is_turned(first: str, last: str, field: str, called: set[str], below: str) -> bool:
    """Whether it is sure that a field has `Dolen, Mira` for Mira Dolen.

    So it is with a year or an initial, or where what is `below` has her name the other way round
    or calls her so before what she says: `Mira, Baker` would be no less a name.
    """
    if re.search(r"\d{4}|\b[A-Z]\.", field) or called & {fold(first), fold(f"{first} {last}")}:
        return True
    whole = rf"\b{re.escape(first)}\s+{re.escape(last)}\b"
    return re.search(whole, below, re.I) is not None


def is_first(words: str) -> bool:
    """Whether words after a comma can be a first name, not what somebody is."""
    return personal(words) and not CALLINGS.intersection(fold(words).split())


def role_beside(field: str, name: str) -> str | None:
    """What stands after the comma in a field that names one person: `Mira Dolen, archivist`."""
    before, _, after = field.partition(",")
    return after.strip() or None if without_brackets(before) == name else None


def same_person(name: str, other: str) -> bool:
    """Whether two forms can be one person's name: equal, or one is the other's first or last."""
    a, b = fold(name).split(), fold(other).split()
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return short == long or (len(short) == 1 and short[0] in (long[0], long[-1]))
