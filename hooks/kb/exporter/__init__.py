"""Exporter: what the knowledge base holds becomes a file for another program.

A report becomes a Word file in the official layout (GB/T 9704-2012), in these steps:

1. `paper` reads the page's Markdown back into the blocks of the importer.
2. `layout` gives each block its style: salutation, signature and date have places of their own.
3. `styles` holds the layout's measures, fonts and paragraph styles, the only place to change them.
4. `word` writes the package (`word_parts` what every paper has), the same byte for byte every time.
5. `report` finds the page and puts the file in place, whole or not at all.

The importer reads such a file back into the same page (`importer.roles` names what it trusts).
"""
