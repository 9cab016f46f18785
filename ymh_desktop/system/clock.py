"""The clock of this PC."""

from datetime import date, datetime


class SystemClock:
    """The only source of time. Local time with its offset, because papers show what the wall clock said."""

    def now(self) -> datetime:
        """Now, to the second, with the PC's offset."""
        return datetime.now().astimezone().replace(microsecond=0)

    def today(self) -> date:
        """The local day."""
        return self.now().date()
