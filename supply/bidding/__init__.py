"""A firm's bid (عرض) from the first click to the receipt: prepared over days, sealed once, revised or withdrawn in time."""

from supply.bidding.copies import copy_of, load_copy
from supply.bidding.drafting import add_file, remove_file, save_step, start_bid
from supply.bidding.submitting import seal_bid, withdraw_bid

__all__ = [
    "add_file",
    "copy_of",
    "load_copy",
    "remove_file",
    "save_step",
    "seal_bid",
    "start_bid",
    "withdraw_bid",
]
