"""A process of its own for work on what others wrote: no secrets, no network, a bounded share.

``run_caged`` starts one and waits; the module it runs calls ``limit`` before it reads its input
and adds ``guard`` as an audit hook once it has imported what it needs.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "urllib.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "pty.",
    "ftplib.",
    "http.",
)


class Forbidden(BaseException):
    """Something reached for a file or a connection; not to be caught by the engine it runs in."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the exit status (negative: the signal that killed it) and what it wrote."""

    status: int
    written: bytes


def run_caged(
    module: str, given: bytes, *, seconds: float, environment: Mapping[str, str] | None = None
) -> Outcome:
    """Run ``python -m module`` on ``given``, in an empty folder that is removed after.

    What it writes goes to a file, so that its file size limit bounds our memory too; what it
    says on standard error is dropped, because it may quote what it was given.
    Raises subprocess.TimeoutExpired when the wall clock runs out.
    """
    with (
        tempfile.TemporaryDirectory(prefix="caged-") as folder,
        open(Path(folder, "written"), "w+b") as written,
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-m", module],
            input=given,
            stdout=written,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "PYTHONPATH": str(ROOT),
                "HOME": folder,
                "TMPDIR": folder,
                "LANG": "C.UTF-8",
                "PATH": os.defpath,
                **(environment or {}),
            },
            timeout=seconds,
            check=False,
        )
        written.seek(0)
        return Outcome(done.returncode, written.read())


def limit(*, memory: int, cpu_seconds: int, file_bytes: int) -> None:
    """Bound this process: address space and files in bytes, processor time in seconds."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def guard(folders: Iterable[str] = ()) -> Any:
    """An audit hook: files only below Python's own and the given folders, and no connections."""
    paths = sysconfig.get_paths()
    roots = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    roots = [os.path.join(os.path.realpath(root), "") for root in (*roots, *folders)]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED_EVENTS):
            raise Forbidden(event)
        if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
            # A temporary file is opened by the name of its folder.
            path = os.path.join(os.path.realpath(os.fsdecode(arguments[0])), "")
            if not path.startswith(tuple(roots)):
                raise Forbidden("open")

    return hook
