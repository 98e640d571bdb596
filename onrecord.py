"""The front door: the `onrecord` command, a table of verbs that are imported when they are used."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

DESCRIPTION = """Ask an interview archive. Get what people said on the record: word for word,
with who said it, where they speak from, and the exact place in the source; or silence."""
EXITS = """exit codes: 0 done, also for silence; 1 the check that was asked for failed; 64 the
command was not understood; 65 bad input; 69 not available; 73 cannot create; 74 reading or
writing failed; 75 another writer is at work; 78 configuration.
The archive is --archive, else ONRECORD_ARCHIVE, else ./archive."""
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: the module and function that do it, what it does, and how it is called."""

    module: str
    function: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors exit with 64, as the contract has it."""

    def error(self, message: str) -> NoReturn:
        """Says what was not understood and how to find out more."""
        self.print_usage(sys.stderr)
        self.exit(64, f"onrecord: {message}. See: {self.prog} --help\n")


class Version(argparse.Action):
    """Prints the version, which takes a while to find, only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Prints it and ends."""
        print(f"onrecord {current()}")
        parser.exit()


def index_arguments(parser: argparse.ArgumentParser) -> None:
    """What `index` takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument(
        "--model",
        help="sentence-transformers model, by name or path, for a new archive "
        "(default ONRECORD_MODEL, else all-MiniLM-L6-v2); an archive remembers its own",
    )
    parser.add_argument(
        "--encoder",
        choices=("int8", "float32", "original"),
        help="how a new archive runs its model: compiled with weights of eight bits (default), "
        "compiled with its own, or as it is, with torch; an archive remembers its own",
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="go on: read what changes in the folders, and take out what is deleted from them",
    )
    add_invisible(parser)
    add_speakers(parser)
    add_common(parser)


def add_speakers(parser: argparse.ArgumentParser) -> None:
    """The option for documents that do not say who asks."""
    parser.add_argument(
        "--speakers",
        metavar="WHO",
        help="who asks and who answers where a document does not say so, as 'Ann Roe asks Mira "
        "Dolen' or 'Ann Roe asks'; kept for these documents. More fits in DOCUMENT.toml beside it",
    )


def add_invisible(parser: argparse.ArgumentParser) -> None:
    """The option for documents that hide text."""
    parser.add_argument(
        "--invisible-text",
        choices=("refuse", "keep", "drop"),
        default="refuse",
        help="what becomes of text in a PDF that nobody sees on its pages: refuse such a document "
        "(default), keep it and quote it, or drop it",
    )


def ask_arguments(parser: argparse.ArgumentParser) -> None:
    """What `ask` takes."""
    parser.add_argument("question", metavar="QUESTION")
    add_filters(parser)
    parser.add_argument(
        "--history",
        action="append",
        default=[],
        help="an earlier question of the conversation, oldest first",
    )
    add_judge(parser)
    add_common(parser)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The options that say where to look."""
    for name, what in (
        ("country", "only interviews about this country; may be given again"),
        ("speaker", "only what this person says; may be given again"),
        ("interview", "only this interview, by its id; may be given again"),
        ("rating", "only interviews that are rated so; may be given again"),
        ("organisation", "only what is said for this organisation; may be given again"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], help=what)
    for name in ("since", "until"):
        parser.add_argument(
            f"--{name}", metavar="DATE", help=f"only interviews {name} this year, month or day"
        )


def search_arguments(parser: argparse.ArgumentParser) -> None:
    """What `search` takes."""
    parser.add_argument("-k", type=int, default=10, help="how many passages (default 10)")
    ask_arguments(parser)


def inspect_arguments(parser: argparse.ArgumentParser) -> None:
    """What `inspect` takes."""
    ask_arguments(parser)
    topic = parser.add_argument_group("to save the question as a topic for onrecord eval")
    topic.add_argument("--save", type=Path, metavar="GOLD.jsonl", help="the file to add it to")
    for name, what in (
        ("required", "a sentence that a good answer quotes, by its number here, as 1.2"),
        ("answers", "a sentence that answers too, and need not be quoted"),
        ("nugget", "a short string of a required sentence that a correct answer contains"),
    ):
        topic.add_argument(
            f"--{name}", action="append", default=[], help=f"{what}; may be given again"
        )
    topic.add_argument("--kind", help="direct (default), paraphrase, ..., or unanswerable")
    topic.add_argument("--note", help="what else to know; for unanswerable, why nothing answers")
    topic.add_argument("--id", help="the topic's id (default one made of the question)")


def compare_arguments(parser: argparse.ArgumentParser) -> None:
    """What `compare` takes."""
    parser.add_argument(
        "question", nargs="+", metavar="QUESTION", help="at most six; each, or each line, is one"
    )
    parser.add_argument(
        "--by",
        choices=("speaker", "country", "interview"),
        default="speaker",
        help="what is put side by side (default speaker)",
    )
    forms = ("table", "csv", "markdown", "html", "json")
    parser.add_argument(
        "--format", choices=forms, default="table", help="how it is printed (default table)"
    )
    for form in ("csv", "markdown", "json"):
        parser.add_argument(
            f"--{form}",
            action="store_const",
            dest="format",
            const=form,
            help=f"short for --format {form}",
        )
    add_filters(parser)
    add_judge(parser)
    add_archive(parser)


def draft_arguments(parser: argparse.ArgumentParser) -> None:
    """What `verify-draft` takes."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="an article in a format that is read; - for text"
    )
    add_common(parser)


