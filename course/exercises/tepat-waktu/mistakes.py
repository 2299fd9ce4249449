"""Typical wrong answers to "Tepat waktu"."""

from datetime import date

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
MONTHS += ("Juli", "Agustus", "September", "Oktober", "November", "Desember")


def _calendar_days(first, second):
    return (_read(second) - _read(first)).days


def _read(text):
    number, month, year = text.split(", ")[1].split()
    return date(int(year), MONTHS.index(month) + 1, int(number))


MISTAKES = [
    {
        "id": "K304",
        "part": "tepat",
        "answer": lambda facts: 100 * facts["tepat"] / facts["selesai"],
        "message": "Berkas yang belum selesai dan sudah lewat batas tidak ikut Anda hitung. Siapa yang diuntungkan?",
    },
    {
        "id": "K314",
        "part": "tepat",
        "answer": lambda facts: 100 * (facts["tepat"] - facts["terbuka"]) / facts["selesai"],
        "message": "Berkas terbuka Anda kurangkan dari yang tepat. Mereka belum selesai: di bagian mana pecahan tempatnya?",
    },
    {
        "id": "K315",
        "part": "siapa-untung",
        "answer": lambda facts: "cepat",
        "message": "Begitu berkas sulit selesai, ia masuk hitungan sebagai terlambat. Apakah itu menguntungkan angkanya?",
    },
    {
        "id": "K305",
        "part": "akhir-pekan",
        "answer": lambda facts: _calendar_days(facts["jumat"], facts["selesai_a"]),
        "message": "Anda menghitung hari kalender. Standar ini memakai hari kerja.",
    },
    {
        "id": "X12",
        "part": "akhir-pekan",
        "answer": lambda facts: _calendar_days(facts["jumat"], facts["selesai_a"]) - 1,
        "message": "Hitungan mulai hari kerja sesudah berkas lengkap. Hari mana yang ikut Anda hitung?",
    },
    {
        "id": "K316",
        "part": "libur",
        "answer": lambda facts: _calendar_days(facts["kamis"], facts["selesai_b"]) - 2,
        "message": "Akhir pekannya sudah Anda keluarkan. Masih ada satu hari yang kantor tutup.",
    },
    {
        "id": "K317",
        "part": "libur",
        "answer": lambda facts: _calendar_days(facts["kamis"], facts["selesai_b"]),
        "message": "Anda menghitung hari kalender. Coret akhir pekan dan hari liburnya.",
    },
    {
        "id": "K318",
        "part": "janji",
        "answer": lambda facts: "tidak",
        "message": "Anda menghitung hari kalender. Berapa hari kantor buka di antara keduanya?",
    },
]
