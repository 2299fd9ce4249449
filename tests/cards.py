"""Twelve bad and six good indicator cards (all figures are assumptions): material for the design review.

Each bad card comes with the findings that a reviewer must name.
"""

from __future__ import annotations

from kpi_sim import Indicator

COMPLETE = {
    "objective": "Meningkatnya layanan dasar yang dirasakan warga",
    "frequency": "tahunan",
    "owner": "Kepala Bidang",
    "limitations": "Berkas manual di kecamatan terlambat masuk",
    "evidence": ["ekspor log", "berita acara pemeriksaan"],
    "data_source": "log aplikasi layanan dinas",
}


def card(**own: object) -> Indicator:
    """A card that is complete where the example is silent."""
    return Indicator(**(COMPLETE | own))  # type: ignore[arg-type]


BAD: dict[str, tuple[list[Indicator], set[str]]] = {
    "B01": (
        [
            card(
                name="Terlaksananya 12 kali sosialisasi pencegahan putus sekolah",
                definition="Banyaknya sosialisasi yang dilaksanakan dalam setahun",
                formula="jumlah sosialisasi",
                level="hasil",
                unit="kali",
                polarity="maximize",
                baseline=10,
                baseline_year=2025,
                targets={"2026": 12},
                data_source="laporan kegiatan",
            )
        ],
        {"activity-level", "target-in-name", "level-mismatch", "no-source"},
    ),
    "B02": (
        [
            card(
                name="Angka Kematian Ibu",
                definition="Kematian ibu pada masa hamil, bersalin, dan nifas, tidak termasuk kecelakaan",
                formula="kematian ibu ÷ jumlah penduduk × 100.000",
                unit="persen",
                level="dampak",
                polarity="maximize",
                baseline="128,57",
                baseline_year=2025,
                baseline_numerator=9,
                targets={"2026": 110},
            )
        ],
        {"scale-mismatch", "denominator-wrong", "polarity-mismatch", "small-numerator"},
    ),
    "B03": (
        [
            card(
                name="Persentase pelayanan KTP-el yang cepat dan memuaskan",
                definition="Pelayanan KTP-el di loket, termasuk perekaman dan pencetakan",
                formula="jumlah pelayanan cepat × 100",
                unit="persen",
                level="hasil",
                polarity="maximize",
                targets={"2026": 90},
            )
        ],
        {"double-barrelled", "vague-term", "percent-no-denominator", "no-baseline"},
    ),
    "B04": (
        [
            card(
                name="Persentase izin terbit tepat waktu",
                definition="Izin yang terbit dalam batas waktu; berkas dikembalikan memulai hitungan baru",
                formula="izin terbit ≤ SLA ÷ izin terbit × 100",
                unit="persen",
                level="hasil",
                polarity="maximize",
                baseline="99,2",
                baseline_year=2025,
                targets={"2026": 98},
            )
        ],
        {"target-not-better", "definition-no-scope", "gaming-risk", "no-headroom"},
    ),
    "B05": (
        [
            card(
                name="Jumlah ASN yang mengikuti pelatihan",
                definition="ASN yang hadir pada pelatihan dalam setahun",
                formula="jumlah ASN yang hadir",
                unit="orang",
                level="hasil",
                polarity="maximize",
                period_rule="rata-rata",
                baseline=2000,
                baseline_year=2025,
                targets={"2026": 2500},
            )
        ],
        {"activity-level", "level-mismatch", "period-rule", "definition-no-scope"},
    ),
    "B06": (
        [
            card(
                name="APS 7–12 tahun",
                definition="Angka Partisipasi Sekolah penduduk umur 7–12 tahun di semua jenjang",
                formula="penduduk 7–12 tahun yang bersekolah ÷ penduduk 7–12 tahun × 100",
                unit="persen",
                level="hasil",
                polarity="minimize",
                baseline="98,0",
                baseline_year=2025,
                targets={"2026": "99,0"},
            )
        ],
        {"acronym-ambiguous", "polarity-mismatch"},
    ),
    "B07": (
        [
            card(
                name="Indeks integritas pegawai",
                definition="Rata-rata jawaban seluruh pegawai atas sepuluh butir integritas",
                formula="jumlah nilai ÷ jumlah butir",
                unit="",
                level="hasil",
                polarity="maximize",
                data_source="survei internal",
                frequency="bulanan",
                baseline=75,
                baseline_year=2027,
                targets={"2026": 80},
                owner="Bapak Andi",
            )
        ],
        {"no-unit", "no-source", "frequency-mismatch", "baseline-after-target", "owner-is-person"},
    ),
    "B08": (
        [
            card(
                name="Rata-rata persentase persalinan di faskes",
                definition="Persalinan di faskes menurut kabupaten dan kota",
                formula="jumlah 11 persentase ÷ 11",
                unit="persen",
                level="hasil",
                polarity="maximize",
                location_rule="rata-rata",
                baseline=93,
                baseline_year=2025,
                targets={"2026": 96, "2027": 99, "2028": 101},
            )
        ],
        {"ratio-averaged", "target-over-max", "definition-no-scope"},
    ),
    "B09": (
        [
            card(
                name="Jumlah inovasi daerah",
                definition="Banyaknya inovasi yang dilaporkan perangkat daerah",
                formula="jumlah inovasi",
                unit="inovasi",
                level="hasil",
                polarity="maximize",
                baseline=77,
                baseline_year=2025,
                targets={"2026": 100},
                data_source="daftar inovasi yang diisi perangkat daerah",
                evidence=[],
            )
        ],
        {"level-mismatch", "gaming-risk", "definition-no-scope", "evidence-missing"},
    ),
    "B10": (
        [
            card(name="Nilai SAKIP", weight=30, level="hasil"),
            card(name="Predikat AKIP", weight=25, level="hasil"),
            card(name="Serapan anggaran", weight=25, level="masukan"),
            card(name="Jumlah rapat SAKIP", weight=25, level="proses"),
        ],
        {"weights-not-100", "duplicate", "activity-level"},
    ),
    "B11": (
        [
            card(
                name="Angka kelulusan SMP",
                definition="Murid SMP yang lulus ujian sekolah",
                formula="lulusan ÷ peserta ujian × 100",
                unit="persen",
                level="hasil",
                polarity="maximize",
                baseline="99,81",
                baseline_year=2025,
                targets={"2026": "99,95"},
            )
        ],
        {"no-headroom", "definition-no-scope", "gaming-risk"},
    ),
    "B12": (
        [
            card(
                name="Prevalensi stunting",
                definition="Balita dengan tinggi badan menurut umur di bawah standar",
                formula="balita stunting ÷ balita diukur × 100",
                unit="persen",
                level="dampak",
                polarity="minimize",
                baseline="13,5",
                baseline_year=2023,
                baseline_source="SKI 2023",
                targets={"2026": "13,0"},
                data_source="pencatatan posyandu",
                frequency="triwulanan",
            )
        ],
        {"instrument-break", "frequency-mismatch", "definition-no-scope"},
    ),
}

