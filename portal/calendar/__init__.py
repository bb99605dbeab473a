"""The calendar: what falls on which day within a reader's scope, as a page and as a feed for calendar programs."""
