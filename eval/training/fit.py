"""Lessons to a trained network."""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from eval.training.lessons import Lesson, Marked, varied
from eval.training.network import JudgeNetwork
from rag.judge import FIRST, Laid, Layout

logger = logging.getLogger(__name__)

# Word pieces in one step, padding included.
STEP = 4096
# Lessons among which those of a length are put together.
POOL = 768
WARM_UP = 0.06
DECAY = 0.01
CLIP = 1.0
# What a sentence counts as an answer that only helps, where one that is needed counts 1.
HELPS = 0.5
# What a passage's own score, the ranking over a question's sentences and the same beyond the
# first search weigh beside the sentences' labels.
PASSAGE = 0.3
RANKING = 0.25
BEYOND = 1.0
# Pages that are read at once are at most so much longer than the shortest.
LIKE = 1.3
# The weights that are kept are a mean over about so many last steps.
KEPT = 200


@dataclass(frozen=True, slots=True)
class Page:
    """One laid-out window of a passage, with what each of its sentences counts as an answer."""

    laid: Laid
    answers: tuple[float, ...] | None
    right: bool
    first: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A question's pages."""

    pages: tuple[Page, ...]
    weak: bool

    @property
    def longest(self) -> int:
        """The pieces of its longest page."""
        return max(len(page.laid.pieces) for page in self.pages)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network gives a page: two scores of each sentence, and the passage's own."""

    sentences: Tensor
    beyond: Tensor
    passage: Tensor


def task(lesson: Lesson, layout: Layout) -> Task:
    """A lesson laid out."""
    pages = tuple(page for one in lesson.passages for page in paged(lesson.question, one, layout))
    return Task(pages, lesson.weak)


def paged(question: str, marked: Marked, layout: Layout) -> Iterator[Page]:
    """The windows of one passage."""
    first = 0
    for laid in layout.lay(question, marked.reading):
        last = first + len(laid.sentences)
        if marked.answers is None:
            yield Page(laid, None, marked.right)
        else:
            answers = tuple(counted(marked, place) for place in range(first, last))
            yield Page(laid, answers, any(answers), marked.first[first:last])
        first = last


def counted(marked: Marked, place: int) -> float:
    """What a sentence counts as an answer."""
    if place in marked.helping:
        return HELPS
    return float(place in (marked.answers or ()))


def batches(tasks: Sequence[Task], rng: random.Random) -> Iterator[list[Task]]:
    """Tasks in steps of about as many pieces, each of tasks of about the same length."""
    order = list(tasks)
    rng.shuffle(order)
    for start in range(0, len(order), POOL):
        pool = sorted(order[start : start + POOL], key=lambda one: one.longest)
        steps: list[list[Task]] = [[]]
        for one in pool:
            pages = sum(len(held.pages) for held in steps[-1]) + len(one.pages)
            if steps[-1] and pages * one.longest > STEP:
                steps.append([])
            steps[-1].append(one)
        rng.shuffle(steps)
        yield from steps


