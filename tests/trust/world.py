"""Two townships of one county that keep every kind of record; each one's words bear its mark.

A page that shows the mark of another office shows something of another office: no list of
canaries has to be kept beside the records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.actions import events, publicity
from activities.actions import facilities as stations
from aid.actions import cases, corrections, funds
from aid.models import AidCase, CaseState
from members.actions import (
    allowances,
    applications,
    card_lists,
    committees,
    dues,
    dues_rates,
    employers,
    families,
    honours,
    joining_groups,
    memberships,
    merges,
    people,
    person_papers,
    ratings,
    regulations,
    retentions,
    terms,
    transfers,
    unions,
)
from members.actions import cards as member_cards
from members.imports.people import ROSTER
from members.models import Person
from reports import printing
from reports.actions import summaries
from tests.factories.aid import Office, case_in
from tests.factories.kernel import below, county, scope_of
from tests.factories.members import id_number
from tests.factories.reports import target
from tests.members import sheets
from unionhub.actions import accounts
from unionhub.actions import sheets as taken_in
from unionhub.models import ImportRun, Organisation, Place, User
from unionhub.roles import ROLES
from unionhub.scope import Scope
from unionhub.spreadsheets.importing import Entry

OURS, THEIRS = "犇", "龘"  # no word of the interface has these
CODES = {OURS: "OURS", THEIRS: "THEIRS"}
BORN_LATER = date(1981, 2, 3)
ABOVE = [key for key in ROLES if key != "contact"]
SINCE, INSIDE = date(2010, 1, 4), date(2010, 3, 15)
_people = count(1)


@dataclass(frozen=True, slots=True)
class Township(Office):
    """One office, everybody in it by role, and its records by name."""

    mark: str
    far_place: Place
    scopes: dict[str, Scope] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)

    def person(self, **values: Any) -> Person:
        n = next(_people)
        given: dict[str, Any] = {
            "name": f"{self.mark}人{n:03}",
            "id_number": id_number(2 * n + 1, date(1981, 6, 1 + n % 28)),
            "phone": f"1990000{n:04}",
            "address": f"{self.mark}街{n}号",
            "place": self.place,
            **values,
        }
        return people.register(by=self.clerk, **given)

    @property
    def tell_tales(self) -> tuple[str, ...]:
        """Words that only this office's own records bear."""
        mine = Person.objects.filter(organisation=self.organisation)
        numbers = [p.id_number for p in mine] + [p.phone for p in mine]
        return (self.mark, CODES[self.mark], *numbers)


@dataclass(frozen=True, slots=True)
class World:
    county: Organisation
    ours: Township
    theirs: Township
    above: dict[str, Scope]  # the county's people by role


def build() -> World:
    root = county()
    ours, theirs = (_township(root, mark) for mark in (OURS, THEIRS))
    above = {key: scope_of(root, key, user=_user(f"county_{key}", "县上")) for key in ABOVE}
    return World(root, ours, theirs, above)


def _township(root: Organisation, mark: str) -> Township:
    office = below(root, CODES[mark], f"{mark}乡工会")
    near, far = (
        Place.objects.create(organisation=office, name=f"{mark}{word}村") for word in ("近", "远")
    )
    scopes = {
        key: scope_of(
            office,
            key,
            user=_user(f"{CODES[mark].lower()}_{key}", f"{mark}{role.label}"),
            place=near if key == "contact" else None,
        )
        for key, role in ROLES.items()
    }
    posts = {key: scopes[key] for key in ("clerk", "reviewer", "chair", "cashier")}
    town = Township(office, near, **posts, mark=mark, far_place=far, scopes=scopes)
    for fill in (
        _accounts,
        _register,
        _merged,
        _joining,
        _leaving,
        _cards,
        _unions,
        _honours,
        _dues,
        _help,
        _activities,
        _papers,
    ):
        fill(town)
    return town


def _user(username: str, name: str) -> User:
    """Somebody who is signed in by the tests themselves: a password takes long to make."""
    return User.objects.create(
        username=username, name=name, password=make_password(None), must_change_password=False
    )


def _accounts(town: Township) -> None:
    """An account that was opened and has no post yet."""
    fresh, _ = accounts.open_account(
        by=town.scopes["admin"], username=f"{CODES[town.mark].lower()}_new", name=f"{town.mark}新"
    )
    town.records.update({"account": town.clerk.user, "new_account": fresh})


