"""The plans beside the OMG's schema of BPMN 2.0: `python schema.py FOLDER SCHEMAS`, apart from ours."""

import sys
from pathlib import Path

from lxml import etree


def main(folder: Path, schemas: Path) -> int:
    """Say what does not fit; return 1 where something does not, or where there was no plan."""
    schema = etree.XMLSchema(etree.parse(str(schemas / "BPMN20.xsd")))
    files = sorted(folder.glob("*.bpmn"))
    for file in files:
        if not schema.validate(etree.parse(str(file))):
            print(f"{file.name}: {schema.error_log[0]}")
    fitting = sum(schema.validate(etree.parse(str(file))) for file in files)
    print(f"{fitting} of {len(files)} plans fit the OMG's schema")
    return int(fitting < len(files) or not files)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
