"""Key of "Kartu lengkap": pairs of gaming and companion; the card is judged by review_design and a rubric."""


def variant(rng):
    """Figures on the cards."""
    return {
        "p90": int(rng.integers(8, 13)),
        "lulus": int(rng.integers(9_962, 9_996)) / 100,
        "iku": int(rng.integers(22, 31)),
    }


def key(facts):
    return {
        "pasangan": {"akta": "kembali", "putus": "mutasi", "latih": "rtl"},
        "celah-terbesar": "ikut",
        "terlalu-banyak": "pilih",
    }
