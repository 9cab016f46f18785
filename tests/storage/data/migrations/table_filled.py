"""Good: a new table is filled from an old one, and says so."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def rows(before: dict[str, int]) -> dict[str, int]:
    """One phone per person."""
    return {**before, "extension": before["person"]}


def upgrade() -> None:
    """Phones become rows of their own."""
    op.create_table(
        "extension", sa.Column("person_id", sa.Text(), primary_key=True), sa.Column("number", sa.Text(), nullable=False)
    )
    op.execute("INSERT INTO extension (person_id, number) SELECT id, phone FROM person")
