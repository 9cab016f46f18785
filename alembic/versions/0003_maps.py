"""Four-colour maps: sheets with their zones, and the versions that were printed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the maps; nothing that was there is touched."""
    op.create_table(
        "map_sheet",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("north", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_map_sheet"),
    )
    op.create_table(
        "map_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sheet_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("north", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_map_version"),
    )
    op.create_index("ix_map_version_sheet_id", "map_version", ["sheet_id"], unique=False)
    op.create_table(
        "map_version_zone",
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("corners", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["map_version.id"],
            name="fk_map_version_zone_version_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_map_version_zone"),
    )
    op.create_table(
        "map_zone",
        sa.Column("sheet_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("corners", sa.Text(), nullable=False),
        sa.Column("point_ids", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["map_sheet.id"], name="fk_map_zone_sheet_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("sheet_id", "position", name="pk_map_zone"),
    )
