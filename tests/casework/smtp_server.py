"""A mail server that misbehaves as told, phase by phase, and keeps what it really accepted."""

import contextlib
import socket
import threading
import time
from email import message_from_bytes, policy


class Server:
    """`script` says how to answer each message, in order: {"RCPT": "550 no"}, {"DATA": "cut inside"}, {"END": "hang"}.

    END is the answer to the whole text; cut ends the connection, hang never answers, keep takes the message first.
    `default` answers what no script is left for, `to` what one recipient gets; `delays` are seconds before an answer,
    `drip` those between two bytes of it.
    """

    def __init__(self):
        self.accepted, self.commands, self.connections = [], [], 0
        self.script: list[dict[str, str]] = []
        self.release = threading.Event()
        self.in_data = threading.Event()
        self.port = 0
        self.be_kind()
        self.open()

    def be_kind(self) -> None:
        self.script.clear()
        self.default: dict[str, str] = {}
        self.to: dict[str, dict[str, str]] = {}
        self.delays: dict[str, float] = {}
        self.drip = 0.0

    def open(self) -> None:
        """Listen, under the same number as before it was stopped."""
        self.release.clear()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def stop(self) -> None:
        self.release.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def recipients(self) -> list[str]:
        return [message["To"].addresses[0].addr_spec for message in self.accepted]

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines, contextlib.suppress(OSError):
            self._say(client, self.default.get("HELLO", "220 hello"))
            rules: dict[str, str] = {}
            for line in lines:
                word = line.decode().strip().split(" ")[0].split(":")[0].upper()
                self.commands.append(word)
                if word == "MAIL":
                    rules = self.script.pop(0) if self.script else self.default
                if word == "RCPT":
                    rules = rules | self.to.get(line.decode().partition("<")[2].partition(">")[0], {})
                if word == "QUIT":
                    return self._say(client, "221 bye")
                answer = rules.get(word, "250 ok")
                time.sleep(self.delays.get(word, 0))
                if answer == "cut":
                    return None
                if answer == "hang":
                    self.release.wait(30)
                    return None
                if word == "DATA" and (word not in rules or not answer[0].isdigit()):
                    if not self._take(client, lines, rules, answer):
                        return None
                else:
                    self._say(client, answer)

    def _take(self, client, lines, rules, answer) -> bool:
        self._say(client, "354 go on")
        if answer == "cut inside":
            lines.readline()
            return False
        body = b""
        for line in lines:
            self.in_data.set()
            if line == b".\r\n":
                break
            body += line[1:] if line.startswith(b".") else line
        else:
            return False
        final = rules.get("END", "250 kept")
        if final.startswith(("250", "keep")):
            self.accepted.append(message_from_bytes(body, policy=policy.default))
        time.sleep(self.delays.get("END", 0))
        if final.endswith("hang"):
            self.release.wait(30)
            return False
        if not final[0].isdigit():
            return False
        self._say(client, final)
        return True

    def _say(self, client, text: str) -> None:
        words, drip = text.encode() + b"\r\n", self.drip
        for piece in [bytes([byte]) for byte in words] if drip else [words]:
            client.sendall(piece)
            time.sleep(drip)
