"""Waits until the web truly answers, then prints the address and the demo accounts."""

import os
import sys
import time
import urllib.error
import urllib.request

from portal.demo.accounts import ACCOUNTS, PASSWORD

PATIENCE_SECONDS = 90


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    address = f"http://{os.environ['HOST']}:{os.environ['PORT']}"
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not answers(address):
        if time.monotonic() > give_up:
            print(f"The web does not answer at {address}; look into {os.environ['PORTAL_VAR']}/log/web.log", flush=True)
            return 1
        time.sleep(0.2)
    print(f"\nReady: {address}", flush=True)
    if os.environ.get("DEMO", "1") != "0":
        print(f"\nDemo accounts (password of all: {PASSWORD}):")
        for email, words in ACCOUNTS.items():
            print(f"  {email:36} {words.title_en}")
        print(f"Letters and codes: {address}/dev/letters/    Staff: {address}/admin/", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
