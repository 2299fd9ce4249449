"""Words of the template: what each column asks for, and two example rows (all figures are assumptions)."""

from __future__ import annotations

from kpi_sim import Indicator

ABOUT = (
    "Isi dua lembar berikutnya, simpan sebagai .xlsx, lalu jalankan dua perintah ini.",
    "iku check-design BERKAS.xlsx: memeriksa rancangan indikator.",
    "iku score BERKAS.xlsx: menghitung capaian, kategori, dan nilai total.",
    'Baris yang kolom No-nya berisi "contoh" tidak dihitung. Angkanya asumsi. Hapus bila tidak diperlukan.',
    "Kosongkan sel yang belum ada datanya. Jangan isi nol untuk data yang belum ada.",
    "Angka boleh ditulis 86,4 atau 86,4 %. Nama indikator di kedua lembar harus sama.",
    'Di lembar "Realisasi", isi target tiap triwulan bila ada. Tanpa itu, realisasi dibandingkan dengan target tahun.',
)
COLUMNS = {
    "code": "Kode indikator, tiap indikator berbeda.",
    "objective": "Sasaran strategis yang diukur indikator ini.",
    "name": "Nama ukuran, tanpa angka target di dalamnya.",
    "definition": "Apa yang dihitung, apa yang termasuk, dan apa yang tidak.",
    "formula": "Cara menghitung: pembilang, penyebut, pengali.",
    "unit": "Persen, indeks, hari kerja, per 100.000 kelahiran hidup, dan seterusnya.",
    "polarity": "Arah yang baik. Tanpa isian ini capaian tidak dapat dihitung.",
    "level": "Anak tangga hasil: masukan, proses, keluaran, hasil, atau dampak.",
    "validity": "Seberapa langsung sasaran itu terukur.",
    "control": "Seberapa besar kendali unit atas angkanya.",
    "period_rule": "Cara menggabung triwulan: jumlah, rata-rata, atau nilai terakhir.",
    "location_rule": "Cara menggabung wilayah.",
    "data_source": "Register atau sistem asal angka, dan pemiliknya.",
    "frequency": "Seberapa sering angka dilaporkan.",
    "owner": "Jabatan yang bertanggung jawab atas data, bukan nama orang.",
    "baseline": "Data awal sebelum target.",
    "baseline_year": "Tahun data awal itu.",
    "baseline_source": "Asal data awal.",
    "baseline_numerator": "Cacah di balik persentase data awal, misalnya 9 kasus.",
    "targets": "Target tiap tahun.",
    "evidence": "Dokumen pembuktian, dipisah titik koma.",
    "limitations": "Yang tidak terlihat oleh angka ini.",
    "gaming": "Cara angka membaik tanpa layanan membaik.",
    "companion": "Indikator lain yang menjaga celah itu.",
    "weight": "Bobot dalam persen, seluruhnya berjumlah 100. Boleh dikosongkan semua.",
    "worst": "Nilai terburuk yang disepakati, bila target nol.",
}


def examples(year: int) -> list[tuple[Indicator, list[tuple[float, float | None]]]]:
    """Two cards with (target, realisation) of each quarter; asumsi: invented to show how rows are filled."""
    return [
        (
            Indicator(
                code="IKU-01",
                objective="Meningkatnya mutu layanan administrasi kependudukan",
                name="Persentase akta kelahiran dalam standar pelayanan",
                definition="Akta selesai paling lama 2 hari kerja sesudah berkas lengkap; berkas terbuka yang lewat "
                "batas ikut dihitung sebagai terlambat",
                formula="akta selesai ≤ 2 hari kerja ÷ (akta selesai + berkas terbuka lewat batas) × 100",
                unit="persen",
                polarity="maximize",
                level="outcome",
                validity="exact",
                control="moderate",
                period_rule="take_last",
                location_rule="recompute",
                data_source="log aplikasi layanan dinas",
                frequency="quarterly",
                owner="Kepala Bidang Pencatatan Sipil",
                baseline=88,
                baseline_year=year - 1,
                baseline_source="ekspor log (contoh)",
                targets={str(year): 92, str(year + 1): 94, str(year + 2): 95},
                evidence=["ekspor log", "uji petik 50 berkas"],
                limitations="Berkas manual di kecamatan terlambat masuk",
                gaming="Menunda status lengkap",
                companion="Median hari sejak datang pertama",
                weight=60,
            ),
            [(89, 89.5), (90, 90.2), (91, None), (92, None)],
        ),
        (
            Indicator(
                code="IKU-02",
                objective="Meningkatnya mutu layanan administrasi kependudukan",
                name="Jumlah pengaduan layanan yang dibenarkan pemeriksa",
                definition="Pengaduan tertulis yang dibenarkan pemeriksa, tidak termasuk pengaduan di luar layanan dinas",
                formula="jumlah pengaduan yang dibenarkan",
                unit="pengaduan",
                polarity="minimize",
                level="outcome",
                validity="proxy",
                control="moderate",
                period_rule="sum",
                location_rule="sum",
                data_source="register pengaduan dinas",
                frequency="quarterly",
                owner="Sekretaris Dinas",
                baseline=48,
                baseline_year=year - 1,
                baseline_source="register pengaduan (contoh)",
                targets={str(year): 40, str(year + 1): 36, str(year + 2): 32},
                evidence=["register pengaduan", "berita acara pemeriksaan"],
                limitations="Warga yang tidak mengadu tidak terlihat",
                gaming="Pengaduan lisan tidak dicatat",
                companion="Indeks kepuasan warga",
                weight=40,
            ),
            [(10, 9), (10, 12), (10, None), (10, None)],
        ),
    ]
