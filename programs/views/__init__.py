"""Pages of offers and proposals."""
