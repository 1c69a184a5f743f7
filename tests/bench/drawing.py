"""A drawing of the table: for each page a bar as long as its cost, with a mark where its floor ends."""

from xml.sax.saxutils import escape

LEFT, WIDTH, ROW, TOP = 300, 520, 26, 74
COLOURS = {"app": "#1f5f8b", "db": "#d98324", "floor": "#222222"}
STYLE = "text{font:13px sans-serif;fill:#222} .small{font-size:12px;fill:#555}"


def drawn(lines: list[tuple[str, float, float, float]], *, title: str) -> str:
    """An SVG of (name, application ms, database ms, floor ms): readable without its colours."""
    most = max([1.0, *(app + db for _, app, db, _ in lines)])
    height = TOP + ROW * len(lines) + 20
    rows = [_row(n, line, WIDTH / most) for n, line in enumerate(lines)]
    told = "; ".join(f"{name} {app + db:.1f} ms" for name, app, db, _ in lines)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 80} {height}" role="img" '
            'aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(told)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="100%" height="{height}" fill="#fff"/>',
            f'<text x="10" y="24" font-weight="bold">{escape(title)}</text>',
            *_legend(),
            *rows,
            "</svg>\n",
        ]
    )


def _legend() -> list[str]:
    words = {"app": "application", "db": "PostgreSQL", "floor": "the page's floor (line)"}
    return [
        f'<rect x="{10 + n * 150}" y="38" width="12" height="12" fill="{COLOURS[name]}"/>'
        f'<text class="small" x="{28 + n * 150}" y="49">{word}</text>'
        for n, (name, word) in enumerate(words.items())
    ]


def _row(n: int, line: tuple[str, float, float, float], scale: float) -> str:
    name, app, db, floor = line
    y, end = TOP + ROW * n, LEFT + (app + db) * scale
    mark = LEFT + floor * scale
    return (
        f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{max(0.5, app * scale):.1f}" height="18" fill="{COLOURS["app"]}"/>'
        f'<rect x="{LEFT + app * scale:.1f}" y="{y}" width="{max(0.0, db * scale):.1f}" height="18" '
        f'fill="{COLOURS["db"]}"/>'
        f'<path d="M{mark:.1f} {y - 2}v22" stroke="{COLOURS["floor"]}" stroke-width="2"/>'
        f'<text class="small" x="{end + 6:.1f}" y="{y + 14}">{app + db:.1f} ms</text>'
    )
