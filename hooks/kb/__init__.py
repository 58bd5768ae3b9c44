"""Core of the knowledge base: records, matching, citations, cross-references.

Nothing here imports mkdocs; `hooks/site_hooks.py` is the only adapter to it.
Import direction: model <- load, match, grammar <- works <- cite <- link <- index <- emit.
"""
