"""Drive Debian's Chromium, and record what no page may do: errors, dialogs, failed requests, other hosts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Response, sync_playwright

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1200, "height": 900}
HOST = "127.0.0.1"
WIDTH = "document.documentElement.scrollWidth"  # of a page, in pixels
_WIDE = """(width) => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((element) => element.getBoundingClientRect().right > width + 1)
  .filter((element) => !element.closest("nav, .scroll, .picture-box"))
  .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))"""


def wide_elements(page: Page) -> list[str]:
    """Return the first elements that are too wide for a phone."""
    found: list[str] = page.evaluate(_WIDE, PHONE["width"])
    return found


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """Run this Chromium, which can reach loopback only."""
    rules = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[rules, "--no-proxy-server"])
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A context of the browser. *faults* lists what its pages do and may not do, each with the address of the page."""

    def __init__(self, browser: Browser, top: str, **options: Any) -> None:
        self.top = top
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(**{"viewport": DESKTOP, "base_url": top, **options})
        self.context.on("console", lambda message: self._console(message.type, message.text))
        self.context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        self.context.on("request", lambda request: self._request(request.url))
        self.context.on("response", self._response)
        self.context.on("dialog", self._dialog)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"console {kind}: {text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.top):
            self.faults.append(f"request: {url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"status {response.status}: {response.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()
