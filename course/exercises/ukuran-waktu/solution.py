"""Key of "Empat ukuran waktu": mean, median, nearest-rank percentile and share within the limit of ten files."""

from math import ceil
from statistics import mean, median

# ten files, sorted, one of them very late; the limit is the ninth value (made-up data)
OFFICES = [
    (1, 1, 1, 1, 1, 2, 2, 2, 3, 16),
    (1, 1, 2, 2, 2, 2, 3, 3, 4, 20),
    (1, 1, 1, 2, 2, 3, 3, 4, 5, 18),
    (2, 2, 2, 2, 3, 4, 4, 5, 5, 21),
    (1, 2, 2, 2, 3, 3, 4, 4, 4, 25),
    (1, 1, 2, 2, 2, 3, 3, 3, 5, 28),
    (1, 1, 1, 1, 2, 3, 3, 3, 4, 21),
    (2, 2, 2, 3, 3, 3, 4, 4, 5, 32),
]


def variant(rng):
    """One office; the files stand in an order whose two middle places mislead."""
    days = OFFICES[int(rng.integers(len(OFFICES)))]
    while True:
        shuffled = [days[int(place)] for place in rng.permutation(10)]
        naive = (shuffled[4] + shuffled[5]) / 2
        if abs(naive - median(days)) > 0.2 and abs(naive - mean(days)) > 0.2:
            return {"hari": shuffled, "batas": days[8]}


def shown(facts):
    """The mean, for the office that is always the same."""
    return {"rata": mean(facts["hari"])}


def key(facts):
    days = sorted(facts["hari"])
    return {
        "rata-rata": mean(days),
        "median": median(days),
        "persentil-90": days[ceil(0.9 * len(days)) - 1],
        "dalam-standar": 100 * sum(day <= facts["batas"] for day in days) / len(days),
        "poster": "tengah",
        "dua-kantor": "a",
        "tiga-loket": "p12",
    }
