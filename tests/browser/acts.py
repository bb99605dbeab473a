"""What people do on the pages, one function per act, found by fields and buttons as a reader finds them."""

import io
import re
import time
from collections.abc import Iterator

import pikepdf
import pyotp
from openpyxl import Workbook
from playwright.sync_api import Locator, Page

FAR = 400  # presses of Tab after which a control counts as out of reach
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const across = [box.x + 4, box.x + box.width / 2, box.right - 4];
  const down = [box.y + 8, box.y + box.height / 2, box.bottom - 8];
  // WCAG 2.4.11: not wholly covered
  const seen = across.flatMap((x) => down.map((y) => document.elementFromPoint(x, y))).filter(Boolean);
  const labels = [at, ...(at.labels || [])];
  return {
    name: at.tagName + " " + (at.innerText || at.name || "").trim().slice(0, 60),
    // past the last control the focus is with the browser itself; the parts of a date draw their own
    shown: at === document.body || at.type === "date"
      || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    uncovered: at === document.body || seen.some((top) => top.contains(at) || labels.some((own) => own.contains(top))),
  };
}"""


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
    """Fill fields by their name, each reached by Tab; choices by their value, files as dictionaries."""
    for name, value in values.items():
        field = page.locator(f"[name='{name}']").first
        kind = field.evaluate("element => element.tagName + ':' + (element.type || '')")
        if kind == "INPUT:radio":
            choose(page, page.locator(f"[name='{name}'][value='{value}']"))
        elif kind == "INPUT:checkbox":
            tick(page, field, bool(value))
        elif isinstance(value, dict):
            attach(page, field, value)
        else:
            reach(page, field)
            field.select_option(value) if kind.startswith("SELECT") else field.fill(str(value))


def choose(page: Page, radio: Locator) -> None:
    """Tab stops once in a group; the arrows go through it."""
    group = radio.get_attribute("name")
    reach(page, page.locator(f"[name='{group}']"))
    for _press in range(12):
        if radio.is_checked():
            return
        page.keyboard.press("Space" if has_focus(radio) else "ArrowDown")
    raise AssertionError(f"{group} cannot be chosen by the arrows on {page.url}")


def tick(page: Page, box: Locator, wanted: bool = True) -> None:
    reach(page, box)
    if box.is_checked() != wanted:
        page.keyboard.press("Space")


def attach(page: Page, field: Locator, file: dict) -> None:
    """Enter opens the chooser of files, once nothing on the page is being renewed.

    The chooser is awaited before the way to the field: asked for just before the key, the browser misses some.
    """
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    with page.expect_file_chooser() as chooser:
        reach(page, field)
        page.keyboard.press("Enter")
    chooser.value.set_files(file)


def send(page: Page, form: str = "main form:has(button.btn-primary, button.btn-plain)") -> None:
    """Press the one button that leads on, and wait for the page that follows."""
    follow(page, page.locator(f"{form} .foot button[type=submit]:visible").last)


def follow(page: Page, control: Locator) -> None:
    """Go where a link or button leads, without a mouse."""
    reach(page, control)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, control: Locator) -> None:
    """Press Tab until the control, or one of several, has the focus."""
    if has_focus(control):
        return
    for _stop in stops(page):
        if has_focus(control):
            return


def stops(page: Page) -> Iterator[None]:
    """Each stop of the Tab key: its focus is drawn, and nothing covers it."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if not (at["shown"] and at["uncovered"]):  # the page may still be moving to it
            page.wait_for_timeout(300)
            at = page.evaluate(FOCUSED)
        assert at["shown"] and at["uncovered"], f"on {page.url} one does not see where one is: {at}"
        yield
    raise AssertionError(f"not reached by {FAR} presses of Tab on {page.url}")


def has_focus(control: Locator) -> bool:
    return control.evaluate_all("elements => elements.includes(document.activeElement)")


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
