"""Typical wrong answers to "Siklus SAKIP"."""

from math import ceil

AT_SCHOOL = {"BB": 2, "B": 2, "CC": 3}
NEXT_ABOVE = {90: "aa", 80: "a", 70: "bb", 60: "b"}


def _before(answer, first, second):
    return first in answer and second in answer and answer.index(first) < answer.index(second)


MISTAKES = [
    {
        "id": "K106",
        "part": "urutan",
        "when": lambda facts, answer: _before(answer, "pk", "renja") or _before(answer, "pk", "dpa"),
        "message": "Janji dibuat setelah rencana dan anggarannya jelas. Periksa letak Perjanjian Kinerja.",
    },
    {
        "id": "K112",
        "part": "urutan",
        "when": lambda facts, answer: _before(answer, "renstra", "rpjmd"),
        "message": "Dinas menurunkan rencananya dari janji kepala daerah. Periksa dua rencana lima tahun.",
    },
    {
        "id": "K113",
        "part": "fungsi-pk",
        "answer": lambda facts: "uang",
        "message": "Uangnya disahkan oleh dokumen anggaran. Apa yang kemudian ditandatangani dua orang?",
    },
    {
        "id": "K101",
        "part": "fungsi-lkjip",
        "when": lambda facts, answer: "rapat" in answer,
        "message": "Salah satu pilihan menghitung pekerjaan kita. Apa yang ingin diketahui pembaca laporan ini?",
    },
    {
        "id": "K107",
        "part": "peringkat",
        "answer": lambda facts: AT_SCHOOL[facts["huruf"]],
        "message": "Urutan huruf AKIP tidak sama dengan rapor. Lihat lagi tabel kategorinya.",
    },
    {
        "id": "X09",
        "part": "kategori",
        "row": "batas",
        "answer": lambda facts: NEXT_ABOVE[ceil(facts["nilai_2"])],
        "message": "Periksa ujung atas intervalnya: tertutup atau terbuka?",
    },
    {
        "id": "K114",
        "part": "dua-huruf",
        "answer": lambda facts: "sama",
        "message": "Yang satu menilai siklus kinerja, yang lain menanyai warga. Apakah batas hurufnya sama?",
    },
]
