"""One trade licence is one firm, however its number is typed."""

import unicodedata


def normalise_licence(written: str) -> str:
    """Letters and digits only, in capitals with western digits: «cn - ١٢٣» and "CN123" are one licence."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", written).casefold())
    return "".join(_capital(character) for character in plain if character.isalnum())


def _capital(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    capital = character.upper()
    return capital if len(capital) == 1 else character
