"""Known wrong answers: the lowest blamed, chance added up, one spread taken for three."""

from math import sqrt


def _variance(facts):
    return facts["peluang"] * (100 - facts["peluang"]) / facts["berkas"]


MISTAKES = [
    {
        "id": "K826",
        "part": "simpangan",
        "answer": _variance,
        "message": "Langkah terakhir rumusnya belum dikerjakan. Apa yang masih harus diambil dari hasil itu?",
    },
    {
        "id": "K827",
        "part": "simpangan",
        "answer": lambda facts: sqrt(facts["peluang"] * (100 - facts["peluang"])) / facts["berkas"],
        "message": "Banyaknya berkas ikut di dalam akar. Periksa urutan langkahnya.",
    },
    {
        "id": "K828",
        "part": "batas",
        "answer": lambda facts: facts["peluang"] - sqrt(_variance(facts)),
        "message": "Satu simpangan terlalu sering dilampaui oleh kebetulan. Berapa yang diminta soal?",
    },
    {
        "id": "K829",
        "part": "batas",
        "answer": lambda facts: facts["peluang"] + 3 * sqrt(_variance(facts)),
        "message": "Itu batas ke arah sebaliknya. Soal menanyakan batas bawah.",
    },
    {
        "id": "K808",
        "part": "terendah",
        "answer": lambda facts: "buruk",
        "message": "Selalu ada yang terendah, juga bila semua sama. Apakah jaraknya melebihi kebetulan?",
    },
    {
        "id": "K830",
        "part": "teguran",
        "answer": lambda facts: "teguran",
        "message": "Bulan yang buruk biasanya disusul yang lebih baik. Apa yang terjadi tanpa teguran?",
    },
    {
        "id": "K808",
        "part": "adil",
        "when": lambda facts, answer: "peringkat" in answer or "sekali" in answer,
        "message": "Selalu ada yang terakhir, juga bila semua sama. Apa yang membedakannya dari kebetulan?",
    },
    {
        "id": "K831",
        "part": "undian",
        "answer": lambda facts: 100 / facts["unit"],
        "message": "Itu peluang pada satu bulan. Bagaimana bila undiannya berulang?",
    },
    {
        "id": "K832",
        "part": "undian",
        "answer": lambda facts: 100 * facts["bulan"] / facts["unit"],
        "message": "Peluang tidak dapat dijumlahkan begitu saja. Apa artinya bila hasilnya melewati seratus?",
    },
]
