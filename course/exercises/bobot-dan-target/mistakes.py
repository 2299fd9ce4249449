"""Typical wrong answers to "Bobot, arah, dan target"."""


def _weighted_sum(facts):
    return sum(facts[f"s{i}"] * facts[f"b{i}"] for i in range(1, 5))


MISTAKES = [
    {
        "id": "K205",
        "part": "bobot",
        "answer": lambda facts: _weighted_sum(facts) / 100,
        "message": "Jumlahkan dulu bobotnya. Apa yang terjadi pada nilai bila jumlahnya bukan seratus?",
    },
    {
        "id": "K219",
        "part": "normal",
        "answer": lambda facts: facts["b1"] - (facts["jumlah_bobot"] - 100) / 4,
        "message": "Anda membagi kelebihannya sama rata. Ubah sebanding: berapa bagian indikator ini dari seluruh bobot?",
    },
    {
        "id": "K208",
        "part": "kendali",
        "row": "proxy-low",
        "answer": lambda facts: "b080",
        "message": "Anda memberi bobot ringan pada hasil yang sulit dikendalikan. Periksa arah tabelnya.",
    },
    {
        "id": "K202",
        "part": "arah",
        "answer": lambda facts: 100 * facts["putus_realisasi"] / facts["putus_target"],
        "message": "Baca nama indikatornya: bila angkanya naik, apakah warga senang?",
    },
    {
        "id": "K402",
        "part": "arah",
        "answer": lambda facts: 100 * facts["putus_target"] / facts["putus_realisasi"],
        "message": "Kebalikan pecahan bukan rumus pada soal ini. Hitung seberapa jauh realisasi dari target.",
    },
    {
        "id": "K204",
        "part": "target",
        "answer": lambda facts: "naik",
        "message": "Target Anda bergerak berlawanan dengan polaritas pada soal.",
    },
    {
        "id": "K206",
        "part": "naik-persen",
        "answer": lambda facts: facts["cakupan"] + facts["kenaikan"],
        "message": "Soal menyebut persen dari nilai awal, bukan poin persen.",
    },
]
