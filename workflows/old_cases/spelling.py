"""Words as they are compared, each worked out once: the same ones come in every row."""

from functools import lru_cache

from cases.text.normalization import compared_closely


@lru_cache(maxsize=50_000)
def spelt(word: str) -> str:
    """The spelling under which a word of a table is looked up."""
    return compared_closely(word)
