"""Charts as SVG, drawn on the server by Vega-Lite; the same numbers always stand in a table beside them.

A chart holds no style, no script and no address, so it passes the strict policy of the pages; one picture is drawn once
(decision record 0022).
"""

from collections.abc import Sequence
from functools import lru_cache

import vl_convert
from markupsafe import Markup, escape

COUNTED, LEFT_OUT = "#154273", "#8a99a8"
Bar = tuple[str, int, bool]
"""The words beside a bar, its number, and whether it is what was counted."""


@lru_cache(maxsize=512)
def bars(rows: Sequence[Bar], says: str, width: int = 420) -> Markup:
    """Bars beneath each other, each with its number; `says` is what a reader hears who does not see it,
    `width` that of the longest bar in pixels. Labels differ from each other, or their bars would be one."""
    labels = [label for label, _, _ in rows]
    values = [{"label": label, "number": number, "counted": counted} for label, number, counted in rows]
    spec = {
        "width": width,
        "height": {"step": 34},
        "background": None,
        "data": {"values": values},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": labels, "title": None},
            "x": {"field": "number", "type": "quantitative", "axis": None},
        },
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 3, "height": 20},
                "encoding": {
                    "color": {"condition": {"test": "datum.counted", "value": COUNTED}, "value": LEFT_OUT},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 15, "fontWeight": "bold"},
                "encoding": {"text": {"field": "number", "type": "quantitative"}},
            },
        ],
        "config": {
            "font": "Source Sans 3, sans-serif",
            "axisY": {"labelFontSize": 15, "labelLimit": 260, "domain": False, "ticks": False, "labelPadding": 8},
            "view": {"stroke": None},
        },
    }
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(says)}" ', 1))  # noqa: S704  drawn here
