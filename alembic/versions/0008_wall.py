"""Which version of a paper hangs where, the firm's own texts, and its look on paper."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
