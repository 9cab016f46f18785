"""Reports in several parts, what each told whole, and why one was sent back."""

import sqlalchemy as sa
from alembic import op

revision = "town0002"
down_revision = "town0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of packages that came before nothing of this is known: empty texts."""
    for name in ("group_id", "told", "returned_because"):
        op.add_column("town_package", sa.Column(name, sa.Text(), nullable=False, server_default=""))
