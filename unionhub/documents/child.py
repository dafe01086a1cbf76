"""The process that lays out one paper: JSON on standard input, PDF on standard output.

It gets no secrets, no network and a bounded share of the machine. Text in a paper is only text:
nothing in the HTML names a resource, and whatever would fetch or open one ends the process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import sysconfig
from typing import Any, NoReturn

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from unionhub.documents.blocks import from_data
from unionhub.documents.fonts import PaperFonts
from unionhub.documents.layouts import LAYOUTS
from unionhub.documents.printing import print_html
from unionhub.documents.printing_css import print_css

MEMORY = 1024 * 2**20  # address space; the resident part stays near a quarter of it
CPU_SECONDS = 50
FILE_BYTES = 64 * 2**20  # the font cache is the only file written
REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "urllib.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "pty.",
    "ftplib.",
    "http.",
)


class Forbidden(BaseException):
    """Something in the engine reached for a file or a connection; not to be caught by it."""


class RefusingFetcher(URLFetcher):
    """Fetches nothing, for any address and any reason."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        raise FatalURLFetchingError("a paper fetches nothing")


def main() -> int:
    limit()
    job = json.load(sys.stdin.buffer)
    sys.addaudithook(guard(job["folders"]))
    sys.stdout.buffer.write(render(job))
    return 0


def limit() -> None:
    """Bound memory, processor time and file size; the caller bounds the wall clock."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def guard(folders: list[str]) -> Any:
    """An audit hook: files only below Python's own and the given folders, and no connections."""
    paths = sysconfig.get_paths()
    roots = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    roots = [os.path.join(os.path.realpath(root), "") for root in (*roots, *folders)]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED_EVENTS):
            raise Forbidden(event)
        if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith(tuple(roots)):
                raise Forbidden("open")

    return hook


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
