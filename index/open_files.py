"""How many files this process may hold open: each segment of an archive that is opened has some."""

from __future__ import annotations

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

# A segment opened holds some thirty, and `index` holds the old archive and the new one: some
# hundreds of segments each. macOS refuses the first of these, and takes the second.
WANTED = (65_536, 10_240)


def allow_more() -> None:
    """Lets this process hold as many files open as it may allow itself, up to what is wanted.

    Systems begin with few, 1,024 or 256, for programs of a time when more would harm them.
    """
    if resource is None:
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in WANTED:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        if now == resource.RLIM_INFINITY or now >= allowed:
            return
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
        except (ValueError, OSError):
            # A system may allow fewer than it says.
            continue
        return
