"""Time as the room reads it: Western Indonesian Time (WIB, UTC+7, no daylight saving)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def now() -> str:
    """The present moment as stored everywhere: ISO 8601 in UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def local(stamp: str) -> datetime:
    """A stored moment in WIB."""
    return datetime.fromisoformat(stamp).astimezone(WIB)


def time_of_day(stamp: str | None) -> str:
    """``10.42`` (the word WIB is the page's to add); empty for no moment."""
    return local(stamp).strftime("%H.%M") if stamp else ""


def at_time(stamp: str) -> str:
    """``pukul 10.42 WIB``."""
    return f"pukul {time_of_day(stamp)} WIB"


def long_date(stamp: str) -> str:
    """``Selasa, 24 November 2026``."""
    moment = local(stamp)
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def day(stamp: str) -> str:
    """``2026-11-24``: the day in WIB, the key of attendance."""
    return local(stamp).date().isoformat()


def seconds_since(stamp: str) -> float:
    """Seconds between a stored moment and now."""
    return (datetime.now(UTC) - datetime.fromisoformat(stamp)).total_seconds()
