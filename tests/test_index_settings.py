from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import Misconfigured
from index.settings import KNOWN, READERS, Settings, settings


def test_what_is_not_set_is_as_it_comes() -> None:
    assert settings({"HOME": "/home/mira"}) == Settings()


def test_every_field_can_be_set() -> None:
    given = {
        "ONRECORD_ARCHIVE": "other/archive",
        "ONRECORD_MODEL": "some/model",
        "ONRECORD_ENCODER": "float32",
        "ONRECORD_HOST": "::1",
        "ONRECORD_PORT": "0",
        "ONRECORD_IMPORTING": "Yes",
        "ONRECORD_IMPORT_PASSWORD": "sixteen letters!",
        "ONRECORD_TOPICS": "topics.jsonl",
        "ONRECORD_LANGUAGE": "ar",
        "ONRECORD_JUDGE": "off",
        "ONRECORD_THREADS": "3",
        "ONRECORD_SILENCE_PRECISION": "0.8",
    }
    assert set(given) == set(KNOWN)
    assert len(READERS) == len(KNOWN)
    assert settings(given) == Settings(
        Path("other/archive"),
        "some/model",
        "float32",
        "::1",
        0,
        True,
        "sixteen letters!",
        Path("topics.jsonl"),
        "ar",
        "off",
        3,
        0.8,
    )


@pytest.mark.parametrize(
    ("variable", "value", "way_out"),
    [
        ("ENCODER", "int4", "int8, float32, original"),
        ("PORT", "http", "a whole number from 0 on"),
        ("PORT", "-1", "a whole number from 0 on"),
        ("THREADS", "0", "a whole number from 1 on"),
        ("IMPORTING", "maybe", "1, true, yes, on, 0, false, no, off"),
        ("LANGUAGE", "xx", "en, ar"),
        ("SILENCE_PRECISION", "1", "a number between 0 and 1"),
        ("SILENCE_PRECISION", "nan", "a number between 0 and 1"),
        ("SILENCE_PRECISION", "much", "a number between 0 and 1"),
    ],
)
def test_a_wrong_value_is_said_with_what_it_must_be(
    variable: str, value: str, way_out: str
) -> None:
    with pytest.raises(Misconfigured) as raised:
        settings({f"ONRECORD_{variable}": value})
    assert f"ONRECORD_{variable}: it is {value}, and must be" in str(raised.value)
    assert way_out in str(raised.value)


def test_all_wrong_values_are_said_at_once() -> None:
    with pytest.raises(Misconfigured, match=r"ONRECORD_PORT.*ONRECORD_THREADS"):
        settings({"ONRECORD_PORT": "x", "ONRECORD_THREADS": "y"})


def test_a_password_is_repeated_nowhere() -> None:
    with pytest.raises(Misconfigured) as raised:
        settings({"ONRECORD_IMPORT_PASSWORD": "hunter2"})
    assert "hunter2" not in str(raised.value)
    assert "sixteen" not in repr(settings({"ONRECORD_IMPORT_PASSWORD": "sixteen letters!"}))
