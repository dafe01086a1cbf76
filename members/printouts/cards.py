"""Papers of cards: the cards themselves, labels, the list that is signed, the maker's list."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from PIL import Image

from members.models import Card, CardKind, CardState, details_of
from members.rules import few, in_words
from unionhub.documents import blocks
from unionhub.documents.layouts import LayoutName
from unionhub.models import Attachment
from unionhub.models.attachments import AttachmentLost
from unionhub.people import masked_id

TITLES = {
    "cards": "会员证",
    "labels": "会员证标签",
    "signing": "领证签收表",
    "making": "制证清单",
    "making_full": "制证清单",
}
LAYOUT_OF: dict[str, LayoutName] = {
    "cards": "cards",
    "labels": "labels",
    "signing": "signing",
    "making": "ledger",
    "making_full": "ledger",
}
PHOTO_PIXELS = (480, 660)
BLANK, BLANK_DAY = "　" * 6, "　　　　年　　月　　日"  # to write in by hand


def check_printable(cards: Sequence[Card], paper: str) -> Sequence[Card]:
    """The cards; raises ValidationError naming the members whose card cannot stand on the paper."""
    if paper not in ("cards", "labels"):
        return cards
    unnumbered = [card for card in cards if not card.number]
    if unnumbered:
        raise ValidationError(f"{_named(unnumbered)}还没有证号，请先登记制证再打印。")
    void = [card for card in cards if card.state == CardState.VOID]
    if void:
        raise ValidationError(f"{_named(void)}的证已作废，请在“会员证”里勾选其余的打印。")
    return cards


def paper_of(
    paper: str,
    cards: Sequence[Card],
    *,
    office: str,
    address: Callable[[Card], str],
    handler: str = "",
    on: str = "",
) -> list[blocks.Block]:
    """The blocks of one of TITLES. ``address`` is what a card's code opens; ``handler`` and
    ``on`` stand on a list that was registered."""
    if paper == "cards":
        return [_card(card, address(card)) for card in cards]
    if paper == "labels":
        return [_label(card) for card in cards]
    if paper == "signing":
        return _signing_list(cards, office, handler, on)
    return _making_list(cards, office, on, full=paper == "making_full")


def _named(cards: Sequence[Card]) -> str:
    return few(card.membership.person.name for card in cards)


def _card(card: Card, address: str) -> blocks.Block:
    person = card.membership.person
    day, word = (card.issued_on, "发证日期") if card.issued_on else (card.made_on, "制证日期")
    facts = [("姓名", person.name), ("证号", card.number)]
    if day is not None:
        facts.append((word, in_words(day)))
    return blocks.Tile(
        card.membership.union.name,
        facts,
        title="工会会员证" if card.kind == CardKind.BOOK else "工会会员服务卡",
        code=address,
        picture=_picture(details_of(person).photo),
        picture_place="照片",
    )


def _picture(photo: Attachment | None) -> str:
    """The photo small enough to print many; none where there is none, or its file is gone."""
    if photo is None:
        return ""
    try:
        content = photo.read()
    except AttachmentLost:
        return ""
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        picture.thumbnail(PHOTO_PIXELS)
        picture.save(out, "JPEG", quality=85)
    return base64.b64encode(out.getvalue()).decode()


def _label(card: Card) -> blocks.Block:
    person = card.membership.person
    unit = str(person.employer or card.membership.union)
    return blocks.Tile(person.name, (("", unit), ("", card.number)))


def _signing_list(cards: Sequence[Card], office: str, handler: str, on: str) -> list[blocks.Block]:
    return [
        blocks.Title(("工会会员证领证签收表",)),
        blocks.SubLine((f"填报单位：{office}", f"共{len(cards)}张")),
        blocks.SubLine((f"发放人：{handler or BLANK}", f"发证日期：{on or BLANK_DAY}")),
        blocks.Table(
            caption="",
            head=("序号", "姓名", "身份证号", "工作单位", "证号", "领证人（代领人）签名"),
            rows=[
                (
                    str(number),
                    card.membership.person.name,
                    masked_id(card.membership.person.id_number),
                    str(card.membership.person.employer or ""),
                    card.number,
                    "",
                )
                for number, card in enumerate(cards, 1)
            ],
        ),
        blocks.SignOff(("发放人", "工会（盖章）", "日期")),
    ]


def _making_list(cards: Sequence[Card], office: str, on: str, *, full: bool) -> list[blocks.Block]:
    def number_of(card: Card) -> str:
        number = card.membership.person.id_number
        return number if full else masked_id(number)

    when = f"制证日期：{on}" if on else ""
    return [
        blocks.Title(("工会会员证制证清单",)),
        blocks.SubLine((f"填报单位：{office}", when, f"共{len(cards)}张")),
        blocks.Table(
            caption="",
            head=("序号", "姓名", "性别", "身份证号", "工作单位", "所在基层工会", "类别", "证号"),
            rows=[
                (
                    str(number),
                    card.membership.person.name,
                    card.membership.person.get_sex_display(),
                    number_of(card),
                    str(card.membership.person.employer or ""),
                    card.membership.union.name,
                    card.get_kind_display(),
                    card.number,
                )
                for number, card in enumerate(cards, 1)
            ],
        ),
        blocks.SignOff(("经手人", "审核人", "日期")),
    ]
