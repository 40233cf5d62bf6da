"""The inventory of personal data stands in the models: `personal = {"field": Purpose(...)}`, `plain = {"field", ...}`.

Source: Federal Decree-Law 45/2021 (UAE PDPL) and Regulation (EU) 2016/679, article 30.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Purpose:
    """Why a field is kept: `basis` (contract, law, consent, task), `kind` of data (identity, contact, …)."""

    basis: str
    kind: str
    keep: timedelta | None = None
