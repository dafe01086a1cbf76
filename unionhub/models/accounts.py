"""Accounts and the posts they act in."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse

from unionhub.models.organisations import Organisation, Place
from unionhub.roles import ROLES, Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """账号: one natural person. Rights come from posts, never from the account."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="开户工会",
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text="looks after the account until it has posts; none: made by a command",
    )
    username = models.SlugField("账号", max_length=30, unique=True)
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=True)
    large_type = models.BooleanField("大字版", default=False)
    opened_at = models.DateTimeField("开户时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("unionhub:account", args=[self.pk])

    # Django's own screens ask these; no account has rights outside its posts.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> Self:
        """Posts held on a day by accounts in use, in organisations still open."""
        return self.filter(
            Q(until=None) | Q(until__gt=day),
            Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=day),
            since__lte=day,
            user__is_active=True,
        ).select_related("user", "organisation", "place")


class Post(models.Model):
    """岗位: a user holds a role in an organisation from a day until a day (not included)."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="posts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="posts"
    )
    role_key = models.CharField(
        "岗位", max_length=12, choices=[(role.key, role.label) for role in ROLES.values()]
    )
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name="限于村居", null=True, blank=True, related_name="+"
    )
    since = models.DateField("任职日期")
    until = models.DateField("免职日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role_key"],
                condition=Q(until=None),
                name="post_held_once",
            ),
            models.CheckConstraint(condition=Q(role_key__in=list(ROLES)), name="post_role_known"),
            # A contact is bound to a place; nobody else is.
            models.CheckConstraint(
                condition=Q(role_key="contact", place__isnull=False)
                | (~Q(role_key="contact") & Q(place__isnull=True)),
                name="post_contact_has_place",
            ),
        ]

    def __str__(self) -> str:
        place = f"·{self.place}" if self.place else ""
        return f"{self.organisation}{place} · {self.role.label}"

    @property
    def role(self) -> Role:
        return ROLES[self.role_key]
