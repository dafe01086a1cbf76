"""The archive a workbook comes in: judged by its directory before anything is unpacked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from unionhub.spreadsheets.refusing import SAVE_AGAIN, Limits, WorkbookRefused, damaged, odd

_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40  # the part itself, the directory
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 64 * 2**10


class Archive:
    """A checked directory: ``parts`` maps each name to its entry. Raises WorkbookRefused."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        check_kind(content, limits)
        self.content = memoryview(content)
        self.parts = _directory(content, limits)
        self._starts = _starts(content, list(self.parts.values()))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part unpacked, never further than its declared size, which must be the true one."""
        part = self.parts[name]
        start = self._starts[part.header_offset]
        packed = self.content[start : start + part.compress_size]
        size, crc = 0, 0
        for piece in _stored(packed) if part.compress_type == ZIP_STORED else _inflated(packed):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            if size > part.file_size:
                raise odd("实际大小与声明不符")
            yield piece
        if size != part.file_size:
            raise odd("实际大小与声明不符")
        if crc != part.CRC:
            raise damaged()

    def bytes_of(self, name: str) -> bytes:
        return b"".join(self.pieces(name))


def check_kind(content: bytes, limits: Limits) -> None:
    """Refuse by size and first bytes what is no xlsx, naming what it is."""
    if len(content) > limits.size:
        raise WorkbookRefused(
            "too_large",
            f"超过{limits.size // 2**20}兆，请删去图片和多余的工作表，或分成几个文件上传。",
        )
    if not content:
        raise WorkbookRefused("empty", "是空文件，请重新选择文件。")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookRefused("encrypted", f"设有打开密码，请先取消密码。{SAVE_AGAIN}")
        raise WorkbookRefused("old_format", f"是旧版格式（xls）。{SAVE_AGAIN}")
    if not content.startswith(b"PK"):
        raise WorkbookRefused(
            "not_workbook", f"不是 Excel 工作簿（可能是网页、文本或其他文件改了名）。{SAVE_AGAIN}"
        )


def _directory(content: bytes, limits: Limits) -> dict[str, ZipInfo]:
    # Counted first: the directory of a hostile archive can be all of its twenty megabytes.
    if content.count(_ENTRY) > limits.members:
        raise odd("部件过多")
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise damaged() from None
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise WorkbookRefused("encrypted", f"设有打开密码，请先取消密码。{SAVE_AGAIN}")
    found: dict[str, ZipInfo] = {}
    for part in parts:
        _check_part(part, limits)
        if part.filename.casefold() in found:
            raise odd("部件重名")
        found[part.filename.casefold()] = part
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise odd("解开后过大")
    return {part.filename: part for part in parts}


def _check_part(part: ZipInfo, limits: Limits) -> None:
    name = part.orig_filename
    steps = name.split("/")
    if "\\" in name or "\0" in name or ":" in name or ".." in steps or name.startswith("/"):
        raise odd("部件路径越界")
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise odd("压缩方式不常见")
    if part.file_size > limits.small and part.file_size > limits.ratio * part.compress_size:
        raise odd("压缩比过高")
    if "vbaproject" in name.casefold() or "xl/macrosheets/" in name.casefold():
        raise WorkbookRefused("macro", f"带有宏。{SAVE_AGAIN}")
    if name.casefold() == "xl/workbook.bin":
        raise WorkbookRefused("old_format", f"是二进制格式（xlsb）。{SAVE_AGAIN}")


def _starts(content: bytes, parts: list[ZipInfo]) -> dict[int, int]:
    """Where the data of each part begins, by the place of its own header; none may overlap."""
    starts: dict[int, int] = {}
    free = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        try:
            header = _LOCAL.unpack_from(content, part.header_offset)
        except struct.error:
            raise damaged() from None
        mark, _, flags, method, _, _, _, _, _, name_length, extra_length = header
        after = part.header_offset + _LOCAL.size
        name, start = content[after : after + name_length], after + name_length + extra_length
        if mark != b"PK\x03\x04" or method != part.compress_type or flags & _ENCRYPTED:
            raise odd("部件与目录不符")
        if name != part.orig_filename.encode("utf-8" if part.flag_bits & 0x800 else "cp437"):
            raise odd("部件与目录不符")
        if part.header_offset < free:
            raise odd("部件重叠")
        free = start + part.compress_size
        starts[part.header_offset] = start
    if free > len(content):
        raise damaged()
    return starts


def _stored(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), _PIECE):
        yield bytes(packed[start : start + _PIECE])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _PIECE):
            waiting: bytes | memoryview = packed[start : start + _PIECE]
            while waiting and not engine.eof:
                yield engine.decompress(waiting, _PIECE)
                waiting = engine.unconsumed_tail
        while not engine.eof and (rest := engine.decompress(b"", _PIECE)):
            yield rest
    except zlib.error:
        raise damaged() from None
    if not engine.eof:
        raise damaged()
