"""Check the accessibility of a page with axe-core, from npm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from playwright.sync_api import Page

from spacepact.site.sparql_page.web_files import WebFile, npm_files

_AXE = WebFile(
    "axe", "axe-core", "4.14.1", "axe.min.js", "xt1SFg49QaDwsyt0Xfs2XAyBtYPClXl3X2q5OOLeGAUmq9jZTYIMdztpF99WdhiH"
)
_RUN = """async ({ exclude, rules }) => {
  const runOnly = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run({ exclude }, { resultTypes: ["violations"], ...runOnly });
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}"""


@cache
def _axe() -> str:
    files = npm_files([_AXE])
    assert files, "npm cannot get axe-core"
    return files[_AXE.name].decode("utf-8")


def violations(page: Page, exclude: Sequence[str] = (), rules: Sequence[str] = ()) -> list[str]:
    """Return the serious and critical violations on a page, each as ``rule: element``.

    *exclude* are the selectors of elements that are not checked, *rules* the only rules to check, if there are any.
    """
    page.evaluate(_axe())
    found: list[str] = page.evaluate(_RUN, {"exclude": list(exclude), "rules": list(rules)})
    return found
