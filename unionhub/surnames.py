"""Surnames of two characters, surnames read otherwise than in other words, and pinyin of names."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

DOT = "·"
_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 "
    "尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 "
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 亓官 司寇 巫马 颛孙 "
    "壤驷 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 "
    "东郭 羊舌 微生 梁丘 左丘 西门 完颜 纳兰 耶律 贺兰 淳于 "
)
COMPOUND = frozenset(_COMPOUND.split())

# Readings of a surname where a dictionary of words gives another.
READINGS = {
    "乐正": "yue zheng",
    "秘": "bi",
    "薄": "bo",
    "卜": "bu",
    "长": "chang",
    "种": "chong",
    "重": "chong",
    "都": "du",
    "盖": "ge",
    "句": "gou",
    "黑": "he",
    "阚": "kan",
    "适": "kuo",
    "六": "lu",
    "缪": "miao",
    "牟": "mu",
    "佴": "nai",
    "粘": "nian",
    "乜": "nie",
    "区": "ou",
    "朴": "piao",
    "繁": "po",
    "覃": "qin",
    "仇": "qiu",
    "单": "shan",
    "召": "shao",
    "折": "she",
    "参": "shen",
    "隗": "wei",
    "洗": "xian",
    "解": "xie",
    "郇": "xun",
    "么": "yao",
    "乐": "yue",
    "员": "yun",
    "藏": "zang",
    "曾": "zeng",
    "查": "zha",
    "翟": "zhai",
    "祭": "zhai",
}


def find_keys(name: str) -> dict[str, str]:
    """What a name stands and is found by, for 张文军: ``pinyin`` zhang wen jun, ``spelt``
    zhangwenjun, ``mixed`` zhangwj, ``initials`` zwj, ``given`` 文军.

    The blanks of ``pinyin`` keep 李安然 (li an ran) before 梁 (liang). Surnames get their own
    readings.
    """
    syllables = _syllables(name)
    first = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    given = name[first:]
    if DOT in name or name[:1].isascii():
        given = re.split(rf"[{DOT} ]", name, maxsplit=1)[-1]
    return {
        "pinyin": " ".join(syllables),
        "spelt": "".join(syllables),
        "mixed": "".join(syllables[:first]) + "".join(s[0] for s in syllables[first:]),
        "initials": "".join(syllable[0] for syllable in syllables),
        "given": "" if given == name else given,
    }


def _syllables(name: str) -> list[str]:
    if DOT in name or name[:1].isascii():
        return [s for part in re.split(rf"[{DOT} ]+", name) for s in _read(part)]
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND else name[:1]
    known = READINGS.get(surname)
    return (known.split() if known else _read(surname)) + _read(name[len(surname) :])


def _read(text: str) -> list[str]:
    """Syllables; a Latin word is one, a character without reading stands for itself."""
    syllables = lazy_pinyin(text, errors=_unread)  # type: ignore[arg-type]
    return [syllable for syllable in syllables if syllable]


def _unread(text: str) -> list[str]:
    plain = "".join(c for c in text.lower() if c.isalnum())
    return re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]", plain)
