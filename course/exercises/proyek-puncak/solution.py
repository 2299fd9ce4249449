"""Key of the capstone: cards are judged by the design rules, weights by a judge, texts by a person."""

NAMES = ("pendidikan", "kesehatan", "layanan")
HEAVIEST, TOTAL = 50, 100


def variant(rng):
    return {}


def key(facts):
    return {"bobot": {"pendidikan": 35, "kesehatan": 35, "layanan": 30}}


def judge_bobot(facts, answer):
    """Weights that add up to 100, none of them deciding the score alone."""
    weights = [answer[name] for name in NAMES]
    if min(weights) <= 0:
        return 0.0, "Setiap indikator utama memikul bobot. Indikator berbobot nol bukan lagi utama."
    adds_up = abs(sum(weights) - TOTAL) < 0.01
    balanced = max(weights) <= HEAVIEST
    if adds_up and balanced:
        return 1.0, ""
    message = "Jumlahkan dulu bobotnya. Berapa yang kurang atau lebih?"
    if adds_up:
        message = "Satu indikator menentukan lebih dari separuh nilai. Apakah itu memang pilihan Anda?"
    return 0.5 if adds_up or balanced else 0.0, message
