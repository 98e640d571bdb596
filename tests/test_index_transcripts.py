"""What transcription tools write, in the layout of each, made by hand."""

from __future__ import annotations

import json

import pytest

from index.errors import BadInput
from index.interview import Document, Role
from index.locators import locator
from index.readers import read_bytes
from index.readers.voiced import called


def said(document: Document) -> list[tuple[str | None, str | None, list[str]]]:
    text = document.text
    return [
        (turn.speaker, turn.question and turn.question.of(text), [p.of(text) for p in turn.answer])
        for interview in document.interviews
        for turn in interview.turns
    ]


def place(document: Document, words: str) -> str | None:
    """The time of the sentence or paragraph that begins with some words."""
    (interview,) = document.interviews
    spans = [s for turn in interview.turns for s in (turn.question, *turn.answer) if s]
    (found,) = [span for span in spans if span.of(document.text).startswith(words)]
    return locator(document.marks, found)


def made(shape: object) -> bytes:
    return json.dumps(shape).encode()


SPOKEN = [
    (0.0, 2.5, "Why did you leave Valdoria?"),
    (2.6, 5.0, "They told me to go home."),
    (5.1, 9.0, "My brother was held for 14 days."),
    (9.2, 11.0, "Who helps families now?"),
    (751.0, 760.5, "The Harbour Archive pays for lawyers."),
]
TALK = [
    (None, "Why did you leave Valdoria?",
     ["They told me to go home. My brother was held for 14 days."]),
    (None, "Who helps families now?", ["The Harbour Archive pays for lawyers."]),
]  # fmt: skip
VOICES = ("SPEAKER_00", "SPEAKER_01", "SPEAKER_01", "SPEAKER_00", "SPEAKER_01")


def whisper() -> dict[str, object]:
    """As `whisper --output_format json` writes it, which begins each text with a space."""
    return {
        "text": " ".join(text for _, _, text in SPOKEN),
        "segments": [
            {"id": n, "seek": 0, "start": start, "end": end, "text": f" {text}", "tokens": [50364],
             "temperature": 0.0, "avg_logprob": -0.2, "compression_ratio": 1.4,
             "no_speech_prob": 0.01}
            for n, (start, end, text) in enumerate(SPOKEN)
        ],
        "language": "en",
    }  # fmt: skip


def whisperx(voices: tuple[str | None, ...] = VOICES) -> dict[str, object]:
    """As WhisperX writes it with `--diarize`: a voice where one was found."""
    found = []
    for (start, end, text), voice in zip(SPOKEN, voices, strict=True):
        words = [{"word": word, "start": start, "end": end, "score": 0.9} for word in text.split()]
        found.append({"start": start, "end": end, "text": f" {text}", "words": words})
        found[-1] |= {"speaker": voice} if voice else {}
    return {"segments": found, "word_segments": [], "language": "en"}


def whisper_cpp() -> dict[str, object]:
    """As `whisper-cli --output-json` writes it."""
    return {
        "systeminfo": "AVX = 1",
        "model": {"type": "base"},
        "transcription": [
            {
                "timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"},
                "offsets": {"from": int(start * 1000), "to": int(end * 1000)},
                "text": f" {text}",
            }
            for start, end, text in SPOKEN
        ],
    }


def rev() -> dict[str, object]:
    """As Rev AI's transcript object: words with times, marks without."""
    found = []
    for (start, end, text), voice in zip(SPOKEN, VOICES, strict=True):
        elements: list[dict[str, object]] = []
        for word in text[:-1].split():
            elements += [{"type": "punct", "value": " "}] if elements else []
            elements.append(
                {"type": "text", "value": word, "ts": start, "end_ts": end, "confidence": 0.9}
            )
        elements.append({"type": "punct", "value": text[-1]})
        found.append({"speaker": int(voice[-1]), "elements": elements})
    return {"monologues": found}


@pytest.mark.parametrize("shape", [whisper(), whisperx(), whisper_cpp(), rev()])
def test_a_tools_json_is_read_with_its_times(shape: object) -> None:
    document = read_bytes(made(shape), "a.json")
    assert said(document) == TALK
    assert place(document, "They told me") == "00:00:02–00:00:05"
    assert place(document, "The Harbour") == "00:12:31"


def test_voices_stay_labels_and_become_nobodys_names() -> None:
    document = read_bytes(made(whisperx()), "a.json")
    (interview,) = document.interviews
    assert interview.speakers == ()
    assert "SPEAKER_01: They told me" in document.text
    assert "no-speaker" in {remark.code for remark in document.remarks}


def test_the_channels_of_whisper_cpp_are_voices() -> None:
    shape = whisper_cpp()
    for one, channel in zip(shape["transcription"], "01?01", strict=True):  # type: ignore[call-overload]
        one["speaker"] = channel
    document = read_bytes(made(shape), "a.json")
    assert said(document)[:2] == [
        (None, TALK[0][1], ["They told me to go home."]),
        (None, TALK[0][1], ["My brother was held for 14 days."]),
    ]
    assert "Speaker 1: They told me" in document.text
    assert "Unknown Speaker: My brother" in document.text


def test_words_of_no_voice_are_not_those_of_the_voice_before() -> None:
    voices = ("SPEAKER_00", "SPEAKER_01", None, "SPEAKER_00", "SPEAKER_01")
    document = read_bytes(made(whisperx(voices)), "a.json")
    assert said(document)[:2] == [
        (None, TALK[0][1], ["They told me to go home."]),
        (None, TALK[0][1], ["My brother was held for 14 days."]),
    ]
    assert "Unknown Speaker: My brother" in document.text


