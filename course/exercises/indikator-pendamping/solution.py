"""Key of the exercise on companion indicators; the card itself is judged by the design rules."""

from kpi_sim import pooled_ratio


def variant(rng):
    petik = int(rng.integers(40, 61))
    return {
        "dikembalikan": petik * int(rng.integers(5, 9)),
        "petik": petik,
        "lengkap": int(rng.integers(7, 16)),
    }


def key(facts):
    return {
        "gerak": "kembali",
        "sifat": ["berlawanan", "sumber-lain", "petik"],
        "periksa": pooled_ratio([facts["lengkap"]], [facts["petik"]]).value,
    }
