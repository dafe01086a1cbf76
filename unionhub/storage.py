"""Static files: hashed names, gzip only."""

from __future__ import annotations

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OfficeStaticStorage(CompressedManifestStaticFilesStorage):
    """Without brotli, which takes a minute at its top level for files served on a LAN."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(**{**kwargs, "use_brotli": False})
