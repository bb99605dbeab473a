"""What people do on the pages, one function per act, found by fields and buttons as a reader finds them."""

import io
import re
import time

import pikepdf
import pyotp
from openpyxl import Workbook
from playwright.sync_api import Page


def pdf(name: str) -> dict:
    """A small true PDF as a browser's file chooser takes it."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return {"name": name, "mimeType": "application/pdf", "buffer": out.getvalue()}


def xlsx(name: str) -> dict:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Uraian", "Jumlah"])
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": kind, "buffer": out.getvalue()}


def fill(page: Page, **values) -> None:
    """Fill fields by their name; choices by their value, files as dictionaries."""
    for name, value in values.items():
        field = page.locator(f"[name='{name}']").first
        kind = field.evaluate("element => element.tagName + ':' + (element.type || '')")
        if isinstance(value, dict):
            field.set_input_files(value)
        elif kind.startswith("SELECT"):
            field.select_option(value)
        elif kind == "INPUT:radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "INPUT:checkbox":
            field.set_checked(bool(value))
        else:
            field.fill(str(value))


def send(page: Page, form: str = "main form:has(button.btn-primary, button.btn-plain)") -> None:
    """Press the one button that leads on, and wait for the page that follows."""
    button = page.locator(f"{form} .foot button[type=submit]:visible").last
    with page.expect_navigation():
        button.click()


def number_of(page: Page) -> int:
    """The case's key in the address."""
    return int(re.search(r"/(?:usulan|naskah)/(\d+)/", page.url).group(1))


def state(page: Page) -> str:
    """The state as the page says it."""
    return page.locator(".line .status").first.inner_text()


def move(page: Page, kind: str, case: int, name: str, **values) -> None:
    """A move through its own page."""
    page.goto(f"/{kind}/{case}/langkah/{name}/")
    fill(page, **values)
    send(page)


def step_in(page: Page, username: str) -> None:
    """Become somebody of the demonstration with one click."""
    page.goto("/peran/")
    with page.expect_navigation():
        page.locator(f"main button[name=who][value='{username}']").click()


def sign_in(page: Page, username: str, password: str) -> None:
    """Name and password; what comes next may be a second factor."""
    page.goto("/akun/login/")
    fill(page, login=username, password=password)
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")


def sign_out(page: Page) -> None:
    page.locator("details.menu .who").click()
    with page.expect_navigation():
        page.locator(".panel form[action*=logout] button").click()


def set_up_second_factor(page: Page) -> tuple[str, list[str]]:
    """Set up the application at its page; its key, and the recovery codes that are shown once it is done."""
    page.goto("/akun/faktor-kedua/totp/activate/")
    secret = page.locator("[data-secret]").text_content().strip()
    fill(page, code=code_of(secret))
    send(page, "main form")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    return secret, codes


def code_of(secret: str) -> str:
    """What the application on the telephone shows now."""
    return pyotp.TOTP(secret).now()


def pass_second_factor(page: Page, secret: str) -> None:
    """The second step of signing in with the application; a code that was used already gives way to the next."""
    for _code in range(2):
        give_code(page, code_of(secret))
        if "/authenticate/" not in page.url:
            return
        time.sleep(31 - time.time() % 30)
    raise AssertionError("the application's code does not open")


def give_code(page: Page, code: str) -> None:
    """The second step of signing in, with a code of the application or a recovery code."""
    fill(page, code=code)
    with page.expect_navigation():
        page.locator("input[name=code]").press("Enter")
