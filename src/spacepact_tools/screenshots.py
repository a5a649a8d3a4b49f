"""Write the screenshots of the site that the README shows, into ``.github/screenshots``.

``python -m spacepact_tools.screenshots [FOLDER]`` needs Chromium on the path, and Playwright from the extra ``test``.
"""

from __future__ import annotations

import base64
import shutil
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from spacepact.errors import BadInput
from spacepact.graph import packaged, packaged_files
from spacepact.site import Options, build_site

WIDTH = 1200  # pixels
_QUALITY = 80  # of WebP, in per cent


class Shot(NamedTuple):
    """A screenshot: the name of its file, the page, its height in pixels, and the element at its top."""

    name: str
    page: str
    height: int
    top: str = "body"


SHOTS = (
    Shot("start", "index.html", 1000),
    Shot("claim", "id/claim_scmp-3223585_0000_7.html", 900),
    Shot("network", "network.html", 1050, ".picture-legend"),
    Shot("timeline", "timeline.html", 800, ".picture-legend"),
    Shot("thing", "id/state_pakistan.html", 900),
)


def take(folder: Path) -> None:
    """Write the screenshots into *folder*, as WebP; raises BadInput without Chromium."""
    program = shutil.which("chromium")
    if program is None:
        raise BadInput("chromium is not on the path: run .ci/site")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work, sync_playwright() as playwright:
        site = Path(work) / "site"
        build_site(site, packaged(), Options())
        browser = playwright.chromium.launch(executable_path=program)
        for shot in SHOTS:
            context = browser.new_context(viewport={"width": WIDTH, "height": shot.height}, color_scheme="light")
            page = context.new_page()
            page.goto((site / shot.page).as_uri())
            page.locator(shot.top).first.evaluate("(top) => scrollTo(0, top.getBoundingClientRect().top - 16)")
            (folder / f"{shot.name}.webp").write_bytes(_webp(page))
            context.close()
        browser.close()


def _webp(page: Page) -> bytes:
    """Return what is visible of a page as WebP, which Playwright itself does not write."""
    options = {"format": "webp", "quality": _QUALITY}
    return base64.b64decode(page.context.new_cdp_session(page).send("Page.captureScreenshot", options)["data"])


def main() -> None:
    """Write the screenshots."""
    parser = ArgumentParser("python -m spacepact_tools.screenshots", description=main.__doc__)
    default = packaged_files.root() / ".github" / "screenshots"
    parser.add_argument("folder", metavar="FOLDER", nargs="?", type=Path, default=default)
    take(parser.parse_args().folder)


if __name__ == "__main__":
    main()
