"""Taking files in: checked by content, images redrawn, stored under our own names."""

from __future__ import annotations

import hashlib
import io
import os
import uuid
import zipfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image, ImageOps

from unionhub import audit
from unionhub.models import Attachment
from unionhub.permissions import Permission
from unionhub.scope import Scope

LARGEST = 10 * 1024 * 1024
PIXELS = 40_000_000
Box = tuple[int, int]
OFFICE = {
    "word/document.xml": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


class FileRefused(ValidationError):
    """The file is not one the office keeps, or not what it says it is."""


@transaction.atomic
def add(
    *,
    upload: Any,
    permission: Permission,
    by: Scope,
    record: Any,
    kind: str = "",
    within: Box | None = None,
) -> Attachment:
    """Store ``upload`` for ``record`` (which the caller links). Raises FileRefused.

    ``within``: a picture is asked for, drawn no larger than this many pixels (width, height).
    The file is on disk before the row commits: a crash between leaves a file without a row,
    never a row without its file.
    """
    by.check(permission, record)
    content, ending, media_type = inspect(upload, within)
    stored = f"{uuid.uuid4().hex}.{ending}"
    attachment = Attachment.objects.create(
        organisation=by.organisation,
        kind=kind,
        original_name=_safe_name(upload.name, ending),
        media_type=media_type,
        stored_name=stored,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        added_by=by.user,
    )
    write_durably(attachment.path, content)
    audit.record(by=by, verb="attachment.add", target=attachment, note=str(record))
    return attachment


def inspect(upload: Any, within: Box | None = None) -> tuple[bytes, str, str]:
    """(bytes to store, ending, media type) decided by content alone; the name is not believed."""
    if upload.size > LARGEST:
        raise FileRefused(f"“{upload.name}”超过10兆，请压缩后再传。", code="too_large")
    content = upload.read()
    if within is not None:
        return _redrawn(content, upload.name, within)
    if content.startswith(b"%PDF-"):
        return content, "pdf", "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return content, *_office_kind(content, upload.name)
    return _redrawn(content, upload.name)


def _office_kind(content: bytes, name: str) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        names = set()
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise FileRefused(f"“{name}”带有宏，请另存为不带宏的文件。", code="macro")
    for part, kind in OFFICE.items():
        if part in names:
            return kind
    raise _unknown(name)


def _redrawn(content: bytes, name: str, within: Box | None = None) -> tuple[bytes, str, str]:
    """A picture drawn anew: what hides behind pixels, and where it was taken, is left behind."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > PIXELS:
                raise _too_many_pixels(name)
            upright = ImageOps.exif_transpose(picture)
            clear = upright.has_transparency_data
            drawn = _on_white(upright) if clear else upright.convert("RGB")
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(name) from None
    except Exception as error:
        # Pillow raises many kinds on broken files; all mean the same to the user.
        raise (_no_picture(name) if within else _unknown(name)) from error
    if within is not None:
        drawn.thumbnail(within)
    drawn.info.clear()  # comments and profiles would go along
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=88)
    return out.getvalue(), "jpg", "image/jpeg"


def _on_white(picture: Image.Image) -> Image.Image:
    """What was see-through (scanned seals and signatures often are) becomes paper."""
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _too_many_pixels(name: str) -> FileRefused:
    return FileRefused(f"“{name}”尺寸过大，请缩小后再传。", code="pixels")


def _unknown(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}”的内容不是可接收的类型。"
        "请上传照片（JPG、PNG）、PDF、Word（docx）或 Excel（xlsx）。",
        code="type",
    )


def _no_picture(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}”不是可接收的照片。请上传 JPG 或 PNG 照片，手机可直接拍。", code="picture"
    )


def _safe_name(name: str, ending: str) -> str:
    """The user's name for the file, without path or control characters, with a true ending."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rsplit(".", 1)[0] if "." in base else base
    visible = "".join(c for c in stem if c.isprintable() and c not in '<>:"|?*')
    return f"{visible.strip('. ')[:100] or '附件'}.{ending}"


def write_durably(path: Path, content: bytes) -> None:
    """Write, flush to disk, then rename: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
