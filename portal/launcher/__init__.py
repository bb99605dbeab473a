"""Starts, watches and stops the parts of the portal on one machine: `python -m portal.launcher`."""
