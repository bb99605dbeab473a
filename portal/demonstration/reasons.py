"""What people in the story write as reasons, notes, recommendations and opinions."""

RECOMMENDATIONS = [
    "Berkas lengkap, anggaran wajar, dan sasaran sesuai kebutuhan daerah. Direkomendasikan untuk ditelaah.",
    "Lengkap setelah perbaikan. Kapasitas ruang dan jadwal sudah dipastikan dengan daerah.",
    "Lengkap. Porsi daerah lebih dari separuh, DPA sudah tercantum dalam rancangan.",
]
REVIEWS = [
    ("support", "Tujuan jelas dan terukur, anggaran per peserta di bawah rata-rata program sejenis."),
    ("support", "Sejalan dengan rencana pengembangan kompetensi; metode dan pengajar memadai."),
    ("support_with_notes", "Layak dengan catatan: indikator hasil setelah enam bulan perlu ditambahkan."),
    ("support_with_notes", "Layak; sebaiknya peserta dari kabupaten diperbanyak pada angkatan kedua."),
]
OPPOSING = ("oppose", "Sasaran tumpang tindih dengan program yang sudah berjalan di provinsi yang sama.")
REJECTION_ADVICE = "Sasaran di luar lingkup program bersama, dan kekurangan tidak dapat diperbaiki tahun ini."
RECUSAL = "Pernah menjadi narasumber penyusunan KAK ini, sehingga tidak netral."
ANSWER_ONLY = "Sudah diperbaiki; lihat lampiran terbaru."

REASONS = {
    "release": "Saya bertugas di luar kantor sampai akhir bulan; mohon diambil rekan lain.",
    "snooze": "Menunggu jawaban daerah atas surat klarifikasi; diperkirakan masuk besok.",
    "reassign": "Beban verifikator 1 sedang penuh.",
    "transfer": "Kegiatan berlangsung di wilayah kerja Balai tersebut; disepakati melalui surat kedua Balai.",
    "give_back": "Kekurangan masih dapat diperbaiki; lanjutkan verifikasi dan minta perbaikan.",
    "send_back": "Rencana jadwal bentrok dengan libur nasional; mohon dipastikan lagi dengan daerah.",
    "ask_review": "Mohon telaah tambahan atas kewajaran biaya per peserta.",
    "defer": "Pagu tahun ini sudah terpakai; dilanjutkan pada tahun anggaran berikutnya dengan rencana lebih matang.",
    "reject_upt": "Sesuai saran verifikator: sasaran di luar lingkup program bersama.",
    "reject": "Manfaat tidak sebanding dengan biaya, dan sasaran sudah dilayani program lain.",
    "withdraw": "Prioritas daerah berubah; akan diusulkan kembali bersama program lain.",
    "cancel": "Daerah mengalihkan anggaran untuk penanganan bencana; disepakati kedua pihak.",
    "drop": "Batas waktu perbaikan lewat tanpa tanggapan, sudah dihubungi dua kali.",
    "reopen": "Daftar hadir angkatan kedua belum dilampirkan.",
}
SUMMARY = "Kegiatan terlaksana sesuai rencana. Peserta yang belum lulus mengikuti ujian ulang yang dibiayai daerah."

TEXT_NOTES = [
    "Pasal 7 (pembiayaan) dan pasal 9 (pelaporan) disesuaikan dengan kemampuan daerah.",
    "Pasal 5 diperjelas: penyediaan ruang menjadi tanggung jawab daerah.",
    "Jangka waktu disamakan dengan akhir tahun anggaran.",
]
OPINIONS = {
    "centre": "Tidak ada keberatan hukum. Dasar hukum dan klausul pelindungan data pribadi sudah memadai.",
    "province": "Sesuai kewenangan daerah. Rumusan pembiayaan sejalan dengan APBD.",
}
NO_COUNCIL = (
    "Tidak membebani masyarakat dan APBD di luar yang sudah dianggarkan, sehingga tidak perlu persetujuan DPRD."
)
COUNCIL = "Membebani APBD lebih dari satu tahun anggaran; memerlukan persetujuan DPRD."
PACT_REASONS = {
    "redraft": "Lingkup kegiatan berubah setelah pembahasan anggaran; naskah disusun ulang.",
    "cancel": "Program digabung ke naskah lain yang lingkupnya lebih luas.",
    "terminate": "Kedua pihak sepakat mengakhiri lebih awal karena seluruh kegiatan telah selesai.",
    "register": "Ditandatangani pada rapat koordinasi sebelum portal dipakai; dicatat agar masa berlakunya terpantau.",
}
CHAPTERS = [
    "Pasal 1 Maksud dan tujuan: menyelaraskan program pusat dan daerah dalam pengembangan sumber daya manusia digital.",
    "Pasal 2 Ruang lingkup: pelatihan, sertifikasi, penelitian, dan kegiatan lain yang disepakati.",
    "Pasal 3 Pelaksanaan: diatur dalam rencana kerja yang tidak terpisahkan dari naskah ini.",
    "Pasal 4 Hak dan kewajiban para pihak.",
    "Pasal 5 Sarana: ruang dan akomodasi disediakan daerah.",
    "Pasal 7 Pembiayaan: satu pos biaya dibiayai satu pihak, sesuai rincian pada usulan.",
    "Pasal 9 Pemantauan, evaluasi, dan pelaporan setiap triwulan.",
    "Pasal 11 Kerahasiaan dan pelindungan data pribadi.",
    "Pasal 14 Penyelesaian perselisihan secara musyawarah.",
]
