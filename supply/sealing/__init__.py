"""SEAL-1: sealed envelopes of bids. The byte format is told in docs/seal-1.md."""
