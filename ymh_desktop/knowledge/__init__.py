"""The industry library: modules and trades, read-only and versioned.

Start with `catalogue.Catalogue(resources)` for the library and `codes.Codes(resources)` for code lists, grading
profiles and signs; both take the resources folder and read nothing until asked.
"""
