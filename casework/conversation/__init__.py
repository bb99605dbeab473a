"""The conversation on a case: who hears it, whom it may name, how it is written, followed and shown."""
