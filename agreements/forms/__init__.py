"""What people write about cooperation documents, and how it is checked."""
