"""What reading one document may take, so that one made to harm ends its own reading and no more.

The system enforces them on Linux; on macOS it does not bound memory. Windows has no such limits:
there a document has the seconds of a clock, `CLOCK`, and the limits on bytes and parts.
"""

from __future__ import annotations

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

# A book of 500 pages takes a few of these seconds and a third of this memory.
PROCESSOR = 15
CLOCK = 120
MEMORY = 512 * 2**20
# Of the file, and of the words in it: both are far above any interview.
MOST_BYTES = 25_000_000
MOST_WORDS = 50_000_000


def limit() -> None:
    """Bounds this process for good: its memory, and that it writes no file, also when it crashes.

    What it held of a document would lie in the file that a crash leaves.
    """
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            # A system may refuse a limit that it does not know how to keep.
            continue


def allow(seconds: int = PROCESSOR) -> None:
    """Gives this process so many seconds of processor time more; then the system kills it."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))
