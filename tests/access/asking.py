"""One request, and the word of the table for what came back; whatever it changed is undone."""

import re
import uuid

from django.db import transaction
from django.test import Client
from django.urls import reverse

# Filled in as far as one form can be for all: a refusal must not come only because the form is empty.
FORM = {"comment": "x", "reason": "x", "version": "1", "body": "Halo.", "seen": "0", "daftar": "usulan"}


def ask(client: Client, method: str, url: str, data: dict | None = None, **headers) -> tuple[str, str]:
    """The answer in the table's words, and all that the reader could read of it."""
    kept = client.cookies.output(header="", sep=";")
    with transaction.atomic():
        if method == "GET":
            answer = client.get(url, data, **headers)
        elif method == "POST":
            answer = client.post(url, FORM | {"key": str(uuid.uuid4())} | (data or {}), **headers)
        else:
            answer = client.generic(method, url, **headers)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(kept)
    return word(answer, body), shown(answer, body)


def shown(answer, body: bytes) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in answer.items())
    return head + body.decode("utf-8", "replace") + str(answer.cookies)


def word(answer, body: bytes) -> str:
    status = answer.status_code
    if status in (301, 302, 303) and answer["Location"].startswith((reverse("account_login"), "/admin/login/")):
        return "302 sign-in"
    if status == 403 and not _says_why(body.decode("utf-8", "replace")):
        return "403 without a reason"
    return str(status)


SENTENCE = re.compile(r'<section class="measure breathe"><h1>[^<]+</h1><p>[^<]+</p>')


def _says_why(html: str) -> bool:
    """A refusal is a page of ours with a sentence, or a plain sentence where no page was asked for."""
    return bool(SENTENCE.search(html)) or (0 < len(html) < 500 and " " in html.strip())
