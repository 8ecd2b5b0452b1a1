"""Code: listings with their language and title, cells of notebooks, fences that would make code of prose."""
