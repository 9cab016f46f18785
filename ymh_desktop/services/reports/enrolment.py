"""签名密钥登记表: how the town's clerk comes to trust an enterprise's signature."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.marks import groups_of_four


@dataclass(frozen=True, slots=True)
class EnrolmentSheet:
    """One key. `fingerprint` is SHA-256 of the certificate as 64 upper-case hex digits."""

    enterprise: str
    credit_code: str
    fingerprint: str
    valid_from: date
    valid_to: date
    algorithm: str
    made_on: date
    contact: str = ""
    contact_phone: str = ""
    recipient: str = ""
    replaces: str = ""  # the old fingerprint when the key is new, else empty
    reason: str = ""  # why there is a new key

    @property
    def qr_text(self) -> str:
        """What a phone reads off the sheet: code and fingerprint as text."""
        return f"AQKEY1:{self.credit_code}:{self.fingerprint}"

    @property
    def grouped(self) -> tuple[str, ...]:
        """The fingerprint in groups of four, for reading aloud."""
        return groups_of_four(self.fingerprint)
