"""What the columns of a table are, by their headers; README.md shows the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from index.places import fold

# The first word of each row is what the column is called here, the others mean the same.
KNOWN = {
    field: tuple(words.split("|"))
    for field, words in {
        "interview": "interview|interview id|interview number|interview no|interview name|session"
        "|transcript id|file|filename|file name|entrevista|entretien",
        "id": "id|number|no|nr|#",
        "speaker": "speaker|speaker name|name|interviewee|respondent|participant|narrator|guest"
        "|voice|who|hablante|entrevistado|entrevistada|locuteur|intervenant|sprecher|sprecherin"
        "|falante|nombre|nom|nome",
        "text": "text|words|utterance|transcript|transcription|content|speech|said|quote|texto"
        "|texte|wortlaut",
        "question": "question|question text|q|asked|prompt|pregunta|pergunta|frage",
        "answer": "answer|answer text|a|response|reply|respuesta|reponse|resposta|antwort",
        "country": "country|country name|place|location|pais|pays|land",
        "date": "date|interview date|date of interview|recorded|recorded on|fecha|datum",
        "role": "role|position|occupation|job|job title|function|cargo|funcion|fonction|rolle",
        "organisation": "organisation|organization|org|organisation name|affiliation|institution"
        "|employer|organizacion|organizacao",
        "rating": "rating|civic space|civic space rating",
        "time": "time|timestamp|time stamp|timecode|time code|start|start time|begin|tiempo|temps"
        "|zeit|hora|heure",
        "heading": "heading|title|headline|titulo|titre|titel",
        "introduction": "introduction|intro|introduccion|introducao|einleitung",
    }.items()
}
# A header's field, and how plainly it says it.
FIELDS = {
    fold(word): (field, rank) for field, words in KNOWN.items() for rank, word in enumerate(words)
}


def header(cell: str) -> str:
    """A header as it is compared: small, without accents, marks and what stands in brackets."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", cell)
    return fold(re.sub(r"[_/\\:;*?.]+", " ", plain))


def recognised(cells: Iterable[str]) -> Mapping[str, int]:
    """The number of the column for each known field; of two the one with the plainer header."""
    found: dict[str, tuple[int, int]] = {}
    for number, cell in enumerate(cells):
        if known := FIELDS.get(header(cell)):
            field, rank = known
            found[field] = min(found.get(field, (rank, number)), (rank, number))
    taken = {field: number for field, (_, number) in found.items()}
    if "answer" not in taken and {"question", "text"} <= taken.keys():
        taken["answer"] = taken.pop("text")
    return taken


def tells(taken: Mapping[str, int]) -> bool:
    """Whether these columns hold what somebody says."""
    return "answer" in taken or "text" in taken


def listed() -> str:
    """The known columns, for a message."""
    return "; ".join(
        field if len(words) == 1 else f"{field} (or {', '.join(words[1:4])})"
        for field, words in KNOWN.items()
    )
