"""Section texts: plain words with tokens in braces, and parts in brackets that may fall away.

``{members.rate}`` is an indicator's value, ``{members.rate|目标}`` its target and
``{members.rate|完成}`` how much of it is reached; Chinese names stand for words and composed
sentences. A part in ``[ ]`` falls away when a token in it has nothing to say; outside brackets
the whole sentence does, so that a paper never states what no record bears out.

Texts are stored with keys and shown to writers with labels: ``{入会率|目标}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from unionhub.documents.blocks import Run

TARGET, COMPLETION = "目标", "完成"
MODES = (TARGET, COMPLETION)
MARKS = ("[", "]", "{", "}")
PIECES = re.compile(r"\{[^{}\[\]\n]*\}|[\[\]{}]|[^\[\]{}]+")
SENTENCES = re.compile(r"(?<=[。！？])(?![”’）])|(?<=[。！？][”’）])")
ITEM = re.compile(r"\s*\d{1,2}\s*[.．、](?!\d)\s*")
DEEPEST = 5  # brackets inside brackets; nobody can follow more
HAND_NUMBER = re.compile(r"\d[\d,.]*\d[%％]?|\d[%％]?")
# What an input method may type for the marks of a pattern.
WIDE_MARKS = str.maketrans("｛｝［］｜", "{}[]|")


class PatternProblem(ValueError):
    """A text that cannot be read; the message says what and how to repair it."""


@dataclass(frozen=True, slots=True)
class Token:
    """What stands in braces: a key, and for indicators what of it is meant."""

    key: str
    mode: str = ""

    def __str__(self) -> str:
        return f"{{{self.key}|{self.mode}}}" if self.mode else f"{{{self.key}}}"


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in brackets."""

    nodes: tuple[str | Token | Part, ...]


Node = str | Token | Part
Say = Callable[[Token], tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A line's runs, and the tokens because of which something was left out."""

    runs: tuple[Run, ...]
    missing: tuple[Token, ...] = field(default=())

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def read(line: str) -> tuple[Node, ...]:
    """The nodes of one line. Raises PatternProblem for braces or brackets without a partner, and
    for brackets too deep in each other."""
    pieces = iter(PIECES.findall(line.translate(WIDE_MARKS)))
    return tuple(_nodes(pieces, depth=0))


def _nodes(pieces: Iterator[str], *, depth: int) -> Iterator[Node]:
    for piece in pieces:
        if piece == "[" and depth == DEEPEST:
            raise PatternProblem(f"方括号一层套一层，最多套{DEEPEST}层，请去掉里面的几层。")
        if piece == "[":
            yield Part(tuple(_nodes(pieces, depth=depth + 1)))
        elif piece == "]" and depth:
            return
        elif piece in MARKS:
            raise PatternProblem(f"“{piece}”没有配对：数据写成{{入会率}}，可省略的话写成[……]。")
        elif piece.startswith("{"):
            key, _, mode = piece[1:-1].partition("|")
            yield Token(key.strip(), mode.strip())
        else:
            yield piece
    if depth:
        raise PatternProblem("“[”没有配对：可省略的话前后都要有方括号，写成[……]。")


def fill(line: str, say: Say) -> Filled:
    """The line with every token said; sentences and parts with nothing to say are left out."""
    runs: list[Run] = []
    missing: list[Token] = []
    for sentence in _sentences(read(line)):
        said = _said(sentence, say, missing)
        runs += said or ()
    return Filled(merged(runs), tuple(missing))


def _said(nodes: Iterable[Node], say: Say, missing: list[Token]) -> tuple[Run, ...] | None:
    """The runs of a sentence or part; None when one of its own tokens has nothing to say."""
    runs: list[Run] = []
    for node in nodes:
        if isinstance(node, str):
            runs.append(Run(node))
        elif isinstance(node, Part):
            runs += _said(node.nodes, say, missing) or ()
        elif words := say(node):
            runs += words
        else:
            missing.append(node)
            return None
    return tuple(runs)


def _sentences(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """Nodes up to and including each full stop that stands outside brackets."""
    current: list[Node] = []
    for node in nodes:
        if not isinstance(node, str):
            current.append(node)
            continue
        *ended, rest = SENTENCES.split(node)
        for text in ended:
            yield [*current, text]
            current = []
        if rest:
            current.append(rest)
    if current:
        yield current


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbouring runs of plain words are one run."""
    joined: list[Run] = []
    for run in runs:
        if joined and not (run.figure or joined[-1].figure):
            joined[-1] = Run(joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)


def tokens(text: str) -> Iterator[Token]:
    """Every token of a text, brackets looked into."""
    for line in text.splitlines():
        yield from _tokens(read(line))


def _tokens(nodes: Iterable[Node]) -> Iterator[Token]:
    for node in nodes:
        if isinstance(node, Token):
            yield node
        elif isinstance(node, Part):
            yield from _tokens(node.nodes)


def stored(text: str, names: Mapping[str, str]) -> str:
    """What a writer typed, with keys for labels; ``names`` maps every key to its label.

    Raises PatternProblem naming every token that means nothing, and what was likely meant.
    """
    keys = {label: key for key, label in names.items()} | {key: key for key in names}
    problems = []
    for line in text.translate(WIDE_MARKS).splitlines():
        try:
            problems += [words for one in _tokens(read(line)) if (words := _problem(one, keys))]
        except PatternProblem as problem:
            problems.append(str(problem))
    if problems:
        raise PatternProblem("\n".join(dict.fromkeys(problems)))
    return _renamed(text.translate(WIDE_MARKS), keys)


def shown(text: str, names: Mapping[str, str]) -> str:
    """A stored text as a writer sees it, with labels for keys."""
    return _renamed(text, names)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    def rename(found: re.Match[str]) -> str:
        key, _, mode = found.group(1).partition("|")
        return str(Token(names.get(key.strip(), key.strip()), mode.strip()))

    return re.sub(r"\{([^{}\[\]\n]*)\}", rename, text)


def _problem(token: Token, keys: Mapping[str, str]) -> str:
    """What is wrong with a token, in words; nothing when it is known."""
    if token.key not in keys:
        near = get_close_matches(token.key, keys, n=1, cutoff=0.3)
        hint = f"，是不是“{{{near[0]}}}”？" if near else "，请从旁边的清单里选用。"
        return f"没有“{token}”这项数据{hint}"
    if token.mode and token.mode not in MODES:
        return f"“{token}”里“|”后面只能写“目标”或“完成”。"
    if token.mode and not keys[token.key].isascii():
        return f"“{{{token.key}}}”不是指标，没有目标，请去掉“|{token.mode}”。"
    return ""


def hand_numbers(text: str) -> list[str]:
    """Numbers typed by hand: digits outside tokens, numbers of items aside."""
    found: list[str] = []
    for line in text.splitlines():
        words = re.sub(r"\{[^{}]*\}", "", ITEM.sub("", line, count=1) if ITEM.match(line) else line)
        found += HAND_NUMBER.findall(words)
    return list(dict.fromkeys(found))
