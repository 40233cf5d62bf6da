from ._environment import env, var_dir

STATIC_URL = "/static/"
STATIC_ROOT = var_dir() / "static"
STATICFILES_DIRS: list[str] = []
MEDIA_ROOT = var_dir() / "media"
MEDIA_URL = "/media/"

_bucket = env.str("AWS_STORAGE_BUCKET_NAME", default="")
if _bucket:
    # Private by default: readers come through shared.files, which asks again who may.
    _s3 = {"bucket_name": _bucket, "default_acl": None, "querystring_auth": True, "file_overwrite": False}
    for _setting in ("endpoint_url", "region_name", "addressing_style", "signature_version"):
        for _prefix in ("AWS_S3_", "AWS_"):
            if _value := env.str(_prefix + _setting.upper(), default=""):
                _s3[_setting] = _value
    _private = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3}
    _public_bucket = env.str("AWS_PUBLIC_BUCKET_NAME", default="")
    _public = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "bucket_name": _public_bucket or _bucket, "querystring_auth": not _public_bucket},
    }
else:
    _private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(var_dir() / "private"), "base_url": None},
    }
    _public = {"BACKEND": "django.core.files.storage.FileSystemStorage"}

STORAGES = {
    "default": _public,  # pictures and documents of published pages (Wagtail)
    "private": _private,  # shared.files: applications, bids, licences
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="")
KEYS_DIR = var_dir() / "keys"
RECEIPT_KEY = env.str("RECEIPT_KEY", default="")
RECEIPT_KEY_PATH = KEYS_DIR / "receipt.pem"
RECEIPT_OLD_PUBLIC_KEYS = env.list("RECEIPT_OLD_PUBLIC_KEYS", default=[])
# Sealed bids: everyone may seal with the public key; only the opening worker's environment names the private one.
OPENING_PUBLIC_KEY_PATH = env.str("OPENING_PUBLIC_KEY_PATH", default=str(KEYS_DIR / "opening.pub"))
OPENING_KEY_PATH = env.str("OPENING_KEY_PATH", default="")
