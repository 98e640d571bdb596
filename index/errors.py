"""What a user can cause: one family of errors, each with its exit code and its way out."""

from __future__ import annotations

from typing import ClassVar

from index.language import later


class OnRecordError(Exception):
    """Says both sides and the way out; caught at the door and in the web error handler only.

    `exit_code` is that of the command (sysexits), `status` that of the API.
    """

    exit_code: ClassVar[int] = 70
    status: ClassVar[int] = 500
    title: ClassVar[str] = later("Something failed")


class Usage(OnRecordError):
    """A command that was called in a way it does not know."""

    exit_code = 64
    status = 400
    title = later("Not understood")


class BadInput(OnRecordError):
    """A document, question or filter that cannot be taken as it is."""

    exit_code = 65
    status = 422
    title = later("This input cannot be used")


class NotHeld(BadInput):
    """An interview that the archive does not hold."""

    status = 404
    title = later("Not in this archive")


class Gone(BadInput):
    """Something that was there, and is not, or not as it was."""

    status = 410
    title = later("No longer there")


class Unavailable(OnRecordError):
    """Something that this needs is not there: no archive, no model."""

    exit_code = 69
    status = 503
    title = later("Not available")


class CannotCreate(OnRecordError):
    """A folder or file that cannot be made."""

    exit_code = 73
    title = later("Cannot create")


class InputOutput(OnRecordError):
    """A file that cannot be read or is not what was written."""

    exit_code = 74
    title = later("Reading or writing failed")


class NoRoom(OnRecordError):
    """A disk, or a place set aside, that is too full for what was sent."""

    exit_code = 73
    status = 507
    title = later("No room left")


class Busy(OnRecordError):
    """Another writer holds the lock."""

    exit_code = 75
    status = 503
    title = later("Try again later")


class Misconfigured(OnRecordError):
    """Settings, models and archive that do not belong together."""

    exit_code = 78
    title = later("Configuration")
