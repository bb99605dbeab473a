"""What people write about offers and proposals, and how it is checked."""
