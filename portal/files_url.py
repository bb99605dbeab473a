"""FILES_URL: where the files are, a folder of this machine or a bucket that several hosts share (S3 and its like)."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
FORM = "s3://key:secret@host/bucket, with ?tls=no where there is none and ?region= where one is asked for"


def storage(url: str) -> dict:
    """What STORAGES wants; empty means the folder. Raises ImproperlyConfigured for an address of another form."""
    if not url:
        return FOLDER
    parts, bucket = urlsplit(url), urlsplit(url).path.strip("/")
    more = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not all([parts.hostname, parts.username, parts.password, bucket]):
        raise ImproperlyConfigured(f"FILES_URL must look like {FORM}")
    options = {
        "bucket_name": bucket,
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"{'http' if more.get('tls') == 'no' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        "region_name": more.get("region", "us-east-1"),
    }
    return {"BACKEND": "portal.bucket.Bucket", "OPTIONS": options}
