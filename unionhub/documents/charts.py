"""Bars as SVG with presentation attributes only: the same drawing on the screen and on paper."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from unionhub.documents.blocks import Chart, value_text
from unionhub.documents.columns import plain_width
from unionhub.documents.runs import printable

WIDTH = 156.0  # the drawing's own units are millimetres on paper
ROW = 7.8
BAR = 4.4
TYPE = 3.7
LABEL_CELLS = 12  # em of a label's line; longer labels take two lines
INK, GREY = "#000000", "#8c959f"


def chart_height(chart: Chart) -> float:
    return len(chart.rows) * ROW + 2.0


def chart_title(chart: Chart) -> str:
    """The caption with the unit, as printed under the bars and read out in their place."""
    return printable(f"{chart.caption}（单位：{chart.unit}）" if chart.unit else chart.caption)


def bar_chart(chart: Chart, family: str = "") -> str:
    """The chart as an inline SVG element; ``family`` names the face where none is inherited."""
    labels = [_label_lines(printable(label)) for label, _ in chart.bars]
    values = [value_text(value) for _, value in chart.bars]
    left = max((plain_width(line) for lines in labels for line in lines), default=0) * TYPE + 3
    right = max((plain_width(value) for value in values), default=0) * TYPE + 4
    longest = max((value for _, value in chart.bars), default=Decimal(0)) or Decimal(1)
    height = chart_height(chart)
    parts = [_opening(chart, height, family)]
    for number, (_, value) in enumerate(chart.bars):
        length = float(max(value, Decimal(0)) / longest) * (WIDTH - left - right)
        middle = 1.0 + ROW * (number + 0.5)
        parts += [
            _label(labels[number], left, middle),
            _bar(left, middle, length),
            _text(left + length + 1.5, middle, values[number]),
        ]
    parts.append(
        f'<line x1="{left:.2f}" x2="{left:.2f}" y1="0.5" y2="{height - 0.5:.2f}" '
        f'stroke="{INK}" stroke-width="0.3"/></svg>'
    )
    return "".join(parts)


def _opening(chart: Chart, height: float, family: str) -> str:
    face = f' font-family="{escape(family)}"' if family else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="paper-chart" role="img" '
        f'width="{WIDTH:g}mm" height="{height:.2f}mm" viewBox="0 0 {WIDTH:g} {height:.2f}"'
        f'{face} font-size="{TYPE}" fill="{INK}"><title>{escape(chart_title(chart))}</title>'
    )


def _label_lines(label: str) -> list[str]:
    """A label on one line, or on two of about the same length; what is longer ends in …"""
    if plain_width(label) <= LABEL_CELLS:
        return [label]
    if plain_width(label) > 2 * LABEL_CELLS:
        label = label[: 2 * LABEL_CELLS - 1] + "…"
    half = (len(label) + 1) // 2
    return [label[:half], label[half:]]


def _label(lines: list[str], left: float, middle: float) -> str:
    top = middle - (len(lines) - 1) * TYPE / 2
    return "".join(
        _text(left - 1.5, top + number * TYPE, line, "end") for number, line in enumerate(lines)
    )


def _bar(left: float, middle: float, length: float) -> str:
    return (
        f'<rect class="paper-bar" x="{left:.2f}" y="{middle - BAR / 2:.2f}" '
        f'width="{length:.2f}" height="{BAR}" fill="{GREY}"/>'
    )


def _text(x: float, middle: float, text: str, anchor: str = "start") -> str:
    baseline = middle + TYPE * 0.36
    return f'<text x="{x:.2f}" y="{baseline:.2f}" text-anchor="{anchor}">{escape(text)}</text>'
