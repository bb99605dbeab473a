"""How fast the portal is at the size of the nation."""
