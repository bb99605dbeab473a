"""What the story's proposals say: titles, aims, own fields and costs of each kind, in the words officers would use."""

from datetime import date

from programs.kinds import Kind
from programs.models import CostLine

Source, Form = CostLine.Source, CostLine.Form

TITLES = {
    Kind.CERTIFICATION: [
        "Sertifikasi kompetensi junior web developer bagi lulusan SMK",
        "Sertifikasi operator komputer madya bagi pencari kerja",
        "Sertifikasi desainer multimedia muda",
        "Sertifikasi teknisi jaringan bagi aparatur desa digital",
        "Sertifikasi pemasaran digital bagi pelaku UMKM",
        "Sertifikasi analis keamanan informasi pemerintah daerah",
    ],
    Kind.SKKNI: [
        "Bimbingan penyusunan SKKNI pengelolaan pusat data",
        "Kaji ulang SKKNI bidang pengelolaan media sosial pemerintah",
        "Penyusunan rancangan SKKNI layanan informasi publik",
    ],
    Kind.ASN_TRAINING: [
        "Pelatihan keamanan informasi bagi ASN",
        "Pelatihan pranata komputer ahli pertama",
        "Pelatihan pengelolaan pengaduan digital",
        "Pelatihan tata kelola data statistik sektoral",
        "Pelatihan kepemimpinan digital bagi pejabat pengawas",
        "Pelatihan analisis data untuk perencanaan daerah",
    ],
    Kind.RESEARCH: [
        "Penelitian kesiapan literasi digital wilayah perbatasan",
        "Survei kebutuhan kompetensi digital aparatur desa",
        "Evaluasi kebijakan layanan publik berbasis elektronik",
    ],
    Kind.DOMESTIC_MASTERS: [
        "Beasiswa S2 dalam negeri bidang keamanan siber",
        "Beasiswa S2 dalam negeri bidang ilmu data",
        "Beasiswa S2 dalam negeri bidang komunikasi publik",
    ],
    Kind.SMK_LSP: [
        "Program LSP-P1 tiga SMK",
        "Sertifikasi siswa SMK bidang pengembangan perangkat lunak",
        "Penguatan LSP-P1 SMK kepulauan",
    ],
}

AIMS = {
    Kind.CERTIFICATION: "{n} peserta dari {place} memiliki kompetensi yang diakui dan siap diserap dunia kerja.",
    Kind.SKKNI: "Tersusunnya rancangan SKKNI yang memuat kebutuhan industri dan pemerintah di {place}.",
    Kind.ASN_TRAINING: "{n} ASN pengelola sistem di {place} mampu menerapkan kendali dasar dan lulus uji akhir.",
    Kind.RESEARCH: "Tersedia rekomendasi kebijakan berbasis bukti bagi pemerintah daerah di {place}.",
    Kind.DOMESTIC_MASTERS: "{n} ASN dari {place} menyelesaikan S2 dan kembali bertugas sesuai bidang studinya.",
    Kind.SMK_LSP: "{n} siswa SMK di {place} lulus dengan sertifikat kompetensi dari LSP-P1 berlisensi.",
}

TARGETS = {
    Kind.CERTIFICATION: "Lulusan SMK dan pencari kerja usia 18–29 tahun",
    Kind.SKKNI: "Pemangku kepentingan industri, asosiasi profesi, dan perangkat daerah",
    Kind.ASN_TRAINING: "PNS dan PPPK pengelola sistem pada perangkat daerah",
    Kind.RESEARCH: "Aparatur desa, pelaku usaha, dan warga di lokus penelitian",
    Kind.DOMESTIC_MASTERS: "PNS dengan masa kerja paling sedikit 2 tahun",
    Kind.SMK_LSP: "Siswa kelas XII SMK bidang teknologi informasi",
}


