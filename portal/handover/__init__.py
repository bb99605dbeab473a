"""Hand-overs: from a person who leaves to whoever follows, and of a province from one UPT to another."""
