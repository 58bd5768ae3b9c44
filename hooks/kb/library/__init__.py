"""The report library: what the papers hold, by genre and by year.

papers <- years <- picture, outline; emit writes what the browser compares. Only what a paper says
itself is counted: the folded notes of the examples are ours.
"""

from .emit import genres_script, terms_script
from .outline import Excerpt, Part, genre_parts, other_headings
from .papers import Paper, Stretch, read_papers
from .picture import Picture, draw_chart
from .years import Matrix, YearChart, find_chart, find_matrix

__all__ = [
    "Excerpt",
    "Matrix",
    "Paper",
    "Part",
    "Picture",
    "Stretch",
    "YearChart",
    "draw_chart",
    "find_chart",
    "find_matrix",
    "genre_parts",
    "genres_script",
    "other_headings",
    "read_papers",
    "terms_script",
]
