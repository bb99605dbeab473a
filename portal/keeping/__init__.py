"""Keeping the portal's data and coming back: backups, and their way into an empty database."""
