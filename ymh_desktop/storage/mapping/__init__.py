"""Rows ↔ domain values, one module per group. A value comes back exactly as it was kept."""