GOOD: dict[str, Indicator] = {
    "G1": card(
        name="Angka putus sekolah SMP",
        definition="Murid SMP/MTs terdaftar 30 September tahun lalu yang setahun kemudian tidak terdaftar di satuan "
        "mana pun, tidak lulus, tidak meninggal, bukan mutasi terlacak",
        formula="murid putus sekolah ÷ murid tahun lalu × 100",
        unit="persen",
        polarity="minimize",
        level="hasil",
        validity="exact",
        control="moderate",
        period_rule="take_last",
        location_rule="hitung ulang dari jumlah",
        data_source="data pokok pendidikan, dicocokkan dengan data madrasah dan kependudukan",
        owner="Kepala Bidang Pembinaan SMP",
        baseline="0,62",
        baseline_year=2025,
        baseline_numerator=62,
        targets={"2026": "0,55", "2027": "0,48", "2028": "0,40"},
        evidence=["daftar kode murid tersamar", "berita acara cocok data"],
        limitations="Mutasi ke luar provinsi terlambat terlacak",
        gaming="Dicatat mutasi agar hilang dari hitungan",
        companion="Persentase mutasi tanpa sekolah tujuan",
    ),
    "G2": card(
        name="Persentase persalinan di fasilitas pelayanan kesehatan",
        definition="Ibu bersalin penduduk wilayah yang bersalin di fasilitas pelayanan kesehatan, dari seluruh ibu "
        "bersalin penduduk wilayah itu",
        formula="ibu bersalin di fasilitas ÷ seluruh ibu bersalin × 100",
        unit="persen",
        polarity="maximize",
        level="hasil",
        validity="proxy",
        control="moderate",
        period_rule="take_last",
        location_rule="recompute",
        data_source="register kohort ibu puskesmas dan rumah sakit",
        frequency="bulanan",
        owner="Kepala Bidang Kesehatan Masyarakat",
        baseline="90,00",
        baseline_year=2025,
        targets={"2026": 93, "2027": 95, "2028": "96,5"},
        evidence=["rekap kohort", "uji petik 5 % berkas"],
        limitations="Persalinan di luar wilayah",
        gaming="Rujukan yang datang terlambat tetap terhitung",
        companion="Waktu rujukan; jumlah kematian ibu tiga tahun dengan rentangnya",
    ),
    "G3": card(
        name="Persentase akta kelahiran dalam standar pelayanan",
        definition="Hitungan mulai hari kerja sesudah berkas lengkap pertama kali; berkas lengkap yang masih terbuka "
        "dan lewat batas ikut sebagai terlambat; pengembalian tidak memulai hitungan baru kecuali dokumen kurang",
        formula="akta selesai ≤ 2 hari kerja ÷ (akta selesai + berkas terbuka lewat batas) × 100",
        unit="persen",
        polarity="maximize",
        level="hasil",
        validity="exact",
        control="moderate",
        period_rule="take_last",
        location_rule="recompute",
        frequency="bulanan",
        owner="Kepala Bidang Pencatatan Sipil",
        baseline="88,00",
        baseline_year=2025,
        targets={"2026": 92, "2027": 94, "2028": 95},
        evidence=["ekspor log", "uji petik 50 berkas"],
        gaming="Menunda status lengkap",
        companion="Persentase berkas dikembalikan dan median hari sejak datang pertama",
    ),
    "G4": card(
        name="Persentil 90 waktu penyelesaian izin terverifikasi",
        definition="Hari kerja yang tidak dilampaui 90 % izin selesai, peringkat terdekat; izin lewat batas yang "
        "belum selesai ikut dengan umur berjalan",
        formula="nilai peringkat ke-90 % dari lama penyelesaian; hitung ulang dari data dasar",
        unit="hari kerja",
        polarity="minimize",
        level="hasil",
        validity="exact",
        control="moderate",
        location_rule="recompute",
        data_source="log sistem perizinan dan lembar verifikasi dinas teknis",
        frequency="triwulanan",
        owner="Kepala Bidang Pelayanan Perizinan",
        baseline=9,
        baseline_year=2025,
        targets={"2026": 7, "2027": 6, "2028": 5},
        evidence=["ekspor log"],
        limitations="Waktu pemohon melengkapi tidak terpisah pada data lama",
        gaming="Menolak berkas sulit",
        companion="Angka penolakan dan SKM unsur prosedur",
    ),
    "G5": card(
        name="Persentase rekomendasi evaluasi AKIP yang tuntas dan terbukti",
        definition="Rekomendasi tahun lalu yang tuntas menurut bukti yang diterima penelaah, dari seluruh "
        "rekomendasi tahun lalu",
        formula="rekomendasi tuntas terbukti ÷ seluruh rekomendasi tahun lalu × 100",
        unit="persen",
        polarity="maximize",
        level="hasil antara",
        validity="exact",
        control="moderate",
        period_rule="take_last",
        data_source="aplikasi tindak lanjut inspektorat",
        frequency="triwulanan",
        owner="Inspektur Pembantu",
        baseline="60,00",
        baseline_year=2025,
        targets={"2026": 75, "2027": 85, "2028": 90},
        evidence=["putusan diterima dengan catatan"],
        limitations="Bobot rekomendasi tidak sama",
        gaming="Memilih yang mudah",
        companion="Persentase rekomendasi berkategori berat yang tuntas",
    ),
    "G6": card(
        name="Persentase alumni yang menerapkan RTL",
        definition="Alumni sampel acak yang RTL-nya selesai enam bulan sesudah pelatihan dan dibenarkan atasan; "
        "jawaban kosong dilaporkan terpisah",
        formula="alumni dengan RTL terbukti ÷ alumni sampel × 100",
        unit="persen",
        polarity="maximize",
        level="hasil",
        validity="exact",
        control="low",
        period_rule="take_last",
        data_source="survei pascapelatihan dengan sampel acak",
        owner="Kepala Bidang Sertifikasi dan Pengelolaan Kelembagaan",
        baseline="58,00",
        baseline_year=2025,
        baseline_numerator=70,
        targets={"2026": 63, "2027": 68, "2028": 72},
        evidence=["formulir atasan", "contoh hasil kerja"],
        limitations="Rentang sampel sekitar 8 poin pada n = 120",
        gaming="RTL dibuat mudah",
        companion="Penilaian mutu RTL dengan rubrik",
    ),
}
