"""附件类别 of a case: what a paper hung on it proves."""

from __future__ import annotations

from django.db import models


class CasePaper(models.TextChoices):
    APPLICATION = "application", "申请书"
    PROOF = "proof", "证明材料"
    VISIT = "visit", "入户照片"
    NOTICE = "notice", "公示照片"
    MINUTES = "minutes", "委员会会议纪要"
    RECEIPT = "receipt", "签收凭据"
    OTHER = "other", "其他"
