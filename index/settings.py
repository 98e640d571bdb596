"""Deployment settings: `ONRECORD_` variables, read once at the door; flags come before them."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import Misconfigured

PREFIX = "ONRECORD_"


class Settings(BaseSettings):
    """What may be set for every command of a shell; the fields' names are the variables'."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    archive: Path = Path("archive")
    model: str | None = None
    encoder: Literal["int8", "float32", "original"] | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    importing: bool = False
    import_password: SecretStr | None = Field(default=None, min_length=16)
    topics: Path | None = None
    language: Literal["en", "ar"] | None = None
    judge: str = "built-in"
    threads: int | None = Field(default=None, ge=1)
    silence_precision: float = Field(default=0.85, gt=0, lt=1)


def settings() -> Settings:
    """The settings of this process.

    Raises:
        Misconfigured: an `ONRECORD_` variable is unknown or its value is not of its kind.
    """
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1, 0)[0]
            raise Misconfigured(
                f"the environment has {name}, which onrecord does not know; the nearest that it "
                f"knows is {near}. Known are {', '.join(known)}. Rename it or unset it."
            )
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{PREFIX}{str(one['loc'][0]).upper()}: {one['msg'].lower()}" for one in error.errors()
        )
        raise Misconfigured(f"{wrong}. Correct the variable or unset it.") from error
