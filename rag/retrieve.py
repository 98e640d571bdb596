"""A question to the passages that lie nearest, by meaning and by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.archive import Archive
from index.dense import best
from index.embedder import Vectors
from index.lexical import Matches, Scores
from rag.answer import Asked, Filters, Hit
from rag.filters import Rows, countries_of, rows_among
from rag.fuse import fused
from rag.tongues import asked_stems
from rag.turns import in_turns

# How many passages each of the two searches puts forward before their scores are fused.
POOL = 200
# How much a follow-up's own words weigh against them together with the question before: on the
# corpus' topics and on the sample's, half and half found more than the two together alone.
OWN = 0.5


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something to look up: the question, or a part of it, with its vector and its stems.

    `matches` are the passages that have any of the stems. `language` is that of the question, empty
    where it is not sure. `rows` are the passages that it is asked of, sorted; None for all.
    """

    text: str
    vector: Vectors
    words: tuple[str, ...]
    matches: Matches
    language: str = ""
    rows: Rows | None = None

    def asks(self, row: int) -> bool:
        """Whether a passage is one that it is asked of."""
        if self.rows is None:
            return True
        place = int(np.searchsorted(self.rows, row))
        return place < len(self.rows) and int(self.rows[place]) == row


@dataclass(frozen=True, slots=True)
class Pooled:
    """What two searches put forward: rows of passages, and what each is worth.

    `cosines` are those of the passages, `sentences` those of the best sentence of each, `words`
    their BM25, and `scores` all three fused; each of shape (rows,).
    """

    rows: Rows
    cosines: Scores
    sentences: Scores
    words: Scores
    scores: Scores

    @property
    def order(self) -> Rows:
        """Places in the rows, the best first; of equals the earlier passage."""
        return np.lexsort((self.rows, -self.scores))


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The hits of a question, best first, and what was looked up: the whole, its parts, its sides.

    `pools` are the passages that were put forward for each of them, in their order.
    """

    hits: tuple[Hit, ...]
    aspects: tuple[Aspect, ...]
    pools: tuple[Pooled, ...]

    @property
    def sides(self) -> tuple[Aspect, ...]:
        """What is asked of some passages only."""
        return tuple(aspect for aspect in self.aspects if aspect.rows is not None)

    @property
    def whole(self) -> Aspect:
        """The whole question."""
        return self.aspects[0]


def retrieve(asked: Asked, archive: Archive, k: int) -> Retrieved:
    """The `k` best passages for a question, among those that pass its filters.

    Where a question names several countries or speakers, or asks several things, each finds
    its share of the passages; where it asks which of all say something, each interview does.
    """
    among = rows_among(asked.filters, archive)
    aspects = (*aspects_of(asked, archive), *sides_of(asked, archive))
    pools = pools_for([(one, both(among, one.rows)) for one in aspects], archive, k)
    each = [hits_of(pooled, archive, k) for pooled in pools]
    found, shares = merged(each), each[1:]
    if not asked.sides:
        # One after the other: there is no bound to how many a question names.
        for rows in named_rows(asked, archive):
            (pooled,) = pools_for([(aspects[0], both(among, rows))], archive, k)
            shares.append(hits_of(pooled, archive, k))
    hits = balanced(merged([found, *shares]), shares, k)
    if asked.gathers:
        hits = tuple(in_turns(merged([hits_of(pools[0], archive, max(POOL, k)), *shares])))[:k]
    return Retrieved(hits, aspects, pools)


def sides_of(asked: Asked, archive: Archive) -> tuple[Aspect, ...]:
    """What each is asked whom a question sets beside others."""
    return tuple(
        aspect_of(
            side.text,
            archive.embedder.encode_question(side.text),
            asked.language,
            archive,
            rows_among(side.filters, archive),
        )
        for side in asked.sides
    )


def aspects_of(asked: Asked, archive: Archive) -> tuple[Aspect, ...]:
    """The whole of a question, and each of its parts."""
    vectors = [question_vector(asked, archive), *map(archive.embedder.encode_question, asked.parts)]
    return tuple(
        aspect_of(text, vector, asked.language, archive)
        for text, vector in zip((asked.search, *asked.parts), vectors, strict=True)
    )


def aspect_of(
    text: str, vector: Vectors, language: str, archive: Archive, rows: Rows | None = None
) -> Aspect:
    """What looks a text up."""
    words = asked_stems(text, language, archive)
    return Aspect(text, vector, words, archive.lexical.matches(words), language, rows)


def named_rows(asked: Asked, archive: Archive) -> Iterator[Rows]:
    """The passages of each country and speaker that a question names, where it names several."""
    spoken_for = countries_of(asked.speakers, archive)
    named = [Filters(countries=(one,)) for one in asked.countries if one not in spoken_for]
    named += [Filters(speakers=(one,)) for one in asked.speakers]
    if len(named) > 1:
        for one in named:
            rows = rows_among(one, archive)
            if rows is not None:
                yield rows


def both(among: Rows | None, rows: Rows | None) -> Rows | None:
    """The rows that are in both; None stands for all."""
    if among is None or rows is None:
        return rows if among is None else among
    return np.intersect1d(among, rows)


def hits_of(pooled: Pooled, archive: Archive, k: int) -> tuple[Hit, ...]:
    """The `k` best passages of those that were put forward."""
    return tuple(
        Hit(archive.passages[int(pooled.rows[n])], float(pooled.scores[n]))
        for n in pooled.order[:k]
    )


def pools_for(
    looked: Sequence[tuple[Aspect, Rows | None]], archive: Archive, k: int
) -> tuple[Pooled, ...]:
    """The passages that the two searches put forward for each of some aspects, to rank `k` of them.

    Each comes with the rows that it is asked of, None for all. Whatever several need is read once.
    """
    if not looked:
        return ()
    near = nearest_rows(looked, archive, max(POOL, k))
    put = [
        pool(rows, aspect.matches, among, max(POOL, k))
        for rows, (aspect, among) in zip(near, looked, strict=True)
    ]
    held = np.unique(np.concatenate(put))
    questions = np.stack([aspect.vector for aspect, _ in looked], axis=1)
    cosines = np.asarray(archive.vectors[held] @ questions, dtype=np.float32)
    sentences = best_sentences(archive, held, questions)
    done = []
    for number, (rows, (aspect, _)) in enumerate(zip(put, looked, strict=True)):
        here = np.searchsorted(held, rows)
        meanings = cosines[here, number], sentences[here, number]
        said = aspect.matches.at(rows)
        done.append(Pooled(rows, *meanings, said, fused(*meanings, said, aspect.matches)))
    return tuple(done)


def nearest_rows(
    looked: Sequence[tuple[Aspect, Rows | None]], archive: Archive, size: int
) -> list[Rows]:
    """The rows that lie nearest to each of some aspects, among the rows that it is asked of.

    Those that are asked of all rows are searched for together, which is faster.
    """
    whole = [aspect.vector for aspect, among in looked if among is None]
    together = iter(archive.dense.search(np.stack(whole), size, None) if whole else ())
    found = (
        next(together)
        if among is None
        else archive.dense.search(aspect.vector[None], size, among)[0]
        for aspect, among in looked
    )
    return [rows for rows, _ in found]


def merged(found: Iterable[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Several rankings as one: a passage counts by the best of its scores."""
    best: dict[int, Hit] = {}
    for hit in (hit for hits in found for hit in hits):
        held = best.get(hit.passage.number)
        if held is None or hit.score > held.score:
            best[hit.passage.number] = hit
    return ordered(best.values())


