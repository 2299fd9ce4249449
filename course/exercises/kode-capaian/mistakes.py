"""Typical wrong functions of "Kode: capaian", each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K401",
        "part": "capaian",
        "check": "min",
        "code": """
def capaian(realisasi, target, polaritas, batas):
    if realisasi is None or target == 0:
        return None
    hasil = 100 * realisasi / target
    return hasil if batas is None else min(batas, max(0, hasil))
""",
        "message": "Fungsi ini memakai rumus untuk 'semakin tinggi semakin baik' pada kedua polaritas.",
    },
    {
        "id": "K402",
        "part": "capaian",
        "check": "min",
        "code": """
def capaian(realisasi, target, polaritas, batas):
    if realisasi is None or target == 0:
        return None
    hasil = 100 * realisasi / target if polaritas == "maks" else 100 * target / realisasi
    return hasil if batas is None else min(batas, max(0, hasil))
""",
        "message": "Kebalikan pecahan bukan rumus pada soal ini. Hitung seberapa jauh realisasi dari target.",
    },
    {
        "id": "K403",
        "part": "capaian",
        "check": "batas",
        "code": """
def capaian(realisasi, target, polaritas, batas):
    if realisasi is None or target == 0:
        return None
    hasil = 100 * realisasi / target if polaritas == "maks" else 100 * (2 * target - realisasi) / target
    return hasil if batas is None else max(0, hasil)
""",
        "message": "Aturan pada soal ini membatasi indeks. Periksa batas atasnya.",
    },
    {
        "id": "K420",
        "part": "capaian",
        "check": "lantai",
        "code": """
def capaian(realisasi, target, polaritas, batas):
    if realisasi is None or target == 0:
        return None
    hasil = 100 * realisasi / target if polaritas == "maks" else 100 * (2 * target - realisasi) / target
    return hasil if batas is None else min(batas, hasil)
""",
        "message": "Batas atasnya sudah dijepit. Ujung bawahnya belum.",
    },
    {
        "id": "K408",
        "part": "capaian",
        "check": "target-nol",
        "code": """
def capaian(realisasi, target, polaritas, batas):
    if realisasi is None:
        return None
    if target == 0:
        return 0.0
    hasil = 100 * realisasi / target if polaritas == "maks" else 100 * (2 * target - realisasi) / target
    return hasil if batas is None else min(batas, max(0, hasil))
""",
        "message": "Target nol dijawab dengan sebuah angka. Apakah rumusnya dapat dihitung di sana?",
    },
    {
        "id": "K701",
        "part": "capaian",
        "check": "belum-lapor",
        "code": """
def capaian(realisasi, target, polaritas, batas):
    if target == 0:
        return None
    realisasi = realisasi or 0
    hasil = 100 * realisasi / target if polaritas == "maks" else 100 * (2 * target - realisasi) / target
    return hasil if batas is None else min(batas, max(0, hasil))
""",
        "message": "Yang belum melapor dihitung sebagai nol. Belum melapor berbeda dengan nol.",
    },
    {
        "id": "K405",
        "part": "gabung",
        "check": "jumlah",
        "code": """
def gabung_periode(realisasi, target, aturan):
    if None in realisasi:
        return None
    if aturan == "terakhir":
        return 100 * realisasi[-1] / target[-1]
    return sum(100 * r / t for r, t in zip(realisasi, target)) / len(target)
""",
        "message": "Triwulan kecil dan besar diberi suara yang sama. Gabungkan realisasi dan target lebih dahulu.",
    },
    {
        "id": "K406",
        "part": "gabung",
        "check": "terakhir",
        "code": """
def gabung_periode(realisasi, target, aturan):
    if None in realisasi:
        return None
    return 100 * sum(realisasi) / sum(target)
""",
        "message": "Angka kumulatif ikut dijumlahkan. Apa arti pekerjaan yang lebih dari seratus persen?",
    },
    {
        "id": "K428",
        "part": "nhk",
        "check": "contoh",
        "code": """
def nhk(capaian, k3):
    nilai = [min(120, c * k) for c, k in zip(capaian, k3)]
    return min(120, sum(nilai) / len(nilai))
""",
        "message": "Semua indikator diberi bobot yang sama. Mutu k3 juga menentukan bobotnya.",
    },
    {
        "id": "K429",
        "part": "nhk",
        "check": "penuh",
        "code": """
def nhk(capaian, k3):
    return sum(c * k * k for c, k in zip(capaian, k3)) / sum(k3)
""",
        "message": "Nilai tiap indikator belum dijepit sebelum dibobot.",
    },
    {
        "id": "K430",
        "part": "arti-nhk",
        "answer": lambda facts: "warga",
        "message": "Skor membandingkan dengan target sendiri. Siapa yang menetapkan target itu?",
    },
]
