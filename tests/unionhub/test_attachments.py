"""Files taken in are what they say, kept where no address leads, and given back to keep only."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from unionhub.actions import attachments
from unionhub.actions.attachments import LARGEST, FileRefused
from unionhub.middleware import troubles
from unionhub.models import Attachment, AttachmentLost, AuditEvent
from unionhub.permissions import Permission
from unionhub.web import send_attachment

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS = tmp_path / "attachments"
    return settings.ATTACHMENTS


def picture(form="JPEG", size=(8, 8), mode="RGB", color="white", **more):
    out = BytesIO()
    Image.new(mode, size, color).save(out, form, **more)
    return out.getvalue()


def archive(*names):
    out = BytesIO()
    with ZipFile(out, "w") as zipped:
        for name in names:
            zipped.writestr(name, "<x/>")
    return out.getvalue()


def inspect(content, name="材料.jpg"):
    return attachments.inspect(SimpleUploadedFile(name, content))


def refusal(content, name="材料.jpg"):
    with pytest.raises(FileRefused) as refused:
        inspect(content, name)
    assert name in refused.value.messages[0]
    return refused.value.code


@pytest.fixture
def keep(clerk, tiezhu):
    def kept(content=PDF, name="出院证明.pdf", **more):
        upload = SimpleUploadedFile("x", content)
        upload._name = name  # as a client sends it, past Django's own cleaning
        return attachments.add(
            upload=upload,
            permission=Permission.ORGANISATION_EDIT,
            **{"by": clerk, "record": tiezhu} | more,
        )

    return kept


# --- what is taken --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "jpg"),
        (picture("WEBP"), "jpg"),
        (picture("PNG", mode="P", color=0), "jpg"),
        (picture("PNG", mode="L", color=9), "jpg"),
        (picture("JPEG", mode="CMYK", color=(0, 0, 0, 0)), "jpg"),
    ],
)
@pytest.mark.parametrize("name", ["材料.jpg", "材料.exe", "材料"])
def test_the_content_decides_the_kind_whatever_the_name(content, ending, name):
    kept, found, media_type = inspect(content, name)
    assert kept
    assert found == ending
    assert media_type.startswith(("image/jpeg", "application/"))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
GIF = b"GIF89a" + bytes(20)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        HTML,
        b"\xef\xbb\xbf" + HTML,
        b"\xff\xd8\xff\xe0" + HTML,
        picture("JPEG")[:60],
        picture("PNG")[:40],
        picture("GIF", mode="P", color=0),
        GIF + b"/*" + HTML,
        picture("BMP"),
        picture("TIFF"),
        b"MZ\x90\x00" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe",
        b" %PDF-1.4",
        b"{\\rtf1 }",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        b"Rar!\x1a\x07\x00",
        archive("a.txt"),
        archive("META-INF/MANIFEST.MF", "Evil.class"),
        b"PK\x03\x04" + bytes(100),
        archive("word/document.xml")[:-20],
    ],
)
def test_anything_else_is_refused_whatever_its_name(content):
    assert refusal(content, "照片.jpg") == "type"


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "x/vbaProject.bin"])
def test_macros_are_refused(part):
    assert refusal(archive("word/document.xml", part)) == "macro"


def test_a_file_too_large_is_refused_unread():
    upload = SimpleUploadedFile("大.pdf", PDF)
    upload.size = LARGEST + 1
    with pytest.raises(FileRefused) as refused:
        attachments.inspect(upload)
    assert refused.value.code == "too_large"
    assert upload.tell() == 0


# --- pictures are drawn anew ----------------------------------------------------------------------
def redrawn(content):
    return inspect(content)[0]


@pytest.mark.parametrize(
    "hidden", [HTML, b"<?php system('id'); ?>", archive("word/document.xml"), PDF]
)
def test_what_hangs_on_a_picture_is_left_behind(hidden):
    for form in ("JPEG", "PNG", "WEBP"):
        kept = redrawn(picture(form) + hidden)
        assert hidden not in kept
        assert kept.startswith(b"\xff\xd8\xff")


def test_what_hides_inside_a_picture_is_left_behind():
    assert HTML not in redrawn(picture("JPEG", comment=HTML))
    assert HTML not in redrawn(picture("JPEG", icc_profile=HTML * 3))


def test_where_and_with_what_it_was_taken_is_left_behind():
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (43.0, 36.0, 0.0)
    taken = picture("JPEG", exif=exif)
    assert b"PhoneMaker" in taken
    kept = redrawn(taken)
    assert b"PhoneMaker" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(BytesIO(redrawn(picture(size=(30, 10), exif=exif)))).size == (10, 30)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_see_through_becomes_white_paper(mode):
    color = (0, 0, 0, 0) if mode == "RGBA" else (0, 0)
    drawn = Image.open(BytesIO(redrawn(picture("PNG", mode=mode, color=color))))
    assert drawn.getpixel((4, 4)) == (255, 255, 255)


def png_of(width, height):
    """The beginning of a picture of this size: a few hundred bytes."""
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("size", [(7000, 7000), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_flood_of_pixels_is_refused_before_it_is_drawn(size):
    assert refusal(png_of(*size)) == "pixels"


@pytest.mark.parametrize(
    ("size", "kept"), [((1600, 1200), (358, 269)), ((100, 50), (100, 50)), ((300, 4410), (30, 441))]
)
def test_a_portrait_is_drawn_no_larger_than_its_frame(size, kept):
    upload = SimpleUploadedFile("照片.png", picture("PNG", size=size))
    content, ending, media_type = attachments.inspect(upload, (358, 441))
    assert (ending, media_type) == ("jpg", "image/jpeg")
    assert Image.open(BytesIO(content)).size == kept


@pytest.mark.parametrize("content", [PDF, archive("xl/workbook.xml"), b"GIF89a", b"<svg/>", b""])
def test_where_a_picture_is_asked_for_nothing_else_is_taken(content):
    with pytest.raises(FileRefused) as refused:
        attachments.inspect(SimpleUploadedFile("照片.jpg", content), (358, 441))
    assert refused.value.code == "picture"


# --- where it is kept -----------------------------------------------------------------------------
def test_a_file_is_kept_under_our_own_name_outside_every_web_root(keep, clerk, folder):
    kept = keep()
    assert kept.path.read_bytes() == PDF
    assert re.fullmatch(r"[0-9a-f]{32}\.pdf", kept.stored_name)
    assert kept.path.parent.parent == folder
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700
    assert (kept.size, kept.added_by, kept.organisation) == (
        len(PDF),
        clerk.user,
        clerk.organisation,
    )
    assert not list(folder.rglob("*.part"))


def test_the_folder_of_the_office_is_no_web_root():
    roots = [
        project.STATIC_ROOT,
        *(r if isinstance(r, Path) else r[1] for r in project.STATICFILES_DIRS),
    ]
    assert not any(project.ATTACHMENTS.resolve().is_relative_to(Path(r).resolve()) for r in roots)
    assert not project.MEDIA_ROOT


def test_two_files_of_one_name_are_two_files(keep):
    first, second = keep(), keep()
    assert first.path != second.path
    assert first.original_name == second.original_name


EVIL = [
    ("../../etc/passwd", "passwd.pdf"),
    ("..\\..\\windows\\win.ini", "win.pdf"),
    ("/etc/shadow", "shadow.pdf"),
    ("C:\\boot.ini", "boot.pdf"),
    ("....//....//x", "x.pdf"),
    ("x.pdf.exe", "x.pdf.pdf"),
    ("x.html", "x.pdf"),
    ("x.php\x00.pdf", "x.php.pdf"),
    ("x\r\nSet-Cookie: a=b", "xSet-Cookie a=b.pdf"),
    ("x\u202efdp.exe", "xfdp.pdf"),
    ("\u200b\u200b.pdf", "附件.pdf"),
    ('"><script>.pdf', "script.pdf"),
    ("a;b=c|d&e.pdf", "a;b=cd&e.pdf"),
    ("$(reboot).pdf", "$(reboot).pdf"),
    ("%2e%2e%2fx.pdf", "%2e%2e%2fx.pdf"),
    (".htaccess", "附件.pdf"),
    ("..", "附件.pdf"),
    (".", "附件.pdf"),
    ("   .pdf", "附件.pdf"),
    ("???.pdf", "附件.pdf"),
    ("无后缀", "无后缀.pdf"),
    ("甲" * 300 + ".pdf", "甲" * 100 + ".pdf"),
    ("出院 证明（1）.PDF", "出院 证明（1）.pdf"),
]


def test_there_are_twenty_three_of_them():
    assert len({name for name, _ in EVIL}) == 23


@pytest.mark.parametrize(("name", "shown"), EVIL)
def test_an_evil_name_becomes_a_plain_one_and_leads_nowhere(keep, folder, name, shown):
    kept = keep(name=name)
    assert kept.original_name == shown
    assert kept.path.resolve().is_relative_to(folder.resolve())
    header = send_attachment(kept).headers["Content-Disposition"]
    assert header.isascii()
    assert unquote(header) == f"attachment; filename*=UTF-8''{shown}"


# --- who and when ---------------------------------------------------------------------------------
def test_taking_a_file_in_is_logged(keep, tiezhu):
    kept = keep()
    event = AuditEvent.objects.get()
    assert (event.verb, event.target_id, event.note) == (
        "attachment.add",
        str(kept.pk),
        str(tiezhu),
    )


@pytest.mark.parametrize("other", ["neighbour", "cashier"])
def test_only_who_may_edit_the_record_adds_to_it(keep, folder, request, other):
    with pytest.raises(PermissionDenied):
        keep(by=request.getfixturevalue(other))
    assert not Attachment.objects.exists()
    assert not folder.exists()


def test_a_refused_file_leaves_nothing(keep, folder):
    with pytest.raises(FileRefused):
        keep(content=HTML)
    assert not Attachment.objects.exists()
    assert not folder.exists()


@pytest.mark.database
def test_a_deed_taken_back_leaves_no_row_without_its_file(keep):
    with pytest.raises(RuntimeError), transaction.atomic():
        keep()
        raise RuntimeError
    assert not Attachment.objects.exists()


# --- how it is given back -------------------------------------------------------------------------
def test_a_file_is_given_to_keep_never_to_be_shown(keep):
    response = send_attachment(keep())
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_that_is_gone_or_altered_is_not_given(keep):
    kept = keep()
    kept.path.write_bytes(PDF + b" ")
    with pytest.raises(AttachmentLost):
        send_attachment(kept)
    kept.path.unlink()
    with pytest.raises(AttachmentLost):
        send_attachment(kept)


def test_the_page_says_that_a_file_is_lost_and_names_none(rf, caplog):
    request = rf.get("/")
    response = troubles(lambda _: None).process_exception(request, AttachmentLost("0a1b.pdf"))
    assert response.status_code == 500
    assert "附件无法提供" in response.content.decode()
    assert "0a1b.pdf" in caplog.text
    assert "0a1b.pdf" not in response.content.decode()
