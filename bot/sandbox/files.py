"""Files that travel: uploads as they come in, files as they are kept."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request

DOWNLOAD_LIMIT = 20 * 2**20
UPLOAD_LIMIT = 50 * 2**20
PHOTO_LIMIT = 10 * 2**20

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file the sandbox keeps; ``path`` is where GET /file/bot<token>/<path> finds it."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes

    def to_json(self) -> dict[str, Any]:
        """Return the fields that every kind of file has."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }


def picture_type(data: bytes) -> str | None:
    """Return the content type of a PNG or JPEG picture, None for anything else."""
    if _png_size(data):
        return "image/png"
    return "image/jpeg" if _jpeg_size(data) else None


def photo_size(data: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG or JPEG picture that Telegram would take as a photo."""
    if len(data) > PHOTO_LIMIT:
        raise bad_request("file is too big")
    size = _png_size(data) or _jpeg_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or len(data) < 24:
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _JPEG_FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
