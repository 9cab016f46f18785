"""Reports in several parts: which packages belong together."""

import sqlalchemy as sa
from alembic import op

revision = "town0002"
down_revision = "town0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Packages that came before stand each for itself: an empty text."""
    op.add_column("town_package", sa.Column("group_id", sa.Text(), nullable=False, server_default=""))
