#!/usr/bin/env python3
"""Check a receipt of the portal without the portal. Needs only `pip install cryptography`.

    python verify_receipt.py receipt.json --keys receipt-keys.json

`receipt-keys.json` is published at /.well-known/receipt-keys.json: keep a copy of it from the day of your receipt.
Exit 0: valid, 1: altered or signed with an unknown key, 2: not a receipt.

What is signed: the canonical JSON (RFC 8785) of the members number, kind, facts and issued_at, with Ed25519 (RFC 8032).
The facts hold only texts, whole numbers, booleans, lists and objects, for which sorted keys without spaces are canonical.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIGNED = ("number", "kind", "facts", "issued_at")


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")


def load_key(keys: dict, key_id: str) -> Ed25519PublicKey | None:
    for key in keys["keys"]:
        if key["kid"] == key_id:
            return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=="))
    return None


def check(receipt: dict, keys: dict) -> tuple[int, str]:
    body = canonical({name: receipt[name] for name in SIGNED})
    signature = base64.b64decode(receipt["signature"])
    key = load_key(keys, receipt["key_id"])
    if key is None:
        return 1, "unknown key: not signed with a key of this portal"
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return 1, "altered: the content does not match its signature"
    if hashlib.sha256(body).hexdigest() != receipt["sha256"]:
        return 1, "altered: the fingerprint does not match the content"
    return 0, f"valid: {receipt['number']} of {receipt['issued_at']}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("receipt", type=Path)
    parser.add_argument("--keys", type=Path, required=True)
    options = parser.parse_args()
    try:
        code, words = check(
            json.loads(options.receipt.read_text(encoding="utf-8")),
            json.loads(options.keys.read_text(encoding="utf-8")),
        )
    except (ValueError, KeyError, TypeError, OSError) as error:
        code, words = 2, f"not a receipt: {type(error).__name__}"
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
