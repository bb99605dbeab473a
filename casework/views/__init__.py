"""Pages every kind of case shares."""
