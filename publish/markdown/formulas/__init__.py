"""Formulas: found in the text, their LaTeX and its macros, and the MathML that they become."""
