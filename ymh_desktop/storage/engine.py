"""Connections to the data file: durable, watched for power cuts, one writer at a time.

WAL with synchronous=FULL loses no confirmed commit in a power cut (measured; NORMAL loses some). Writers begin
IMMEDIATE, so they never find out half-way that somebody else wrote; readers begin plainly and can never write.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from ymh_desktop.storage.errors import DatabaseBusy, StorageTrouble, in_sentences, sentence_for
from ymh_desktop.storage.turns import Turns

PATIENCE_MS = 5000  # how long a writer waits for another one
PAGES_BEFORE_CHECKPOINT = 1000

_PRAGMAS = (
    f"PRAGMA busy_timeout={PATIENCE_MS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA wal_autocheckpoint={PAGES_BEFORE_CHECKPOINT}",
    "PRAGMA trusted_schema=OFF",  # functions hidden in a foreign file's schema must not run
    "PRAGMA temp_store=MEMORY",
)

# Values of records must not stand in error messages, because these are logged.
_OPTIONS = {"poolclass": QueuePool, "hide_parameters": True}


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A bare connection with our pragmas and no implicit transactions. A missing file is not made unless `create`."""
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        # Asked first: setting it takes a lock, and every connection but the very first finds it set already.
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def migration_engine(path: Path, *, create: bool) -> Engine:
    """For one migration: foreign keys off from the first statement on, the transaction begun by hand, no pool.

    Batch mode drops and renames tables; with keys on that would take the children along or fail.
    """

    def dial() -> sqlite3.Connection:
        connection = connect(path, create=create)
        connection.execute("PRAGMA foreign_keys=OFF")
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=dial, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", _begin_writing)
    event.listen(engine, "handle_error", _in_sentences, retval=True)
    return engine


@dataclass(frozen=True, slots=True)
class Database:
    """The open data file. Threads may share it; each unit of work takes a connection of its own.

    `writable` False: opened without the folder's lock, so the writer must not be used.
    """

    path: Path
    writer: Engine
    reader: Engine
    writable: bool
    turns: Turns = field(default_factory=Turns)

    @classmethod
    def open(cls, path: Path, *, writable: bool = True) -> "Database":
        """Open an existing data file; connections are made on first use."""
        writer = create_engine("sqlite+pysqlite://", creator=lambda: connect(path), **_OPTIONS)
        reader = create_engine("sqlite+pysqlite://", creator=lambda: _reading(path), **_OPTIONS)
        event.listen(writer, "begin", _begin_writing)
        event.listen(reader, "begin", _begin_reading)
        for engine in (writer, reader):
            event.listen(engine, "handle_error", _in_sentences, retval=True)
        return cls(path, writer, reader, writable)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Line up behind the other writers of this process; raises DatabaseBusy after five seconds."""
        if not self.turns.take(PATIENCE_MS / 1000):
            raise DatabaseBusy
        try:
            yield
        finally:
            self.turns.give()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a writing transaction that is committed at the end, rolled back after an error."""
        with self.turn(), self.writer.begin() as connection:
            yield connection

    def in_use(self) -> bool:
        """True while a unit of work or a list holds a connection."""
        return any(
            isinstance(engine.pool, QueuePool) and engine.pool.checkedout() for engine in (self.writer, self.reader)
        )

    def close(self) -> None:
        """Let go of the file: pages of the log go into it, and nothing but the one file needs to be copied or moved.

        Never raises for a full, protected or damaged disk: every commit is safe in the log, which the next start reads.
        """
        self.reader.dispose()
        self.writer.dispose()
        if not self.writable or not self.path.exists():
            return
        with contextlib.suppress(StorageTrouble), in_sentences(), contextlib.closing(connect(self.path)) as connection:
            connection.execute("PRAGMA optimize")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def look(path: Path) -> sqlite3.Connection:
    """A bare connection that cannot change the file, also on a write-protected stick."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?{_looking(path)}", uri=True, isolation_level=None)


def _looking(path: Path) -> str:
    """Where nobody can write, the file may be read without lock and log; but never past a log that is still there."""
    log = path.with_name(f"{path.name}-wal")
    protected = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "immutable=1" if protected else "mode=ro"


def _reading(path: Path) -> sqlite3.Connection:
    if _looking(path) == "immutable=1":
        uri = f"{path.absolute().as_uri()}?immutable=1"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection = connect(path)
    connection.execute("PRAGMA query_only=ON")
    return connection


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _in_sentences(context: ExceptionContext) -> BaseException | None:
    return sentence_for(context.original_exception)
