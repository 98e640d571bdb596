"""An opened archive: one verified generation, with what is needed to search it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.alike import few_slips
from index.bodies import Body
from index.compiled import CompiledEmbedder
from index.embedder import ORIGINAL, Embedder, SentenceTransformerEmbedder
from index.errors import Misconfigured
from index.facets import Facets, facets_of
from index.generations import Generation, verified
from index.hints import Correction
from index.holdings import Interviews, Nearest, Passages, Source, Sources
from index.interview import Document, Interview, Part, Span, tongue_at
from index.lexical import Lexical, stems
from index.manifest import Baked
from index.matrix import Matrices
from index.questions import Questions
from index.repair import repaired
from index.segment import Segment, opened
from index.sentences import sentences
from index.words import Words

ENCODER = "encoder"


class Archive:
    """One generation, open for reading from any thread; it never changes.

    Interviews, passages and sources are read when they are asked for. Passages have the rows of
    their segments one after the other; a row whose document was removed is never found.
    """

    def __init__(
        self, generation: Generation, segments: Sequence[Segment], embedder: Embedder
    ) -> None:
        self.generation = generation.number
        self.fingerprint = generation.fingerprint
        self.manifest = generation.manifest
        self.baked = generation.manifest.baked
        self.segments = segments
        self.embedder = embedder
        dimension = generation.manifest.baked.dimension
        self.vectors = Matrices([s.vectors for s in segments], dimension)
        self.sentence_vectors = Matrices([s.sentence_vectors for s in segments], dimension)
        self.passages = Passages(segments)
        self.interviews = Interviews(segments)
        self.documents = Sources(segments)
        self.dense = Nearest(segments, self.vectors)
        alive = self.facets.alive if any(s.removed for s in segments) else None
        self.lexical = Lexical([s.lexical for s in segments], alive)
        self.questions = Questions(segments)

    @cached_property
    def facets(self) -> Facets:
        """Whose each passage is."""
        return facets_of(self.segments, self.countries, self.speakers)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries that interviews are about, sorted."""
        return tuple(sorted({c for s in self.segments for c in s.countries_present()}))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The names of those who answer, sorted."""
        return tuple(sorted({name for s in self.segments for name in s.speakers_present()}))

    @cached_property
    def ratings(self) -> tuple[str, ...]:
        """The civic-space ratings of interviews, sorted."""
        return tuple(sorted({r for s in self.segments for r in s.ratings_present()}))

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The dates of the interviews that are dated, sorted."""
        return tuple(sorted(d for s in self.segments for d in s.dates_present() if d))

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """The organisations that people answer for, sorted."""
        return tuple(sorted({o for s in self.segments for o in s.organisations_present()}))

    @cached_property
    def rated_and_dated(self) -> tuple[tuple[str | None, str | None], ...]:
        """The rating and the date of each interview, by their numbers."""
        return tuple(pair for s in self.segments for pair in zip(s.ratings, s.dates, strict=True))

    def affiliated(self, organisations: Collection[str]) -> tuple[tuple[int, int], ...]:
        """The interviews, and the speakers in them, who answer for one of some organisations.

        Both by their numbers.
        """
        begins = np.cumsum([0, *(len(segment.ids) for segment in self.segments)]).tolist()
        return tuple(
            (begin + interview, self.speaker_numbers[name])
            for begin, segment in zip(begins, self.segments, strict=False)
            for interview, name, held in segment.affiliated
            if held in organisations and name in self.speaker_numbers
        )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that interviews are in, sorted; an empty one for what is not known."""
        return tuple(sorted({one for s in self.segments for one in s.catalogue.languages()}))

    @property
    def read_documents(self) -> Iterator[Document]:
        """All documents as they were read, one at a time."""
        return (s.document(number) for s in self.segments for number, _, _ in s.documents())

    @cached_property
    def speaker_numbers(self) -> Mapping[str, int]:
        """The number that the facets know each speaker by."""
        return {name: number for number, name in enumerate(self.speakers)}

    def interview(self, id: str) -> Interview:
        """The interview of that id.

        Raises:
            NotHeld: there is none.
        """
        return self.interviews.by_id(id)

    def source(self, interview: str) -> Source:
        """The document that an interview, by its id, stands in."""
        return self.documents.of(*self.interviews.place(interview))

    def correction(self, interview: str) -> Correction | None:
        """What was corrected by hand of an interview, by its id; None where nothing was."""
        segment, number = self.interviews.place(interview)
        held = self.segments[segment]
        hints = held.catalogue.hints_of(int(held.owners[number]))
        return hints.correction(interview) if hints else None

    def sentences(self, interview: str, paragraph: Span) -> tuple[Span, ...]:
        """The sentences of a paragraph of an interview, by its id, as its passages have them."""
        source = self.source(interview)
        language = tongue_at(source.tongues, paragraph) or self.baked.language
        return sentences(source.text, paragraph, language)

    def stems(self, interview: str, span: Span) -> tuple[str, ...]:
        """The stems of some words of an interview, by its id, as they are looked up."""
        source = self.source(interview)
        words = repaired(source.text, span, source.glue)
        return stems(words, tongue_at(source.tongues, span))

    def parts(self, interview: str) -> tuple[Part, ...]:
        """Every line of an interview, by its id, with its role, in the order of the source."""
        segment, number = self.interviews.place(interview)
        span = extent(self.interview(interview))
        held = self.segments[segment]
        parts = held.catalogue.parts(int(held.owners[number]))
        return tuple(part for part in parts if span.overlap(part.span))

    def spelling(self, word: str) -> str | None:
        """The most frequent spelling of a folded word of four letters or more; None of none."""
        found = (segment.spellings.of(word) for segment in self.segments)
        held = [one for one in found if one is not None]
        return max(held, key=lambda one: one[1])[0] if held else None

    def frequency(self, word: str) -> int:
        """How often a folded word stands in the archive, in any spelling."""
        found = (segment.spellings.of(word) for segment in self.segments)
        return sum(one[1] for one in found if one is not None)

    def words_like(self, word: str, slips: int, opening: Sequence[str] = ("",)) -> frozenset[str]:
        """Folded words that are so few slips from a folded word, and open as one of some do."""
        # Counting slips is worth the most for many words at a time, and segments share most words.
        perhaps = {
            one
            for segment in self.segments
            for opens in opening
            for one in segment.spellings.perhaps(word, slips, opens)
        }
        words = Words.of(sorted(perhaps))
        near = few_slips(words, np.arange(len(words)), word, slips)
        return frozenset(map(words.said, near))

    def called(self, keys: Iterable[str]) -> tuple[tuple[str, str | None], ...]:
        """Speakers with their organisations whom a question with one of the words may name."""
        asked = frozenset(keys)
        found = {pair for s in self.segments for pair in s.catalogue.called(asked)}
        held = frozenset(self.speakers) if any(s.removed for s in self.segments) else None
        return tuple(
            (name, body or None) for name, body in sorted(found) if held is None or name in held
        )

    def bodies(self, keys: Iterable[str]) -> tuple[Body, ...]:
        """Organisations that a question with one of the words may name, as first explained."""
        asked = frozenset(keys)
        acronyms = {a for s in self.segments for a in s.catalogue.spelt_out(asked)}
        found = []
        for acronym in acronyms:
            explained = (
                (place, *held)
                for place, segment in enumerate(self.segments)
                if (held := segment.catalogue.body(acronym)) is not None
            )
            found.append(next(explained))
        return tuple(body for _, _, body in sorted(found, key=lambda one: one[:2]))


def extent(interview: Interview) -> Span:
    """From the first character of an interview to its last."""
    spans = [span for turn in interview.turns for span in (turn.question, *turn.answer) if span]
    spans += [*interview.introduction, *(part.span for part in interview.footer)]
    spans += [interview.heading] if interview.heading else []
    return min(spans).to(max(spans))


def embedder_of(generation: Generation) -> Embedder:
    """The embedder that a generation carries, or the model that it was built with.

    Raises:
        Unavailable: the model is not on this machine.
    """
    baked = generation.manifest.baked
    if baked.precision == ORIGINAL:
        return SentenceTransformerEmbedder(baked.embedder)
    return CompiledEmbedder(generation.folder / ENCODER)


def fitting(model: Embedder, baked: Baked, folder: Path) -> None:
    """Raises Misconfigured unless a model is the one that built an archive."""
    if (model.weights_sha256, model.precision) == (baked.weights_sha256, baked.precision):
        return
    raise Misconfigured(
        f"{folder} was built with {baked.embedder} (weights {baked.weights_sha256[:12]}, "
        f"{baked.precision}), but the model at hand is {model.name} (weights "
        f"{model.weights_sha256[:12]}, {model.precision}). Vectors of two models cannot be "
        "compared. Take the model that built it, or index the documents into a new archive: "
        f"onrecord index PATH... --archive NEW --model {model.name} --encoder {model.precision}"
    )


def open_archive(
    folder: Path, embedder: Embedder | None = None, *, thorough: bool = False
) -> Archive:
    """The live generation of an archive, after its files were checked.

    Without an `embedder` the one that the archive carries is loaded, or the model that built it,
    when it is first needed. `thorough` reads every byte, also of large files that were checked
    before and have not been written since (see `index.checked`).

    Raises:
        Unavailable: there is no archive, or its model is not on this machine.
        InputOutput: a file of it was changed, or cannot be opened.
        Misconfigured: the model is not the one that built it.
    """
    generation = verified(folder, thorough=thorough)
    model = embedder or embedder_of(generation)
    fitting(model, generation.manifest.baked, folder)
    segments = tuple(
        opened(generation.folder / held.name, frozenset(held.removed))
        for held in generation.manifest.segments
    )
    return Archive(generation, segments, model)
