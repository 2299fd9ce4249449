"""Key of "Tepat waktu": open files in the denominator, and working days over weekends and a holiday."""

from datetime import date, timedelta

from kpi_sim import on_time_from_counts, working_days
from kpi_sim.units import round_half_up

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
MONTHS += ("Juli", "Agustus", "September", "Oktober", "November", "Desember")
FIRST_FRIDAY = date(2026, 2, 6)


def variant(rng):
    """Counts with enough open files to matter; a Friday, and a Thursday before a long weekend."""
    finished = 10 * int(rng.integers(16, 30))
    friday = FIRST_FRIDAY + timedelta(weeks=int(rng.integers(0, 40)))
    thursday = friday + timedelta(days=6)
    return {
        "selesai": finished,
        "tepat": finished - int(rng.integers(8, 16)),
        "terbuka": int(rng.integers(20, 41)),
        "jumat": _written(friday),
        "selesai_a": _written(friday + timedelta(days=int(rng.integers(3, 7)))),
        "kamis": _written(thursday),
        "selesai_b": _written(thursday + timedelta(days=int(rng.integers(5, 8)))),
    }


def _written(day):
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def _read(text):
    number, month, year = text.split(", ")[1].split()
    return date(int(year), MONTHS.index(month) + 1, int(number))


def key(facts):
    on_time = on_time_from_counts(facts["tepat"], facts["selesai"], open_late=facts["terbuka"])
    reported = on_time_from_counts(facts["tepat"], facts["selesai"])
    friday, thursday = _read(facts["jumat"]), _read(facts["kamis"])
    holiday = thursday + timedelta(days=1)
    return {
        "tepat": round_half_up(on_time),
        "selisih": round_half_up(reported - on_time),
        "siapa-untung": "biar",
        "akhir-pekan": working_days(friday, _read(facts["selesai_a"])),
        "libur": working_days(thursday, _read(facts["selesai_b"]), holidays=[holiday]),
        "janji": "ya",
    }
