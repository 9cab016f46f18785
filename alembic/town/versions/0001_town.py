"""The town's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "town0001"
down_revision = None
branch_labels = ("town",)
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "town_firm",
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("on_roster", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=True),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("considerable", sa.Integer(), nullable=False),
        sa.Column("general", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("majors_open", sa.Integer(), nullable=False),
        sa.Column("majors_overdue", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uscc", name="pk_town_firm"),
    )
    op.create_table(
        "town_letter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("in_reply_to", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_town_letter"),
    )
    op.create_index("ix_town_letter_uscc", "town_letter", ["uscc"], unique=False)
    op.create_table(
        "town_office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("list_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_town_office"),
    )
    op.create_table(
        "town_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("vouched_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uscc"], ["town_firm.uscc"], name="fk_town_key_uscc", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_town_key"),
    )
    op.create_index("ix_town_key_uscc", "town_key", ["uscc"], unique=False)
    op.create_table(
        "town_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uscc"], ["town_firm.uscc"], name="fk_town_order_uscc", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["town_letter.id"], name="fk_town_order_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_town_order"),
    )
    op.create_index("ix_town_order_uscc", "town_order", ["uscc"], unique=False)
    op.create_table(
        "town_package",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("risks", sa.Integer(), nullable=False),
        sa.Column("dangers", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uscc"], ["town_firm.uscc"], name="fk_town_package_uscc", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_town_package"),
    )
    op.create_index("ix_town_package_manifest_sha256", "town_package", ["manifest_sha256"], unique=False)
    op.create_index("ix_town_package_uscc", "town_package", ["uscc"], unique=False)
    op.create_table(
        "town_record",
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uscc"], ["town_firm.uscc"], name="fk_town_record_uscc", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("uscc", "kind", "record_id", name="pk_town_record"),
    )
    op.create_table(
        "town_change",
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["town_package.id"], name="fk_town_change_package_id", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("package_id", "position", name="pk_town_change"),
    )
