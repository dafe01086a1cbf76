"""A township's half-year as rows: every kind of record that figures count, on and around the edges.

Records are made whole, in the state they ended in; how they get there is tested where they live.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from activities.models import Event, Facility, FacilityAdjustment, PublicityItem
from aid.models import AidCase, AidKind, AidLine, Beneficiary, EntryKind, Fund, LedgerEntry
from members.models import (
    ENDINGS,
    CommitteeKind,
    Employer,
    Person,
    RatingKind,
    Retention,
    WorkGroup,
)
from reports.models import Target
from tests.factories.bodies import OfficerFactory, RatingFactory, RegulationFactory, TermFactory
from tests.factories.honours import honours_and_dues
from tests.factories.kernel import PlaceFactory, UserFactory, below
from tests.factories.members import (
    CardFactory,
    CommitteeFactory,
    EmployerFactory,
    HeadCountFactory,
    MembershipFactory,
    PersonDetailsFactory,
    PersonFactory,
    PersonPastFactory,
    UnionProfileFactory,
)
from unionhub.models import Organisation, Place, User

# Before the first half of 2010, its first day, a day inside, its last day, the day after.
EDGES = (
    date(2009, 12, 31),
    date(2010, 1, 1),
    date(2010, 3, 15),
    date(2010, 6, 30),
    date(2010, 7, 1),
)
FIRST, INSIDE, AFTER = EDGES[1], EDGES[2], EDGES[4]
_numbers = count(1)


def target(office: Organisation, key: str, number: str, year: int = 2010, **more: object) -> Target:
    more.setdefault("set_by", office)
    return Target.objects.create(
        organisation=office, key=key, number=Decimal(number), year=year, **more
    )


def fund_of(office: Organisation, received: str = "100000") -> Fund:
    """A purse with its first income recorded on the last day of 2009."""
    fund = Fund.objects.create(
        organisation=office,
        name=f"第{next(_numbers)}笔帮扶资金",
        source=Fund.Source.OWN,
        opened_on=EDGES[0],
        received=Decimal(received),
    )
    entry(fund, EntryKind.INCOME, EDGES[0], received)
    return fund


def entry(
    fund: Fund, kind: str, on: date, amount: str, goods: str = "0", **more: object
) -> LedgerEntry:
    more.setdefault("recorded_by", UserFactory())
    return LedgerEntry.objects.create(
        organisation=fund.organisation,
        fund=fund,
        kind=kind,
        on=on,
        amount=Decimal(amount),
        goods=Decimal(goods),
        **more,
    )


def paid_case(
    person: Person,
    fund: Fund,
    on: date = INSIDE,
    amount: str = "500",
    goods: str = "0",
    *,
    kind: str = AidKind.MEDICAL,
    beneficiary: str = Beneficiary.WORKER,
    by: User | None = None,
) -> AidCase:
    """A case paid on a day, with its line and its ledger row."""
    case = _case(person, kind, beneficiary, on)
    case.state, case.approved_on, case.paid_on = AidCase.State.PAID, on, on
    case.save()
    form = AidLine.Form.GOODS if Decimal(goods) else AidLine.Form.CASH
    AidLine.objects.create(case=case, form=form, item="救助", value=Decimal(amount))
    more = {"recorded_by": by} if by else {}
    entry(fund, EntryKind.PAYMENT, on, f"-{amount}", f"-{goods}", case=case, **more)
    return case


def case_in(state: str, person: Person, on: date = INSIDE, **values: object) -> AidCase:
    """A case still on its way (not yet approved)."""
    case = _case(person, AidKind.LIVING, Beneficiary.OTHER, on)
    case.state = state
    for name, value in values.items():
        setattr(case, name, value)
    case.save()
    return case


def _case(person: Person, kind: str, beneficiary: str, on: date) -> AidCase:
    number = f"CASE{next(_numbers):05}"
    return AidCase.objects.create(
        organisation=person.organisation,
        number=number,
        person=person,
        kind=kind,
        beneficiary=beneficiary,
        place=person.place or _place(person.organisation),
        reason="家庭困难",
        applied_on=on,
    )


def event(office: Organisation, on: date = INSIDE, **values: object) -> Event:
    """A sport event held on a day by 20 people, 30 person-times, for 100.50 yuan."""
    held = {"heads": 20, "person_times": 30, "cost": Decimal("100.50"), "state": "held"}
    return Event.objects.create(
        organisation=office,
        name=f"第{next(_numbers)}次活动",
        begins_on=on,
        ends_on=on,
        **{"kind": Event.Kind.SPORT, **held, **values},
    )


def facility(office: Organisation, on: date = FIRST, **values: object) -> Facility:
    return Facility.objects.create(
        organisation=office,
        name=f"第{next(_numbers)}站",
        opened_on=on,
        **{"kind": Facility.Kind.FITNESS, **values},
    )


def publicity(office: Organisation, on: date = INSIDE, **values: object) -> PublicityItem:
    return PublicityItem.objects.create(
        organisation=office,
        text=f"第{next(_numbers)}条",
        on=on,
        **{"kind": PublicityItem.Kind.SLOGAN, **values},
    )


def _place(office: Organisation) -> Place:
    return office.places.first() or PlaceFactory(organisation=office)


def busy_half_year(office: Organisation, salt: int = 0) -> None:
    """Records of every kind on all the edges; ``salt`` makes two offices differ."""
    _unions(office, salt)
    _bodies(office, salt)
    _register(office, salt)
    _new_forms(office, salt)
    _help(office, salt)
    _activities(office, salt)
    honours_and_dues(office, EDGES, salt)


def _unions(office: Organisation, salt: int) -> None:
    UnionProfileFactory(union=office)
    for n, opened in enumerate((None, *EDGES, *EDGES)):
        kind = "group" if n == 9 else "enterprise"
        union = below(office, f"{office.code}U{n}", f"{office.name}第{n}分会", kind)
        union.opened_on, union.closed_on = opened, EDGES[3] if n == 1 + salt else None
        union.save()
        owner = Employer.Kind.PRIVATE if n % 2 == 0 else Employer.Kind.STATE
        UnionProfileFactory(
            union=union, organisation=office, unit_kind=owner, incoming=n == 3, units_covered=n + 1
        )
    kinds = ("public_other", "organ", "self_employed", "society", "hkmt", "foreign", "other")
    for n, kind in enumerate((*kinds, *kinds[: 2 + salt])):
        union = below(office, f"{office.code}K{n}", f"{office.name}第{n}单位工会", "joint")
        UnionProfileFactory(
            union=union, organisation=office, unit_kind=kind, units_covered=n, union_type="joint"
        )
    for n, formed in enumerate(EDGES):
        CommitteeFactory(organisation=office, formed_on=formed, name=f"小组{n}")
        for kind in (CommitteeKind.WOMEN, CommitteeKind.AUDIT):
            closed = EDGES[3] if n == salt else None
            CommitteeFactory(organisation=office, formed_on=formed, ended_on=closed, kind=kind)
    for n, closed in enumerate((None, *EDGES)):
        unit = EmployerFactory(organisation=office, closed_on=closed)
        for day in EDGES[: 2 + n]:
            HeadCountFactory(employer=unit, on=day, staff=30 + n + salt, women=n, migrants=n % 2)


def _bodies(office: Organisation, salt: int) -> None:
    """Unions with one term or two around every edge, their officers, rules and ratings."""
    for n, on in enumerate(EDGES * 2):
        union = below(office, f"{office.code}T{n}", f"{office.name}第{n}届会", "village")
        began, late = date(on.year - 3, on.month, on.day), n >= 5
        first = TermFactory(organisation=office, union=union, began_on=began)
        if n != 9 - salt:
            first.due_on = on if not late else date(on.year - 1, on.month, on.day)
            first.ended_on = on
            first.save()
            second = TermFactory(organisation=office, union=union, began_on=on, number=2)
            OfficerFactory(term=second, name="甲", from_on=on)
            OfficerFactory(term=second, name="甲", from_on=on, post="women_head", full_time=n < 3)
            OfficerFactory(
                term=second, name="乙", from_on=on, post="member", until_on=max(on, EDGES[3])
            )
        OfficerFactory(term=first, name="丙", full_time=True, from_on=began)
        act = "revised" if (n + salt) % 2 else "set"
        RegulationFactory(organisation=office, union=union, on=on, act=act)
        RegulationFactory(organisation=office, union=union, on=on)
        for kind in RatingKind.values[: 6 - salt]:
            RatingFactory(organisation=office, union=union, rated_on=on, kind=kind, level="city")


def _register(office: Organisation, salt: int) -> None:
    for n, joined in enumerate(EDGES):
        for m, left in enumerate((None, *EDGES[n:])):
            sex = Person.Sex.FEMALE if (n + m + salt) % 2 else Person.Sex.MALE
            known = {} if (n + m) % 4 else {"id_number": ""}
            person = PersonFactory(
                organisation=office, sex=sex, is_migrant=(n * m) % 3 == 0, **known
            )
            group = WorkGroup.values[(n + m) % len(WorkGroup)]
            PersonDetailsFactory(person=person, work_group=group)
            reason = "调离" if left else None
            end = ENDINGS[(2 * n + m + salt) % len(ENDINGS)] if left else ""
            spell = MembershipFactory(
                person=person, joined_on=joined, left_on=left, left_reason=reason, end_kind=end
            )
            if m == n + salt:
                rest = EDGES[min(n + 1, 3)]
                Retention.objects.create(membership=spell, from_on=max(rest, joined))
            CardFactory(membership=spell, issued_on=joined, void_on=left or EDGES[3])
            if (n + m) % 2:
                CardFactory(membership=spell, issued_on=EDGES[3])
            if (n + m) % 4 == 3:
                spell.begin_kind, spell.end_kind = "in", "out" if left else ""
                spell.save()
            if m % 2 == 0:
                _once(person, EDGES[(n + m + salt) % 5], work_group=group)


def _new_forms(office: Organisation, salt: int) -> None:
    """A member or two of every new form of work, who stayed."""
    for group in WorkGroup.values * (1 + salt):
        person = PersonFactory(organisation=office)
        PersonDetailsFactory(person=person, work_group=group)
        MembershipFactory(person=person, joined_on=EDGES[1])


def _once(person: Person, until_on: date, **facts: Any) -> None:
    """The person worked otherwise until that day, and otherwise again until the day after all."""
    by = UserFactory()
    PersonPastFactory(person=person, until_on=EDGES[4], recorded_by=by, is_migrant=True, **facts)
    PersonPastFactory(person=person, until_on=until_on, recorded_by=by)


def _help(office: Organisation, salt: int) -> None:
    fund = fund_of(office)
    kinds, kinships = list(AidKind), list(Beneficiary)
    people = [PersonFactory(organisation=office, is_migrant=n == 0) for n in range(4)]
    for n, on in enumerate(EDGES * 3):
        kind, beneficiary = kinds[(n + salt) % len(kinds)], kinships[n % len(kinships)]
        goods = "120.50" if n % 4 == 0 else "0"
        paid_case(
            people[n % 4], fund, on, f"{500 + n}.25", goods, kind=kind, beneficiary=beneficiary
        )
        came = entry(fund, EntryKind.INCOME, on, f"{1000 + n}.10", "100.10")
        if n % 5 == 0:
            entry(fund, EntryKind.REVERSAL, on, f"-{1000 + n}.10", "-100.10", reverses=came)
    corrected = paid_case(people[0], fund, EDGES[3], "300")
    payment = corrected.entries.get()
    entry(fund, EntryKind.REVERSAL, EDGES[3], "300", case=corrected, reverses=payment)
    entry(fund, EntryKind.PAYMENT, EDGES[3], "-280.05", case=corrected)
    for on in EDGES:
        case_in(AidCase.State.WITHDRAWN, people[1], on)


def _activities(office: Organisation, salt: int) -> None:
    user = UserFactory()
    for n, on in enumerate(EDGES * 4):
        kind = list(Event.Kind)[(n + salt) % len(Event.Kind)]
        event(office, on, kind=kind, heads=10 + n, person_times=20 + n, cost=Decimal(f"{n}.05"))
        event(office, on, kind=kind, state="planned", heads=None, person_times=None)
        item = list(PublicityItem.Kind)[n % len(PublicityItem.Kind)]
        publicity(office, on, kind=item, reach=n if n % 3 else None)
    for n, opened in enumerate(EDGES):
        for closed in (None, *EDGES[n:]):
            kind = list(Facility.Kind)[(n + salt) % 2]
            station = facility(office, opened, kind=kind, closed_on=closed)
            for on in EDGES[n:] * 2:
                FacilityAdjustment.objects.create(
                    facility=station, on=on, what="增设器材", recorded_by=user
                )
