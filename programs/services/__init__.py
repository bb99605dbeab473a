"""Every write of this room that is not a move: `verb(proposal, …, *, actor)`, atomic, case locked first."""
