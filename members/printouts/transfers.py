"""《工会会员组织关系介绍信》: the stub that stays, the letter, and the receipt that comes back."""

from __future__ import annotations

from members.models import Transfer
from members.rules import document_words, in_words
from unionhub.documents import blocks
from unionhub.people import masked_id

TRANSFER_LETTER = "工会会员组织关系介绍信"
DOTS = "…" * 10
CUT = blocks.Paragraph(f"{DOTS}沿此线裁开{DOTS}", indent=0)


def transfer_letter(one: Transfer, *, full_number: bool) -> list[blocks.Block]:
    """Three parts on a page, to be cut apart.

    ``full_number``: whether the asker may see the whole identity number. The transfer comes with
    person, spell, unions and offices at hand.
    """
    return [
        blocks.Heading(f"存根　　编号：{one.number}"),
        blocks.Facts(
            (
                (("姓名", one.person.name), ("转出日期", in_words(one.on))),
                (("原工会", str(one.from_union)), ("转往", one.to_whom)),
                (("转接原因", one.reason), ("经办人", one.sent_by.name)),
            )
        ),
        CUT,
        blocks.Title((TRANSFER_LETTER,)),
        blocks.Addressee(f"{one.to_whom}："),
        blocks.Paragraph("兹有下列会员转往你会，请接转组织关系，寄回回执。"),
        blocks.Facts(_member(one, full_number)),
        blocks.SignOff(("介绍单位（盖章）", "日期")),
        CUT,
        blocks.Heading(f"回执　　编号：{one.number}"),
        blocks.Facts(
            (
                (("致", str(one.organisation)), ("会员", one.person.name)),
                (("转入工会", ""), ("会籍起算", "　　　年　　月　　日")),
            )
        ),
        blocks.SignOff(("接收单位（盖章）", "经办人", "日期")),
    ]


def _member(one: Transfer, full_number: bool) -> tuple[tuple[tuple[str, str], ...], ...]:
    person = one.person
    number = person.id_number if full_number else masked_id(person.id_number)
    return (
        (("姓名", person.name), ("性别", person.get_sex_display())),
        ((document_words(person.document_kind), number), ("联系电话", person.phone)),
        (
            ("原工会", str(one.from_union)),
            ("入会日期", in_words(one.membership.member_since)),
        ),
        (("转接原因", one.reason), ("编号", one.number)),
    )
