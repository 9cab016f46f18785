"""Bad: loses rows and does not say so."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a cascade would have done in silence."""
    op.execute("DELETE FROM measure")
    op.add_column("measure", sa.Column("remark", sa.Text(), nullable=True))
