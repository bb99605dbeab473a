"""Raw bytes to the real server over a socket: what no library would send."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.launcher.own_parts import own_part
from portal.launcher.processes import CHECKOUT
from portal.launcher.valkey import free_port
from tests.hands import broker_url, database_url
from tests.hostile.corpus import SEED

PATHS = ("/", "/healthz", "/akun/login/", "/cari/", "/usulan/", "/glosarium/")  # and a calendar's secret one
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "get",
    "GE T",
    "\0",
    "X" * 50,
)
HOSTS = (
    "",
    "jahat.test",
    "127.0.0.1:99999",
    "127.0.0.1@jahat.test",
    "a b",
    "[::1",
    "x" * 300,
    "..",
    "127.0.0.1,jahat.test",
    "<script>",
    "\xff",
)
VERSIONS = ("HTTP/1.0", "HTTP/1.1", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP", "http/1.1", "")
TARGETS = (
    "/%00", "/usulan/%00/", "/provinsi/%00/", "/undangan/%00/", "/kalender/%00.ics", "/%ff%fe", "/%", "/%zz",
    "/..%2f..%2fetc/passwd", "//jahat.test/", "/\\jahat.test", "http://jahat.test/", "*", "usulan",
    "/" + "a" * 3_000, "/" + "a/" * 2_000, "/?" + "a=1&" * 900, "/usulan/?urut=a&urut=b&urut=",
    "/usulan/?provinsi=64&provinsi=%00", "/static/../portal/settings.py", "/static/%2e%2e/%2e%2e/manage.py",
    "/static/%00", "/;/", "/?=&&==", "/#x", "/ x", "/\t", "/é", "/usulan/" + "9" * 400 + "/",
)  # fmt: skip
HEADERS = (
    "X: " + "a" * 9_000, "X: " + "a" * 200_000, "\r\n".join(f"X-{n}: a" for n in range(300)), "X\0: a", "X : a",
    " X: a", "X", ": a", "X: a\0b", "X: a\rb", "Content-Length: -1", "Content-Length: 99999999999999999999",
    "Content-Length: x", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: +5",
    "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: x",
    "Transfer-Encoding: chunked, chunked", "Transfer-Encoding : chunked", "Transfer-Encoding: \x0bchunked",
    "Expect: 100-continue", "Expect: x", "Upgrade: websocket\r\nConnection: upgrade", "Connection: " + "x," * 500,
    "Cookie: " + "a=b; " * 1_500, "Cookie: sessionid=" + "x" * 4_000, "Cookie: =; ;;=a", "Range: bytes=0-,0-,0-",
    "Range: bytes=-1", "If-Modified-Since: kemarin", "If-None-Match: \"", "Accept-Language: " + "id," * 900,
    "Accept-Encoding: gzip;q=NaN", "Referer: \xff", "X-Forwarded-For: " + "1," * 900,
    "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http", "Content-Type: multipart/form-data",
    "Content-Type: multipart/form-data; boundary=", "Content-Type: application/json; charset=x",
    "Content-Type: text/plain; charset=utf-16", "Proxy: x", "X_Forwarded_For: 1",
)  # fmt: skip
# What a browser says of itself: the twin of each odd header.
ORDINARY = (
    "User-Agent: Mozilla/5.0", "Accept: text/html,*/*;q=0.8", "Accept-Language: id,en;q=0.7",
    "Accept-Encoding: gzip, br", "Cookie: theme=dark; django_language=id", "Referer: http://127.0.0.1/",
    "Range: bytes=0-", "If-None-Match: \"x\"", "If-Modified-Since: Mon, 02 Nov 2026 00:00:00 GMT",
    "Cache-Control: max-age=0", "Upgrade-Insecure-Requests: 1", "X-Forwarded-For: 192.0.2.7",
)  # fmt: skip
TOKEN = "x" * 32  # a form's token is any word that cookie and header agree on
TOKENS = f"Cookie: {settings.CSRF_COOKIE_NAME}={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n".encode()
LOOK = b"/tampilan/"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
MULTIPART = b"Content-Type: multipart/form-data; boundary=b\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
PART = b'--b\r\nContent-Disposition: form-data; name="login"\r\n\r\nx\r\n'


@dataclass(frozen=True)
class Wire:
    """Bytes as they go out; `half` means the sender falls silent before the end and hangs up.

    The twin is the same as it should be written: it is answered, before and after.
    """

    number: int
    sent: bytes
    half: bool
    twin: bytes


def _get(target: str, *headers: str, method: str = "GET", version: str = "HTTP/1.1", host: str = "127.0.0.1") -> bytes:
    lines = [f"{method} {target} {version}".rstrip(), f"Host: {host}", *headers, "Connection: close"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def _post(body: bytes, *headers: bytes, length: int | None = None, path: bytes = b"/akun/login/") -> bytes:
    told = b"" if length == -1 else b"Content-Length: %d\r\n" % (len(body) if length is None else length)
    return (
        b"POST "
        + path
        + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        + told
        + TOKENS
        + b"".join(headers)
        + b"\r\n"
        + body
    )


def _bodies() -> Iterator[tuple[bytes, bool, bytes]]:
    """To the door, with a token, so that a body is read and reaches the form; the twin changes the look."""
    plain = _post(b"theme=dark", FORM, path=LOOK)
    yield _post(b"login=x&login=y&login=%00&login=" + b"z" * 99, FORM), False, plain
    yield _post(b"login=" + b"x" * 6_000_000, FORM), False, plain
    yield _post(b"&".join(b"a%d=1" % n for n in range(1_500)), FORM), False, plain
    yield _post(b"login=%ff%fe%ed%a0%80", FORM), False, plain
    yield _post(b"login=x", FORM, length=3), False, plain
    yield _post(b"login=x", FORM, length=70), True, plain
    for body in (
        PART,
        PART + b"--b",
        PART[:20],
        b"--b--\r\n",
        b"x" * 90,
        PART * 1_100 + b"--b--",
        b"--b\r\n\r\nx\r\n--b--",
        PART.replace(b"login", b"\0") + b"--b--",
    ):
        yield (
            _post(body, MULTIPART),
            False,
            _post(PART.replace(b"login", b"theme") + b"--b--\r\n", MULTIPART, path=LOOK),
        )
    named = b'--b\r\nContent-Disposition: form-data; name="f"; filename="%s"\r\n\r\nx\r\n--b--\r\n'
    for name in (b"../../x", b"\0", b"x" * 9_000, b"a\xff", b'"', b"", b"a; filename*=utf-8''%00"):
        yield _post(named % name, MULTIPART), False, _post(named % b"a.txt", MULTIPART, path=LOOK)
    parts = _post(b"a\r\ntheme=dark\r\n0\r\n\r\n", FORM, CHUNKED, length=-1, path=LOOK)
    for body in (
        b"5\r\nlogin\r\n0\r\n\r\n",
        b"zz\r\nx\r\n0\r\n\r\n",
        b"-1\r\nx\r\n",
        b"ffffffffffffffff\r\nx",
        b"5;" + b"a" * 9_000 + b"\r\nlogin\r\n0\r\n\r\n",
        b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ):
        yield _post(body, FORM, CHUNKED, length=-1), True, parts
    yield _post(b"5\r\nlogin\r\n0\r\n\r\n", FORM, CHUNKED, length=5), True, parts
    for cut in (1, 9, 25, 60):
        yield _get("/akun/login/")[:cut], True, _get("/akun/login/")


def wires(calendar: str) -> list[Wire]:
    """Every odd line with every path, and every odd body; each with its twin. The calendar's address is a true one."""
    dice, paths = random.Random(f"{SEED} wire"), (*PATHS, calendar)
    sent = [(_get(path, method=method), False, _get(path)) for method in METHODS for path in paths]
    sent += [(_get(path, host=host), False, _get(path)) for host in HOSTS for path in paths]
    sent += [(_get(path, version=version), False, _get(path)) for version in VERSIONS for path in paths]
    words = _get("/glosarium/?kata=rab&kata=kak")
    sent += [(_get(target, method=method), False, words) for target in TARGETS for method in ("GET", "POST", "HEAD")]
    sent += [(_get(path, header), False, _get(path, *ORDINARY)) for header in HEADERS for path in paths]
    sent += list(_bodies())
    noise = [dice.randbytes(dice.choice([5, 80, 4_000])) + b"\r\n\r\n" for _each in range(40)]
    sent += [(each, True, _get("/healthz")) for each in noise]
    return [Wire(number, *three) for number, three in enumerate(sent, start=1)]


class Server:
    """The real gunicorn with the portal behind it, on the test's database."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": broker_url(),
            "SINERGI_HOME": str(folder),
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=CHECKOUT, env=self.environment, check=True)
        self.log = folder / "web.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                own_part("web", "127.0.0.1", self.port).command,
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        end = time.monotonic() + 60
        while self.status(_get("/healthz"))[0] != 200:
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.2)

    def status(self, sent: bytes, half: bool = False, patience: float = 12) -> tuple[int, float]:
        """The status of the answer (0 when the line was closed without one) and the seconds it took."""
        begun = time.perf_counter()
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as line:
                try:
                    line.sendall(sent)
                    if half:
                        line.shutdown(socket.SHUT_WR)
                except OSError:
                    pass  # refused while still talking; the answer is there all the same
                head = line.recv(64)
        except ConnectionError:
            head = b""
        words = head.split(None, 2)
        status = int(words[1]) if head.startswith(b"HTTP/") and len(words) > 1 and words[1].isdigit() else 0
        return status, time.perf_counter() - begun

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(15)
