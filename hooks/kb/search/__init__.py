"""What the build writes for the search box: the payload, one set of files a language.

    document = search_document(info, page, record)      for each page, once it is linked
    files = build_payload(knowledge, documents, …)      when all pages are linked

The other half is `docs/assets/search/`, which reads these files; `payload.SCHEMA` ties the two.
"""

from .document import SearchDocument, SearchSection, search_document
from .payload import SCHEMA, build_payload

__all__ = ["SCHEMA", "SearchDocument", "SearchSection", "build_payload", "search_document"]
