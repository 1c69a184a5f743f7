"""Files in S3-compatible storage: private, asked with little patience; its trouble is an OSError."""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

ALONE = TransferConfig(use_threads=False)
MISSING = ("404", "NoSuchKey", "NotFound")


class FilesAway(OSError):
    """The storage does not answer, or refuses us."""


@contextmanager
def plainly(name: str) -> Iterator[None]:
    """Say in Python's own words what went wrong with this file."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in MISSING:
            raise FileNotFoundError(name) from error
        raise FilesAway(f"S3: {code}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise FilesAway(f"S3: {type(error).__name__}") from error


class PrivateStorage(S3Storage):
    """Nobody gets an address of a file: our pages read it and pass it on."""

    def get_default_settings(self) -> dict[str, Any]:
        """A storage that is away costs a request some seconds, not minutes; checksums as every maker of
        compatible storage knows them."""
        quick = Config(
            connect_timeout=2,
            read_timeout=5,
            retries={"max_attempts": 1, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return {**super().get_default_settings(), "client_config": quick, "transfer_config": ALONE}

    def url(self, *args: Any, **kwargs: Any) -> str:
        """There is none."""
        raise ValueError("Files are private: they have no address.")

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the files of a folder."""
        with plainly(path):
            folders, names = super().listdir(path)
            return folders, names

    def get_modified_time(self, name: str) -> datetime.datetime:
        """When the file was written."""
        with plainly(name):
            at: datetime.datetime = super().get_modified_time(name)
            return at

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        with plainly(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """How many bytes the file has."""
        with plainly(name):
            return int(super().size(name))

    def delete(self, name: str) -> None:
        """Remove it; one that is gone is no trouble."""
        with plainly(name):
            super().delete(name)

    def answers(self) -> bool:
        """Whether the bucket is there and lets us in."""
        try:
            with plainly(""):
                self.bucket.meta.client.head_bucket(Bucket=self.bucket_name)
        except OSError:
            return False
        return True

    def part(self, name: str, start: int, length: int) -> bytes:
        """So many bytes of a file from there on; fewer where it ends. Raises OSError."""
        with plainly(name):
            wanted = f"bytes={start}-{start + length - 1}"
            found = self.bucket.Object(self._normalize_name(name)).get(Range=wanted)
            return bytes(found["Body"].read())

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Read it now, with one request (10 MB at most): who opens it learns at once that it is not there."""
        with plainly(name):
            found = self.bucket.Object(self._normalize_name(name)).get()
            return File(io.BytesIO(found["Body"].read()), name=name)

    def _save(self, name: str, content: Any) -> str:
        with plainly(name):
            return str(super()._save(name, content))
