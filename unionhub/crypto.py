"""Sealing of sensitive column values (AES-256-GCM) and the keyed hashes for exact search.

A sealed value reads ``<key id>:<base64 of nonce and ciphertext>``; the field's label is bound
to it as associated data, so that a value moved to another column does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class SealBroken(Exception):
    """A stored value does not open: wrong key, wrong column or altered bytes."""


def seal(text: str, label: str) -> str:
    """Encrypt with the newest key."""
    key_id = max(settings.FIELD_KEYS)
    nonce = os.urandom(12)
    body = AESGCM(settings.FIELD_KEYS[key_id]).encrypt(nonce, text.encode(), label.encode())
    return f"{key_id}:{base64.b64encode(nonce + body).decode('ascii')}"


def unseal(stored: str, label: str) -> str:
    """Decrypt. Raises SealBroken; never falls back to the stored text."""
    key_id, _, body = stored.partition(":")
    try:
        raw = base64.b64decode(body, validate=True)
        key = settings.FIELD_KEYS[int(key_id)]
        return AESGCM(key).decrypt(raw[:12], raw[12:], label.encode()).decode()
    except (KeyError, ValueError, InvalidTag):
        raise SealBroken(f"{label}：加密数据无法读取，请核对密钥文件是否与数据库匹配。") from None


def seal_bytes(content: bytes, label: str) -> bytes:
    """Encrypt a file with the newest key: key id, colon, nonce, ciphertext."""
    key_id = max(settings.FIELD_KEYS)
    nonce = os.urandom(12)
    body = AESGCM(settings.FIELD_KEYS[key_id]).encrypt(nonce, content, label.encode())
    return f"{key_id}:".encode() + nonce + body


def unseal_bytes(stored: bytes, label: str) -> bytes:
    """Decrypt a file. Raises SealBroken; never gives back the stored bytes."""
    key_id, _, raw = stored.partition(b":")
    try:
        key = settings.FIELD_KEYS[int(key_id)]
        return AESGCM(key).decrypt(raw[:12], raw[12:], label.encode())
    except (KeyError, ValueError, InvalidTag):
        raise SealBroken(f"{label}：加密文件无法读取，请核对密钥文件是否匹配。") from None


def keyed_hash(text: str, label: str) -> str:
    """Hex HMAC-SHA256 of the value with blanks removed and letters upper-cased."""
    folded = "".join(text.split()).upper()
    message = f"{label}\0{folded}".encode()
    return hmac.new(settings.INDEX_KEY, message, hashlib.sha256).hexdigest()
