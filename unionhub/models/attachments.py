"""Files that belong to records: server-named, outside the web root, digest kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import models

from unionhub.models.accounts import User
from unionhub.models.organisations import Organisation


class AttachmentLost(Exception):
    """The stored file is gone or no longer what was taken in."""


class Attachment(models.Model):
    """附件. Reached only through the record it hangs on, which decides who sees it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=30, blank=True)
    original_name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("类型", max_length=100)
    stored_name = models.CharField(max_length=60, unique=True)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def path(self) -> Path:
        return Path(settings.ATTACHMENTS) / self.stored_name[:2] / self.stored_name

    def read(self) -> bytes:
        """The bytes that were taken in. Raises AttachmentLost rather than give others."""
        try:
            content = self.path.read_bytes()
        except OSError:
            raise AttachmentLost(self.stored_name) from None
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise AttachmentLost(self.stored_name)
        return content
