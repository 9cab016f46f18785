"""Which schema this program reads and writes. Constants, so that an ordinary start need not import Alembic."""

# Every revision ever released, oldest first; a test compares them with the scripts in alembic/versions.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
HEAD = REVISIONS[-1]
