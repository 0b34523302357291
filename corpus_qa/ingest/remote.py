"""Files on other machines (``s3://``, ``gs://``, ``az://``, ``hf://``, ``https://``), by fsspec.

They are streamed, and a connection that breaks is taken up again where it broke. fsspec and the
library of each kind of storage are extras: nothing here is imported unless such a path is named.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from corpus_qa.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from fsspec import AbstractFileSystem

# Protocol -> the package that fsspec needs for it, empty if none.
PROTOCOLS: Mapping[str, str] = {
    "s3": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "hf": "huggingface_hub",
    "http": "aiohttp",
    "https": "aiohttp",
    "memory": "",
}
WEB = ("http", "https")

# What storages call that which changes when a file does.
VERSIONS = (
    "ETag", "etag", "md5Hash", "crc32c", "content_md5", "generation", "VersionId", "blob_id", "oid",
    "LastModified", "last_modified", "updated", "mtime", "created",
)  # fmt: skip

# How often a read is tried, and the seconds before the second time; they double each time.
ATTEMPTS, PAUSE = 4, 0.5

# Bytes read at a time.
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file elsewhere, used as a path is.

    Attributes:
        url: Its address.
        size: Its bytes; 1 if they are not known.
        version: Hexadecimal digits that change when the file does, and with each look at a file
            whose storage does not say when it changed.
        system: The file system that it is in.
        place: Its path there.
    """

    url: str
    size: int
    version: str
    system: AbstractFileSystem
    place: str

    def __fspath__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(self.place.partition("?")[0]).name

    def as_posix(self) -> str:
        """Return the address."""
        return self.url

    def stat(self) -> os.stat_result:
        """Return the size, and numbers that change when the file does in place of times."""
        # below all times of files, as these numbers are no times
        changed = int(self.version[:8], 16)
        times = {"st_mtime_ns": changed, "st_ctime_ns": changed}
        return os.stat_result((0, 0, 0, 0, 0, 0, self.size, 0, 0, 0), times)

    def open(self, _mode: str = "rb") -> IO[bytes]:
        """Open it for reading."""
        return io.BufferedReader(_Retrying(self), BLOCK)

    def read_bytes(self) -> bytes:
        """Read all of it."""
        with self.open() as file:
            return file.read()


class _Retrying(io.RawIOBase):
    """The bytes of a file elsewhere; a read that fails is tried again at its place."""

    def __init__(self, remote: RemoteFile) -> None:
        super().__init__()
        self.remote = remote
        self.file: Any = None
        self.place = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        for attempt in range(ATTEMPTS):
            try:
                data = self._read(len(view))
            except (FileNotFoundError, PermissionError, IsADirectoryError):
                raise
            except Exception as error:  # each storage raises errors of its own
                self._drop()
                if attempt + 1 == ATTEMPTS:
                    msg = f"{type(error).__name__}: {error}"
                    raise OSError(msg) from error
                time.sleep(PAUSE * 2**attempt)
            else:
                view[: len(data)] = data
                self.place += len(data)
                return len(data)
        return 0

    def _read(self, size: int) -> bytes:
        if self.file is None:
            self.file = self.remote.system.open(self.remote.place, "rb")
            if self.place:
                self.file.seek(self.place)
        return bytes(self.file.read(size))

    def _drop(self) -> None:
        file, self.file = self.file, None
        try:
            if file is not None:
                file.close()
        except Exception:  # noqa: BLE001, S110 - it is broken already
            pass

    def close(self) -> None:
        """Close the file."""
        self._drop()
        super().close()


def expand(url: str) -> Iterator[tuple[RemoteFile, str]]:
    """Yield the files of an address with their names: a file, a folder or a glob, in order.

    Raises:
        ConfigError: The library for this kind of storage is not installed.
        OSError: There is no such file, or the storage cannot be reached.
    """
    protocol = url.partition("://")[0].lower()
    if protocol not in PROTOCOLS:
        msg = f"there is nothing that reads {protocol}://, only {', '.join(PROTOCOLS)}"
        raise OSError(None, msg)
    try:
        system, place = _connect(url)
        root, found = _find(system, place, is_web=protocol in WEB)
    except ImportError as error:
        missing = " and ".join(filter(None, ("fsspec", PROTOCOLS[protocol])))
        msg = f"{url} cannot be read without {missing}: pip install 'corpus-qa[remote]'."
        raise ConfigError(msg) from error
    except OSError:
        raise
    except Exception as error:  # each storage raises errors of its own
        msg = f"{type(error).__name__}: {error}"
        raise OSError(msg) from error
    for path, info in sorted(found.items()):
        name = PurePosixPath(path.partition("?")[0]).relative_to(root).as_posix()
        whole = path if "://" in path else f"{protocol}://{path.lstrip('/')}"
        yield RemoteFile(whole, info.get("size") or 1, _version(info), system, path), name


def _connect(url: str) -> tuple[AbstractFileSystem, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, and slow to import

    system, place = url_to_fs(url)
    return system, str(place)


def _find(
    system: AbstractFileSystem, place: str, *, is_web: bool
) -> tuple[str, dict[str, Mapping[str, Any]]]:
    """Return the folder that names begin at, and the files with what is said of them."""
    magic = "*" if is_web else "*?["  # a question mark is a part of the addresses of pages
    if any(char in place for char in magic):
        fixed = place[: min(place.index(char) for char in magic if char in place)]
        matches = system.glob(place, detail=True)
        if not matches:
            msg = "nothing matches the pattern"
            raise FileNotFoundError(None, msg)
        files = {path: info for path, info in matches.items() if info["type"] == "file"}
        for path, info in matches.items():
            if info["type"] == "directory":
                files.update(system.find(path, detail=True))
        return fixed.rpartition("/")[0], files
    if not is_web and system.isdir(place):
        return place.rstrip("/"), system.find(place, detail=True)
    info = system.info(place)
    return str(PurePosixPath(place.partition("?")[0]).parent), {place: info}


def _version(info: Mapping[str, Any]) -> str:
    said = [f"{name}={info[name]}" for name in VERSIONS if info.get(name)]
    said = said or [str(time.time_ns())]
    text = "\n".join([*said, str(info.get("size"))])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
