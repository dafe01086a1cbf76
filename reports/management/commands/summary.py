"""manage.py summary: the paper of a period into a file.

A signed paper gives the bytes stored at signing, whatever the records say by now; a draft is drawn
from them now; without either the default wording is used.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reports import printing
from reports.actions.summaries import note_internal
from reports.freezing import BrokenSeal
from reports.management import asked
from reports.models import Copy, Summary, SummaryState
from reports.printing import Shown
from reports.terms import default_terms
from unionhub.documents.blocks import to_data
from unionhub.documents.html import render_html
from unionhub.documents.pdf import PaperRefused
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.system import system_scope

FORMATS = (*printing.MEDIA, "html", "json")
STYLES = ("css/tokens.css", "css/document.css")


class Command(BaseCommand):
    help = "生成某工会某期间的工作总结：已签发的给出签发时的文件，未签发的按现在的记录写出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_arguments(parser)
        parser.add_argument("--format", required=True, choices=FORMATS, help="文件格式")
        parser.add_argument("--internal", action="store_true", help="内部版，写有受助人姓名")
        parser.add_argument("--edition", type=int, help="第几版；不写则取最新的签发版")
        parser.add_argument("--out", required=True, type=Path, help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation, period = asked.organisation_and_period(options)
        summary = wanted(organisation, period, options["edition"])
        copy = Copy.INTERNAL if options["internal"] else Copy.PUBLISHED
        try:
            content = made(organisation, period, summary, copy, options["format"])
            if copy == Copy.INTERNAL:
                note_internal(
                    target=summary or organisation,
                    form=options["format"],
                    reason=f"命令行导出{period.label}总结",
                    by=system_scope(organisation),
                )
            asked.put(content, options["out"])
        except (BrokenSeal, PaperRefused, OSError) as error:
            words = " ".join(getattr(error, "messages", [str(error)]))
            raise CommandError(f"没有写出总结：{words}") from error
        state = summary.get_state_display() if summary else "默认文字"
        self.stdout.write(
            f"{organisation.title}{period.label}工会工作总结（{state}，{copy.label}）"
            f"已写到 {options['out']}。"
        )


def wanted(organisation: Organisation, period: Period, edition: int | None) -> Summary | None:
    """The edition asked for, else the newest signed one, else the draft, else nothing."""
    rows = Summary.objects.filter(organisation=organisation, period_code=period.code)
    if edition is not None:
        found = rows.filter(edition=edition).first()
        if found is None:
            raise CommandError(f"{organisation}{period.label}没有第{edition}版总结。")
        return found
    newest = rows.order_by("-edition")
    return newest.filter(state=SummaryState.SIGNED).first() or newest.first()


def made(
    organisation: Organisation, period: Period, summary: Summary | None, copy: Copy, form: str
) -> bytes:
    """The paper in one format."""
    if summary is not None and form in printing.MEDIA:
        return printing.file_of(summary, copy, form)
    if summary is not None:
        paper = printing.shown(summary, copy)
    else:
        paper = printing.drafted(default_terms(organisation, period), copy)
    if form == "html":
        return as_page(paper)
    if form == "json":
        return as_data(paper, organisation, period, summary, copy)
    return printing.render(paper.blocks, form, name=paper.name, author=paper.author)


def as_page(paper: Shown) -> bytes:
    """A page that needs nothing beside it: the sheet's own style is in it."""
    # Our own style sheets, not anything a person typed.
    sheets = [Path(found).read_text() for name in STYLES if (found := finders.find(name))]
    css = mark_safe("\n".join(sheets))
    context = {"name": paper.name, "css": css, "paper": render_html(paper.blocks)}
    return render_to_string("reports/summaries/file.html", context).encode()


def as_data(
    paper: Shown, organisation: Organisation, period: Period, summary: Summary | None, copy: Copy
) -> bytes:
    data = {
        "title": paper.name,
        "organisation": organisation.code,
        "period": period.code,
        "edition": summary.edition if summary else None,
        "state": summary.state if summary else None,
        "copy": copy.value,
        "blocks": to_data(paper.blocks),
        "figures": paper.used,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
