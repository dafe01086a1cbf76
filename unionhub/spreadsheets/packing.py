"""The archive a workbook is written into, without clock and chance."""

from __future__ import annotations

from os import PathLike
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STAMP = (1980, 1, 1, 0, 0, 0)


class SteadyArchive(ZipFile):
    """A zip whose parts all carry one date, so that equal workbooks are equal bytes."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_more: Any) -> None:
        super().writestr(_info(zinfo_or_arcname), data)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *_args: Any) -> None:
        with open(filename, "rb") as source, self.open(_info(arcname), "w") as target:
            copyfileobj(source, target)


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _STAMP)
    info.compress_type = ZIP_DEFLATED
    return info
