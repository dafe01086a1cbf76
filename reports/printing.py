"""Papers as files: drawn from blocks while a draft, from the stored bytes once signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.freezing import Prepared, bytes_of, freeze, opened, read, used_data
from reports.models import Copy, Summary, SummaryState
from reports.terms import Terms, terms_of
from unionhub.documents.blocks import Block
from unionhub.documents.docx import render_docx
from unionhub.documents.pdf import render_pdf

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One copy of a paper as a reader gets it. ``used``: figure key → what is known of it."""

    name: str
    author: str
    blocks: Iterable[Block]
    used: Mapping[str, Mapping[str, Any]]


def prepare(summary: Summary, dated: date) -> Prepared:
    """Everything signing stores, drawn from one and the same frozen text. Takes seconds: to be
    done before the transaction that signs."""
    content = freeze(terms_of(summary, dated))
    frozen = read(content)
    files = {
        (copy, form): render(blocks, form, name=frozen.name, author=frozen.author)
        for copy, blocks in frozen.copies.items()
        for form in MEDIA
    }
    return Prepared(dated, content, files)


def shown(summary: Summary, copy: Copy) -> Shown:
    """The signed text, or the draft as the records stand now. Raises BrokenSeal."""
    if summary.state == SummaryState.SIGNED:
        frozen = opened(summary)
        return Shown(frozen.name, frozen.author, frozen.copies[copy], frozen.used)
    return drafted(terms_of(summary), copy)


def drafted(terms: Terms, copy: Copy) -> Shown:
    paper = terms.paper(copy)
    return Shown(paper.name, terms.organisation.name, paper.blocks, used_data(paper))


def file_of(summary: Summary, copy: Copy, form: str) -> bytes:
    """The signed bytes, or the draft drawn now. Raises BrokenSeal, PaperRefused."""
    if summary.state == SummaryState.SIGNED:
        return bytes_of(summary, copy, form)
    paper = shown(summary, copy)
    return render(paper.blocks, form, name=paper.name, author=paper.author)


def render(blocks: Iterable[Block], form: str, *, name: str, author: str) -> bytes:
    """The paper as a file, in the page of GB/T 9704."""
    draw = render_pdf if form == "pdf" else render_docx
    return draw(blocks, title=name, author=author)


def file_name(summary: Summary, copy: Copy, form: str) -> str:
    """兴发乡2010年上半年工会工作总结（内部版）（草稿）.pdf."""
    marks = [Copy(copy).label] if copy == Copy.INTERNAL else []
    if summary.state == SummaryState.DRAFT:
        marks.append(SummaryState.DRAFT.label)
    return f"{summary}{''.join(f'（{mark}）' for mark in marks)}.{form}"
