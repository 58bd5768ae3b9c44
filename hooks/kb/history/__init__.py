"""What changed from one edition to the next: `kb edition` cuts one, a page and a feed tell members.

facets    what is remembered of a record: short words as they are, long texts as hashes
ledger    the editions in `docs/editions`, read, checked, written
compare   two states of the records, set against each other and ordered by consequence
feed      the Atom feed
"""
