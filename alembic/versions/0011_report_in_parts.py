"""Which files are parts of one report; what is known of one of them is known of all.

The parts of a report were made at one moment, and their names end in 3份之2.zip.
"""

import re
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PART = re.compile(r"_\d+份之(\d+)\.zip$")
_SENT = ("channel", "sent_on", "proof", "outcome", "outcome_on", "receipt")
_TABLE = sa.table("submission", *(sa.column(name) for name in ("id", "sequence", "file_name", "group_id", *_SENT)))


def upgrade() -> None:
    """Add the column and fill it."""
    op.add_column("submission", sa.Column("group_id", sa.Text(), nullable=False, server_default=""))
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in op.get_bind().execute(sa.select(_TABLE).order_by(_TABLE.c.sequence)):
        if found := _PART.search(row.file_name):
            groups[row.sequence - int(found[1])].append(row)
    for parts in groups.values():
        best = max(parts, key=lambda row: (row.outcome != "none", row.proof != "", row.channel != "not_sent"))
        known = {name: getattr(best, name) for name in _SENT}
        op.execute(
            _TABLE.update().where(_TABLE.c.id.in_([row.id for row in parts])).values(group_id=parts[0].id, **known)
        )
