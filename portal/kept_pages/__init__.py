"""Pages that are made anew only when something that they may show has changed."""
