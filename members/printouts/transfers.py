"""《工会会员组织关系介绍信》: the stub that stays, the letter, and the receipt that comes back."""

from __future__ import annotations

from members.models import Transfer
from members.rules import document_words, in_words
from unionhub.documents import blocks
from unionhub.people import masked_id

TRANSFER_LETTER = "工会会员组织关系介绍信"


def transfer_letter(one: Transfer, *, full_number: bool) -> list[blocks.Block]:
    """Three parts on a page, to be cut apart.

    ``full_number``: whether the asker may see the whole identity number. The transfer comes with
    person, spell, unions and offices at hand.
    """
    return [
        blocks.Title((f"{TRANSFER_LETTER}（存根）",)),
        blocks.Facts(
            (
                (("编号", one.number), ("姓名", one.person.name)),
                (("原工会", str(one.from_union)), ("转往", one.to_whom)),
                (("转出日期", in_words(one.on)), ("经办人", one.sent_by.name)),
                (("转接原因", one.reason),),
            )
        ),
        blocks.Title((TRANSFER_LETTER,)),
        blocks.SubLine((f"编号：{one.number}",)),
        blocks.Addressee(f"{one.to_whom}："),
        blocks.Paragraph("兹有我会下列会员转往你处，请接转组织关系，并将回执寄回。"),
        blocks.Facts(_member(one, full_number)),
        blocks.SignOff(("介绍单位（盖章）", "日期")),
        blocks.Title(("回　　执",)),
        blocks.Addressee(f"{one.organisation}："),
        blocks.Paragraph(
            f"你会{one.number}号介绍信介绍的会员{one.person.name}，组织关系已转入我会"
            "＿＿＿＿＿＿＿＿＿＿工会，会籍自＿＿＿＿年＿＿月＿＿日起计算。"
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
        (("转接原因", one.reason),),
    )
