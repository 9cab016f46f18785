"""How large a package and its parts may be: checked before anything is read into memory."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes. The defaults are part of the format; tests pass smaller ones."""

    container: int = 2 * GIB
    entries: int = 20_000
    entry: int = 64 * MIB
    manifest: int = 16 * MIB
    signature: int = 64 * KIB
    certificates: int = 4  # path building is exponential in their number: nine crossed ones took 163 s
    json: int = 32 * MIB
    json_depth: int = 32
    json_values: int = 2_000_000


DEFAULT_LIMITS = Limits()
# For the kind `update` alone, which carries an installer: asked for by whoever opens an update, never by the file.
UPDATE_LIMITS = Limits(container=400 * MIB, entries=100, entry=200 * MIB)
