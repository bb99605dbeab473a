"""Pages of cooperation documents."""
