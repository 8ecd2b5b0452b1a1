"""HTML that an author wrote, made safe, and the content model that every tree is made to fit."""
