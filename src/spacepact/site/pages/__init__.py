"""The pages of the site: what each kind of page shows. The templates beside this package say how."""

from __future__ import annotations

from spacepact.site.pages.all_pages import Options, render_pages

__all__ = ["Options", "render_pages"]
