"""Bad: loses rows and does not say so."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a cascade would have done in silence."""
    op.execute("DELETE FROM measure")
    op.add_column("measure", sa.Column("remark", sa.Text(), nullable=True))
