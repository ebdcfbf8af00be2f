"""Run migrations on the connection that srs.migrate hands over."""

from alembic import context

from srs.schema import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Migrations are applied by `minibatch migrate`, which takes the locks.")

# srs.migrate has opened the transaction: one for each migration.
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
