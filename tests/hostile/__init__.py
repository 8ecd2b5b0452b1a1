"""Manuscripts of strangers: made by a generator, each with what is right, and an oracle that hears what a build opens."""
