"""Private files in an object store: chosen by the environment alone, no line of code differs.

Needs a server that AWS_S3_ENDPOINT_URL, AWS_STORAGE_BUCKET_NAME and the AWS keys name; AWS_PUBLIC_BUCKET_NAME may be read by anyone.
"""

import os
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import boto3
import pytest
from botocore.client import Config
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import DatabaseError
from django.urls import reverse

from entities.models import Entity
from shared import files
from shared.clock import database_now
from shared.files import guards
from shared.models import StoredFile
from tests.factories import files as made
from tests.factories.people import PersonFactory

BUCKET, SERVER = os.environ.get("AWS_STORAGE_BUCKET_NAME", ""), os.environ.get("AWS_S3_ENDPOINT_URL", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.services,
    pytest.mark.promise("REL-1.7"),
    pytest.mark.skipif(
        not (BUCKET and SERVER), reason="AWS_S3_ENDPOINT_URL and AWS_STORAGE_BUCKET_NAME name no S3 server"
    ),
]


@pytest.fixture
def bucket() -> Any:
    """The bucket as another program sees it, past the portal's storage."""
    server = boto3.resource("s3", endpoint_url=SERVER, config=Config(s3={"addressing_style": "path"}))
    return server.Bucket(BUCKET)


@pytest.fixture
def reader(monkeypatch) -> Any:
    person = PersonFactory()
    monkeypatch.setattr(guards, "_guards", {"entities.entity": lambda user, file: user == person})
    return person


def received(content: bytes) -> StoredFile:
    return files.receive(made.upload(content), kind="supporting", by=PersonFactory(), at=database_now())


def keys(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def unsigned(address: str) -> int:
    try:
        with urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_private_file_lies_in_the_bucket_and_nowhere_else(bucket, reader, client):
    content = made.picture() + os.urandom(3_000_000)
    file = received(content)
    assert type(storages["private"]).__module__ == "storages.backends.s3"
    assert bucket.Object(file.key).get()["Body"].read() == content
    with files.opened(file) as stream:
        assert stream.read() == content

    files.attach(file, to=Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity"))
    client.force_login(reader)
    answer = client.get(reverse("files:detail", args=[file.pk]))
    assert b"".join(answer.streaming_content) == content
    assert int(answer["Content-Length"]) == len(content)


def test_nobody_reads_a_private_file_without_the_portal(bucket):
    file = received(made.pdf())
    assert unsigned(f"{SERVER}/{BUCKET}/{file.key}") == 403
    assert unsigned(f"{SERVER}/{BUCKET}") == 403


def test_a_deleted_file_leaves_the_bucket(bucket, django_capture_on_commit_callbacks):
    file = received(made.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        files.delete(file)
    assert file.key not in keys(bucket)


def test_a_row_that_fails_leaves_no_object_in_the_bucket(bucket, monkeypatch):
    def fail(**facts: Any) -> None:
        raise DatabaseError

    before = keys(bucket)
    monkeypatch.setattr(StoredFile.objects, "create", fail)
    with pytest.raises(DatabaseError):
        received(made.pdf())
    assert keys(bucket) == before


def test_an_envelope_is_stored_in_parts_and_comes_back_whole(tmp_path, bucket):
    content = os.urandom(20_000_000)
    (tmp_path / "sealed").write_bytes(content)
    file = files.store_sealed(tmp_path / "sealed", by=PersonFactory(), at=database_now())
    with files.opened(file) as stream:
        assert stream.read() == content


@pytest.mark.skipif(not os.environ.get("AWS_PUBLIC_BUCKET_NAME"), reason="AWS_PUBLIC_BUCKET_NAME names no bucket")
def test_pictures_of_pages_are_read_from_the_public_bucket():
    name = default_storage.save("pictures/teal.png", ContentFile(made.picture()))
    address = default_storage.url(name)
    assert f"/{os.environ['AWS_PUBLIC_BUCKET_NAME']}/" in address
    assert "Signature" not in address
    assert unsigned(address) == 200
    default_storage.delete(name)