def _register(town: Township) -> None:
    by, mark = town.clerk, town.mark
    union = below(town.organisation, f"{CODES[mark]}U", f"{mark}厂工会", "enterprise")
    unit = employers.register(
        by=by,
        name=f"{mark}砖厂",
        kind="private",
        place=town.place,
        union=union,
        contact=f"{mark}厂长",
    )
    heads = employers.record_head_count(employer=unit, by=by, on=SINCE, staff=20, women=5)
    person = town.person(employer=unit)
    spell = memberships.join(
        person=person, union=union, joined_on=INSIDE, by=by, reason=f"{mark}由"
    )
    card = member_cards.issue(membership=spell, issued_on=INSIDE, by=by, number=f"{mark}证1")
    town.records.update(
        {
            "union": union,
            "person_paper": person_papers.attach(
                person=person, upload=a_file(f"{mark}合同.pdf"), kind="contract", by=by
            ),
            "tie": families.add(person=person, relation="child", name=f"{mark}孩", by=by),
            "employer": unit,
            "head_count": heads,
            "person": person,
            "far_person": town.person(place=town.far_place),
            "membership": spell,
            "card": card,
            "roster": _roster(town),
            "profile": unions.write_profile(
                union=union, by=by, chair=f"{mark}主席", units_covered=1
            ),
            "committee": committees.set_up(
                by=by, name=f"{mark}小组", formed_on=SINCE, seats=[("组长", f"{mark}组长")]
            ),
        }
    )


def _merged(town: Township) -> None:
    """One person written down twice, and two records that were made one."""
    twin, kept, gone = (town.person() for _ in range(3))
    why = f"{town.mark}核对是一人"
    merge = merges.merge(kept=kept, gone=gone, reason=why, by=town.clerk)
    town.records.update({"twin": twin, "merge": merge})


def _joining(town: Township) -> None:
    """Somebody who applied, a list of two that did, and a spell that rested for a day."""
    by, mark, union = town.clerk, town.mark, town.records["union"]
    application = applications.enter(person=town.person(), union=union, by=by)
    group = joining_groups.enter(
        union=union,
        name=f"{mark}集体入会",
        people=[town.person(), town.person(place=town.far_place)],
        by=by,
    )
    spell = town.records["membership"]
    rest = {"membership": spell, "on": INSIDE, "by": by}
    retentions.retain(reason="失业", upload=a_file(f"{mark}证明.pdf"), **rest)
    retentions.resume(reason="重新就业", paper=f"{mark}合同", **rest)
    town.records.update(
        {
            "application": application,
            "joining_group": group,
            "application_paper": applications.attach(
                application=application, upload=a_file(f"{mark}申请书.pdf"), by=by
            ),
            "spell_paper": spell.changes.get(kind="retain").attachment,
        }
    )


def _leaving(town: Township) -> None:
    """A member on the way to a union outside this system, which has not answered yet."""
    by, mark = town.clerk, town.mark
    spell = memberships.join(
        person=town.person(),
        union=town.records["union"],
        joined_on=INSIDE,
        by=by,
        reason=f"{mark}由",
    )
    sent = transfers.send(membership=spell, to_name=f"{mark}外地工会", reason="调动", by=by)
    town.records["transfer"] = sent


def _cards(town: Township) -> None:
    """A card that was asked for, made and handed out on lists, and its signed list."""
    by, mark = town.clerk, town.mark
    spell = memberships.join(
        person=town.person(),
        union=town.records["union"],
        joined_on=INSIDE,
        by=by,
        reason=f"{mark}由",
    )
    asked = card_lists.ask(memberships=[spell], asked_on=INSIDE, by=by)
    given = {card.pk: f"{mark}证2" for card in asked}
    made = card_lists.make(cards=asked, made_on=INSIDE, handler=f"{mark}经手", given=given, by=by)
    batch = card_lists.hand_out(
        cards=[*made.cards_made.all()], issued_on=INSIDE, handler=f"{mark}发放", by=by
    )
    town.records.update(
        {
            "card_list": batch,
            "card_scan": card_lists.attach(
                card_list=batch, upload=a_file(f"{mark}签收.pdf"), by=by
            ),
        }
    )


def _honours(town: Township) -> None:
    by, mark = town.clerk, town.mark
    honour = honours.register(
        by=by,
        holder="person",
        person=town.records["person"],
        kind="model_worker",
        name=f"{mark}劳动模范",
        level="city",
        granted_on=INSIDE,
        granted_by=f"{mark}市总",
        allowance=Decimal(1200),
    )
    town.records.update(
        {
            "honour": honour,
            "allowance": allowances.pay(honour=honour, year=2010, amount=Decimal(600), by=by),
            "certificate": honours.attach(honour=honour, upload=a_file(f"{mark}证书.pdf"), by=by),
        }
    )


def _dues(town: Township) -> None:
    month, unit = INSIDE.replace(day=1), town.records["employer"]
    stretch = {"from_month": month, "to_month": month, "paid_on": INSIDE, "by": town.cashier}
    row = dues.Paid(town.records["person"], Decimal(10), Decimal(2000))
    (paid,) = dues.record_members(rows=[row], voucher=f"{town.mark}记1", **stretch)
    unit_paid = dues.record_unit(
        employer=unit, kind="unit", base=Decimal(9000), amount=Decimal(180), **stretch
    )
    rate = dues_rates.set_rate(
        by=town.cashier,
        from_on=date(2012, 1, 1),
        member_rate=Decimal("0.5"),
        unit_rate=Decimal(2),
        own_share=Decimal(60),
        paper=f"{town.mark}文",
    )
    town.records.update({"dues": paid, "unit_dues": unit_paid, "rate": rate})