def own_fields(kind: Kind, people: int, year: int) -> dict:
    """The kind's own fields, filled as an experienced officer would."""
    return {
        Kind.CERTIFICATION: {
            "scheme": "Junior Web Developer", "scheme_kind": "okupasi", "standard": "Kepmenaker 282 Tahun 2016",
            "unit_codes": "J.620100.004.02\nJ.620100.005.02\nJ.620100.011.01", "lsp_name": "LSP Teknologi Digital",
            "lsp_licence": "BNSP-LSP-1215-ID", "lsp_licence_until": date(year + 2, 12, 31), "site_kind": "sewaktu",
            "assessors": max(1, people // 10),
        },
        Kind.SKKNI: {
            "field": "Pengelolaan pusat data", "stage": "usulan", "committee": "Komite Standar Kompetensi Kominfo",
            "drafting_team": "Perangkat daerah, asosiasi pusat data, dan perguruan tinggi", "industry_code": "63111",
            "units": 14, "review_year": year + 5, "province_part": "Narasumber dan tuan rumah konvensi",
        },
        Kind.ASN_TRAINING: {
            "training_kind": "teknis", "academy": "GTA", "hours": 40, "hours_self_study": 8,
            "batches": max(1, people // 30), "seats_per_batch": 30, "education": "Paling rendah D-III",
            "trainers": "Widyaiswara dan praktisi", "pass_mark": 65, "max_absence": 10,
        },
        Kind.RESEARCH: {
            "research_kind": "kajian", "question": "Seberapa siap aparatur dan warga memakai layanan digital?",
            "method_used": "Survei dan wawancara mendalam", "lead_researcher": "Dr. Kartika Permata",
            "team": "Peneliti pusat, Bappeda, universitas negeri setempat", "permit": "070/112/Kesbangpol",
            "policy_target": "Rancangan Peraturan Gubernur tentang literasi digital",
            "openness": "Terbuka setelah anonim",
        },
        Kind.DOMESTIC_MASTERS: {
            "university": "Universitas Gadjah Mada", "study_programme": "Magister Teknologi Informasi",
            "mode": "reguler",
            "intake": f"{year}/{year + 1}", "quota": people, "service_years": 2, "max_age": 42,
            "employment": "tugas_belajar", "return_duty": "Kembali ke unit asal paling singkat dua kali masa studi",
        },
        Kind.SMK_LSP: {
            "npsn": "30202115", "school": "SMKN 1", "expertise": "Rekayasa perangkat lunak", "licence": "terlisensi",
            "licence_number": "BNSP-LSP-877-ID", "schemes": "Junior Web Developer; Teknisi Jaringan",
            "teacher_assessors": 6, "pupils": people, "industry_partner": "Perusahaan rintisan setempat",
        },
    }[kind]  # fmt: skip


# Who works, what they work with, who travels, where it happens.
ITEMS = {
    Kind.SKKNI: (
        "Honor narasumber dan perumus",
        "Penggandaan rancangan",
        "Perjalanan peserta konvensi",
        "Ruang konvensi",
    ),
    Kind.RESEARCH: (
        "Honor tim peneliti",
        "Pengolahan data",
        "Perjalanan dan akomodasi lapangan",
        "Ruang diskusi kelompok",
    ),
    Kind.DOMESTIC_MASTERS: ("Biaya pendidikan", "Buku dan penelitian", "Biaya hidup dan perjalanan", "Kelas persiapan"),
    Kind.SMK_LSP: ("Honor asesor", "Materi uji dan sertifikat", "Transpor dan konsumsi siswa", "Tempat uji kompetensi"),
}
USUAL_ITEMS = ("Honor pengajar dan asesor", "Modul dan lisensi laboratorium", "Perjalanan dan akomodasi peserta",
               "Ruang dan konsumsi")  # fmt: skip
PRICES = {Kind.DOMESTIC_MASTERS: (24_000_000, 6_000_000, 18_000_000, 1_200_000)}
USUAL_PRICES = (1_250_000, 450_000, 3_200_000, 1_240_000)
FUNDERS = (
    (Source.APBN_UPT, Form.CASH),
    (Source.APBN_CENTRE, Form.CASH),
    (Source.APBD, Form.CASH),
    (Source.APBD, Form.IN_KIND),
)


def cost_lines(kind: Kind, people: int, year: int, *, shared: bool, documents: bool) -> list[dict]:
    """Cost lines with one funder each; shared by centre and province, or the centre's alone."""
    rows = list(zip(ITEMS.get(kind, USUAL_ITEMS), PRICES.get(kind, USUAL_PRICES), FUNDERS, strict=True))
    budgets = {Source.APBD: f"DPA/A.1/5.04.01/{year}"}
    return [
        {
            "item": item,
            "quantity": people,
            "unit": "orang",
            "unit_price": price,
            "source": source,
            "form": form,
            "budget_document": budgets.get(source, f"DIPA-059.08.2.{year}") if documents else "",
            "fiscal_year": year,
        }
        for item, price, (source, form) in (rows if shared else rows[:2])
    ]


RETURN_NOTES = [
    ("biaya", "RAB belum memisahkan honor pengajar dan sewa ruang.", "Sudah dipisahkan; lihat baris 3 dan 4."),
    ("dokumen", "Surat pengantar belum bertanggal.", "Diganti dengan surat bertanggal."),
    ("tujuan", "Peserta per angkatan melebihi kapasitas ruang.", "Jumlah per angkatan dikurangi, angkatan ditambah."),
]


OUTPUTS = {
    Kind.CERTIFICATION: "{n} peserta diuji; paling sedikit 80 % dinyatakan kompeten.",
    Kind.SKKNI: "Satu rancangan SKKNI siap prakonvensi.",
    Kind.ASN_TRAINING: "{n} peserta hadir paling sedikit 90 % dan lulus dengan nilai 65 ke atas.",
    Kind.RESEARCH: "Laporan akhir dan satu ringkasan kebijakan.",
    Kind.DOMESTIC_MASTERS: "{n} ASN diterima dan menyelesaikan studi paling lama empat semester.",
    Kind.SMK_LSP: "{n} siswa diuji pada skema LSP-P1.",
}

OUTCOMES = {
    Kind.CERTIFICATION: "Separuh peserta bekerja atau naik jabatan dalam enam bulan.",
    Kind.SKKNI: "Standar dipakai oleh LSP dan lembaga pelatihan di daerah.",
    Kind.ASN_TRAINING: "Nilai indeks layanan digital perangkat daerah naik dalam satu tahun.",
    Kind.RESEARCH: "Rekomendasi diadopsi dalam peraturan gubernur.",
    Kind.DOMESTIC_MASTERS: "Penerima kembali bertugas pada bidang studinya.",
    Kind.SMK_LSP: "Lulusan diserap industri mitra dalam satu tahun.",
}

RISKS = [
    "Jadwal bentrok dengan penyusunan APBD; disiapkan jadwal cadangan.",
    "Jaringan di kabupaten kurang stabil; modul dapat dipakai tanpa jaringan.",
    "Peserta mengundurkan diri; disiapkan daftar cadangan 10 %.",
]
