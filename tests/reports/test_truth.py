"""One truth in many forms: papers, page, figures, tally and a recount say the same of the same
records, whatever those are."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from random import Random

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from aid.models import AidCase, AidKind, Beneficiary, EntryKind
from members.models import Person
from reports import printing
from reports.indicators import REGISTRY
from reports.terms import default_terms
from tests.factories.kernel import UserFactory
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    HeadCountFactory,
    MembershipFactory,
    PersonFactory,
    id_number,
)
from tests.factories.papers import place
from tests.factories.reports import (
    EDGES,
    entry,
    event,
    facility,
    fund_of,
    paid_case,
    publicity,
    target,
)
from tests.reports.recount import kept_by, people, recount
from unionhub.documents.blocks import Table, cell_text, plain_text
from unionhub.documents.html import render_html
from unionhub.periods import Period

# A dataset each: every kind of period, a leap day, and days around the edges of them all.
DATASETS = list(
    enumerate(
        (
            "2010H1",
            "2010H2",
            "2010Y",
            "2010Q2",
            "2010-06",
            "2010S",
            "2010F",
            "2012-02",
            "2012-02-29..2012-02-29",
            "2010-06-30..2010-07-01",
        )
    )
)
DAYS = (*EDGES, date(2010, 12, 31), date(2011, 1, 1), date(2012, 2, 29), date(2012, 3, 1))
AMOUNTS = ("0.01", "20.5", "500", "540", "1504", "9999.99", "10000", "254000")
PLACES = (("铁柱片", "area"), ("中寨村", "village"), ("东街社区", "community"))
pytestmark = pytest.mark.django_db


class Office:
    """One township's records by the dice of a seed."""

    def __init__(self, organisation, dice):
        self.organisation, self.dice = organisation, dice
        self.fund = fund_of(organisation, "100000000")
        self.units()
        self.members()
        self.help()
        self.activities()

    def later(self, day):
        """A day at or after this one, or none."""
        return self.dice.choice([None, None, *(other for other in DAYS if other >= day)])

    def units(self):
        for _ in range(self.dice.randrange(4)):
            unit = EmployerFactory(
                organisation=self.organisation, closed_on=self.later(date(2010, 1, 1))
            )
            for day in self.dice.sample(DAYS, self.dice.randrange(4)):
                staff = self.dice.randrange(60)
                HeadCountFactory(employer=unit, on=day, staff=staff, women=staff // 3)
        target(self.organisation, "members.rate", "97.5")

    def members(self):
        for _ in range(self.dice.randrange(12)):
            person = PersonFactory(
                organisation=self.organisation, is_migrant=self.dice.random() < 0.4
            )
            joined = self.dice.choice(DAYS[:5])
            left = self.later(joined)
            self.spell(person, joined, left)
            if left and left < DAYS[-1]:
                self.spell(person, left + timedelta(days=self.dice.randrange(2)), None)

    def spell(self, person, joined, left):
        spell = MembershipFactory(
            person=person, joined_on=joined, left_on=left, left_reason="调离" if left else None
        )
        if self.dice.random() < 0.7:
            CardFactory(membership=spell, issued_on=joined, void_on=self.later(joined))

    def help(self):
        for n in range(self.dice.randrange(14)):
            where, kind = self.dice.choice(PLACES)
            person = self.somebody(n, place(self.organisation, where, kind))
            amount = self.dice.choice(AMOUNTS)
            case = paid_case(
                person,
                self.fund,
                self.dice.choice(DAYS),
                amount,
                self.dice.choice(["0", amount, "0.01"]),
                kind=self.dice.choice(AidKind.values),
                beneficiary=self.dice.choice(Beneficiary.values),
            )
            if self.dice.random() < 0.3:
                self.correct(case)

    def somebody(self, n, home):
        """A new person, one the neighbour knows as well, one without a number, or one helped
        before, who may have moved."""
        born = {"organisation": self.organisation, "place": home, "name": f"受助者{n:02}"}
        known = Person.objects.filter(organisation=self.organisation, name__startswith="受助者")
        kind = self.dice.randrange(4)
        if kind == 0 and known.exists():
            return known.order_by("pk")[self.dice.randrange(known.count())]
        if kind == 1:
            number = id_number(2 * n + 1, date(1950, 1, 1))
            same = Person.objects.filter(organisation=self.organisation, name=f"两地{n:02}").first()
            return same or PersonFactory(**(born | {"name": f"两地{n:02}"}), id_number=number)
        return PersonFactory(**born, unnumbered=kind == 2)

    def correct(self, case):
        paid = case.entries.get()
        both = {"case": case, "on": paid.on}
        entry(
            self.fund,
            EntryKind.REVERSAL,
            amount=str(-paid.amount),
            goods=str(-paid.goods),
            reverses=paid,
            **both,
        )
        entry(self.fund, EntryKind.PAYMENT, amount=f"-{self.dice.choice(AMOUNTS)}", **both)

    def activities(self):
        for _ in range(self.dice.randrange(5)):
            heads = self.dice.randrange(300)
            event(
                self.organisation,
                self.dice.choice(DAYS),
                kind=self.dice.choice(["sport", "survey", "training"]),
                theme=self.dice.choice(["", "迎接亚运会", "全民健身"]),
                heads=heads,
                person_times=heads * 2,
            )
            publicity(self.organisation, self.dice.choice(DAYS))
            station = facility(self.organisation, self.dice.choice(DAYS))
            station.adjustments.create(
                on=station.opened_on, what="增设器材", recorded_by=UserFactory()
            )


@pytest.fixture(params=DATASETS, ids=lambda dataset: f"{dataset[0]}-{dataset[1]}")
def dataset(request, kailu, xingfa, yongan):
    seed, code = request.param
    dice = Random(seed)
    for office in (xingfa, yongan):
        Office(office, dice)
    return Period.parse(code), {kailu: (kailu, xingfa, yongan), xingfa: (xingfa,)}


def unspaced(text):
    return re.sub(r"\s", "", text)


def of_command(name, office, period, **more):
    out = StringIO()
    call_command(name, organisation=office.code, period=period.code, stdout=out, **more)
    return out.getvalue()


def test_every_form_says_what_a_recount_finds(dataset, tmp_path):
    period, offices = dataset
    for office, counted in offices.items():
        expected = recount(period, *counted)
        assert figures_of(office, period) == expected
        assert tally_of(office, period, tmp_path) == expected
        paper = default_terms(office, period).paper("published")
        assert all(
            one.value == expected[one.key] for one in paper.figures.values() if one.key in REGISTRY
        )
        assert_table(paper, expected)
        assert_sentences(paper, period, counted)
        assert_well_written(plain_text(paper.blocks))


def test_every_file_says_what_the_screen_says(dataset):
    """The county's for one dataset, the township's for the next: a PDF takes its second."""
    period, offices = dataset
    for office in list(offices)[period.since.month % 2 :][:1]:
        paper = default_terms(office, period).paper("published")
        lines = [unspaced(line) for line in plain_text(paper.blocks).splitlines()]
        assert_in_order(lines, unspaced(re.sub(r"<[^>]+>", "", render_html(paper.blocks))))
        draw = {"name": paper.name, "author": office.name}
        assert_in_order(lines, docx_text(printing.render(paper.blocks, "docx", **draw)))
        assert_in_order(lines, pdf_text(printing.render(paper.blocks, "pdf", **draw)))


def figures_of(office, period):
    """Key → value of ``manage.py figures --json``, money and rates as exact numbers."""
    answer = json.loads(of_command("figures", office, period, json=True))
    return {
        one["key"]: Decimal(str(one["value"]))
        if one["unit"] in ("元", "%") and one["value"] is not None
        else one["value"]
        for one in answer
    }


def tally_of(office, period, folder):
    """Key → total of the tally's first sheet."""
    out = folder / f"{office.code}.xlsx"
    of_command("tally", office, period, out=out)
    sheet = load_workbook(BytesIO(out.read_bytes())).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    total = next(row for row in rows if row and row[0] == "合计")
    heads = next(row for row in rows if any("会员人数\n" in str(cell) for cell in row))
    found = dict(zip(heads, total, strict=False))
    return {
        key: exact(found[f"{one.label}\n（{one.unit}）"], one.unit) for key, one in REGISTRY.items()
    }


def exact(cell, unit):
    """What a sheet holds, as the figure it was; a sheet knows only floats."""
    step = {"元": "0.01", "%": "0.1"}.get(unit)
    return cell if cell is None or step is None else Decimal(str(cell)).quantize(Decimal(step))


def assert_table(paper, expected):
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(tables) == (1 if expected["aid.cases"] else 0)
    kinds = {kind.label: f"aid.{kind.value}" for kind in AidKind} | {"合计": "aid"}
    for table in tables:
        for row in (*table.rows, table.foot):
            label, *numbers = map(cell_text, row)
            stem = kinds.pop(label)
            amount = f"{expected[f'{stem}.amount']:,.2f}"
            counts = [str(expected[f"{stem}.{name}"]) for name in ("people", "cases")]
            assert numbers == [*counts, amount]
        assert all(expected[f"{stem}.cases"] == 0 for stem in kinds.values())


def assert_sentences(paper, period, counted):
    """A group's people in a sentence are those of its cases."""
    paid = [case for case in kept_by(AidCase, counted) if case.paid_on]
    paid = [case for case in paid if period.contains(case.paid_on)]
    for key, one in paper.figures.items():
        stem, _, beneficiary = key.partition(":")
        if beneficiary:
            kind = stem.split(".")[1]
            group = [c for c in paid if (c.kind, c.beneficiary) == (kind, beneficiary)]
            assert one.value == people(group)
            assert sorted(one.records[1]) == sorted(case.pk for case in group)


def assert_well_written(text):
    """No doubled mark, no empty bracket, no nought, no number of items out of turn."""
    assert not re.search(r"[，。；：、]{2}|（）|“”|\[|\]|\{|\}|None", text)
    assert not re.search(
        r"(?<![\d.])0(人|名|元|场|个|条)|零|(?<!第)二[名个]|共[^，。；]*共计", text
    )
    numbers = [int(n) for n in re.findall(r"^(\d{1,2})\.(?!\d)", text, flags=re.M)]
    assert all(n == 1 or n == before + 1 for before, n in zip([0, *numbers], numbers, strict=False))


def assert_in_order(lines, text):
    at = 0
    for line in lines:
        found = text.find(line, at)
        assert found >= 0, line
        at = found + len(line)


def docx_text(content):
    body = Document(BytesIO(content)).element.body
    return unspaced("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def pdf_text(content):
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return "".join(re.sub(r"—\d+—", "", unspaced(page)) for page in pages)
