"""Text into tokens: ours, in Python, the same for every engine and for both languages."""
