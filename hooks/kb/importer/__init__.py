"""Importer: a paper as it lies on an editor's disk becomes a page of the knowledge base.

The steps, in order, each a module that knows nothing of the next:

1. `guard` opens the file within limits and tells what it really is; `package` opens a Word
   package the same way.
2. `text` or `word` reads it into `blocks` (Word papers with `word_inline`, `word_styles` and
   `word_numbering`).
3. `structure` finds the title and the headings.
4. `describe` recognises genre, level and period and gives the page its id.
5. `page` renders Markdown (`inline` escapes it) below a front matter that `model` accepts.
6. `write` puts it in place, whole or not at all.

`report.import_report` is that list. Whatever an author can get wrong comes back as a `Problem`.
"""
