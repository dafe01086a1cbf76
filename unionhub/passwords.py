"""Passwords an office would try first are refused."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

WORDS = ("gonghui", "unionhub", "zonggonghui", "xiangzhen", "bangfu", "password", "工会")


class OfficeWordsValidator:
    """Refuses the account name, the trade's words and long digit runs padded a little."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        names = [getattr(user, "username", ""), *WORDS]
        for word in sorted(names, key=len, reverse=True):  # the longer first: zonggonghui
            if word:
                rest = rest.replace(word.lower(), "")
        rest = re.sub(r"\d{6,}|(.)\1{2,}", "", rest)
        if len(rest) < 5:
            raise ValidationError("密码过于简单：不要用账号、单位名称、生日或重复的字符拼成。")

    def get_help_text(self) -> str:
        return "至少12个字符，不要用账号、单位名称、生日或常见词。"
