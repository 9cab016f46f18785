"""Deciding what each paper says: from the book to report objects."""