EDITED = (
    '<p><span class="timestamp" contenteditable="false" data-timestamp="5.04">0:00:05</span>&nbsp;'
    "<b>Host:</b> Why did you leave?<br></p>"
    '<p>Mira Dolen: <span class="timestamp" data-timestamp="9.9">0:00:09</span> They told me '
    '<i>‘go home’</i>.<br><span class="timestamp" data-timestamp="1:02:03">1:02:03</span>&nbsp;'
    "My brother was held.</p>"
    '<p>Host: Who helps?</p><p>Mira Dolen: <span class="timestamp">2:03</span>The archive &amp; I.'
    "</p>"
)


@pytest.mark.parametrize("name", ["a.otr", "a.json"])
def test_otranscribe_gives_words_without_its_times_among_them(name: str) -> None:
    raw = made({"text": EDITED, "media": "tape 3.mp3", "media-time": 12.5})
    document = read_bytes(raw, name)
    assert said(document) == [
        ("Mira Dolen", "Why did you leave?", ["They told me ‘go home’.", "My brother was held."]),
        ("Mira Dolen", "Who helps?", ["The archive & I."]),
    ]
    assert place(document, "Why did") == "00:00:05"
    assert place(document, "They told") == "00:00:09"
    assert place(document, "My brother") == "01:02:03"
    assert place(document, "The archive") == "00:02:03"
    assert "0:00:05" not in document.text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{", "is not JSON"),
        (b"[1]", "WhisperX"),
        (b'{"a": 1}', "oTranscribe"),
        (b'{"segments": [{"text": "Why?"}]}', "lacks its words or its times"),
        (b'{"segments": [3]}', "lacks its words or its times"),
        (b'{"segments": []}', "is empty"),
        (b'{"segments": [{"start": 0, "end": 1, "text": "\\ud800"}]}', "is not JSON"),
        (b'{"segments": [{"start": NaN, "end": 1, "text": "Why?"}]}', "is not JSON"),
        (b'{"segments": [{"start": 1e400, "end": 1, "text": "Why?"}]}', "times"),
        (b'{"text": "<p></p>", "media": ""}', "is empty"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"text": "' + b"<div>" * 500 + b'deep", "media": ""}', "nested"),
    ],
)
def test_another_json_is_refused_with_what_is_known(raw: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_bytes(raw, "a.json")


OTTER = """Harbour talk

Ana Rill  0:00  
Why did you leave Valdoria?

Mira Dolen  0:12  
They told me to go home.
My brother was held for 14 days.

Ana Rill  1:02:03
Who helps families now?

Speaker 3  1:02:09
The Harbour Archive pays for lawyers.

Transcribed by https://otter.ai
"""  # noqa: W291


def test_otter_gives_names_and_times() -> None:
    document = read_bytes(OTTER.encode(), "a.txt")
    assert said(document) == [
        ("Mira Dolen", "Why did you leave Valdoria?",
         ["They told me to go home.", "My brother was held for 14 days."]),
        (None, "Who helps families now?", ["The Harbour Archive pays for lawyers."]),
    ]  # fmt: skip
    assert place(document, "My brother") == "00:00:12"
    assert place(document, "The Harbour") == "01:02:09"
    assert document.interviews[0].footer[0].role is Role.CREDIT


def test_a_plain_text_stays_as_it_is() -> None:
    text = "Why did you leave?\nAt the time of the train  0:12\nThey came.  \n"
    document = read_bytes(text.encode(), "a.txt")
    assert (document.format, document.text) == ("text", text)


ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.500
Ana Rill (she/her): Why did you leave?

2
00:00:03.000 --> 00:00:05.000
Mira Dolen: They told me to go home.

3
00:12:31.000 --> 00:12:35.000
Mira Dolen: My brother was held.
"""
TEAMS = """WEBVTT

0c1e5f0e-6d2c-4c39-8a7e-2f1f6d6b4c10/12-0
00:00:01.000 --> 00:00:02.500
<v Rill, Ana (Guest)>Why did
you leave?</v>

0c1e5f0e-6d2c-4c39-8a7e-2f1f6d6b4c10/14-0
00:00:03.000 --> 00:00:05.000
<v Mira Dolen>- They told me to go home.</v>

00:12:31.000 --> 00:12:35.000
<v Mira Dolen>My brother was held.</v>
"""


@pytest.mark.parametrize(
    ("text", "first"), [(ZOOM, "They told me"), (TEAMS, "- They told me to go home.")]
)
def test_meetings_give_names_and_times(text: str, first: str) -> None:
    document = read_bytes(text.encode(), "a.vtt")
    ((speaker, question, answer),) = said(document)
    assert (speaker, question) == ("Mira Dolen", "Why did you leave?")
    assert answer[0].startswith(first)
    assert answer[1] == "My brother was held."
    assert place(document, "My brother") == "00:12:31"
    assert "she/her" not in document.text


@pytest.mark.parametrize(
    ("voice", "name"),
    [
        ("Mira Dolen", "Mira Dolen"),
        ("Dolen, Mira (Guest) [HAR]", "Dolen, Mira"),
        ("SPEAKER_00", "SPEAKER_00"),
        ("+1 415 555 0123", "+1 415 555 0123"),
        ("Žofie O’Brien-Ek", "Žofie O’Brien-Ek"),
        ("", "Unknown Speaker"),
    ],
)
def test_a_voice_is_called_as_it_is_written_without_brackets(voice: str, name: str) -> None:
    assert called(voice) == name
