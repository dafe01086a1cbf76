"""Answering a request to print: what no face can print is named first, the deed is logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url

from unionhub.documents import pdf
from unionhub.documents.blocks import Block
from unionhub.documents.fonts import FontsMissing, unprintable
from unionhub.documents.layouts import LayoutName
from unionhub.web import OfficeRequest, attempt_button, download

PDF = "application/pdf"
ANYWAY = "anyway"


def hand_out(
    request: OfficeRequest,
    blocks: Iterable[Block],
    *,
    title: str,
    author: str,
    name: str,
    back: Any,
    note: Callable[[], object],
    layout: LayoutName = "gongwen",
) -> HttpResponse:
    """The paper as PDF, once ``note`` has left word of it in the log.

    It is laid out first, so that a paper that fails leaves no trace. A refusal of either goes
    ``back`` with the words; characters that cannot be printed are asked about once.
    """
    paper = list(blocks)

    def drawn() -> bytes:
        content = pdf.render_pdf(paper, title=title, author=author, layout=layout)
        note()
        return content

    asked = ask_first(request, paper, back=back)
    if asked is not None:
        return asked
    content = attempt_button(request, drawn)
    if content is None:
        return redirect(back)
    return download(content, f"{name}.pdf", PDF)


def ask_first(request: OfficeRequest, blocks: Iterable[Block], *, back: Any) -> HttpResponse | None:
    """The page that names what would come out as empty boxes and offers to print all the same.

    Nothing where all can be printed, or where that was answered already.
    """
    if ANYWAY in request.POST:
        return None
    try:
        odd = unprintable(blocks)
    except FontsMissing:
        return None  # laying out will say so
    if not odd:
        return None
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "odd": [(character, code_of(character)) for character in odd],
        "sent": sent,
        "url": request.get_full_path(),
        "back": resolve_url(back),
        "anyway": ANYWAY,
    }
    return render(request, "layouts/print_anyway.html", context, status=422)


def warning_of(blocks: Iterable[Block]) -> str:
    """What the page of a paper says before anybody prints it; empty where all is well."""
    try:
        odd = unprintable(blocks)
    except FontsMissing as problem:
        return str(problem.message)
    if not odd:
        return ""
    named = "、".join(f"“{character}”（{code_of(character)}）" for character in odd)
    return (
        f"有{len(odd)}个字本机的字体印不出来，打印件上是空框：{named}。"
        "请核对是否录错；确实要用的，打印后手写补上。"
    )


def code_of(character: str) -> str:
    """U+E000, by which a character can be looked up where no face shows it."""
    return f"U+{ord(character):04X}"
