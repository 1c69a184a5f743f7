"""S3-compatible storage on this machine: moto's server, with one bucket."""

import subprocess
import sys

import boto3
import urllib3

from tests.servers import Server, free_port, wait_for

NAME, KEY, SECRET = "raprueang", "key-of-the-trial", "secret-of-the-trial"


class Bucket(Server):
    """Keeps its objects in memory; `hang_up` and `start` are an outage."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings that name it."""
        named = {"S3_BUCKET": NAME, "S3_ENDPOINT": self.url, "S3_REGION": "us-east-1"}
        return {**named, "S3_KEY": KEY, "S3_SECRET": SECRET}

    @property
    def names(self) -> list[str]:
        """What is in it."""
        found = self._client().list_objects_v2(Bucket=NAME)
        return [one["Key"] for one in found.get("Contents", ())]

    def start(self) -> None:
        """Start it, with the bucket, empty."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self._answers, what="the storage")
        self._client().create_bucket(Bucket=NAME)

    def stop(self) -> None:
        """End it, and all that it holds."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _client(self):
        access = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.url, **access)

    def _answers(self) -> bool:
        try:
            return urllib3.request("GET", self.url, retries=False, timeout=1).status == 200
        except urllib3.exceptions.HTTPError:
            return False
