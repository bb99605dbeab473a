"""What happens in the story, line by line: some seventy proposals and some twenty cooperation documents.

A script reads "write 3 submit 1 take 2": acts, and the working days until the next one, the last until today.
"""

from portal.demonstration.agreements import Kind as PactKind
from portal.demonstration.agreements import Pact
from portal.demonstration.proposals import Plot
from programs.kinds import Kind

CERT, SKKNI, ASN = Kind.CERTIFICATION, Kind.SKKNI, Kind.ASN_TRAINING
RESEARCH, MASTERS, SMK = Kind.RESEARCH, Kind.DOMESTIC_MASTERS, Kind.SMK_LSP

# Ways through the check, the review and the decision.
CHECK = "write 3 submit 1 take 4 pass_on"
MENDED = "write 4 submit 2 take 3 return 7 resubmit 1 pass_on"
QUICK = "write 2 submit 1 take 2 pass_on"
REVIEW = "1 assign 4 review 2 review"
SLOW = "2 assign 6 review 3 review"
RECUSED = "1 assign 2 recuse 1 assign_another 3 review 2 review"

DRAFTS = [
    Plot("64.bpsdm", CERT, 60, "write 2", offer="sertifikasi"),
    Plot("64.bpsdm", ASN, 90, "half_write 4", title=3, offer="asn", writer="proposer.2"),
    Plot("64.bpsdm", ASN, 120, "begin 5", title=0, copy_of="64-selesai"),
    Plot("63.diskominfo", ASN, 60, "begin 1", title=2),
    Plot("73.bpsdm", RESEARCH, 80, "half_write 6", title=1),
]
SUBMITTED = [
    Plot("64.diskominfo", CERT, 80, "write 3 submit 2 nudge 1", title=1),
    Plot("62.bpsdm", SKKNI, 30, "write 2 submit 2", title=2),
    Plot("63.bpsdm", ASN, 90, "write 2 submit 1", title=5, offer="asn"),
    Plot("35.bpsdm", MASTERS, 15, "write 3 submit 2", title=1, shared=False),
    Plot("71.bpsdm", ASN, 60, "write 3 submit 2 take 1 transfer 1", title=1, other_upt="MKS"),
    Plot("12.bpsdm", CERT, 50, "write 3 submit 1 take 3 release 1", title=4),
]
IN_CHECK = [
    Plot("64.bpsdm", ASN, 120, "write 3 submit 2 take 3 check_some 4", title=4),
    Plot("63.bpsdm", CERT, 100, "write 3 submit 1 take 2 check_some 2", title=3, offer="sertifikasi"),
    Plot("64.disnaker", CERT, 60, "write 3 submit 1 take 3 return 6 resubmit 1", title=2),
    Plot("62.diskominfo", ASN, 90, "write 4 submit 1 take 1", title=0, offer="asn"),
    Plot("63.disnaker", SMK, 45, "write 2 submit 1 take 3 advise_rejection 1", title=1),
    Plot("64.diskominfo", RESEARCH, 40, "write 3 submit 1 take 2", title=2, verifier=2),
    Plot("33.bpsdm", RESEARCH, 120, "write 3 submit 1 take 2", title=0),
    Plot("91.bpsdm", ASN, 60, "write 3 submit 1 take 3 snooze 1", title=0),
    Plot("11.bpsdm", CERT, 90, "write 3 submit 1 take 3 pass_on 2 send_back 2", title=0),
    Plot("52.bpsdm", CERT, 60, "write 3 submit 1 take 1 reassign 1", title=4),
]
RETURNED = [
    Plot("64.bpsdm", ASN, 60, "write 3 submit 1 take 3 return 5 answer_some 3", title=1),
    Plot("64.bpsdm", CERT, 40, "write 3 submit 1 take 2 return 11", title=5),
    Plot("63.bpsdm", CERT, 60, "write 3 submit 2 take 3 return 14", title=1),
    Plot("64.bpsdm", MASTERS, 12, "write 2 submit 1 take 2 return 2", title=0, writer="proposer.2"),
    Plot("53.bpsdm", ASN, 60, f"{CHECK} {REVIEW} 1 bring 3 return_decision 4", title=3),
    Plot("32.bpsdm", CERT, 120, "write 3 submit 1 take 2 return 5 resubmit 1 return 9", title=1),
    Plot("34.bpsdm", SKKNI, 25, f"{QUICK} 2 return_review 6", title=1),
]
IN_REVIEW = [
    Plot("64.bpsdm", RESEARCH, 60, f"{CHECK} 1 assign 3", title=0),
    Plot("63.bpsdm", MASTERS, 10, f"{MENDED} 1 assign 9", title=1, reviewers=(1, 3)),
    Plot("35.bpsdm", ASN, 150, f"{CHECK} 1", title=5, offer="asn"),
    Plot("71.bpsdm", CERT, 60, f"{QUICK} 1 assign 4 review 3", title=3),
    Plot("12.bpsdm", ASN, 90, f"{MENDED} 1 assign 7", title=2, reviewers=(2, 3)),
    Plot("33.disnaker", SMK, 60, f"{CHECK} {REVIEW} 2", title=0),
    Plot("53.diskominfo", RESEARCH, 50, f"{QUICK} 1 assign 2 recuse 2", title=1, reviewers=(3, 4)),
    Plot("16.bpsdm", ASN, 60, f"{CHECK} {REVIEW} 1 bring 3 defer@120 confirm@12 resume 1 assign 3", title=1,
         plan=60, reviewers=(1, 4)),
]  # fmt: skip
AWAITING = [
    Plot("64.bpsdm", ASN, 90, f"{CHECK} {REVIEW} 1 bring 7", title=2, shared=True),
    Plot("73.bpsdm", CERT, 90, f"{MENDED} {SLOW} 1 bring 4", title=4),
    Plot("34.diskominfo", ASN, 60, f"{CHECK} {RECUSED} 1 bring 1", title=3),
    Plot("52.bpsdm", SKKNI, 30, f"{QUICK} {REVIEW} 1 bring 2 ask_review 1 assign_another 3 review 1 bring 2", title=0),
]
APPROVED = [
    Plot("64.bpsdm", CERT, 80, f"{CHECK} {REVIEW} 1 bring 3 approve 7", title=3),
    Plot("71.bpsdm", MASTERS, 10, f"{QUICK} {REVIEW} 1 bring 3 approve 3", title=2),
    Plot("35.bpsdm", RESEARCH, 40, f"{QUICK} {SLOW} 1 bring 2 approve 4", title=2, shared=False),
    Plot("64.disnaker", CERT, 60, f"{QUICK} {REVIEW} 1 bring 3 approve@36", title=0, key="64-bahas"),
    Plot("63.bpsdm", CERT, 60, f"{MENDED} {REVIEW} 1 bring 3 approve@30", title=0, key="63-bahas"),
    Plot("62.bpsdm", ASN, 60, f"{CHECK} {REVIEW} 1 bring 3 approve@44", title=5, key="62-hukum"),
    Plot("73.bpsdm", ASN, 120, f"{CHECK} {SLOW} 1 bring 3 approve@60", title=1, key="73-siap"),
    Plot("63.bpsdm", ASN, 60, f"{CHECK} {REVIEW} 1 bring 3 approve@58", title=4, key="63-tanda-tangan"),
    Plot("33.bpsdm", ASN, 90, f"{MENDED} {REVIEW} 1 bring 3 approve@62", title=0, key="33-lengkap"),
    Plot("64.diskominfo", ASN, 60, f"{CHECK} {REVIEW} 1 bring 3 approve@68 budget@8", title=3, key="64-siap-mulai"),
    Plot("12.bpsdm", CERT, 60, f"{QUICK} {REVIEW} 1 bring 3 approve@33", title=2, key="12-ulang"),
]
DEFERRED = [
    Plot("62.bpsdm", CERT, 60, f"{CHECK} {REVIEW} 1 bring 3 defer 30", title=3, plan=8),
    Plot("53.bpsdm", CERT, 40, f"{CHECK} {REVIEW} 1 bring 3 defer@42 confirm 5", title=0, plan=10),
    Plot("81.bpsdm", RESEARCH, 40, f"{QUICK} {REVIEW} 1 bring 3 approve 4 defer 15", title=0, plan=4),
]
RUNNING = [
    Plot("64.bpsdm", ASN, 120, f"{CHECK} {REVIEW} 1 bring 3 approve@70 budget@30 start@25", title=5, key="64-jalan"),
    Plot("63.bpsdm", ASN, 90, f"{MENDED} {REVIEW} 1 bring 3 approve@104 budget@64 start@60", title=3, lasts=80,
         key="63-jalan"),
    Plot("73.diskominfo", RESEARCH, 60, f"{CHECK} {REVIEW} 1 bring 3 approve 6 start@45", title=2, shared=False,
         lasts=70),
    Plot("32.bpsdm", CERT, 60, f"{QUICK} {SLOW} 1 bring 3 approve 8 start@20", title=4, shared=False, lasts=60),
    Plot("35.diskominfo", MASTERS, 10, f"{CHECK} {REVIEW} 1 bring 3 approve 9 start@70", title=0, shared=False,
         lasts=680),
    Plot("71.disnaker", CERT, 60, f"{CHECK} {REVIEW} 1 bring 2 approve 5 start@72 report 4 reopen 3", title=1,
         shared=False, lasts=80),
]  # fmt: skip
REPORTED = [
    Plot("64.bpsdm", SMK, 60, f"{CHECK} {REVIEW} 1 bring 3 approve 7 start@84 report 12", title=0, shared=False,
         lasts=95),
    Plot("63.diskominfo", ASN, 60, f"{CHECK} {REVIEW} 1 bring 3 approve@104 budget@64 start@55 report 3", title=0,
         key="63-lapor", lasts=70),
]  # fmt: skip
CLOSED = [
    Plot("64.bpsdm", ASN, 120, f"{CHECK} {REVIEW} 1 bring 3 approve@208 budget@165 start@158 report@80 close@72",
         title=0,
         key="64-selesai", lasts=105),
    Plot("35.bpsdm", ASN, 180, f"{QUICK} {REVIEW} 1 bring 3 approve@236 budget@195 start@190 report@120 close@111",
         title=0,
         key="35-selesai", offer="asn-lalu", lasts=95),
    Plot("63.bpsdm", CERT, 60, f"{MENDED} {REVIEW} 1 bring 3 approve 8 start@150 report@100 reopen 4 report 5 close@86",
         title=2, shared=False, lasts=65),
    Plot("73.bpsdm", RESEARCH, 40, f"{CHECK} {SLOW} 1 bring 3 approve 9 start@130 report@40 close@34", title=2,
         shared=False, lasts=120),
    Plot("52.bpsdm", SMK, 60, f"{QUICK} {REVIEW} 1 bring 3 approve 6 start@140 report@70 close@65", title=2,
         shared=False,
         lasts=95),
]  # fmt: skip
ENDED = [
    Plot("62.disnaker", CERT, 30, "write 3 submit 1 take 4 advise_rejection 2 reject_upt 50", title=4),
    Plot("64.diskominfo", SMK, 30, "write 3 submit 1 take 3 advise_rejection 1 give_back 3 return 12 drop 46", title=2),
    Plot("71.bpsdm", RESEARCH, 50, f"{CHECK} 1 assign 3 review 2 oppose 1 bring 4 reject 70", title=0),
    Plot("34.bpsdm", CERT, 60, "write 3 submit 2 withdraw 100", title=5),
    Plot("53.disnaker", CERT, 40, f"{CHECK} 2 withdraw 35", title=1),
    Plot("16.bpsdm", SKKNI, 20, "begin 8 discard 90", title=0),
    Plot("33.bpsdm", CERT, 60, f"{CHECK} {REVIEW} 1 bring 3 approve 10 cancel 55", title=1),
]
PROPOSALS = [
    *DRAFTS, *SUBMITTED, *IN_CHECK, *RETURNED, *IN_REVIEW, *AWAITING, *APPROVED, *DEFERRED, *RUNNING, *REPORTED,
    *CLOSED, *ENDED,
]  # fmt: skip

