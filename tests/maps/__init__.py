"""A street map for tests: a town that is nowhere, drawn in the sea, so that nobody takes it for theirs."""

from pathlib import Path

FILE = Path(__file__).parent / "invented_town.pmtiles"
# The town's edges and its middle; the map is a little larger.
BOX = {"south": 9.01, "west": 101.01, "north": 9.05, "east": 101.05}
MIDDLE = {"latitude": 9.03, "longitude": 101.03}
