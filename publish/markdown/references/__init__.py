"""What a text points at: works cited, labels, terms of the index and the glossary; `resolve` finds what they mean."""
