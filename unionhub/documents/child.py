"""The process that lays out one paper: JSON on standard input, PDF on standard output.

It gets no secrets, no network and a bounded share of the machine. Text in a paper is only text:
nothing in the HTML names a resource but the pictures that came with the paper, and whatever would
fetch or open another ends the process.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from unionhub.caging import guard, limit
from unionhub.documents.blocks import from_data
from unionhub.documents.fonts import PaperFonts
from unionhub.documents.layouts import LAYOUTS
from unionhub.documents.printing import print_html
from unionhub.documents.printing_css import print_css
from unionhub.documents.tiles import JPEG

MEMORY = 1024 * 2**20  # address space; the resident part stays near a quarter of it
CPU_SECONDS = 50
FILE_BYTES = 64 * 2**20  # the paper, and the font cache


class RefusingFetcher(URLFetcher):
    """Fetches nothing, for any address and any reason; a picture in the paper itself is at hand."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(JPEG):
            content = base64.b64decode(url.removeprefix(JPEG), validate=True)
            return URLFetcherResponse(url, content, {"Content-Type": "image/jpeg"})
        raise FatalURLFetchingError("a paper fetches nothing")


def main() -> int:
    limit(memory=MEMORY, cpu_seconds=CPU_SECONDS, file_bytes=FILE_BYTES)
    job = json.load(sys.stdin.buffer)
    sys.addaudithook(guard(job["folders"]))
    sys.stdout.buffer.write(render(job))
    return 0


def render(job: dict[str, Any]) -> bytes:
    layout, fonts = LAYOUTS[job["layout"]], PaperFonts.from_data(job["fonts"])
    html = print_html(
        from_data(job["blocks"]),
        layout,
        fonts,
        title=job["title"],
        author=job["author"],
        language=job["language"],
    )
    configuration, fetcher = FontConfiguration(), RefusingFetcher()
    style = CSS(string=print_css(layout, fonts), font_config=configuration, url_fetcher=fetcher)
    page = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(stylesheets=[style], font_config=configuration, pdf_tags=True)
    return pdf


if __name__ == "__main__":
    sys.exit(main())
