"""Boxes with a title, asides and their like: one file for each way to write them."""
