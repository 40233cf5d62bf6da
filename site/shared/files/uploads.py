"""Counts while the request still arrives: what is larger than any kind of file may be is not kept on disk at all."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from shared.files.kinds import MOST_BYTES
from shared.files.refusals import FileTooLarge


class TooLargeUpload(UploadedFile):  # type: ignore[type-arg]  # no generic at run time
    """Stands in the form for a file whose bytes were dropped; whoever wants to read them is refused."""

    def read(self, *args: Any) -> bytes:
        raise FileTooLarge(MOST_BYTES)

    def chunks(self, chunk_size: int | None = None) -> Any:
        raise FileTooLarge(MOST_BYTES)

    def open(self, *args: Any, **kwargs: Any) -> Any:
        raise FileTooLarge(MOST_BYTES)


class CountingUploadHandler(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: the handlers after it get no byte beyond the largest limit."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if file_size <= MOST_BYTES:
            return None
        return TooLargeUpload(name=self.file_name, content_type=self.content_type, size=file_size)
