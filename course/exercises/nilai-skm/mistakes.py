"""Typical wrong answers of a satisfaction survey."""

EMPTY = "Penyebut Anda memuat orang yang tidak menjawab unsur ini."
ROUNDED = "Bobot yang dibulatkan mengecilkan nilai akhir. Berapa jumlah sembilan bobot Anda?"


def over_all(facts, name):
    return facts["jumlah"][name] / facts["n"] if facts["menjawab"][name] < facts["n"] else None


def highest(facts):
    return sorted(facts["nrr"], key=facts["nrr"].get)[-3:]


MISTAKES = [
    {"id": "K306", "part": "nrr", "row": "cost", "answer": lambda facts: over_all(facts, "cost"), "message": EMPTY},
    {
        "id": "K306",
        "part": "nrr",
        "row": "complaints",
        "answer": lambda facts: over_all(facts, "complaints"),
        "message": EMPTY,
    },
    {
        "id": "K307",
        "part": "nilai",
        "answer": lambda facts: sum(round(value, 2) * 0.11 for value in facts["nrr"].values()) * 25,
        "message": ROUNDED,
    },
    {
        "id": "K331",
        "part": "nilai",
        "answer": lambda facts: sum(facts["nrr"].values()) / 9,
        "message": "Itu indeks pada skala 1–4. Soal meminta skala 25–100.",
    },
    {
        "id": "K332",
        "part": "mutu",
        "when": lambda facts, answer: answer == "A" and facts["nilai_contoh"] < 88.31,
        "message": "Batas mutu menurut peraturan ini bukan batas nilai rapor. Bacalah batas bawah tiap mutu.",
    },
    {
        "id": "K333",
        "part": "terendah",
        "answer": highest,
        "message": "Anda memilih yang tertinggi. Perbaikan dimulai dari keluhan warga yang paling besar.",
    },
    {
        "id": "K334",
        "part": "terendah",
        "when": lambda facts, answer: len(answer) > 3,
        "message": "Pilih tiga saja. Bila semua didahulukan, tidak ada yang didahulukan.",
    },
    {
        "id": "K306",
        "part": "fungsi",
        "code": "def nilai_skm(jawaban, unsur):\n    return sum(jawaban[n].fillna(0).mean() for n in unsur) / len(unsur) * 25",
        "check": "kosong",
        "message": EMPTY,
    },
    {
        "id": "K307",
        "part": "fungsi",
        "code": "def nilai_skm(jawaban, unsur):\n    return sum(jawaban[n].mean() * 0.11 for n in unsur) * 25",
        "check": "lengkap",
        "message": ROUNDED,
    },
]
