"""Bad: leaves hazards without their risk point."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def rows(before: dict[str, int]) -> dict[str, int]:
    """Claims that all is meant."""
    return {**before, "risk_point": 0}


def upgrade() -> None:
    """Keys are off while migrations run, so only the check afterwards can find it."""
    op.execute("DELETE FROM risk_point")
    op.add_column("risk_point", sa.Column("remark", sa.Text(), nullable=True))
