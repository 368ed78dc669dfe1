"""Alembic's entry: runs migrations on the connection and in the transaction of the caller."""

from __future__ import annotations

from alembic import context

from store.rows import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    # The unit of work that the caller opened begins and commits.
    transactional_ddl=False,
)
context.run_migrations()
