"""Counters behind the numbers people quote."""

from __future__ import annotations

from django.db import models


class Serial(models.Model):
    """The last number given out under a key such as ``XINGFA-BF-2010``."""

    key = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
