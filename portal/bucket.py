"""Files in a bucket that several hosts share, as FILES_URL names it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# A bucket that does not answer is said to be away while somebody still waits for the page.
CLIENT = {"connect_timeout": 3, "read_timeout": 20, "retries": {"total_max_attempts": 2, "mode": "standard"}}


class Bucket(S3Storage):
    """When it cannot be reached, that is an OSError like that of a folder."""

    def __init__(self, **options):
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"}, **CLIENT)
        super().__init__(file_overwrite=False, client_config=config, **options)

    def _open(self, name, mode="rb"):
        with _as_of_a_folder(name):
            return super()._open(name, mode)

    def _save(self, name, content):
        with _as_of_a_folder(name):
            return super()._save(name, content)

    def delete(self, name):
        with _as_of_a_folder(name):
            super().delete(name)

    def exists(self, name):
        with _as_of_a_folder(name):
            return super().exists(name)

    def size(self, name):
        with _as_of_a_folder(name):
            return super().size(name)

    def listdir(self, name):
        with _as_of_a_folder(name):
            return super().listdir(name)


@contextmanager
def _as_of_a_folder(name: str) -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(errno.EHOSTUNREACH, f"the bucket does not answer: {error}", name) from error
