"""How much one file may cost, and what is left of it."""

# Seconds of the processor, seconds on the wall, and bytes of memory beside what the libraries take. A picture
# of 50 megapixels has 200 MB while it is decoded.
PROCESSOR, WALL, MEMORY = 4, 15, 320 * 1024 * 1024
MOST_BYTES = 10 * 1024 * 1024
MAX_PIXELS, SIDE, THUMBNAIL = 50_000_000, 1600, 240
LOGO_PIXELS, LOGO_SIDE = 20_000_000, 320
# The banner is so many times as wide as high, and light enough for a page of 30 KB.
BANNER_SIDE, BANNER_RATIO, BANNER_BYTES = 1280, 8, 9 * 1024
MAX_PAGES = 200
# What leads to the pages of a PDF is small; a stream of objects that swells to more is made to be slow.
MOST_INFLATED = 8 * 1024 * 1024
