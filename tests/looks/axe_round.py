"""`make a11y`: axe on every page and template, in every form; prints its table and fails when anything is found.

Not collected by `make test`, which looks at the important pages (tests/browser/test_accessibility.py).
"""

from collections import Counter

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.browser.acts import FOCUSED
from tests.looks.conftest import DESKTOP, NARROW, ZOOMED, Looks

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
FORMS = {
    "desktop, light": (DESKTOP, "light"),
    "desktop, dark": (DESKTOP, "dark"),
    "320 px, light": (NARROW, "light"),
    "320 px, dark": (NARROW, "dark"),
    "400 % zoom": (ZOOMED, "light"),
}
# Every control takes the focus in turn, from the top of the page: it is drawn, and no foot that stays covers it.
UNSEEN = f"""() => {{
  scrollTo(0, 0);
  const look = {FOCUSED};
  const unseen = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((control) => {{
      control.focus();
      if (document.activeElement !== control) return false;
      const {{ shown, uncovered }} = look();
      return !(shown && uncovered);
    }});
  document.activeElement.blur();
  return unseen.map((control) => control.outerHTML.slice(0, 140));
}}"""
ROOT = settings.BASE_DIR / "templates"
# What is sent or printed; the administration's own frame.
NO_PAGES = {"mail", "email", "messages", "typst", "admin", "unfold"}
LIBRARY = {
    "allauth/elements/button.html",
    "allauth/elements/fields.html",
    "allauth/layouts/base.html",
}  # led to by none


def test_every_page_in_every_form(looks: Looks, capsys):
    found: dict[str, list[str]] = {form: [] for form in FORMS}
    rows: dict[str, Counter] = {}
    for reader in looks.readers:
        window = looks.window(reader)
        for page in looks.of(reader):
            looks.show(window, page)
            for form in FORMS:
                faults = look(window, form)
                rows.setdefault(f"{page.name} ({page.kind})", Counter())[form] += len(faults)
                rows[f"{page.name} ({page.kind})"]["pages"] += form == "desktop, light"
                found[form] += [f"{form}: {page.url} ({page.kind}, {reader or 'nobody'}): {fault}" for fault in faults]
        window.context.close()
    missing = every_template() - {name for page in looks.pages for name in page.templates} - looks.fetched
    with capsys.disabled():
        report(rows, found, missing, len(looks.pages))
    assert not missing and not any(found.values())


def look(window, form: str) -> list[str]:
    size, theme = FORMS[form]
    window.set_viewport_size(size)
    window.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    unseen = [f"focus not seen: {control}" for control in window.evaluate(UNSEEN)]
    window.evaluate("scrollTo(0, document.body.scrollHeight)")  # there the foot that stays covers no target
    violations = Axe().run(window, options=OPTIONS).response["violations"]
    faults = [f"{rule['id']}: {node['html'][:140]}" for rule in violations for node in rule["nodes"]]
    over = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return faults + unseen + ([f"scrolls sideways by {over} px"] if over > 0 else [])


def every_template() -> set[str]:
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*.html"))
    return {path.as_posix() for path in paths if not NO_PAGES & set(path.parts[:-1])} - LIBRARY


def report(rows: dict[str, Counter], found: dict[str, list[str]], missing: set[str], pages: int) -> None:
    width = max(map(len, rows))
    print(f"\n{'page':<{width}}  looked at  " + "  ".join(FORMS))
    for name, row in sorted(rows.items()):
        print(f"{name:<{width}}  {row['pages']:>9}  " + "  ".join(f"{row[form]:>{len(form)}}" for form in FORMS))
    print(f"{'all':<{width}}  {pages:>9}  " + "  ".join(f"{len(found[form]):>{len(form)}}" for form in FORMS))
    shown = len(every_template()) - len(missing)
    print(f"\ntemplates shown: {shown} of {len(every_template())}")
    for name in sorted(missing):
        print(f"  never shown: {name}")
    for fault in [fault for faults in found.values() for fault in faults]:
        print(f"  {fault}")
