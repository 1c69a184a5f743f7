"""Files that people send are judged here: in a process of its own, with limits, apart from the pages.

`judge` asks; `child` answers, and together with `pictures`, `containers`, `papers` and `outlines` runs
without Django, without settings and without secrets, so that nothing worth having stands beside a decoder.
"""
