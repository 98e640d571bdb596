"""What to do with a document that holds text which nobody sees on its pages."""

from __future__ import annotations

from enum import StrEnum


class Invisible(StrEnum):
    """Refuse the document, take the text in with the rest, or leave it out."""

    REFUSE = "refuse"
    KEEP = "keep"
    DROP = "drop"
