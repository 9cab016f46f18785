"""The rules of the trade as frozen values and pure functions. Standard library only; reads no files."""
