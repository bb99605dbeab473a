"""A local SMTP sink: takes every message and keeps it as one .eml file, so no mail leaves."""

import asyncio
import itertools
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope

from .home import private_folder
from .processes import Part
from .valkey import free_port, is_free


def url(home: Path) -> str:
    return f"smtp://127.0.0.1:{(home / 'smtp-port').read_text()}"


def part(home: Path) -> Part:
    path = home / "smtp-port"
    wanted = int(path.read_text()) if path.exists() else 0
    if not wanted or not is_free("127.0.0.1", wanted):
        wanted = free_port()
        path.write_text(str(wanted))
    command = [sys.executable, "-m", "portal.launcher.sink", str(home / "mail"), str(wanted)]
    return Part("sink", command, patience=2)


class Keep:
    """Writes each message under a name that sorts by arrival and never repeats."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.count = itertools.count(1)

    async def handle_DATA(self, server, session, envelope: Envelope) -> str:
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self.count):06d}.eml"
        unfinished = self.folder / f".{name}.part"
        head = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        unfinished.write_bytes(head.encode() + (envelope.original_content or b""))
        unfinished.rename(self.folder / name)
        return "250 kept"


async def serve(folder: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    keep, over = Keep(private_folder(folder)), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    server = await loop.create_server(lambda: SMTP(keep, hostname="sinergi", enable_SMTPUTF8=True), "127.0.0.1", port)
    async with server:
        await over.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
