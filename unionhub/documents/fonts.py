"""The faces papers are printed in: where their files are, and what they cannot print.

Only these files are shown to the PDF engine, through a fontconfig file of our own, so that a
paper looks the same on every machine. Fandol gives the standard's 仿宋, 楷体, 黑体 and 宋体;
BabelStone Han prints the rare characters of names; Noto CJK steps in where Fandol is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.exceptions import ValidationError
from fontTools.ttLib import TTFont

from unionhub.documents.blocks import Block, words
from unionhub.documents.compose import Measure, Widths
from unionhub.documents.runs import printable

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
TITLE_FAMILY = "Paper XiaoBiaoSong"


class PaperRefused(ValidationError):
    """A paper that will not be printed; the message tells the person why and what to do."""


class FontsMissing(PaperRefused):
    """The machine lacks a face no paper can do without; the message says what to install."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face: the family the engine knows it by, its file, its place in a collection."""

    family: str
    path: str
    index: int = -1


@dataclass(frozen=True, slots=True)
class PaperFonts:
    """The face chosen for each part of a paper."""

    fang: FontFile
    kai: FontFile
    hei: FontFile
    biao: FontFile
    song: FontFile
    rare: FontFile

    def chosen(self) -> dict[str, FontFile]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def families(self) -> dict[str, str]:
        """Part of the paper -> family in use: for the health page and the handbook."""
        return {part: font.family for part, font in self.chosen().items()}

    @property
    def standard(self) -> bool:
        """Whether the faces are those of the standard, not the fallback."""
        return all(
            part == "rare" or font.family == PARTS[part][0].family
            for part, font in self.chosen().items()
        )

    def measure(self) -> Measure:
        faces = {"": self.fang, "kai": self.kai, "hei": self.hei, "biao": self.biao}
        return Measure(
            {name: advances(font) for name, font in faces.items()},
            latin=advances(self.song),
            rare=advances(self.rare),
        )

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, dict[str, Any]]) -> PaperFonts:
        return cls(**{part: FontFile(**font) for part, font in data.items()})


# Best face first. Index 2 of Noto's collections is the Simplified Chinese one.
_NOTO_SERIF = FontFile("Noto Serif CJK SC", "NotoSerifCJK-Regular.ttc", 2)
PARTS: dict[str, tuple[FontFile, ...]] = {
    "fang": (FontFile("FandolFang", "FandolFang-Regular.otf"), _NOTO_SERIF),
    "kai": (
        FontFile("FandolKai", "FandolKai-Regular.otf"),
        FontFile("AR PL UKai CN", "ukai.ttc", 0),
        _NOTO_SERIF,
    ),
    "hei": (
        FontFile("FandolHei", "FandolHei-Regular.otf"),
        FontFile("Noto Sans CJK SC", "NotoSansCJK-Regular.ttc", 2),
    ),
    "biao": (
        FontFile(TITLE_FAMILY, "FandolSong-Bold.otf"),
        FontFile("Noto Serif CJK SC", "NotoSerifCJK-Bold.ttc", 2),
        _NOTO_SERIF,
    ),
    "song": (FontFile("FandolSong", "FandolSong-Regular.otf"), _NOTO_SERIF),
    "rare": (FontFile("BabelStone Han", "BabelStoneHan.ttf"), _NOTO_SERIF),
}


def font_folder() -> Path:
    """The office's own font folder: the setting, or the environment outside Django."""
    if settings.configured:
        return Path(settings.FONTS)
    return Path(os.environ.get("UNIONHUB_FONTS") or ROOT / "var" / "fonts")


def work_folder() -> Path:
    """Where the fontconfig file and cache may be written."""
    data = settings.DATA if settings.configured else os.environ.get("UNIONHUB_DATA")
    return Path(data or ROOT / "var") / "cache" / "fontconfig"


def find_fonts(folder: Path | None = None) -> PaperFonts:
    """The best face present for each part, the office's folder before the system's."""
    return _find((folder or font_folder(), *SYSTEM_FOLDERS))


