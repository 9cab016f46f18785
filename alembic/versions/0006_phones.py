"""Paired phones and what they sent, waiting to be accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LATE = {"deferrable": True, "initially": "DEFERRED"}


def upgrade() -> None:
    """New tables only: nothing that is on record changes."""
    op.create_table(
        "phone",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("paired_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_phone_person_id", **_LATE),
        sa.PrimaryKeyConstraint("id", name="pk_phone"),
        sa.UniqueConstraint("number", name="uq_phone_number"),
        sa.UniqueConstraint("token_sha256", name="uq_phone_token_sha256"),
    )
    op.create_table(
        "phone_use",
        sa.Column("phone_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name="fk_phone_use_phone_id", **_LATE),
        sa.PrimaryKeyConstraint("phone_id", name="pk_phone_use"),
    )
    op.create_table(
        "phone_entry",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sent_id", sa.Text(), nullable=False),
        sa.Column("phone_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name="fk_phone_entry_phone_id", **_LATE),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_phone_entry_person_id", **_LATE),
        sa.PrimaryKeyConstraint("id", name="pk_phone_entry"),
        sa.UniqueConstraint("sent_id", name="uq_phone_entry_sent_id"),
    )
    op.create_index("ix_phone_entry_person_id", "phone_entry", ["person_id"], unique=False)
    op.create_index("ix_phone_entry_state", "phone_entry", ["state"], unique=False)
    op.create_table(
        "phone_entry_photo",
        sa.Column("phone_entry_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["phone_entry_id"], ["phone_entry.id"], name="fk_phone_entry_photo_phone_entry_id", **_LATE
        ),
        sa.PrimaryKeyConstraint("phone_entry_id", "position", name="pk_phone_entry_photo"),
    )
    op.create_index("ix_phone_entry_photo_photo", "phone_entry_photo", ["photo"], unique=False)
