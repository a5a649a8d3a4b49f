"""Pictures of claims as SVG: the network of things, and the timeline.

Here: the layout, the drawing, the legend of a picture, and the data attributes that the scripts filter by.
Not here: the page around a picture, the list of the claims that it leaves out, the colours (static/style.css).
A page with a picture needs static/pictures.css, and static/pictures.js for the filters.
"""

from __future__ import annotations

from spacepact.site.pictures.claim_times import time_words
from spacepact.site.pictures.network import network_svg
from spacepact.site.pictures.picture import Picture
from spacepact.site.pictures.timeline import timeline_svg

__all__ = ["Picture", "network_svg", "time_words", "timeline_svg"]