def parse_arguments(parser: argparse.ArgumentParser) -> None:
    """What `parse` takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    add_invisible(parser)
    add_speakers(parser)
    add_json(parser)


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """What `export` takes."""
    parser.add_argument(
        "--format",
        choices=("jsonl", "txt"),
        default="jsonl",
        help="an interview a line to take along (default jsonl), or text to read",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to (default standard output)"
    )
    add_archive(parser)


def eval_arguments(parser: argparse.ArgumentParser) -> None:
    """What `eval` takes."""
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="topics (.jsonl), or a folder in BEIR's layout"
    )
    parser.add_argument("--report", type=Path, metavar="OUT.html", help="write a page")
    parser.add_argument("--run", type=Path, metavar="OUT.trec", help="write the ranking")
    parser.add_argument("--qrels", type=Path, metavar="OUT.qrels", help="write what is relevant")
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="EARLIER",
        help="compare with an earlier run, paired by topic: what --json printed, or a TREC run",
    )
    parser.add_argument(
        "--spans",
        action="store_true",
        help="of a folder with spans.jsonl: measure what is quoted against those exact spans",
    )
    parser.add_argument(
        "--floor",
        action="append",
        default=[],
        metavar="MEASURE=VALUE",
        help="fail (exit code 1) when a measure is lower, as recall@5=0.8; may be given again",
    )
    add_judge(parser)
    add_common(parser)


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    """What `serve` takes."""
    parser.add_argument("--host", help="loopback address: 127.0.0.1 (default) or ::1")
    parser.add_argument("--port", type=int, help="port (default 8000; 0 takes a free one)")
    parser.add_argument(
        "--import",
        dest="importing",
        action="store_true",
        default=None,
        help="let whoever has the password that it prints, or ONRECORD_IMPORT_PASSWORD, add "
        "documents on the page /import",
    )
    parser.add_argument(
        "--topics",
        type=Path,
        metavar="GOLD.jsonl",
        help="let whoever reaches the server add topics for onrecord eval to this file, on the "
        "page /inspect (default: they are downloaded)",
    )
    parser.add_argument(
        "--language",
        choices=("en", "ar"),
        help="the language of every page (default: of those, the one that each browser asks for)",
    )
    add_judge(parser)
    add_archive(parser)


def add_judge(parser: argparse.ArgumentParser) -> None:
    """The options that say who reads the passages, and how strict silence is."""
    parser.add_argument(
        "--judge",
        metavar="NAME",
        help="who reads the passages that were found: built-in (default), off, or a "
        "sentence-transformers CrossEncoder of yours, by name or path",
    )
    parser.add_argument(
        "--silence-precision",
        type=share,
        metavar="SHARE",
        help="how often a silence shall be right, 0.5 to 0.95 in steps of 0.05 (default 0.85): "
        "a higher share makes fewer silences, past 0.95 only rules make any; only with the "
        "built-in judge",
    )


def share(words: str) -> float:
    """A number between 0 and 1."""
    value = float(words)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{words} is not between 0 and 1")
    return value


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that most verbs take."""
    add_json(parser)
    add_archive(parser)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option for programs."""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def add_archive(parser: argparse.ArgumentParser) -> None:
    """The option that says which archive."""
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the archive's folder")


VERBS = {
    "index": Verb("index.verbs", "index", "add or refresh documents", index_arguments),
    "ask": Verb("rag.verbs", "ask", "answer a question with cited quotes", ask_arguments),
    "search": Verb("rag.verbs", "search", "list the nearest passages", search_arguments),
    "inspect": Verb("eval.inspecting", "inspect", "show how a reply came about", inspect_arguments),
    "compare": Verb("rag.comparing", "compare", "put answers side by side", compare_arguments),
    "verify-draft": Verb(
        "rag.verifying", "verify_draft", "check the quotations in an article", draft_arguments
    ),
    "interviews": Verb("rag.verbs", "interviews", "list what the archive holds", add_common),
    "serve": Verb("web.verbs", "serve", "serve the pages and the API", serve_arguments),
    "parse": Verb("index.verbs", "parse", "show how a document is read", parse_arguments),
    "eval": Verb("eval.verbs", "measure", "measure answers on gold topics", eval_arguments),
    "export": Verb("index.verbs", "export", "write all interviews out", export_arguments),
    "verify": Verb("index.verbs", "verify", "check every byte of the archive", add_common),
}


def parser() -> Parser:
    """The command line of every verb."""
    top = Parser(prog="onrecord", description=DESCRIPTION, epilog=EXITS)
    top.add_argument("--version", action=Version, nargs=0, help="show the version and end")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, verb in VERBS.items():
        verb.arguments(verbs.add_parser(name, help=verb.help, description=verb.help))
    return top


def current() -> str:
    """The installed version."""
    # Imported here: every verb would wait for it, and one option needs it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "(not installed)"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb; what a user can mend is said in one paragraph, with its exit code."""
    make_writable()
    arguments = parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
    errors = import_module("index.errors")
    try:
        code = done(arguments)
        # Now, where a closed pipe or a full disk is understood.
        sys.stdout.flush()
        return code
    except errors.OnRecordError as error:
        complain(str(error))
        return int(error.exit_code)
    except BrokenPipeError:
        # Whoever read the output has closed it, as `head` does.
        drop_output()
        return 0
    except OSError as error:
        complain(failure(error))
        drop_output()
        return int(errors.InputOutput.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED


def done(arguments: argparse.Namespace) -> int:
    """The exit code of the verb of a command line, which it runs."""
    configured = import_module("index.settings").settings()
    import_module("index.cores").tell(os.environ)
    import_module("index.open_files").allow_more()
    names = {field.name for field in fields(configured)}
    given = {
        name: value
        for name, value in vars(arguments).items()
        if name in names and value is not None
    }
    verb = VERBS[arguments.verb]
    run = getattr(import_module(verb.module), verb.function)
    return int(run(arguments, replace(configured, **given)))


def make_writable() -> None:
    """Lets verbs print where standard output is closed, or its encoding lacks a letter."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def drop_output() -> None:
    """Sends nowhere what cannot be written; Python would complain again at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(words: str) -> None:
    """Says what went wrong; names in it are a document's, and may hold anything."""
    print(f"onrecord: {import_module('index.terminal').clean(words)}", file=sys.stderr)


def failure(error: OSError) -> str:
    """What the system refused, and what to do."""
    what = error.strerror or str(error) or type(error).__name__
    where = f"{error.filename}: " if error.filename else ""
    return (
        f"reading or writing failed ({where}{what}). What was written until then may not be "
        "whole. Check that there is room and that you may read and write there, and call it again."
    )


def command() -> NoReturn:
    """Runs one verb as a process of its own.

    What a verb holds is left to the system, which takes it back at once: to take networks and
    modules apart one by one would be a fifth of the time of a cold question. Verbs close what must
    be closed before they return.
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    command()
