"""The append-only record of every change, and the services that write it."""
