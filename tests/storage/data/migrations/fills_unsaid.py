"""Bad: fills a new table without a word."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table that nobody declared."""
    op.create_table("phone", sa.Column("number", sa.Text(), nullable=False))
    op.execute("INSERT INTO phone (number) SELECT phone FROM person")
