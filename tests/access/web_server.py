"""The web server itself with the sample application of Python behind it, started by the words of a test."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from portal.launcher.valkey import free_port


class Served:
    """One running server: bytes go in, bytes come out; what it wrote can be read when it has ended."""

    def __init__(self, port: int):
        self.port, self.lines = port, []

    def send(self, sent: bytes) -> bytes:
        """Everything that is answered until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(sent)
            return b"".join(iter(lambda: line.recv(65536), b""))


@contextmanager
def served(*words: str) -> Iterator[Served]:
    found = Served(free_port())
    command = ["gunicorn", "wsgiref.simple_server:demo_app", "--bind", f"127.0.0.1:{found.port}", "--keep-alive", "1"]
    where = {"cwd": settings.BASE_DIR, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    kind = ["--worker-class", "gthread", "--threads", "2", *words]
    with subprocess.Popen([sys.executable, "-m", *command, *kind], text=True, **where) as process:
        try:
            wait(found.port)
            yield found
        finally:
            process.terminate()
        found.lines = process.stdout.read().splitlines()


def wait(port: int) -> None:
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("it does not answer")
