"""What Chromium refuses of a page because of its content security policy, as the browser itself reports it."""

from playwright.sync_api import Page

LISTENING = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.refused), 50)))"


def listen(window: Page) -> Page:
    """From now on each page of this window says what was refused of it."""
    window.add_init_script(LISTENING)
    return window


def refused(window: Page, url: str) -> list[str]:
    """Open an address; what its policy refused, from the first byte until it has been painted."""
    window.goto(url)
    return [f"{url}: {each}" for each in window.evaluate(PAINTED)]


def policy(window: Page, url: str) -> str:
    """The policy under which the browser got this page."""
    return window.goto(url).headers["content-security-policy"]
