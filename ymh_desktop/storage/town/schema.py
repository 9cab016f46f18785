"""Which schema of the town's data file this program reads and writes; a test compares them with alembic/town."""

TOWN_REVISIONS = ("town0001", "town0002")
