"""Typical wrong answers to "Mempertahankan satu skor"."""

from statistics import mean


def _other_branch(facts):
    """The blend by the other branch of the rule; None where both give the same."""
    own, unit = facts["pegawai"], facts["nko"]
    weight = 0.1 if own >= unit else 0.3
    return None if own == unit else (1 - weight) * own + weight * unit


MISTAKES = [
    {
        "id": "K403",
        "part": "kartu-skor",
        "row": "aduan",
        "answer": lambda facts: 100 * facts["r3"] / facts["t3"],
        "message": "Aturan pada soal ini membatasi indeks. Periksa batas atasnya.",
    },
    {
        "id": "K401",
        "part": "kartu-skor",
        "row": "izin",
        "answer": lambda facts: 100 * facts["r4"] / facts["t4"],
        "message": "Anda memakai rumus untuk 'semakin tinggi semakin baik'. Apakah indikator ini demikian?",
    },
    {
        "id": "K402",
        "part": "kartu-skor",
        "row": "ktp",
        "answer": lambda facts: 100 * facts["t5"] / facts["r5"],
        "message": "Kebalikan pecahan bukan rumus yang dipakai soal ini. Hitung seberapa jauh realisasi dari target.",
    },
    {
        "id": "X08",
        "part": "perspektif",
        "answer": lambda facts: mean(facts[f"p{i}"] for i in range(1, 5)),
        "message": "Keempat perspektif tidak berbobot sama.",
    },
    {
        "id": "K437",
        "part": "mutu-k3",
        "answer": lambda facts: facts["w_indikator"] * facts["w_target"],
        "message": "Anda mengalikan. Mutu kontrak pada soal ini berupa rata-rata dua bobot.",
    },
    {
        "id": "K438",
        "part": "gabung-organisasi",
        "answer": _other_branch,
        "message": "Bobotnya bergantung pada siapa yang lebih tinggi. Bandingkan lagi kedua nilai itu.",
    },
    {
        "id": "K439",
        "part": "tidak-dikatakan",
        "when": lambda facts, answer: "capai" in answer,
        "message": "Salah satu pilihan justru satu-satunya hal yang diukur skor ini.",
    },
    {
        "id": "K440",
        "part": "ganti-rumus",
        "answer": lambda facts: "boleh",
        "message": "Rumus yang masuk akal pun menjadi memilih angka bila ditetapkan sesudah realisasi diketahui.",
    },
    {
        "id": "K442",
        "part": "pertanyaan",
        "answer": lambda facts: "lain",
        "message": "Banyak yang memakai belum berarti disepakati. Di mana rumus itu tertulis, dan sejak kapan?",
    },
]
