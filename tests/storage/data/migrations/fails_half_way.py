"""Bad: fails half-way, after it changed the schema and the records."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Like a fault on one PC in a thousand."""
    op.add_column("person", sa.Column("nickname", sa.Text(), nullable=True))
    op.execute("UPDATE person SET name = 'nobody'")
    op.execute("INSERT INTO nowhere VALUES (1)")