def _roster(town: Township) -> ImportRun:
    """A roster that waits, with somebody who is not registered yet."""
    name, number = f"{town.mark}新人", id_number(1, BORN_LATER)
    values = {"name": name, "id_number": number, "sex": "male", "birth_date": BORN_LATER}
    return taken_in.check(
        kind=ROSTER,
        content=sheets.roster((name, number)),
        name=f"{town.mark}名册.xlsx",
        lines=[Entry(sheets.SHEET, 2, values)],
        notes={"headings": {}, "unread": {}, "ignored": {}},
        by=town.clerk,
    )


def _unions(town: Township) -> None:
    """What hangs on a union: its founding papers, term, officer, regulation, rating."""
    by, mark, union = town.clerk, town.mark, town.records["union"]
    term = terms.elect(union=union, by=by, number=1, began_on=SINCE, years=3, elected_by="members")
    regulation = regulations.issue(
        union=union,
        by=by,
        name=f"{mark}制度",
        act="set",
        on=SINCE,
        upload=a_file(f"{mark}制度.pdf"),
    )
    town.records.update(
        {
            "founding_paper": unions.attach(
                profile=town.records["profile"], upload=a_file(f"{mark}批复.pdf"), by=by
            ),
            "term": term,
            "term_paper": terms.attach(term=term, upload=a_file(f"{mark}选举.pdf"), by=by),
            "officer": terms.take_office(
                term=term, by=by, name=f"{mark}主席", post="chair", from_on=SINCE
            ),
            "regulation": regulation,
            "regulation_text": regulation.attachments.get(),
            "rating": ratings.rate(
                union=union,
                by=by,
                kind="other",
                name=f"{mark}评定",
                level="county",
                year=2010,
                rated_on=INSIDE,
            ),
        }
    )


def _help(town: Township) -> None:
    mark = town.mark
    fund = funds.open_fund(by=town.cashier, name=f"{mark}资金", source="own", opened_on=SINCE)
    income = funds.add_income(
        fund=fund, amount=Decimal(90000), on=SINCE, note=f"{mark}拨款", by=town.cashier
    )
    in_state = {state: _case(town, state, fund) for state in CaseState}
    paid = in_state["paid"]
    asked = corrections.ask(
        line=paid.lines.get(), value=Decimal(400), reason=f"{mark}更正", by=town.clerk
    )
    case = in_state["applied"]
    paper = cases.attach(case=case, upload=a_file(f"{mark}证明.pdf"), kind="other", by=town.clerk)
    far = cases.apply(
        person=town.records["far_person"],
        place=town.far_place,
        kind="living",
        beneficiary="worker",
        reason=f"{mark}远",
        lines=[{"form": "cash", "item": "救助金", "quantity": "", "value": Decimal(100)}],
        by=town.clerk,
    )
    town.records.update(
        {
            "fund": fund,
            "income": income,
            "case": case,
            "far_case": far,
            "cases": in_state,
            "line": paid.lines.get(),
            "correction": asked,
            "paper": paper,
        }
    )


def _case(town: Township, state: str, fund: Any) -> AidCase:
    case = case_in(town, state, fund=fund)
    case.reason, case.findings, case.school = (f"{town.mark}{w}" for w in ("事由", "核实", "小学"))
    if state == "paid":  # of those the internal copy calls by name
        case.kind, case.beneficiary = "education", "pupil"
    case.number, case.illness = f"{town.mark}-{state}", f"{town.mark}病"
    case.save()
    return case


def _activities(town: Township) -> None:
    by, mark = town.clerk, town.mark
    plan = {"kind": "sport", "begins_on": INSIDE, "ends_on": INSIDE, "organiser": f"{mark}主办"}
    event = events.plan(by=by, name=f"{mark}球赛", place=town.place, venue=f"{mark}广场", **plan)
    held = events.plan_and_hold(by=by, name=f"{mark}棋赛", heads=3, place=town.far_place, **plan)
    for one in (event, held):
        for person in ("person", "far_person"):
            events.add_participant(
                event=one, person=town.records[person], by=by, result=f"{mark}一等奖"
            )
    station = stations.open_facility(
        by=by,
        kind="bookroom",
        name=f"{mark}书屋",
        opened_on=SINCE,
        keeper=f"{mark}管",
        place=town.place,
    )
    stations.adjust(facility=station, what=f"{mark}调整", on=INSIDE, by=by)
    town.records.update(
        {
            "event": event,
            "held": held,
            "photo": events.attach(
                event=event, upload=a_file(f"{mark}方案.pdf"), by=by, kind="其他"
            ),
            "facility": station,
            "item": publicity.add(
                by=by, kind="slogan", text=f"{mark}口号", on=INSIDE, channel=f"{mark}"
            ),
            "target": target(town.organisation, "members.rate", "95", note=f"{mark}责任书"),
        }
    )


def _papers(town: Township) -> None:
    signed = summaries.start(period_code="2010H1", by=town.clerk)
    prepared = printing.prepare(signed, date(2010, 7, 5))
    summaries.sign(summary=signed, prepared=prepared, version=signed.version, by=town.chair)
    draft = summaries.start(period_code="2010Y", by=town.clerk)
    town.records.update({"signed": signed, "draft": draft})


def a_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())
