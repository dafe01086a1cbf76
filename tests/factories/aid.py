"""The smallest valid cases and funds; a case in any state, and one walked through the steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from aid.actions import cases, funds
from aid.models import (
    GIVEN,
    AidCase,
    AidKind,
    AidLine,
    Beneficiary,
    CaseState,
    Commitment,
    Correction,
    Fund,
    FundSource,
    LedgerEntry,
    LineForm,
)
from aid.workflow import CASE_FLOW, MAIN_PATH, REACHED
from members.models import Person
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import PersonFactory
from unionhub.models import Organisation, Place
from unionhub.scope import Scope

APPLIED = date(2010, 3, 1)
CASH_500 = {"form": "cash", "item": "救助金", "quantity": "", "value": Decimal("500.00")}
RICE_200 = {"form": "goods", "item": "大米", "quantity": "4袋", "value": Decimal("200.00")}
REQUEST = {"kind": "medical", "beneficiary": "migrant", "reason": "住院治疗，家庭困难。"}


class FundFactory(DjangoModelFactory):
    """An empty fund open since 4 January 2010; give ``organisation``."""

    class Meta:
        model = Fund

    name = factory.Sequence(lambda n: f"第{n}项帮扶资金")
    source = FundSource.OWN
    opened_on = date(2010, 1, 4)


class AidCaseFactory(DjangoModelFactory):
    """A request of 1 March 2010 with one cash line of 500 yuan; give ``person`` with a place."""

    class Meta:
        model = AidCase
        skip_postgeneration_save = True

    organisation = factory.SelfAttribute("person.organisation")
    number = factory.Sequence(lambda n: f"试-{n}")
    kind = AidKind.MEDICAL
    beneficiary = Beneficiary.MIGRANT
    place = factory.SelfAttribute("person.place")
    reason = "住院治疗，家庭困难。"
    applied_on = APPLIED
    line = factory.RelatedFactory("tests.factories.aid.AidLineFactory", factory_related_name="case")


class AidLineFactory(DjangoModelFactory):
    class Meta:
        model = AidLine

    form = LineForm.CASH
    item = "救助金"
    value = Decimal("500.00")


class CorrectionFactory(DjangoModelFactory):
    """An open correction; give ``line`` and ``asked_by``."""

    class Meta:
        model = Correction

    value = Decimal("400.00")
    reason = "金额录错"


@dataclass(frozen=True, slots=True)
class Office:
    """A township office with one person in each post of a case, and a village."""

    organisation: Organisation
    place: Place
    clerk: Scope
    reviewer: Scope
    chair: Scope
    cashier: Scope

    @classmethod
    def of(cls, organisation: Organisation) -> Office:
        posts = {key: scope_of(organisation, key) for key in ("clerk", "reviewer", "chair")}
        place = PlaceFactory(organisation=organisation)
        return cls(organisation, place, cashier=scope_of(organisation, "cashier"), **posts)

    def person(self, **values: object) -> Person:
        return PersonFactory(organisation=self.organisation, place=self.place, **values)

    def fund(self, amount: str = "1000", **values: object) -> Fund:
        """A fund with room for ``amount``."""
        fund = FundFactory(organisation=self.organisation, **values)
        funds.add_income(
            fund=fund,
            amount=Decimal(amount),
            on=fund.opened_on,
            note="上级拨入",
            by=self.cashier,
        )
        fund.refresh_from_db()
        return fund

    def apply(self, *lines: dict[str, object], **values: object) -> AidCase:
        return cases.apply(
            person=self.person(),
            place=self.place,
            lines=list(lines) or [CASH_500],
            by=self.clerk,
            on=APPLIED,
            **{**REQUEST, **values},
        )

    def walked(self, upto: str, *lines: dict[str, object], fund: Fund | None = None) -> AidCase:
        """A case taken by the right people, a day apart, up to and including a verb."""
        case = self.apply(*lines)
        for verb in MAIN_PATH[1 : MAIN_PATH.index(upto) + 1]:
            case = take(case, verb, by=self.holder(verb), fund=fund)
        return case

    def holder(self, verb: str) -> Scope:
        """Who takes a step when duties are kept apart."""
        duty = CASE_FLOW.steps[verb].duty
        return {
            "handle": self.clerk,
            "review": self.reviewer,
            "approve": self.chair,
            "pay": self.cashier,
        }[duty]


def day_of(verb: str) -> date:
    """A day on which a step of the main path is in order; the others follow all of them."""
    place = MAIN_PATH.index(verb) if verb in MAIN_PATH else len(MAIN_PATH)
    return APPLIED + timedelta(days=place * 3)


def take(
    case: AidCase,
    verb: str,
    *,
    by: Scope,
    fund: Fund | None = None,
    on: date | None = None,
    ground: str = "",
) -> AidCase:
    """Any step of the table, with answers that are in order."""
    shared = {"case": case, "by": by, "on": on or day_of(verb), "ground": ground}
    match verb:
        case "verify":
            return cases.verify(
                visited_on=shared["on"],
                visitor_one="入户甲",
                visitor_two="入户乙",
                findings="情况属实。",
                **shared,
            )
        case "post_notice":
            return cases.post_notice(
                notice_from=shared["on"], notice_until=shared["on"] + timedelta(days=2), **shared
            )
        case "approve":
            return cases.approve(fund=fund, **shared)
        case "pay":
            return cases.pay(**shared)
        case _:
            return cases.advance(verb=verb, opinion="已阅。", **shared)


def case_in(office: Office, state: str, *, fund: Fund | None = None) -> AidCase:
    """A case in a state as rows only, without the steps that led there."""
    reached = REACHED.index(state) if state in REACHED else 0
    facts: dict[str, object] = {}
    if reached >= REACHED.index(CaseState.VERIFIED):
        facts |= {
            "visited_on": day_of("verify"),
            "visitor_one": "入户甲",
            "visitor_two": "入户乙",
            "findings": "情况属实。",
        }
    if reached >= REACHED.index(CaseState.NOTICED):
        since = day_of("post_notice")
        facts |= {"notice_from": since, "notice_until": since + timedelta(days=2)}
    if reached >= REACHED.index(CaseState.APPROVED):
        facts["approved_on"] = day_of("approve")
    if state in GIVEN:
        facts["paid_on"] = day_of("pay")
    case = AidCaseFactory(person=office.person(), state=state, **facts)
    if reached >= REACHED.index(CaseState.APPROVED):
        _money_rows(office, case, fund or office.fund())
    return case


def _money_rows(office: Office, case: AidCase, fund: Fund) -> None:
    paid = case.state in GIVEN
    Commitment.objects.create(
        fund=fund,
        case=case,
        amount=Decimal(500),
        state="used" if paid else "open",
        made_on=day_of("approve"),
    )
    if not paid:
        Fund.objects.filter(pk=fund.pk).update(reserved=Decimal(500))
        return
    Fund.objects.filter(pk=fund.pk).update(spent=Decimal(500))
    LedgerEntry.objects.create(
        organisation=case.organisation,
        fund=fund,
        kind="payment",
        on=case.paid_on,
        amount=Decimal(-500),
        case=case,
        recorded_by=office.cashier.user,
    )
