"""How many processors this process may use, and telling so whatever would take them all."""

from __future__ import annotations

import math
import os
from collections.abc import MutableMapping
from pathlib import Path

THREADS = "ONRECORD_THREADS"
# Read once by OpenMP, which FAISS works with, and by OpenBLAS, which numpy does.
TOLD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
OWN = Path("/proc/self/cgroup")
GROUPS = Path("/sys/fs/cgroup")


def cores() -> int:
    """How many processors may be at work at once: at most `ONRECORD_THREADS`, where that is set.

    A container shows all processors of its machine, and is stopped when it uses more of their time
    than its share; so its share counts too.
    """
    asked = os.environ.get(THREADS, "")
    return chosen(allowed(), share(OWN, GROUPS), int(asked) if asked.isdecimal() else None)


def chosen(allowed: int, share: float | None, asked: int | None) -> int:
    """How many of the processors that are allowed are used, by a share of time and by a wish."""
    if asked:
        return asked
    return max(1, allowed if share is None else min(allowed, math.ceil(share)))


def allowed() -> int:
    """On how many processors the system lets this process run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def share(own: Path, groups: Path) -> float | None:
    """The processors' worth of time that Linux gives this process; None where it sets no bound.

    `own` names the control group of the process, `groups` is where those are. The least share of
    the group and of those that it lies in counts.
    """
    try:
        lines = own.read_text(encoding="ascii").splitlines()
        (group,) = (line.removeprefix("0::/") for line in lines if line.startswith("0::/"))
    except (OSError, ValueError):
        return None
    path = Path(group)
    shares = [bound(groups / one / "cpu.max") for one in (path, *path.parents)]
    return min((one for one in shares if one is not None), default=None)


def bound(file: Path) -> float | None:
    """The processors' worth of time of one control group: `150000 100000` is 1.5."""
    try:
        quota, period = file.read_text(encoding="ascii").split()
        return int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None


def tell(environment: MutableMapping[str, str]) -> None:
    """Tells libraries that have not been loaded yet, unless somebody has told them otherwise."""
    for name in TOLD:
        environment.setdefault(name, str(cores()))
