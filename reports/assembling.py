"""From texts and sources to the blocks of a paper. Asks the database nothing.

The published copy never holds the name of anyone who asked for help: composed sentences count
people there, and a name typed by hand is masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from aid.models import AidKind
from reports import wording
from reports.indicators import REGISTRY
from reports.masking import NameMask
from reports.models import Copy
from reports.patterns import ITEM, Filled, Token, fill
from reports.sections import SECTIONS, TEMPLATE, Section
from reports.sources import Sources
from reports.statements import NAMES, say
from reports.voice import Spoken, Voice
from unionhub.documents import blocks
from unionhub.documents.blocks import Block, Cell, Run
from unionhub.money import yuan_text

NUMERALS = "一二三四五六七八九十"
LONGEST_TITLE = 18  # characters of 2号 on one line, with room to breathe
DEFAULT_WORDS = "".join(section.heading + section.text for section in TEMPLATE)


@dataclass(frozen=True, slots=True)
class Written:
    """What an office wrote for a section; an empty heading is the default one."""

    text: str
    heading: str = ""


Texts = Mapping[str, Written]
_FilledSection = tuple[Section, tuple[Run, ...], list[blocks.Paragraph]]


@dataclass(frozen=True, slots=True)
class Paper:
    """One copy of a paper. ``missing`` are (section, what had nothing to say), ``unknown``
    (section, what no figure of today answers to); ``masked`` are names of aided people that were
    typed by hand and are hidden here."""

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    figures: Mapping[str, Spoken]
    missing: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]
    masked: tuple[str, ...]

    @property
    def name(self) -> str:
        return "".join(self.title)


def assemble(sources: Sources, *, texts: Texts, copy: str, rounded: bool, dated: date) -> Paper:
    """The paper in one copy, with whatever the office wrote in place of the default texts."""
    work = _Work(Voice(sources, copy=copy, rounded=rounded))
    body = list(work.sections(texts))
    table = _annex(work.voice)
    title = title_of(sources)
    made: list[Block] = [blocks.Title(title), *body]
    if table:
        made.append(blocks.Attachment((_annex_title(sources),)))
    made.append(blocks.Signature(sources.organisation.name, wording.day(dated)))
    made += table
    used = {run.figure for block in made for run in _runs(block) if run.figure}
    return Paper(
        title,
        tuple(made),
        {key: work.told(work.voice.spoken[key]) for key in sorted(used)},
        tuple(work.missing),
        tuple(dict.fromkeys(work.unknown)),
        tuple(sorted(work.mask.met)),
    )


def one_section(
    sources: Sources, key: str, written: Written, *, copy: str, rounded: bool
) -> tuple[list[Block], list[str]]:
    """A section by itself, as a writer sees it while writing; and what had nothing to say."""
    work = _Work(Voice(sources, copy=copy, rounded=rounded))
    section = SECTIONS[key]
    heading, paragraphs = work.one(section, written)
    head = [blocks.Heading(heading, section.level)] if section.level else []
    return [*head, *paragraphs], list(dict.fromkeys(token for _, token in work.missing))


def title_of(sources: Sources) -> tuple[str, ...]:
    """兴发乡2010年上半年工会工作总结; in two lines when it is long."""
    union = sources.organisation
    kind = "工作总结" if union.title.endswith("工会") else "工会工作总结"
    lines = (union.title, f"{sources.period.label}{kind}")
    return lines if sum(map(len, lines)) > LONGEST_TITLE + 4 else ("".join(lines),)


@dataclass
class _Work:
    """The paper under the pen: what was said, what was missing, which names were hidden."""

    voice: Voice
    missing: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    mask: NameMask = field(init=False)

    def __post_init__(self) -> None:
        """The internal copy hides nobody. A name that is also a word of the default wording
        (文明, 和平) is left alone."""
        sources = self.voice.sources
        published = self.voice.copy == Copy.PUBLISHED
        names = {one for one in sources.aided_names if published and one not in DEFAULT_WORDS}
        union = sources.organisation
        self.mask = NameMask(names, kept={*sources.places, union.name, union.title, sources.above})

    def sections(self, texts: Texts) -> Iterable[Block]:
        """The sections that have something to say, headings numbered in the order they stand."""
        filled = [(one, *self.one(one, texts.get(one.key))) for one in TEMPLATE]
        numbers = [0, 0, 0]
        for place, (section, heading, paragraphs) in enumerate(filled):
            if not paragraphs and not _has_children(filled, place):
                continue
            if section.level:
                numbers[section.level] += 1
                if section.level == 1:
                    numbers[2] = 0
                number = NUMERALS[numbers[section.level] - 1]
                lead = f"{number}、" if section.level == 1 else f"（{number}）"
                yield blocks.Heading((Run(lead), *heading), section.level)
            yield from paragraphs

    def one(
        self, section: Section, written: Written | None
    ) -> tuple[tuple[Run, ...], list[blocks.Paragraph]]:
        """The heading without its number, and the paragraphs that have something to say."""
        heading = (written.heading if written else "") or section.heading
        text = written.text if written else section.text
        paragraphs, items = [], 0
        for line in text.splitlines():
            item = ITEM.match(line)
            runs = self._line(section, line[item.end() if item else 0 :].strip())
            if not any(run.text.strip() for run in runs):
                continue
            items += bool(item)
            number = (Run(f"{items}."),) if item else ()
            paragraphs.append(blocks.Paragraph((*number, *runs)))
        return self._line(section, heading), paragraphs

    def told(self, one: Spoken) -> Spoken:
        """What is kept of a figure: the words a text put into it hide names like the text."""
        return replace(one, text=self.mask(one.text), rule=self.mask(one.rule))

    def _line(self, section: Section, line: str) -> tuple[Run, ...]:
        filled: Filled = fill(line, partial(self._say, section))
        self.missing += [(section.name, _label(token)) for token in filled.missing]
        return tuple(replace(run, text=self.mask(run.text)) for run in filled.runs)

    def _say(self, section: Section, token: Token) -> tuple[Run, ...]:
        """The words of a token. One that nothing answers to, because its indicator was withdrawn
        since the text was written, stands as it is: seen by everybody, and not to be signed."""
        if token.key in NAMES:
            return say(self.voice, token)
        self.unknown.append((section.name, str(token)))
        return (Run(str(token)),)


def _has_children(
    filled: Sequence[tuple[Section, object, list[blocks.Paragraph]]], at: int
) -> bool:
    """Whether a section of the second level with something to say follows inside this one."""
    for section, _, paragraphs in filled[at + 1 :]:
        if section.level <= filled[at][0].level:
            return False
        if paragraphs:
            return True
    return False


def _label(token: Token) -> str:
    return str(Token(NAMES.get(token.key, token.key), token.mode))


def _annex_title(sources: Sources) -> str:
    return f"{sources.organisation.title}{sources.period.label}帮扶情况表"


def _annex(voice: Voice) -> list[Block]:
    """附件: help of the period by kind, the very figures the sentences use; none without help."""
    figures = voice.sources.figures
    if not figures["aid.cases"].value:
        return []
    rows: list[tuple[Cell, ...]] = [
        (str(kind.label), *_cells(voice, f"aid.{kind.value}"))
        for kind in AidKind
        if figures[f"aid.{kind.value}.cases"].value
    ]
    table = blocks.Table(
        caption=_annex_title(voice.sources),
        head=("类别", "人数", "人次", "金额（元）"),
        rows=rows,
        align=("text", "number", "number", "money"),
        foot=("合计", *_cells(voice, "aid")),
        note="注：同一人得到几类帮扶的，合计人数只计一人；金额含物资折款。",
    )
    return [blocks.PageBreak(), blocks.Paragraph((Run("附件", face="hei"),), 0), table]


def _cells(voice: Voice, stem: str) -> list[Run]:
    """People, cases and exact yuan; a table is never rounded."""
    cells = []
    for name in ("people", "cases", "amount"):
        one = REGISTRY[f"{stem}.{name}"]
        value = voice.sources.figures[one.key].value or 0
        text = yuan_text(Decimal(value)) if one.unit == "元" else str(value)
        said = voice.spoken.get(one.key)
        run = voice.bind(one, text)
        if said:  # the sentence's way of saying it is the one kept
            voice.spoken[one.key] = said
        cells.append(run)
    return cells


def _runs(block: Block) -> Iterable[Run]:
    if isinstance(block, (blocks.Heading, blocks.Paragraph)):
        return block.runs
    if isinstance(block, blocks.Table):
        return (cell for row in (*block.rows, block.foot) for cell in row if isinstance(cell, Run))
    return ()
