"""Beyond one machine: two of each program and a standby of the database, each of them killed under load."""
