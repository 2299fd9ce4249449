"""How long a class keeps its trainees' data: a setting of the desk, and who is past it.

Nothing is erased by itself: a class that is started again says who is past the time, and ``iku forget --expired``
erases them. asumsi: an organiser decides the time (UU 27/2022 on personal data names none for a training).
"""

from __future__ import annotations

from pathlib import Path

from workshop import clock
from workshop.service.folder import existing
from workshop.service.store import Participant, Store

KEY = "retention_days"
CHOICES = (30, 90, 180, 365)  # days after a trainee was last seen; none of them: until somebody erases
DAY = 86_400.0  # seconds


def days(store: Store) -> int:
    """The setting of this class; 0 for no end."""
    kept = store.get(KEY)
    return int(kept) if kept.isdecimal() and int(kept) in CHOICES else 0


def past(store: Store) -> list[Participant]:
    """Who has not been seen for longer than this class keeps data."""
    limit = days(store) * DAY
    return [p for p in store.people.all() if limit and clock.seconds_since(p.seen_at) > limit]


def past_of(class_dir: Path) -> list[Participant]:
    """The same for a class folder.

    Raises:
        NotAClassFolderError: there is no class in it.
    """
    with Store(existing(class_dir).database) as store:
        return past(store)
