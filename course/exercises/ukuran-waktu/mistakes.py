"""Typical wrong answers to "Empat ukuran waktu"."""

from statistics import mean

MISTAKES = [
    {
        "id": "K309",
        "part": "rata-rata",
        "answer": lambda facts: mean(sorted(facts["hari"])[:-1]),
        "message": "Nilai ekstrem Anda buang tanpa memeriksa berkasnya. Mungkinkah itu warga sungguhan?",
    },
    {
        "id": "K301",
        "part": "median",
        "answer": lambda facts: mean(facts["hari"]),
        "message": "Satu berkas yang sangat lama menarik angka Anda. Carilah warga yang berada di tengah urutan.",
    },
    {
        "id": "K310",
        "part": "median",
        "answer": lambda facts: (facts["hari"][4] + facts["hari"][5]) / 2,
        "message": "Anda mengambil tengah daftar seperti tertulis. Apakah daftarnya sudah urut menurut lamanya?",
    },
    {
        "id": "K302",
        "part": "persentil-90",
        "answer": lambda facts: 0.9 * max(facts["hari"]),
        "message": "Persentil menghitung orang, bukan panjangnya. Urutkan dulu, lalu hitung orangnya.",
    },
    {
        "id": "K311",
        "part": "persentil-90",
        "answer": lambda facts: max(facts["hari"]),
        "message": "Itu warga yang paling lama menunggu. Berapa orang yang menunggu lebih singkat darinya?",
    },
    {
        "id": "K303",
        "part": "dalam-standar",
        "answer": lambda facts: 100 * sum(day < facts["batas"] for day in facts["hari"]) / 10,
        "message": "Selesai tepat pada batas hari: masih dalam standar atau tidak? Baca definisinya.",
    },
    {
        "id": "K312",
        "part": "dua-kantor",
        "answer": lambda facts: "sama",
        "message": "Rata-rata yang sama dapat lahir dari dua pengalaman. Lihat berkas terlama di tiap kantor.",
    },
    {
        "id": "K313",
        "part": "tiga-loket",
        "answer": lambda facts: "p67",
        "message": "Anda membagi pekerjaan menurut banyaknya loket. Antrean lahir dari naik-turun, bukan dari beban rata-rata.",
    },
    {
        "id": "K301",
        "part": "poster",
        "answer": lambda facts: "rata",
        "message": "Satu berkas yang sangat lama menarik rata-rata. Ukuran mana yang menceritakan warga pada umumnya?",
    },
]
