"""交接: the safety officer leaves and the next one must find everything."""

from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import not_to_come


@dataclass(frozen=True, slots=True)
class Handover:
    """From whom to whom, and where things lie. `signed_on` is None until both signed the sheet; `scan` is its photo."""

    id: str
    on: date
    from_id: str
    to_id: str
    papers_at: str = ""
    backups_at: str = ""
    note: str = ""
    signed_on: date | None = None
    scan: str | None = None

    def checked(self, today: date) -> "Handover":
        """The same with trimmed texts; raises UserError for one person on both sides or a day to come."""
        if self.from_id == self.to_id:
            raise UserError("交的人和接的人是同一个人。", "请选两个不同的人。")
        not_to_come("交接日期", self.on, today)
        return replace(
            self,
            papers_at=optional_text("纸质材料放在哪里", self.papers_at, 100),
            backups_at=optional_text("备份放在哪里", self.backups_at, 100),
            note=optional_text("要交代的话", self.note, 500),
        )

    def signed(self, on: date, scan: str | None, today: date) -> "Handover":
        """Both signed; raises UserError for a day before the handover or to come."""
        if not self.on <= on <= today:
            raise UserError(f"签字日期 {on} 不对。", f"请填 {self.on} 到今天之间的日期。")
        return replace(self, signed_on=on, scan=scan or self.scan)