# Ways of a document: the parties talk, the lawyers look, everybody signs.
TALK = "1 text 1 send 3 answer 3 reply 3 accept"
BRIEF = "1 text 1 send 2 answer 2 reply 2 accept"
LAW = "2 opine_centre 2 opine_province 1 clear"
SIGN = "2 number 1 sign 3 sign 1 final"
NOTA, PKS = PactKind.NOTA_KESEPAKATAN, PactKind.PKS
BJM, CENTRE = "BJM.cooperation", "cooperation"

UNDERWAY = [
    Pact("draf", "62.bpsdm", NOTA, "open 4", 800, BJM, title="Sinergi pengembangan SDM digital Kalimantan Tengah"),
    Pact("ulang", "12.bpsdm", PKS, "open@29 1 text 2 send 5 redraft 3", 420, CENTRE, ("12-ulang",),
         title="Kerja sama uji kompetensi desainer multimedia, Sumatera Utara"),
    Pact("bahas-balai", "63.bpsdm", PKS, "open@14 1 text 1 send 3 answer 6", 500, BJM, ("63-bahas",),
         title="Kerja sama sertifikasi lulusan SMK, Kalimantan Selatan"),
    Pact("bahas-daerah", "64.disnaker", PKS, "open@20 2 text 2 send 3 answer 4 reply 3", 460, BJM, ("64-bahas",),
         title="Kerja sama sertifikasi pencari kerja, Kalimantan Timur"),
    Pact("bahas-hukum", "64.bpsdm", NOTA, "open 2 text 1 send 3", 900, BJM,
         title="Sinergi program bersama Kalimantan Timur"),
    Pact("hukum", "62.bpsdm", PKS, f"open@38 {TALK} 3", 430, BJM, ("62-hukum",),
         title="Kerja sama pelatihan analisis data, Kalimantan Tengah"),
    Pact("hukum-daerah", "64.diskominfo", PKS, f"open {BRIEF} 2 opine_centre 7", 600, CENTRE,
         title="Kerja sama penelitian literasi digital wilayah perbatasan"),
    Pact("hukum-simpul", "34.bpsdm", PKS, f"open {BRIEF} 1 opine_province 2 opine_centre 1", 380, "YOG.cooperation",
         title="Kerja sama uji kompetensi talenta digital"),
    Pact("dprd", "73.bpsdm", PactKind.KESEPAKATAN_BERSAMA, f"open {TALK} 2 opine_centre 1 need_council 17",
         1100, CENTRE,
         title="Kesepakatan bersama pusat pelatihan digital Sulawesi Selatan"),
    Pact("siap", "73.bpsdm", PKS, f"open@52 {TALK} {LAW} 3", 540, CENTRE, ("73-siap",),
         title="Kerja sama pelatihan pranata komputer, Sulawesi Selatan"),
    Pact("sebagian", "63.bpsdm", PKS, f"open@50 {TALK} {LAW} 2 number 1 sign 6", 470, BJM, ("63-tanda-tangan",),
         title="Kerja sama pelatihan kepemimpinan digital, Kalimantan Selatan"),
    Pact("lengkap", "33.bpsdm", PKS, f"open@55 {TALK} {LAW} {SIGN} 6", 520, "YOG.cooperation", ("33-lengkap",),
         starts=-12,
         title="Kerja sama pelatihan keamanan informasi, Jawa Tengah"),
    Pact("penerus", "64.bpsdm", NOTA, "succeed 4 text 2", 0, CENTRE, source="berlaku-28"),
    Pact("adendum", "64.bpsdm", PactKind.ADENDUM, "amend 3 text 2 send 4", 0, BJM, source="berlaku-panjang"),
]  # fmt: skip
IN_FORCE = [
    Pact("berlaku-6", "35.bpsdm", PKS, f"open@230 {BRIEF} {LAW} {SIGN} 0 force@200", 6, CENTRE, ("35-selesai",),
         title="Kerja sama pelatihan keamanan informasi, Jawa Timur"),
    Pact("berlaku-28", "64.bpsdm", NOTA, f"open@250 {TALK} {LAW} {SIGN}@219", 28, BJM, starts=215,
         title="Sinergi program bersama pusat dan Kalimantan Timur, tahap pertama"),
    Pact("berlaku-85", "73.bpsdm", NOTA, f"open@180 {TALK} {LAW} {SIGN} 0 force@150", 85, CENTRE,
         title="Sinergi pengembangan SDM digital Sulawesi Selatan"),
    Pact("berlaku-170", "32.bpsdm", PKS, f"open@160 {BRIEF} {LAW} {SIGN} 0 force@130", 170, CENTRE,
         title="Kerja sama sertifikasi talenta digital Jawa Barat"),
    Pact("berlaku-panjang", "64.bpsdm", PKS, f"open@64 {BRIEF} {LAW} {SIGN} 0 force@33", 560, BJM,
         ("64-jalan", "64-siap-mulai"),
         title="Kerja sama pelatihan analisis data dan statistik, Kalimantan Timur"),
    Pact("berlaku-63", "63.bpsdm", PKS, f"open@98 {BRIEF} {LAW} {SIGN} 0 force@66", 300, BJM, ("63-jalan", "63-lapor"),
         title="Kerja sama pelatihan tata kelola data, Kalimantan Selatan"),
    Pact("terdaftar", "12.bpsdm", NOTA, "open 2 register@170", 700, CENTRE, starts=270,
         title="Nota kesepakatan rapat koordinasi, Sumatera Utara"),
]  # fmt: skip
PAST = [
    Pact("berakhir", "64.bpsdm", PKS, f"open@202 {BRIEF} {LAW} {SIGN} 0 force@168", -45, BJM, ("64-selesai",),
         title="Kerja sama pelatihan keamanan informasi, Kalimantan Timur"),
    Pact("dilanjutkan", "64.bpsdm", PKS, f"succeed@75 {BRIEF} {LAW} {SIGN} 33", 0, BJM, source="berakhir"),
    Pact("tanpa-penerus", "63.bpsdm", NOTA, f"open@265 {BRIEF} {LAW} {SIGN}@238", -38, BJM, starts=235,
         title="Sinergi program bersama Kalimantan Selatan"),
    Pact("diakhiri", "33.bpsdm", NOTA, f"open@210 {BRIEF} {LAW} {SIGN} 0 force@180 terminate@50", 260, CENTRE,
         title="Sinergi literasi digital Jawa Tengah"),
    Pact("batal", "35.bpsdm", PKS, "open 2 text 1 send 6 cancel@90", 300, CENTRE,
         title="Kerja sama kelas daring Jawa Timur"),
]  # fmt: skip
PACTS = [*UNDERWAY, *IN_FORCE, *PAST]
