"""The verb inspect: how a reply came about, and the question saved as a gold topic."""

from __future__ import annotations

import argparse
import sys

from eval.annotation import Annotation, Mark, topic_of
from eval.saving import append_topic
from index.errors import Usage
from index.settings import Settings
from index.terminal import counted, print_json
from rag.inspecting import inspection_json, print_inspection
from rag.inspection import Inspection
from rag.opened import open_desk
from rag.verbs import demanded


def inspect(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints what was done to answer a question; with --save adds it to a gold file.

    Raises:
        Usage: an option that says something of a topic stands without --save.
    """
    given = ("kind", "answers", "required", "nugget", "note", "id")
    alone = [f"--{name}" for name in given if getattr(arguments, name)]
    if alone and not arguments.save:
        raise Usage(f"{', '.join(alone)} needs --save GOLD.jsonl, the file to add the topic to.")
    desk = open_desk(settings, asking=True)
    filters = demanded(arguments)
    found = desk.inspect(arguments.question, history=arguments.history, filters=filters)
    # Before it is printed: whoever reads the output may stop early, as `head` does.
    if arguments.save:
        annotation = Annotation(
            question=arguments.question,
            history=tuple(arguments.history),
            filters=filters,
            kind=arguments.kind or "direct",
            marks=marks_of(arguments, found),
            nuggets=tuple(arguments.nugget),
            note=arguments.note or "",
            id=arguments.id or "",
        )
        topic = topic_of(annotation, desk.archive)
        held = append_topic(arguments.save, topic)
        print(f"{arguments.save} has {counted(held, 'topic')} with {topic.id}.", file=sys.stderr)
    if arguments.json:
        print_json(inspection_json(found, desk.archive))
    else:
        print_inspection(found, desk.archive)
    return 0


def marks_of(arguments: argparse.Namespace, found: Inspection) -> tuple[Mark, ...]:
    """The sentences that --required and --answers name, each once.

    Raises:
        Usage: there is none of that number.
    """
    numbers = dict.fromkeys(arguments.required, True)
    numbers |= {number: False for number in arguments.answers if number not in numbers}
    sentences = {
        f"{number}.{place}": (one.passage.interview, sentence.span)
        for number, one in enumerate(found.considered, 1)
        for place, sentence in enumerate(one.sentences, 1)
    }
    for number in numbers:
        if number not in sentences:
            raise Usage(f"there is no sentence {number}; this prints their numbers, such as 1.1.")
    return tuple(Mark(*sentences[number], required) for number, required in numbers.items())