def fontconfig(fonts: PaperFonts, work: Path) -> Path:
    """Write the fontconfig file that shows the engine these faces only; gives its path."""
    (work / "cache").mkdir(parents=True, exist_ok=True)
    paths = sorted({font.path for font in fonts.chosen().values()})
    folders = sorted({str(Path(path).parent) for path in paths})
    text = CONFIGURATION.format(
        folders="".join(f"  <dir>{escape(folder)}</dir>\n" for folder in folders),
        files="".join(f"    <glob>{escape(path)}</glob>\n" for path in paths),
        cache=escape(str(work / "cache")),
        title=TITLE_FAMILY,
    )
    target = work / "fonts.conf"
    if not target.exists() or target.read_text("utf-8") != text:
        fresh = work / f"fonts.conf.{os.getpid()}"
        fresh.write_text(text, "utf-8")
        fresh.replace(target)
    return target


def unprintable(paper: Iterable[Block] | str) -> list[str]:
    """The characters of a paper or text that no face can print, each once, in reading order.

    Ask before printing and show the answer: on paper such a character is an empty box.
    Private-use characters count, for what a face draws for them is its own affair. Raises
    FontsMissing where there is nothing to print with.
    """
    fonts = find_fonts()
    known = (advances(fonts.fang), advances(fonts.rare))
    return list(
        dict.fromkeys(
            character
            for character in _characters(paper)
            if category(character) == "Co" or not any(ord(character) in face for face in known)
        )
    )


@lru_cache(maxsize=32)
def advances(font: FontFile) -> Widths:
    """Advance widths in em of the characters that are safe to print from a face.

    The engine writes glyph ids as CIDs. In a CID-keyed face only glyphs whose CID equals their
    id come out right in every viewer, so the others are left to the rare face.
    """
    with TTFont(font.path, fontNumber=font.index, lazy=True) as face:
        names = face.getBestCmap()
        metrics, em = face["hmtx"].metrics, face["head"].unitsPerEm
        if "CFF " in face:
            ids = {name: number for number, name in enumerate(face.getGlyphOrder())}
            names = {code: name for code, name in names.items() if _is_safe(name, ids[name])}
        return {code: metrics[name][0] / em for code, name in names.items()}


def _is_safe(glyph: str, number: int) -> bool:
    cid = glyph.removeprefix("cid")
    return cid == glyph or not cid.isdigit() or int(cid) == number


def _characters(paper: Iterable[Block] | str) -> Iterator[str]:
    texts = (
        [paper] if isinstance(paper, str) else [line for block in paper for line in words(block)]
    )
    return (character for text in texts for character in printable(text))


@lru_cache(maxsize=8)
def _find(folders: tuple[Path, ...]) -> PaperFonts:
    present = _files(folders)
    chosen = {part: _first(candidates, present) for part, candidates in PARTS.items()}
    lacking = [part for part, font in chosen.items() if font is None]
    if lacking:
        raise FontsMissing(
            "缺少打印公文用的字体，暂时不能生成 PDF。请管理员运行 bin/setup，"
            "或安装系统软件包 fonts-babelstone-han 和 fonts-noto-cjk 后再试。"
        )
    return PaperFonts(**{part: font for part, font in chosen.items() if font})


def _first(candidates: tuple[FontFile, ...], present: dict[str, str]) -> FontFile | None:
    return next(
        (
            FontFile(font.family, present[font.path], font.index)
            for font in candidates
            if font.path in present
        ),
        None,
    )


def _files(folders: tuple[Path, ...]) -> dict[str, str]:
    """File name -> path of every font file below the folders, the first folder first."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.[ot]t[fc]")):
            found.setdefault(path.name, str(path.resolve()))
    return found


# FandolSong's bold claims an ordinary weight and shares its family with the regular face, so it
# gets a family of its own (not ending in a word that would be read as a weight).
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}  <cachedir>{cache}</cachedir>
  <selectfont>
    <rejectfont><glob>*</glob></rejectfont>
    <acceptfont>
{files}    </acceptfont>
  </selectfont>
  <match target="scan">
    <test name="postscriptname"><string>FandolSong-Bold</string></test>
    <edit name="family" mode="assign_replace"><string>{title}</string></edit>
  </match>
</fontconfig>
"""
