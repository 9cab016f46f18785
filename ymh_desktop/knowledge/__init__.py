"""The industry library: modules and trades, read-only and versioned."""