def ordered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits, best first; of equals the earlier passage."""
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.passage.number)))


def balanced(hits: tuple[Hit, ...], shares: Sequence[Sequence[Hit]], k: int) -> tuple[Hit, ...]:
    """The `k` best hits, of which each share has its part even where its scores are lower."""
    each = k // (len(shares) + 1)
    kept = {hit.passage.number for share in shares for hit in share[:each]}
    for hit in hits:
        if len(kept) >= k:
            break
        kept.add(hit.passage.number)
    return tuple(hit for hit in hits if hit.passage.number in kept)[:k]


def question_vector(asked: Asked, archive: Archive) -> Vectors:
    """The vector of what is looked up, shape (dimension,), of length 1."""
    whole = archive.embedder.encode_question(asked.search)
    if asked.search == asked.question:
        return whole
    own = archive.embedder.encode_question(asked.question)
    mixed = (1 - OWN) * whole + OWN * own
    return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)


def pool(near: Rows, words: Matches, among: Rows | None, size: int) -> Rows:
    """Rows that either search puts forward, sorted; `among` are the rows allowed, None for all."""
    held = words if among is None else words.among(among)
    return np.union1d(near, best(held.rows, held.scores, size)[0])


def best_sentences(archive: Archive, rows: Rows, questions: Vectors) -> Vectors:
    """For each passage and question the cosine of the passage's sentence that lies nearest.

    `questions` has the shape (dimension, questions), what is found (rows, questions).
    """
    if not len(rows):
        return np.zeros((0, questions.shape[1]), dtype=np.float32)
    firsts, counts = archive.passages.sentences(rows)
    begins = np.cumsum(counts) - counts
    # The first sentence of each passage, and those that follow it.
    sentences = np.repeat(firsts - begins, counts) + np.arange(counts.sum())
    cosines = archive.sentence_vectors[sentences] @ questions
    return np.asarray(np.maximum.reduceat(cosines, begins), dtype=np.float32)
