"""The demonstration: invented people and a story of fourteen months, written through the portal's own doors."""
