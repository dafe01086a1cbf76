"""Papers of joining: the application a person signs, and the registration form behind it."""

from __future__ import annotations

from collections.abc import Iterable

from members.models import Application
from members.printouts.registration import decision_of, registration_form
from members.rules import in_words
from unionhub.documents import blocks
from unionhub.people import masked_id

LETTER = "入会申请书"
PLEDGE = (
    "我自愿加入中华全国总工会，承认并遵守《中国工会章程》，履行会员义务，执行工会决议，"
    "参加工会活动，按月交纳会费。请予批准。"
)


def joining_papers(papers: Iterable[Application], *, full_number: bool) -> list[blocks.Block]:
    """Letter and registration form of each, every one on a sheet of its own.

    ``full_number``: whether the asker may see whole identity numbers. Each application comes with
    person, details, family, union, membership and its cards at hand.
    """
    paper: list[blocks.Block] = []
    for one in papers:
        if paper:
            paper.append(blocks.PageBreak())
        paper += application_letter(one, full_number=full_number)
        paper.append(blocks.PageBreak())
        spell = one.membership
        spells = [spell] if spell and spell.voided_at is None else []
        paper += registration_form(one.person, spells, full_number=full_number, application=one)
    return paper


def application_letter(one: Application, *, full_number: bool) -> list[blocks.Block]:
    """One sentence, signed by the applicant; beneath it what the union decided."""
    person = one.person
    number = person.id_number if full_number else masked_id(person.id_number)
    return [
        blocks.Title(("中华全国总工会入会申请书",)),
        blocks.Addressee(f"{one.union}："),
        blocks.Paragraph(PLEDGE),
        blocks.Facts(
            (
                (("申请人", person.name), ("性别", person.get_sex_display())),
                (("工作单位", str(person.employer or "")), ("证件号码", number)),
                (("申请日期", in_words(one.applied_on)), ("申请方式", one.get_way_display())),
            )
        ),
        blocks.SignOff(("申请人签名", "日期")),
        blocks.Facts(((("基层工会审批意见（盖章）", decision_of(one)),),)),
        blocks.SignOff(("工会主席", "日期")),
    ]
