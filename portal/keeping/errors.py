"""What a person is told when a backup cannot be made or must not be trusted."""


class Unkept(Exception):
    """The text is the one line an operator reads."""
