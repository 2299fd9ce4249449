"""Known wrong answers: percentages averaged, incomplete areas counted, only one area seen."""


def _share(facts, name):
    return 100 * facts[f"{name}_hadir"] / facts[f"{name}_anak"]


MISTAKES = [
    {
        "id": "K504",
        "part": "gabungan",
        "answer": lambda facts: (
            50 * facts["hadir_kecil"] / facts["anak_kecil"] + 50 * facts["hadir_besar"] / facts["anak_besar"]
        ),
        "message": "Kabupaten kecil dan besar mendapat suara yang sama. Kembalilah ke jumlah anaknya.",
    },
    {
        "id": "K513",
        "part": "gabungan",
        "answer": lambda facts: 100 * facts["hadir_besar"] / facts["anak_besar"],
        "message": "Anda hanya memakai kabupaten yang besar. Anak di kabupaten satunya juga dihitung.",
    },
    {
        "id": "K514",
        "part": "belum-bersekolah",
        "answer": lambda facts: facts["anak_besar"] - facts["hadir_besar"],
        "message": "Anda baru menghitung satu kabupaten. Siapa lagi yang menunggu?",
    },
    {
        "id": "K515",
        "part": "belum-bersekolah",
        "answer": lambda facts: facts["hadir_kecil"] + facts["hadir_besar"],
        "message": "Jumlah itu anak yang sudah bersekolah. Soal menanyakan yang belum.",
    },
    {
        "id": "K504",
        "part": "tiga",
        "answer": lambda facts: (_share(facts, "a") + _share(facts, "b")) / 2,
        "message": "Wilayah kecil dan besar mendapat suara yang sama. Kembalilah ke jumlah anaknya.",
    },
    {
        "id": "K516",
        "part": "tiga",
        "answer": lambda facts: (
            100
            * (facts["a_hadir"] + facts["b_hadir"] + facts["c_hadir"])
            / (facts["a_anak"] + facts["b_anak"])
        ),
        "message": "Anak Kabupaten C masuk ke atas garis, tetapi tidak ke bawahnya. Mengapa ia tidak boleh ikut?",
    },
    {
        "id": "K517",
        "part": "alasan",
        "answer": lambda facts: "tinggi",
        "message": "Arahnya bergantung pada wilayah mana yang besar. Cari sebab yang selalu berlaku.",
    },
    {
        "id": "K504",
        "part": "kartu",
        "answer": lambda facts: "rata",
        "message": "Dengan isian ini kota dengan sedikit anak sama beratnya dengan kabupaten besar.",
    },
    {
        "id": "K518",
        "part": "kartu",
        "answer": lambda facts: "jumlah",
        "message": "Sebelas persentase yang dijumlahkan dapat melampaui seratus. Apa yang sebenarnya dapat dijumlahkan?",
    },
]
