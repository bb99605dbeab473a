"""A mail server that misbehaves as told, phase by phase, and keeps what it really accepted."""

import contextlib
import socket
import threading
from email import message_from_bytes, policy


class Server:
    """`script` says how to answer each message, in order: {"RCPT": "550 no"}, {"DATA": "cut inside"}, {"END": "hang"}.

    END is the answer to the whole text; cut ends the connection, hang never answers, keep takes the message first.
    """

    def __init__(self):
        self.accepted, self.commands, self.connections = [], [], 0
        self.script: list[dict[str, str]] = []
        self.default: dict[str, str] = {}
        self.release = threading.Event()
        self.in_data = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self.release.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def recipients(self) -> list[str]:
        return [message["To"].addresses[0].addr_spec for message in self.accepted]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines, contextlib.suppress(OSError):
            self._say(client, "220 hello")
            rules: dict[str, str] = {}
            for line in lines:
                word = line.decode().strip().split(" ")[0].split(":")[0].upper()
                self.commands.append(word)
                if word == "MAIL":
                    rules = self.script.pop(0) if self.script else self.default
                if word == "QUIT":
                    return self._say(client, "221 bye")
                answer = rules.get(word, "250 ok")
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
        if final.endswith("hang"):
            self.release.wait(30)
            return False
        if not final[0].isdigit():
            return False
        self._say(client, final)
        return True

    @staticmethod
    def _say(client, text: str) -> None:
        client.sendall(text.encode() + b"\r\n")
