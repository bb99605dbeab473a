"""People come and go: who sits where in an institution, invitations, acting holders, endings, empty chairs."""
