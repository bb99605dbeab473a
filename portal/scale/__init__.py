"""The demonstration multiplied to the size of the nation, for measuring the portal at scale."""
