"""Opening the gradebook: where it lies, how it is connected to, that its tables are there."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from grading.gradebook.errors import GradebookError
from grading.gradebook.tables import OWN, RESULT

# nbgrader and formgrader write to the same file; how long either waits for the other before giving up
BUSY_SECONDS = 30
_REVISION = re.compile(r"^(revision|down_revision) = '(\w+)'", re.M)


@dataclass(frozen=True)
class Gradebook:
    """An open gradebook: its engine and the course id under which nbgrader keeps assignments."""

    engine: Engine
    course_id: str

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from; sees one state of the database throughout.

        Raises:
            GradebookError: the database cannot be used.
        """
        with _told(self.engine), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: everything done with the connection is written together, or nothing is.

        Raises:
            GradebookError: the database cannot be used.
        """
        with _told(self.engine), self.engine.connect() as connection:
            writer = connection.execution_options(iku_write=True)
            with writer.begin():
                yield writer


def open_gradebook(course: Path, *, url: str | None = None) -> Gradebook | None:
    """The gradebook of a course folder; ``None`` when nothing was ever graded there."""
    return _open(course, url, create=False)


def ensure_gradebook(course: Path, *, url: str | None = None) -> Gradebook:
    """The gradebook of a course folder, its tables made where they are missing.

    Raises:
        GradebookError: it cannot be opened.
    """
    book = _open(course, url, create=True)
    assert book is not None
    return book


def _open(course: Path, url: str | None, *, create: bool) -> Gradebook | None:
    url_found, course_id = settings(course)
    url = url or url_found
    file = _file(url)
    if file is not None and not create and not file.is_file():
        return None
    engine = _engine(url)
    book = Gradebook(engine, course_id)
    with _told(engine):
        tables = set(inspect(engine).get_table_names())
    if not {"grade", *OWN.tables} <= tables:
        # A gradebook of ours from before a table was added gets it now; a database without any of ours is not one yet.
        if not create and not {"grade", RESULT.name} <= tables:
            return None
        _make_tables(book, tables)
    return book


def settings(course: Path) -> tuple[str, str]:
    """Database URL and course id, as ``nbgrader_config.py`` of the course (or nbgrader's defaults) says."""
    config = course / "nbgrader_config.py"
    if config.is_file():
        url, course_id = _configured(config, config.stat().st_mtime_ns)
    else:
        url, course_id = "", ""
    return url or f"sqlite:///{course.resolve() / 'gradebook.db'}", course_id or "default_course"


@lru_cache(maxsize=32)
def _configured(config: Path, changed: int) -> tuple[str, str]:
    from traitlets.config.loader import PyFileConfigLoader

    found = PyFileConfigLoader(config.name, path=str(config.parent)).load_config().get("CourseDirectory", {})
    return str(found.get("db_url") or ""), str(found.get("course_id") or "")


def _file(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


@lru_cache(maxsize=32)
def _engine(url: str) -> Engine:
    """One engine a URL. SQLite gets no pool: a file may be removed or restored while we live."""
    if not url.startswith("sqlite"):
        driver = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(driver, pool_pre_ping=True)
    engine = create_engine(url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: one that begins as a reader may be refused half-way.
        writes = connection.get_execution_options().get("iku_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextlib.contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What the database says, as an error of ours (without password)."""
    try:
        yield
    except DBAPIError as fault:
        reason = str(fault.orig).strip().splitlines()[0][:160] if fault.orig else "tanpa keterangan"
        raise GradebookError(reason=reason, place=engine.url.render_as_string(hide_password=True)) from fault


def _make_tables(book: Gradebook, present: set[str]) -> None:
    """nbgrader's tables with the version stamp that ``nbgrader db upgrade`` reads, and ours."""
    base = nbgrader_tables()
    with book.writing() as connection:
        if "grade" not in present:
            base.metadata.create_all(connection)
            connection.execute(
                text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
            )
            connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": _newest_revision()})
        OWN.create_all(connection)
    file = _file(str(book.engine.url))
    if file is not None:
        file.chmod(0o600)


# Importing any part of nbgrader imports these and with them the web server and the notebook converter, and its tables
# a package builder, a web client and grammars of notebooks: 0.5 s that a database has no use for.
_SERVER_PARTS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
_HELPERS = ("nbgrader.utils", "nbgrader.auth")


def nbgrader_tables() -> Any:
    """``nbgrader.api.Base``, without what nbgrader imports besides (also 2 s of URI grammars that nothing here uses)."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # see the note in jsonschema #1428
    with _tables_alone():
        from nbgrader import api

    return api.Base


@contextlib.contextmanager
def _tables_alone() -> Iterator[None]:
    """While nbgrader is imported for the first time, what tables do not need are stand-ins that import the real one when used."""
    if "nbgrader" in sys.modules:
        yield
        return
    extensions = [f"nbgrader.server_extensions.{part}" for part in _SERVER_PARTS]
    stand_ins: dict[str, Any] = {name: ModuleType(name) for name in (*_HELPERS, *extensions)}
    for name in _HELPERS:
        stand_ins[name].__getattr__ = partial(_real_attribute, name)
    for name in extensions:
        stand_ins[name].load_jupyter_server_extension = partial(_load_extension, name)
    stand_ins["nbgrader.auth"].Authenticator = object  # named in the type of a parameter only
    sys.modules |= stand_ins
    try:
        yield
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


def _real_attribute(module: str, name: str) -> Any:
    if name.startswith("__"):  # what the import itself asks about a module
        raise AttributeError(name)
    return getattr(import_module(module), name)


def _load_extension(name: str, server: Any) -> None:
    import_module(name).load_jupyter_server_extension(server)


def _newest_revision() -> str:
    """The one revision of nbgrader's tables that no other is built on; read as text, alembic takes 0.3 s to import."""
    from nbgrader import dbutil

    before: dict[str, str] = {}
    for file in (Path(dbutil.ALEMBIC_DIR) / "versions").glob("*.py"):
        found = dict(_REVISION.findall(file.read_text(encoding="utf-8")))
        before[found["revision"]] = found.get("down_revision", "")
    (newest,) = set(before) - set(before.values())
    return newest
