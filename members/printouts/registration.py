"""Papers of the register: 《工会会员登记表》 of one person."""

from __future__ import annotations

from collections.abc import Sequence

from members.models import (
    Application,
    ApplicationState,
    Membership,
    Person,
    WorkGroup,
    details_of,
)
from members.rules import document_words, in_words
from members.rules.families import inverse_words, relation_words
from unionhub.documents import blocks
from unionhub.people import masked_id

TITLE = "工会会员登记表"


def registration_form(
    person: Person,
    spells: Sequence[Membership],
    *,
    full_number: bool,
    application: Application | None = None,
) -> list[blocks.Block]:
    """What is on file printed, what the register does not hold left to write in by hand.

    Labels of up to four characters keep every row on one line, and all of it on one page.

    ``full_number``: whether the asker may see the whole identity number. ``spells`` are the
    person's, the newest first, with union, changes and cards at hand. ``application``: the one
    this form is filled in with, while there is no spell to print.
    """
    number = person.id_number if full_number else masked_id(person.id_number)
    return [
        blocks.Title((TITLE,)),
        blocks.Facts(_facts(person, spells, number, application)),
        blocks.Table(
            caption="会籍变化",
            head=("日期", "变化", "工会", "原因"),
            rows=_changes(spells) or (("",) * 4,),
        ),
        # The label's lines give the row its height: three lines to write on.
        blocks.Facts(
            (
                (("家庭主要成员姓名关系单位", _family(person)),),
                (("个人简历时间单位及职务", ""),),
                (("基层工会审批意见（盖章）", decision_of(application)),),
                (("备注", _remark(person)),),
            )
        ),
        blocks.SignOff(("申请人签名", "工会主席", "填表日期")),
    ]


def _facts(
    person: Person, spells: Sequence[Membership], number: str, application: Application | None
) -> tuple[tuple[tuple[str, str], ...], ...]:
    details = details_of(person)
    born = in_words(person.birth_date) if person.birth_date else ""
    begun = in_words(details.started_work_on) if details.started_work_on else ""
    migrant = "是" if person.is_migrant else "否"
    card = next((c.number for s in spells for c in s.cards.all() if c.void_on is None), "")
    union = spells[0].union.name if spells else (application.union.name if application else "")
    return (
        (("姓名", person.name), ("性别", person.get_sex_display()), ("出生日期", born)),
        (
            ("民族", details.get_ethnicity_display()),
            ("学历", details.get_education_display()),
            ("政治面貌", details.get_political_status_display()),
        ),
        (
            ("籍贯", details.native_place),
            ("户籍类型", details.get_household_kind_display()),
            ("婚姻状况", details.get_marital_status_display()),
        ),
        ((document_words(person.document_kind), number), ("联系电话", person.phone)),
        (("户籍地", details.registered_at), ("紧急联系", details.emergency)),
        (
            ("就业状况", person.get_work_status_display()),
            ("农民工", migrant),
            ("参加工作", begun),
        ),
        (("工作单位", str(person.employer or "")), ("职务", details.work_post)),
        (
            ("技术等级", details.get_tech_grade_display()),
            ("职称", ""),
            ("工资", ""),
        ),
        (("现住址", f"{person.place or ''}{person.address}"), ("特长", details.skills)),
        (("所在工会", union), ("会员证号", card)),
    )


def _changes(spells: Sequence[Membership]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (in_words(change.on), change.get_kind_display(), spell.union.name, change.reason)
        for spell in reversed(spells)
        for change in spell.changes.all()
    )


def decision_of(application: Application | None) -> str:
    """Opinion and day of the approval; room for both where it is still to come."""
    if application is None or application.state != ApplicationState.APPROVED:
        return "　　　　　　　　　　　　　年　　月　　日"
    day = in_words(application.decided_on) if application.decided_on else ""
    return f"{application.opinion}　　{day}"


def _remark(person: Person) -> str:
    """What is on file and has no box of its own on the sheet."""
    details = details_of(person)
    agreed = details.consent_on
    group = details.work_group not in ("", WorkGroup.NONE)
    told = (
        f"新就业形态：{details.get_work_group_display()}" if group else "",
        "劳务派遣工" if details.dispatched else "",
        f"{in_words(agreed)}同意留存资料" if agreed else "",
    )
    return "；".join(part for part in told if part)


def _family(person: Person) -> str:
    """The relatives on file from either end, with where they work: 配偶 李芳（兴发小学）."""
    near = [(relation_words(t.relation), t.relative, t) for t in person.family.all()]
    near += [(inverse_words(t.relation), t.person, t) for t in person.family_of.all()]
    told = []
    for relation, there, tie in near:
        if tie.removed_on is None:
            name, work = (there.name, there.employer) if there else (tie.name, tie.workplace)
            told.append(f"{relation} {name}" + (f"（{work}）" if work else ""))
    return "；".join(told)
