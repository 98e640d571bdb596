"""Ids of interviews: readable, and the same at every reading of the same document."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter


def named(key: str, seen: Counter[str], *words: str | None) -> str:
    """An id of some words, such as country and speaker, and a hash of what `key` says.

    `seen` counts the keys of one document, so that two interviews never share an id.
    """
    seen[key] += 1
    digest = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:8]
    said = unicodedata.normalize("NFKD", " ".join(filter(None, words)))
    plain = said.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-")
    return f"{slug}-{digest}" if slug else f"interview-{digest}"
