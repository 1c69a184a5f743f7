"""Where photos, papers and the logo are kept, from the environment: a folder, or S3-compatible storage."""

from typing import Any

import environ

NEEDED = ("S3_BUCKET", "S3_ENDPOINT", "S3_KEY", "S3_SECRET")


def storage(env: environ.Env) -> dict[str, Any]:
    """Django's default storage. With S3_BUCKET several machines share the files; they are private and go out
    through our own pages only."""
    if not env.str("S3_BUCKET", default=""):
        return {"BACKEND": "config.disk.WholeFiles"}
    options = {
        "bucket_name": env.str("S3_BUCKET"),
        "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET", default="") or None,
        "location": env.str("S3_PREFIX", default=""),
    }
    return {"BACKEND": "config.s3.PrivateStorage", "OPTIONS": options}
