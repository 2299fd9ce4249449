"""Reference functions of Bass's curve and of the lower three-sigma limit of a share."""

from math import exp, sqrt


def variant(rng):
    """A curve within its first years, and a unit with enough files for a limit above zero."""
    return {
        "p": float(rng.choice([0.01, 0.02, 0.03])),
        "q": int(rng.integers(35, 46)) / 100,
        "t": int(rng.integers(3, 9)),
        "peluang": int(rng.integers(85, 95)),
        "berkas": 10 * int(rng.integers(9, 21)),
        "tepat": int(rng.choice([6, 7])),
    }


def key(facts):
    return {"unit-kecil": "besar"}


def bagian_memakai(p, q, t):
    e = exp(-(p + q) * t)
    return 100 * (1 - e) / (1 + q / p * e)


def batas_bawah(peluang, berkas):
    if not berkas:
        return None
    return max(0.0, peluang - 3 * sqrt(peluang * (100 - peluang) / berkas))
