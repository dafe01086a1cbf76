"""The office's own keys: files outside the database and outside every backup.

Three keys live in ``$UNIONHUB_DATA/keys``: ``secret`` signs sessions, ``field-1`` encrypts
sensitive columns (AES-256-GCM, higher numbers are newer), ``index`` keys the hashes that
exact search and uniqueness work on. ``python -m unionhub.keys`` makes the missing ones and is
safe to repeat; it needs no Django, because settings cannot load without the keys.
"""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

NAMES = ("secret", "field-1", "index")
LENGTH = 32  # bytes, written as hexadecimal digits


class KeysMissing(Exception):
    """A key file is absent or damaged; the message says which and how to repair it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """secret: text; index: bytes; fields: key id → 32 bytes, the newest id encrypts."""

    secret: str
    index: bytes
    fields: dict[int, bytes]


def ensure(folder: Path) -> list[str]:
    """Create the keys that ``folder`` lacks (0600 in 0700); returns the names made."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return [name for name in NAMES if _create(folder / name)]


def _create(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(LENGTH))
    return True


def read(folder: Path) -> Keys:
    """The keys in ``folder``. Raises KeysMissing naming the absent or damaged file."""
    newer = [path for path in folder.glob("field-*") if path.name[6:].isdecimal()]
    _bytes(folder / "secret")
    return Keys(
        secret=_text(folder / "secret"),
        index=_bytes(folder / "index"),
        fields={int(path.name[6:]): _bytes(path) for path in [folder / "field-1", *newer]},
    )


def _bytes(path: Path) -> bytes:
    try:
        key = bytes.fromhex(_text(path))
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise KeysMissing(f"密钥文件 {path} 已损坏，请从保管的密钥副本恢复，切勿重新生成。")
    return key


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        raise KeysMissing(
            f"缺少密钥文件 {path}。新装请运行 python -m unionhub.keys 生成；"
            "如数据库已有数据，请从保管的密钥副本恢复，切勿重新生成。"
        ) from None


def folder_from_environment() -> Path:
    """``keys`` under UNIONHUB_DATA, or under ``var`` of this checkout."""
    default = Path(__file__).resolve().parent.parent / "var"
    return Path(os.environ.get("UNIONHUB_DATA") or default) / "keys"


if __name__ == "__main__":
    where = folder_from_environment()
    made = ensure(where)
    sys.stdout.write(f"keys in {where}: {'made ' + ', '.join(made) if made else 'all present'}\n")
