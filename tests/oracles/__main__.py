"""`make oracles`: give a sample's maps and plans away, and ask other programs about them (needs npm)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.demo import environment as demo
from tests.bench.__main__ import prepare
from tests.bench.database import ROOT, Database
from tests.bench.peers import environment

HERE = Path(__file__).parent
LOCK = HERE / "requirements.txt"
NODE = ("package.json", "package-lock.json")
SCHEMAS = Path("node_modules/bpmn-moddle/resources/bpmn/xsd")


def main() -> int:
    """Ask them about a sample of CASES cases; return 1 where one of them says something else, else 0."""
    folder = demo.var_dir() / "oracles"
    folder.mkdir(exist_ok=True)
    prepare(folder)
    python, node = environment.python(folder, LOCK, "pm4py"), _installed(folder)
    database = Database(folder, int(os.environ.get("CASES") or 5000))
    database.start()
    os.environ["DATABASE_URL"] = database.copy()
    given = folder / "given"
    shutil.rmtree(given, ignore_errors=True)
    given.mkdir()
    commands = [
        [sys.executable, "-m", "tests.oracles.given", str(given)],
        [python, str(HERE / "maps.py"), str(given)],
        [python, str(HERE / "schema.py"), str(given), str(node / SCHEMAS)],
        ["node", str(node / "opened.mjs"), *map(str, sorted(given.glob("*.bpmn")))],
    ]
    # Each has its say, whatever the others say.
    failed = [subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands]
    return int(any(failed))


def _installed(folder: Path) -> Path:
    """The folder in which the script for node has its library."""
    node = folder / "node"
    node.mkdir(exist_ok=True)
    for name in (*NODE, "opened.mjs"):
        shutil.copy(HERE / name, node)
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts", "--no-audit"], cwd=node, check=True)
    return node


if __name__ == "__main__":
    sys.exit(main())
