"""Gold topics: questions with the places of the words that answer them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput, InputOutput
from index.interview import Span
from rag.answer import Filters

FILTERS = ("country", "speaker", "interview", "rating", "organisation", "since", "until")
EVERYWHERE = Filters()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that answer a topic and their offsets; a good answer cites the `required` ones.

    `document` is the name of the source they stand in, None where the gold leaves it open.
    """

    quote: str
    span: Span
    required: bool
    document: str | None = None

    def __post_init__(self) -> None:
        if len(self.quote) != len(self.span):
            raise ValueError(
                f"[{self.span.start}, {self.span.end}) is {len(self.span)} characters long, "
                f"its quote {len(self.quote)}"
            )


@dataclass(frozen=True, slots=True)
class Topic:
    """A question and what answers it; no evidence means that nothing on record does.

    `nuggets` are short strings of the required quotes that a correct answer contains.
    """

    id: str
    kind: str
    question: str
    evidence: tuple[Evidence, ...] = ()
    nuggets: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    filters: Filters = EVERYWHERE
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether something on record answers it."""
        return bool(self.evidence)


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a gold file, one JSON object a line, in its order.

    Raises BadInput, naming the line, for what is not a topic, and InputOutput where the file
    cannot be read.
    """
    try:
        # Not splitlines: a JSON string may hold U+2028 as it is.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise InputOutput(f"cannot read the gold file {path}: {error.strerror}") from error
    topics: list[Topic] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            topic = parse_topic(line)
            if topic.id in first:
                raise ValueError(f"the id {topic.id!r} is that of line {first[topic.id]} too")
        except ValueError as error:
            raise BadInput(f"{path.name}, line {number}: {error}") from error
        first[topic.id] = number
        topics.append(topic)
    if not topics:
        raise BadInput(f"{path.name} holds no topic; it needs one JSON object a line")
    return tuple(topics)


def parse_topic(line: str) -> Topic:
    """One line as a topic; raises ValueError that says what is wrong with it."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(row, dict):
        raise ValueError(f"a topic is a JSON object, not {json_type(row)}")
    topic = Topic(
        id=text(row, "id"),
        kind=text(row, "kind"),
        question=text(row, "question"),
        evidence=evidence(row),
        nuggets=texts(row, "nuggets"),
        history=texts(row, "history"),
        filters=filters(row.get("filter", {})),
        note=text(row, "note", optional=True),
    )
    check_topic(topic)
    return topic


def check_topic(topic: Topic) -> None:
    """Raises ValueError for a topic that contradicts itself."""
    if any(letter.isspace() for letter in topic.id):
        raise ValueError(f"the id {topic.id!r} holds a space, which a TREC file cannot carry")
    if topic.kind == "unanswerable" and topic.evidence:
        raise ValueError("an unanswerable topic has evidence; drop it or change the kind")
    required = [each.quote.casefold() for each in topic.evidence if each.required]
    for nugget in topic.nuggets:
        if not any(nugget.casefold() in quote for quote in required):
            raise ValueError(
                f"the nugget {nugget!r} is in none of the {len(required)} required quotes; copy it "
                "from one of them, or mark the quote that holds it as required"
            )


def evidence(row: Mapping[str, object]) -> tuple[Evidence, ...]:
    """The evidence of a topic's row; raises ValueError, counting from 1."""
    given = field(row, "evidence")
    if not isinstance(given, list):
        raise ValueError(f"`evidence` is a list, not {json_type(given)}")
    found: list[Evidence] = []
    for number, each in enumerate(given, 1):
        try:
            if not isinstance(each, dict):
                raise ValueError(f"it is an object, not {json_type(each)}")
            found.append(
                Evidence(
                    quote=text(each, "quote"),
                    span=Span(offset(each, "start"), offset(each, "end")),
                    required=flag(each, "required"),
                    document=text(each, "document", optional=True) or None,
                )
            )
        except ValueError as error:
            raise ValueError(f"evidence {number}: {error}") from error
    return tuple(found)


def filters(given: object) -> Filters:
    """What a topic demands; a value is a name or a list of names."""
    if not isinstance(given, dict):
        raise ValueError(f"`filter` is an object, not {json_type(given)}")
    unknown = [key for key in given if key not in FILTERS]
    if unknown:
        raise ValueError(f"unknown filter {unknown[0]!r}; a filter is one of {', '.join(FILTERS)}")
    lists = {key: value if isinstance(value, list) else [value] for key, value in given.items()}
    return Filters(
        countries=texts(lists, "country"),
        speakers=texts(lists, "speaker"),
        interviews=texts(lists, "interview"),
        ratings=texts(lists, "rating"),
        organisations=texts(lists, "organisation"),
        since=next(iter(texts(lists, "since")), None),
        until=next(iter(texts(lists, "until")), None),
    )


def filter_json(demanded: Filters) -> dict[str, list[str]]:
    """What a topic demands, as its `filter` has it."""
    held = (
        demanded.countries,
        demanded.speakers,
        demanded.interviews,
        demanded.ratings,
        demanded.organisations,
        (demanded.since,) if demanded.since else (),
        (demanded.until,) if demanded.until else (),
    )
    return {name: list(values) for name, values in zip(FILTERS, held, strict=True) if values}


def field(row: Mapping[str, object], key: str) -> object:
    """The value of a key that has to be there."""
    if key not in row:
        raise ValueError(f"`{key}` is missing")
    return row[key]


def text(row: Mapping[str, object], key: str, *, optional: bool = False) -> str:
    """A string, not blank unless it is optional."""
    if optional and row.get(key) is None:
        return ""
    value = field(row, key)
    if not isinstance(value, str):
        raise ValueError(f"`{key}` is a string, not {json_type(value)}")
    if not optional and not value.strip():
        raise ValueError(f"`{key}` is empty")
    return value


def texts(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A list of strings that are not blank; empty where the key is absent."""
    value = row.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"`{key}` is a list, not {json_type(value)}")
    for each in value:
        if not isinstance(each, str) or not each.strip():
            raise ValueError(f"`{key}` holds {each!r}, which is not a string with words")
    return tuple(value)


def offset(row: Mapping[str, object], key: str) -> int:
    """A whole number; JSON's booleans are none."""
    value = field(row, key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"`{key}` is an offset in code points, not {json_type(value)}")
    return value


def flag(row: Mapping[str, object], key: str) -> bool:
    """True or false."""
    value = field(row, key)
    if not isinstance(value, bool):
        raise ValueError(f"`{key}` is true or false, not {json_type(value)}")
    return value


def json_type(value: object) -> str:
    """What JSON calls such a value."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
