"""What the page is given on which an interview is corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from index.language import _


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what is in it, what the document itself tells, and what is wrong with it."""

    name: str
    label: str
    value: str
    told: str
    changed: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class CorrectView:
    """What is known of an interview, each in a field.

    `people` are those who answer, each with a field for role and organisation; `seen` is the
    fingerprint of what was known when the form was made, and `hindrance` says why it could not be
    published. `typed` is what a form held that was made upon other facts, each with its label.
    """

    template: ClassVar[str] = "correct.html"
    id: str
    interview: str
    country: Field
    date: Field
    rating: Field
    ratings: tuple[str, ...]
    people: tuple[tuple[str, Field, Field], ...]
    corrected: bool
    seen: str
    hindrance: str | None = None
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The page's title, which says first when something must be mended."""
        return _("Please check the form") if self.problems else _("What is known of it")

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order of the page."""
        theirs = (field for _name, *fields in self.people for field in fields)
        return (self.country, self.date, self.rating, *theirs)

    @property
    def problems(self) -> tuple[Field, ...]:
        """The fields that cannot be taken as they are."""
        return tuple(field for field in self.fields if field.problem)

    def hindered(self, why: str) -> CorrectView:
        """The page that says why nothing was published."""
        return replace(self, hindrance=why)
