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

`report.import_report` is that list. A regulation takes another way after the first two steps:

1. `markup` reads web pages and Markdown, which only regulations come as.
2. `lawtext` cuts the lines at 编, 章, 节, 条 and numbered parts.
3. `lawbook` sets apart what came with the text and refuses what is no whole regulation; `lawfront`
   finds title and issuing note, `issuing` reads its dates.
4. `lawpage` renders the official text, and a profile to fill where there is none.

`regulation.import_regulation` is that list, and decides which revision it is.

Whatever an author can get wrong comes back as a `Problem`.
"""
