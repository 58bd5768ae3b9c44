"""Checking papers and pages before they are sent: one engine for files inside and outside the site.

    read -> document -> engine (rules, one module a family) -> finding -> cli

Every rule stands in `data/rules.yaml` with its severity, its explanation and the examples that are
its tests and its entry on the page docs/about/lint.md.
"""
