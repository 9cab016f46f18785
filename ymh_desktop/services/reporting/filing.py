"""填报助手: the department's platform is a web form. Our records in its order, field by field, to be copied; what was
typed in is ticked, a screenshot proves it, and the filing counts like a file that was sent.
"""

import json
from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.submissions import Channel, Submission, SubmissionKind
from ymh_desktop.services.adapters.fields import FormRow, RowKind
from ymh_desktop.services.adapters.fill import cells_of, rows_for
from ymh_desktop.services.adapters.profile import FormProfile, profile
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reporting.periods import usual_period

_PREFIX = "filing."
MOST_PHOTOS = 20


@dataclass(frozen=True, slots=True)
class FilingRecord:
    """One record: (name on the form, what to copy) per field that has a value, and when it was typed in."""

    key: str
    title: str
    cells: tuple[tuple[str, str], ...]
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Filing:
    """How far it is. `photos` are screenshots in the photo store."""

    profile: FormProfile
    records: tuple[FilingRecord, ...]
    photos: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many were typed in."""
        return sum(1 for each in self.records if each.done_on is not None)


def filing(ports: Ports, profile_id: str) -> Filing:
    """Every record of this form with what was ticked so far; raises UserError for a form that is gone."""
    form = profile(ports, profile_id)
    rows = rows_for(ports, form)
    with ports.units.read() as uow:
        ticked, photos = _state(uow, profile_id)
    return Filing(form, tuple(_record(form, row, ticked) for row in rows), photos)


def _record(form: FormProfile, row: FormRow, ticked: dict[str, str]) -> FilingRecord:
    cells = zip((column.title for column in form.columns), cells_of(form, row), strict=True)
    said = tuple((title, words) for title, words in cells if words)
    return FilingRecord(row.key, row.title, said, date.fromisoformat(ticked[row.key]) if row.key in ticked else None)


def tick(ports: Ports, profile_id: str, key: str, done: bool) -> Changes:
    """This record was typed in, or not yet."""
    with ports.units.write() as uow:
        ticked, photos = _state(uow, profile_id)
        ticked.pop(key, None)
        if done:
            ticked[key] = ports.clock.today().isoformat()
        _keep(uow, profile_id, ticked, photos)
        return uow.commit()


def add_screenshot(ports: Ports, profile_id: str, photo: str) -> Changes:
    """A screenshot (a name of the photo store) that proves it; raises UserError for too many."""
    with ports.units.write() as uow:
        ticked, photos = _state(uow, profile_id)
        if len(photos) >= MOST_PHOTOS:
            raise UserError(f"截图已经有 {MOST_PHOTOS} 张了。", "留几张说得清的就行。")
        _keep(uow, profile_id, ticked, tuple(dict.fromkeys((*photos, photo))))
        return uow.commit()


def finish(ports: Ports, profile_id: str, words: str = "") -> Changes:
    """It is done: recorded as a submission by the platform with its proof; the ticks begin anew.

    Raises UserError when nothing was ticked. Without screenshot and words it counts as sent without proof.
    """
    now = filing(ports, profile_id)
    if not now.done:
        raise UserError("还没有填报任何一条。", "在平台上填好一条，就在这里勾一条。")
    words, today = optional_text("凭证", words, 200), ports.clock.today()
    proof = "，".join(part for part in (words, f"平台截图 {len(now.photos)} 张" if now.photos else "") if part)
    risks = now.profile.kind in (RowKind.RISK, RowKind.SERIOUS_RISK, RowKind.MEASURE)
    with ports.units.read() as uow:
        period = usual_period(ports, uow)
    made = Submission(
        id=ports.new_id(),
        kind=SubmissionKind.FILED,
        sequence=0,
        file_name=now.profile.name,
        manifest_sha256="",
        created_at=ports.clock.now(),
        period_from=period.first,
        period_to=period.last,
        risks=now.done if risks else 0,
        hidden_dangers=0 if risks else now.done,
        channel=Channel.PLATFORM,
        sent_on=today,
        proof=proof,
        proof_photos=now.photos,
    )
    with ports.units.write() as uow:
        uow.submissions.save(made)
        _keep(uow, profile_id, {}, ())
        return uow.commit()


def _state(uow: UnitOfWork, profile_id: str) -> tuple[dict[str, str], tuple[str, ...]]:
    said = json.loads(uow.setting(f"{_PREFIX}{profile_id}") or "{}")
    return dict(said.get("done", {})), tuple(said.get("photos", ()))


def _keep(uow: UnitOfWork, profile_id: str, ticked: dict[str, str], photos: tuple[str, ...]) -> None:
    uow.set_setting(f"{_PREFIX}{profile_id}", json.dumps({"done": ticked, "photos": list(photos)}))
