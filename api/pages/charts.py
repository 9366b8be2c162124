"""Charts as SVG, drawn on the server by Vega-Lite; the same numbers always stand in a table beside them.

A chart holds no style, no script and no address, so it passes the strict policy of the pages; one picture is drawn once
(decision record 0022).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from textwrap import shorten, wrap
from typing import Any

import vl_convert
from markupsafe import Markup, escape

from domain.counting import Rule
from replay.wording import Wording

COUNTED, LEFT_OUT = "#154273", "#8a99a8"
MORE, LESS = "#1e5b2c", "#a4281c"
LINES = ("#154273", "#b35900", "#1e5b2c", "#6b2c91", "#0b6e75", "#8a1c4a")
DASHES: tuple[tuple[int, int], ...] = ((1, 0), (8, 3), (2, 3), (12, 4), (5, 2), (3, 6))
"""Lines are told apart by their dashes too, for who does not see their colours."""
LINE_WIDTH = 560
LABEL_MAX, LABEL_LINE_MAX = 58, 27
LABEL_LINE = 17
"""How high one of the lines beside a bar is, in pixels."""
IN_LINES = {
    "labelExpr": "split((length(split(datum.label, '\\n')) > 2 ? '' : '\\n') + datum.label, '\\n')",
    "labelOffset": -LABEL_LINE,
    "labelLimit": 0,
}
"""Labels of more than one line: the first of three stands above the middle of its bar, of fewer lines beside it."""
Bar = tuple[str, int, bool]
"""The words beside a bar, its number, and whether it is what was counted."""
Step = tuple[str, int, int, str]
"""The words beside a part of a bridge, where it begins and ends, and its number in words."""
Line = tuple[str, tuple[int | None, ...], bool]
"""What a line is of, its number at each of the days where it has one, and whether it is a target that does not move."""
CONFIG = {
    "font": "Source Sans 3, sans-serif",
    "axisY": {"labelFontSize": 15, "labelLimit": 260, "domain": False, "ticks": False, "labelPadding": 8},
    "view": {"stroke": None},
}


def _drawn(spec: dict[str, Any], says: str) -> Markup:
    """The picture, with the name by which it is heard."""
    drawn = vl_convert.vegalite_to_svg({"background": None, "config": CONFIG, **spec}, allowed_base_urls=[])
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(says)}" ', 1))  # noqa: S704  drawn here


def warm_up() -> None:
    """Draw one of each, for nobody: what draws takes seconds to begin with."""
    bars((("1", 1, True),), "")
    over_time(("1", "2"), (("1", (1, 2), False),), "")


def funnel_labels(words: Wording, rule: Rule, codes: Iterable[str]) -> dict[str, str]:
    """The words beside the bar of each code of a funnel: its sentence, as far as two lines hold it; each differs."""
    labels: dict[str, str] = {}
    for code in codes:
        said = words.say("funnel.counted") if code == "counted" else words.test_sentence(rule, code)
        label = "\n".join(wrap(shorten(said, LABEL_MAX, placeholder="…"), LABEL_LINE_MAX))
        labels[code] = f"{label}\n{code}" if label in labels.values() else label
    return labels


@lru_cache(maxsize=512)
def bars(rows: Sequence[Bar], says: str, width: int = 420) -> Markup:
    """Bars beneath each other, each with its number; `says` is what a reader hears who does not see it,
    `width` that of the longest bar in pixels. Labels differ from each other, or their bars would be one."""
    labels = [label for label, _, _ in rows]
    axis = IN_LINES if any("\n" in label for label in labels) else {}
    values = [{"label": label, "number": number, "counted": counted} for label, number, counted in rows]
    spec = {
        "width": width,
        "height": {"step": max(34, *(8 + LABEL_LINE * (1 + label.count("\n")) for label in labels))},
        "data": {"values": values},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": labels, "title": None, "axis": axis},
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
    }
    return _drawn(spec, says)


@lru_cache(maxsize=512)
def bridge(steps: Sequence[Step], says: str, width: int = 420) -> Markup:
    """From one number to another over what lies between: the first and last step begin at 0, the others where the one
    before ended. Labels differ from each other."""
    labels = [label for label, _, _, _ in steps]
    ends = {0, len(steps) - 1}
    values = [
        {
            "label": label,
            "begin": begin,
            "end": end,
            "high": max(begin, end),
            "text": text,
            "colour": COUNTED if at in ends else MORE if end >= begin else LESS,
        }
        for at, (label, begin, end, text) in enumerate(steps)
    ]
    y = {"field": "label", "type": "nominal", "sort": labels, "title": None}
    x = {"field": "begin", "type": "quantitative", "axis": None}
    spec = {
        "width": width,
        "height": {"step": 38},
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "bar", "height": 22, "cornerRadius": 2},
                "encoding": {
                    "y": y,
                    "x": x,
                    "x2": {"field": "end"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 15, "fontWeight": "bold"},
                "encoding": {
                    "y": y,
                    "x": {"field": "high", "type": "quantitative"},
                    "text": {"field": "text", "type": "nominal"},
                },
            },
        ],
    }
    return _drawn(spec, says)


@lru_cache(maxsize=256)
def over_time(days: Sequence[str], lines: Sequence[Line], says: str) -> Markup:
    """Lines that step from day to day, each with its name at its end; targets are drawn thin, and named there too."""
    values = [
        {"day": day, "number": number, "line": name, "target": is_target}
        for name, numbers, is_target in lines
        for day, number in zip(days, numbers, strict=True)
        if number is not None
    ]
    names = [name for name, _, _ in lines]
    legend = {
        "orient": "bottom",
        "title": None,
        "labelFontSize": 15,
        "labelLimit": LINE_WIDTH,
        "symbolType": "stroke",
        "symbolSize": 900,
        "symbolStrokeWidth": 3,
        "columns": 1,
    }
    told_apart = {
        "color": {
            "field": "line",
            "type": "nominal",
            "scale": {"domain": names, "range": [LINES[at % len(LINES)] for at in range(len(names))]},
            "legend": legend,
        },
        "strokeDash": {
            "field": "line",
            "type": "nominal",
            "scale": {"domain": names, "range": [list(DASHES[at % len(DASHES)]) for at in range(len(names))]},
            "legend": legend,
        },
    }
    spec = {
        "width": LINE_WIDTH,
        "height": 260,
        "data": {"values": values},
        "encoding": {
            "x": {
                "field": "day",
                "type": "ordinal",
                "sort": list(days),
                "title": None,
                "axis": {"labelFontSize": 13, "labelAngle": -45, "labelOverlap": True},
            },
            "y": {
                "field": "number",
                "type": "quantitative",
                "title": None,
                "axis": {
                    "labelFontSize": 13,
                    "gridColor": "#d5dce3",
                    "tickCount": 5,
                    "labelExpr": "replace(datum.label, /,/g, '\u202f')",
                },
            },
            **told_apart,
        },
        "layer": [
            {"transform": [{"filter": "!datum.target"}], "mark": {"type": "line", "interpolate": "step-after"}},
            {"transform": [{"filter": "!datum.target"}], "mark": {"type": "point", "filled": True, "size": 45}},
            {"transform": [{"filter": "datum.target"}], "mark": {"type": "line", "strokeWidth": 1.5}},
        ],
    }
    return _drawn(spec, says)
