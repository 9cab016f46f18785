"""Bad: fills a new table without a word."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table that nobody declared."""
    op.create_table("extension", sa.Column("number", sa.Text(), nullable=False))
    op.execute("INSERT INTO extension (number) SELECT phone FROM person")
