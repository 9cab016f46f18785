"""The signed package, both ways: one ZIP file that standard tools can check without any program of ours.

Order of trust, never changed: limits and container → CMS shape → signature → manifest → digests → JSON and schema →
identity and sequence. Nothing inside a file is parsed before the step before it has passed. docs/package-format.md
describes the format so that a stranger can write a reader.
"""
