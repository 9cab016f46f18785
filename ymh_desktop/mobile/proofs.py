"""Codes that work once, and what is proved by the secret of a phone. Nothing secret is kept in clear."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

CODE_BYTES = 9  # 72 bits
TOKEN_BYTES = 32  # 256 bits


def new_token() -> str:
    """The secret of one phone."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> str:
    """SHA-256 as hex: what is kept instead of a secret."""
    return sha256(text.encode()).hexdigest()


def csrf_token(token: str) -> str:
    """What a page of ours can say and a foreign one cannot: made of the phone's secret, it outlives restarts."""
    return _proof(token, "csrf")


def photo_ticket(token: str, name: str) -> str:
    """A photo's name with the proof that this phone sent it."""
    return f"{name}~{_proof(token, f'photo {name}')}"


def photo_named(token: str, ticket: str) -> str | None:
    """The name on a ticket that this phone was given; None for any other."""
    name, _, proof = ticket.partition("~")
    return name if hmac.compare_digest(proof.encode(), _proof(token, f"photo {name}").encode()) else None


def same(one: str, other: str) -> bool:
    """Compared without telling by its duration how much is alike."""
    return hmac.compare_digest(one.encode(), other.encode())


def _proof(token: str, about: str) -> str:
    return hmac.new(token.encode(), about.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class _Offer:
    person_id: str
    until: float


class PairingCodes:
    """One-time codes: one for each person at a time, each good for `seconds` and for one use."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._offers: dict[str, _Offer] = {}
        self._lock = threading.Lock()

    def offer(self, person_id: str) -> str:
        """A new code for this person; their earlier one is void."""
        code = secrets.token_urlsafe(CODE_BYTES)
        now = self._clock()
        with self._lock:
            kept = {key: offer for key, offer in self._offers.items() if offer.person_id != person_id}
            self._offers = {key: offer for key, offer in kept.items() if offer.until > now}
            self._offers[digest(code)] = _Offer(person_id, now + self._seconds)
        return code

    def take(self, code: str) -> str | None:
        """Whose code it is, once; None for a wrong, used or late one."""
        with self._lock:
            offer = self._offers.pop(digest(code), None)
        return offer.person_id if offer is not None and offer.until > self._clock() else None
