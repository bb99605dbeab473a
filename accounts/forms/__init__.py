"""What people write about themselves and their colleagues."""
