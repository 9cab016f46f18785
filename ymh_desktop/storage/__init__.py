"""The data folder: SQLAlchemy on SQLite. Rows never leave it; what goes out are domain values and plain tuples."""
