"""Backups: made under traffic, brought back into nothing, and red when a single byte is wrong."""
