from dataclasses import asdict, dataclass

PLATFORM = 0  # index of the platform's seal; committee members count from 1


@dataclass(frozen=True, kw_only=True)
class Context:
    """The one place an envelope belongs to. It is not written in the clear anywhere in the envelope."""

    tender: str
    lot: str
    bid: str
    revision: int
    kind: str
    plan_sha256: str

    def __post_init__(self) -> None:
        if any("|" in str(part) for part in asdict(self).values()):
            raise ValueError("No part of a context may hold the sign that divides the parts.")

    def info(self, index: int) -> bytes:
        parts = (self.tender, self.lot, self.bid, str(self.revision), self.kind, self.plan_sha256, str(index))
        return "|".join(("SEAL-1", *parts)).encode()

    def facts(self) -> dict[str, str | int]:
        """What the manifest repeats, for whoever reads the bid later without the envelope."""
        return {name: value for name, value in asdict(self).items() if name != "plan_sha256"}
