"""Bringing in a ledger that the firm has already: understand, preview, then all of it in one transaction."""
