"""The kernel's records."""

from unionhub.models.accounts import Post, User
from unionhub.models.attachments import Attachment, AttachmentLost
from unionhub.models.audit import AuditEvent, AuditTail
from unionhub.models.base import ScopedQuerySet, all_or_none, one_of, path_range
from unionhub.models.habits import HeadingHabit, ValueHabit
from unionhub.models.imports import ImportLine, ImportRun
from unionhub.models.organisations import Organisation, OrganisationChange, Place
from unionhub.models.serials import Serial

__all__ = [
    "Attachment",
    "AttachmentLost",
    "AuditEvent",
    "AuditTail",
    "HeadingHabit",
    "ImportLine",
    "ImportRun",
    "Organisation",
    "OrganisationChange",
    "Place",
    "Post",
    "ScopedQuerySet",
    "Serial",
    "User",
    "ValueHabit",
    "all_or_none",
    "one_of",
    "path_range",
]
