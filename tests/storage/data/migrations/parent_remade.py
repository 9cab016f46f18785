"""Good: a parent table with filled children is made anew in batch mode, and a column is added."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The dangerous case: batch mode drops the old hazard table."""
    with op.batch_alter_table("hazard", recreate="always") as hazard:
        hazard.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
        hazard.alter_column("title", new_column_name="event")
