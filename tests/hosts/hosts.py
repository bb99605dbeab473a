"""Two hosts on loopback: two webs, two workers, two beats, a Valkey with a replica, a bucket that both write to, and a
PostgreSQL whose standby has every commit and is read from.

The programs name both servers and take the one that accepts writing, so a promoted standby is found by itself.
"""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

import boto3
import psycopg2
import redis
from botocore.exceptions import EndpointConnectionError
from django.conf import settings
from django.test import override_settings

from portal import files_url
from portal.launcher import postgres
from portal.launcher.home import kept_secret, private_folder
from portal.launcher.own_parts import is_ready, own_part
from portal.launcher.processes import CHECKOUT, Part
from portal.launcher.valkey import free_port
from tests.faults.ground import HOST, Ground

PROGRAMS = ("web", "web-2", "worker", "worker-2", "beat", "beat-2")


class Hosts(Ground):
    """As the ground of `make faults`, twice; what is killed here stays away until it is started again."""

    def __init__(self, home: Path):
        super().__init__(home)
        self.ports = {"web": self.port, "web-2": free_port()}
        self.standby = home / "run-2"

    def run(self, name: str, off: str = "") -> None:
        def make() -> Part:
            part = own_part(name.partition("-")[0], HOST, self.ports.get(name, 0))
            own = ["--hostname", f"{name}@%h"] if name.startswith("worker") else []
            return Part(name, [*part.command, *own], patience=part.patience)

        with self.watch.lock:
            self.watch.start(name, make)

    def run_all(self, off: str = "") -> None:
        for name in PROGRAMS:
            self.take_away(name)
            self.run(name)
        self.wait(self.all_ready, 120)

    def all_ready(self) -> bool:
        return all(is_ready(HOST, port)[0] for port in self.ports.values())

    def kill(self, name: str) -> None:
        """kill -9 of the whole tree, and nobody starts it again."""
        with self.watch.lock:
            part = self.watch.watched.pop(name)
            os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()

    # --- the bucket -------------------------------------------------------------------

    def run_bucket(self) -> None:
        """An S3 server of its own; every program from now on keeps its files there."""
        port = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]
        with self.watch.lock:
            self.watch.start("bucket", lambda: Part("bucket", command, patience=3))
        self.files = f"s3://kunci:rahasia@{HOST}:{port}/berkas?tls=no"
        os.environ |= {"FILES_URL": self.files, "AWS_EC2_METADATA_DISABLED": "true"}
        options = files_url.storage(self.files)["OPTIONS"]
        own = {"aws_access_key_id": options["access_key"], "aws_secret_access_key": options["secret_key"]}
        own |= {"endpoint_url": options["endpoint_url"], "region_name": options["region_name"]}

        def made() -> bool:
            with contextlib.suppress(EndpointConnectionError):
                return bool(boto3.client("s3", **own).create_bucket(Bucket=options["bucket_name"]))
            return False

        assert self.wait(made, 60), self.log("bucket")

    @contextlib.contextmanager
    def in_django(self) -> Iterator[None]:
        kept = settings.STORAGES | {"default": files_url.storage(self.files)}
        with super().in_django(), override_settings(STORAGES=kept):
            yield

    # --- the standby ------------------------------------------------------------------

    def run_standby(self) -> None:
        """A copy that follows; from then on a commit is told only when the standby has it too."""
        user, folder = postgres.service_user(), self.home / "pg-2"
        if user:
            with (self.home / "pg" / "pg_ident.conf").open("a") as people:
                people.write(f'house "{user}" postgres\n')
            self._as_superuser("SELECT pg_reload_conf()")
        copy = ["-h", str(self.home / "run"), "-U", "postgres", "-D", str(folder)]
        program = str(postgres.binaries(self.home) / "pg_basebackup")
        subprocess.run([program, *copy, "--write-recovery-conf", "--checkpoint=fast"], check=True)
        if user:
            subprocess.run(["chown", "-R", f"{user}:{user}", str(folder)], check=True)
        postgres.own_folder(self.standby, user)
        sockets = "unix_socket_directories="
        swap = {str(self.home / "pg"): str(folder), f"{sockets}{self.home / 'run'}": f"{sockets}{self.standby}"}
        command = [swap.get(word, word) for word in self.watch.watched["postgres"].process.args]
        second = Part("postgres-2", command, user=user, folder=Path("/"), stop_signal=signal.SIGINT)
        with self.watch.lock:
            self.watch.start("postgres-2", lambda: second)
        assert self.wait(lambda: self.following(), 60), self.log("postgres-2")
        self._as_superuser("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._as_superuser("SELECT pg_reload_conf()")
        both = quote(f"{self.home / 'run'},{self.standby}", safe="")
        name = postgres.SERVICE_USER
        os.environ["DATABASE_URL"] = f"postgres://{name}@/{name}?host={both}&target_session_attrs=read-write"

    def following(self) -> bool:
        return self._as_superuser("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1

    def checked_on_standby(self) -> str:
        """What an operator does who wants to know whether all is well and to burden nobody: he asks the standby."""
        name = postgres.SERVICE_USER
        there = os.environ | {"DATABASE_URL": f"postgres://{name}@/{name}?host={quote(str(self.standby), safe='')}"}
        command = [sys.executable, "manage.py", "check_invariants"]
        done = subprocess.run(command, cwd=CHECKOUT, env=there, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def promote(self) -> None:
        """What an operator, or his cluster manager, does when the primary is gone for good."""
        self._as_superuser("ALTER SYSTEM SET synchronous_standby_names = ''", self.standby)
        self._as_superuser("SELECT pg_reload_conf()", self.standby)
        self._as_superuser("SELECT pg_promote(true, 30)", self.standby)

    def _as_superuser(self, sql: str, sockets: Path | None = None):
        link = psycopg2.connect(host=str(sockets or self.home / "run"), user="postgres", dbname="postgres")
        with closing(link):
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0] if cursor.description else None

    # --- the replica of the doorbell --------------------------------------------------

    def run_replica(self) -> None:
        """A second Valkey that follows the first."""
        first = (self.home / "valkey" / "valkey.conf").read_text()
        self.doorbell, port = int((self.home / "valkey" / "port").read_text()), free_port()
        folder = private_folder(self.home / "valkey-2")
        secret = kept_secret(self.home, "valkey-secret")
        own = first.replace(f"port {self.doorbell}", f"port {port}").replace(
            f"dir {self.home / 'valkey'}", f"dir {folder}"
        )
        path = folder / "valkey.conf"
        path.touch(mode=0o600)
        path.write_text(f"{own}replicaof {HOST} {self.doorbell}\nmasterauth {secret}\n")
        program = self.watch.watched["valkey"].process.args[0]
        with self.watch.lock:
            self.watch.start("valkey-2", lambda: Part("valkey-2", [program, str(path)], patience=3))
        self.replica = redis.Redis(HOST, port, password=secret)
        assert self.wait(lambda: self.replica.info("replication")["master_link_status"] == "up", 60)

    def take_over(self) -> None:
        """What Sentinel and an address that moves do: the replica becomes the first, and is found where that was."""
        self.replica.replicaof("NO", "ONE")
        self.replica.config_set("port", self.doorbell)

    def end(self) -> None:
        self.watch.over.set()
        if self.watch.thread.is_alive():
            self.watch.thread.join()
        self.take_away(*PROGRAMS)
        self.take_away("postgres-2", "valkey-2", "bucket")
        super().end()


class Visitors:
    """Somebody looks at the sign-in page all the time, through both webs in turn; like nginx he asks the other one
    when the first does not take the connection."""

    def __init__(self, ports: list[int]):
        self.ports, self.asked, self.failed = itertools.cycle(ports), 0, []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Visitors":
        self.thread.start()
        return self

    def __exit__(self, *_exc) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(0.1):
            self.asked += 1
            said = [trouble(next(self.ports)), ""]
            if said[0]:
                said[1] = trouble(next(self.ports))
            if all(said):
                self.failed.append((time.monotonic(), json.dumps(said)))


def trouble(port: int) -> str:
    """Why the sign-in page does not come; nothing when it does."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/akun/login/", timeout=20):
            return ""
    except (OSError, HTTPException) as error:
        return str(error) or repr(error)
