"""Known wrong answers: luck praised, records believed, everything on one item."""


def _all_on_service(facts, answer):
    return answer["layanan"] >= facts["dana"] - 0.5


MISTAKES = [
    {
        "id": "K901",
        "part": "tim",
        "answer": lambda facts: "terendah",
        "message": "Lihat rentangnya. Apakah kedua tim benar-benar berbeda?",
    },
    *(
        {
            "id": "K804",
            "part": "unit",
            "row": name,
            "answer": lambda facts, place=place: "hasil" if facts["jenis"][place] == "permainan" else None,
            "message": "Apakah angka laporan berada di dalam rentang uji petik?",
        }
        for place, name in enumerate("abc")
    ),
    *(
        {
            "id": "K604",
            "part": "unit",
            "row": name,
            "answer": lambda facts, place=place: "hasil" if facts["jenis"][place] == "kebetulan" else None,
            "message": "Nilai tahun lalu masih di dalam rentang. Apa artinya bagi kenaikannya?",
        }
        for place, name in enumerate("abc")
    ),
    {
        "id": "K906",
        "part": "bertahap",
        "answer": lambda facts: facts["akhir"],
        "message": "Berapa lama sampai tindakan ini terasa? Susun target bertahap.",
    },
    {
        "id": "K913",
        "part": "bertahap",
        "answer": lambda facts: facts["awal"] - (facts["awal"] - facts["akhir"]) / facts["tahun"],
        "message": "Anda membagi dengan tahun yang ditanyakan. Penurunannya disebar selama berapa tahun?",
    },
    {
        "id": "K904",
        "part": "alokasi",
        "when": _all_on_service,
        "message": "Tanpa data dan pegawai, dari mana Anda tahu layanannya membaik?",
    },
    {
        "id": "K914",
        "part": "tahun-kedua",
        "answer": lambda facts: "gagal",
        "message": "Keadaan warga tidak memburuk karena register dibersihkan. Apa yang sebenarnya berubah?",
    },
]
