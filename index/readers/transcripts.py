"""What transcription tools write as JSON, told apart by its shape: words with their times.

The shapes are those that the tools themselves write: whisper `utils.py`, whisperX `diarize.py`,
`output_json` of whisper.cpp, the transcript object of Rev AI's API, and oTranscribe `export.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from pydantic_core import from_json

from index.asking import UNKNOWN
from index.errors import BadInput
from index.interview import Document
from index.readers.cues import Cue, spoken
from index.readers.decode import decode
from index.readers.otranscribe import edited
from index.readers.voiced import voiced, voices
from index.readers.words import Words, words

# No recording is as long, in seconds.
LAST = 1e7
SHAPES = {
    "Whisper and WhisperX": '{"segments": [{"start", "end", "text", "speaker"}]}',
    "whisper.cpp": '{"transcription": [{"offsets": {"from", "to"}, "text"}]}',
    "Rev": '{"monologues": [{"speaker", "elements": [{"type", "value", "ts"}]}]}',
    "oTranscribe": '{"text": "<p>...", "media", "media-time"}',
}


def read_json(raw: bytes, name: str) -> Words | Document:
    """The words of a transcription tool's JSON.

    Raises:
        BadInput: it is not JSON, or of no known shape.
    """
    try:
        found = from_json(decode(raw, name), allow_inf_nan=False)
    except ValueError as error:
        raise BadInput(
            f"{name} is not JSON ({error}). If it has a JSON object on each line, call it .jsonl."
        ) from error
    if isinstance(found, dict):
        edits = "media" in found or name.lower().endswith(".otr")
        if edits and isinstance(found.get("text"), str):
            return edited(found["text"], name)
        for key, cues in CUES.items():
            if isinstance(found.get(key), list):
                return timed(found[key], cues, raw, name)
    shapes = "; ".join(f"{tool}: {shape}" for tool, shape in SHAPES.items())
    raise BadInput(
        f"{name} is JSON of no shape that is known here. Known are {shapes}. Interviews of your "
        "own can be written as .jsonl, an interview a line."
    )


def timed(
    held: list[Any], cues: Callable[[list[Any]], Iterator[Cue]], raw: bytes, name: str
) -> Words | Document:
    """What a list of pieces with times says; where voices are told, the whole document.

    Raises:
        BadInput: a piece lacks what its shape has, or none holds words.
    """
    try:
        found = [cue for cue in cues(held) if cue.lines[0]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            f"{name} looks like a transcription, but a piece of it lacks its words or its times "
            f"({type(error).__name__}). Export it anew, or as .srt or .vtt."
        ) from error
    if any(cue.voice for cue in found):
        # Words that no voice was told for are not those of the voice before.
        told = voices([replace(cue, voice=cue.voice or UNKNOWN) for cue in found])
        return voiced(told, raw, name, "transcript")
    whole = spoken(found)
    return words(f"{whole.text}\n", "transcript", name, marks=whole.marks)


def segments(held: list[Any]) -> Iterator[Cue]:
    """The cues of Whisper; WhisperX tells voices apart too."""
    for one in held:
        voice = one.get("speaker")
        yield cue(one["start"], one["end"], one["text"], None if voice is None else str(voice))


def transcription(held: list[Any]) -> Iterator[Cue]:
    """The cues of whisper.cpp, in thousandths of a second.

    Of a recording in stereo it tells the channel too, `?` where it could not.
    """
    for one in held:
        times, channel = one["offsets"], one.get("speaker")
        known = UNKNOWN if channel == "?" else f"Speaker {channel}"
        voice = None if channel is None else known
        yield cue(times["from"] / 1000, times["to"] / 1000, one["text"], voice)


def monologues(held: list[Any]) -> Iterator[Cue]:
    """What each voice says by Rev: words with times, and the marks between them without.

    A cue ends where a sentence does, so that a quote of a long answer tells its own time.
    """
    for one in held:
        number = one["speaker"]
        voice = number if isinstance(number, str) else f"Speaker {number}"
        said: list[str] = []
        first = last = None
        for element in one["elements"]:
            said.append(str(element["value"]))
            first = element.get("ts") if first is None else first
            last = element.get("end_ts") or last
            if element["type"] == "punct" and said[-1].strip() in (".", "?", "!"):
                yield cue(first or 0, last or 0, "".join(said), voice)
                said, first = [], None
        yield cue(first or last or 0, last or 0, "".join(said), voice)


def cue(start: Any, end: Any, text: str, voice: str | None) -> Cue:
    """Words that are said together; the spaces between them say nothing."""
    begins = float(start)
    if not 0 <= begins < LAST:
        raise ValueError("a time that no recording has")
    return Cue(begins, float(end), (" ".join(text.split()),), voice)


CUES: dict[str, Callable[[list[Any]], Iterator[Cue]]] = {
    "segments": segments,
    "transcription": transcription,
    "monologues": monologues,
}