def tensors(pages: Sequence[Page]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, kinds and mask of pages, each of shape (pages, pieces)."""
    width = max(len(page.laid.pieces) for page in pages)
    ids = torch.zeros(len(pages), width, dtype=torch.long)
    kinds = torch.zeros_like(ids)
    mask = torch.zeros_like(ids)
    for row, page in enumerate(pages):
        length = len(page.laid.pieces)
        ids[row, :length] = torch.tensor(page.laid.pieces)
        kinds[row, page.laid.question : length] = 1
        mask[row, :length] = 1
    return ids, kinds, mask


def loss_of(network: JudgeNetwork, step: Sequence[Task]) -> Tensor:
    """The loss of one step."""
    read = iter(seen(network, [page for one in step for page in one.pages]))
    labels, scores, rankings, orders, weak = [], [], [], [], []
    right: list[tuple[Tensor, float]] = []
    for one in step:
        own = [next(read) for _ in one.pages]
        passages = torch.stack([page.passage for page in own])
        if one.weak:
            target = torch.tensor([next(i for i, page in enumerate(one.pages) if page.right)])
            weak.append(functional.cross_entropy(passages[None], target))
            continue
        said = torch.cat([page.sentences for page in own])
        marks = torch.tensor([mark for page in one.pages for mark in page.answers or ()])
        scores.append(said)
        labels.append(marks)
        rankings.append(ranking(said, marks))
        if bool(marks.any()):
            first = torch.tensor([score for page in one.pages for score in page.first])
            more = torch.cat([page.beyond for page in own])
            orders.append(order(more + FIRST * first, marks))
        right += zip(passages, (float(page.right) for page in one.pages), strict=True)
    total = torch.zeros(())
    if scores:
        total = total + functional.binary_cross_entropy_with_logits(
            torch.cat(scores), (torch.cat(labels) > 0).float()
        )
        total = total + RANKING * torch.stack(rankings).mean()
        total = total + PASSAGE * functional.binary_cross_entropy_with_logits(
            torch.stack([score for score, _ in right]),
            torch.tensor([mark for _, mark in right]),
        )
    if orders:
        total = total + BEYOND * torch.stack(orders).mean()
    if weak:
        total = total + PASSAGE * torch.stack(weak).sum() / len(step)
    return total


def seen(network: JudgeNetwork, pages: Sequence[Page]) -> list[Seen]:
    """What the network gives each page, in their order; pages of like length are read at once."""
    order = sorted(range(len(pages)), key=lambda at: len(pages[at].laid.pieces))
    found: dict[int, Seen] = {}
    while order:
        shortest = len(pages[order[0]].laid.pieces)
        group = [at for at in order if len(pages[at].laid.pieces) <= LIKE * shortest]
        order = order[len(group) :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pieces, passages, beyond = network(*tensors([pages[at] for at in group]))
        for row, at in enumerate(group):
            found[at] = Seen(
                means(pieces[row], pages[at]), means(beyond[row], pages[at]), passages[row]
            )
    return [found[at] for at in range(len(pages))]


def means(scores: Tensor, page: Page) -> Tensor:
    """The mean score of each sentence's pieces."""
    sums = functional.pad(scores.cumsum(0), (1, 0))
    ranges = torch.tensor(page.laid.sentences)
    begins, ends = ranges[:, 0], ranges[:, 1]
    return (sums[ends] - sums[begins]) / (ends - begins)


def ranking(scores: Tensor, counts: Tensor) -> Tensor:
    """The loss of the order of sentences and of none, whose score is 0 and which is right where
    no sentence is.
    """
    right = float(not bool(counts.any()))
    return order(torch.cat([scores, torch.zeros(1)]), torch.cat([counts, torch.tensor([right])]))


def order(scores: Tensor, counts: Tensor) -> Tensor:
    """The mean cross-entropy of each right sentence among all wrong ones, by what it counts.

    Right ones do not compete: a question that needs several is not done with the first.
    """
    right = counts > 0
    wrong = torch.logsumexp(scores[~right], 0)
    losses = torch.logaddexp(wrong, scores[right]) - scores[right]
    return (losses * counts[right]).sum() / counts.sum()


def rate_at(step: int, steps: int) -> float:
    """The share of the full rate: a linear rise, then a cosine's fall."""
    warm = max(1, int(steps * WARM_UP))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def fit(
    network: JudgeNetwork, lessons: Sequence[Lesson], layout: Layout, seed: int, rate: float
) -> dict[str, float]:
    """Trains the network in place; how long it took and what was read."""
    rng = random.Random(seed)  # noqa: S311  # a seeded order, not a secret
    plan = list(batches([task(varied(one, rng), layout) for one in lessons], rng))
    learnt = [weights for weights in network.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=rate, weight_decay=DECAY, fused=True)
    mean = get_ema_multi_avg_fn(1 - 1 / KEPT)  # type: ignore[no-untyped-call]  # nor has it
    kept = AveragedModel(network, multi_avg_fn=mean)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: rate_at(at, len(plan)))
    network.train()
    began, pieces, loss_mean = time.perf_counter(), 0, 0.0
    for at, step in enumerate(plan):
        loss = loss_of(network, step)
        loss.backward()  # type: ignore[no-untyped-call]  # its own has no types
        torch.nn.utils.clip_grad_norm_(learnt, CLIP)
        optimizer.step()
        schedule.step()
        kept.update_parameters(network)
        optimizer.zero_grad(set_to_none=True)
        pieces += sum(len(page.laid.pieces) for one in step for page in one.pages)
        value = loss.detach().item()
        loss_mean = 0.98 * loss_mean + 0.02 * value if at else value
        if at % 50 == 0:
            spent = time.perf_counter() - began
            logger.info("step %d of %d, loss %.3f, %.0f s", at, len(plan), loss_mean, spent)
    network.load_state_dict(kept.module.state_dict())
    spent = time.perf_counter() - began
    return {
        "steps": len(plan),
        "pieces": pieces,
        "seconds": round(spent),
        "loss": round(loss_mean, 4),
    }
