# SPDX-License-Identifier: MIT
"""A bar for each program, as long as its processor's time against the limit's, on a logarithmic scale."""
import html
import math

WIDTH, BAR, LEFT, GAP = 720, 16, 170, 34


def bar(y, name, ratio, scale):
    length = max(2.0, scale(ratio))
    ours = name.startswith("nox-cache-inject")
    return (f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{html.escape(name)}</text>'
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR - 3}" fill="{"#2f6fb0" if ours else "#b8b8b8"}"/>'
            f'<text x="{LEFT + length + 5:.1f}" y="{y + 12}">{ratio:.2f}</text>')


def draw(tables):
    """The picture of tables, each (title, rows); the first row is what the others are compared with."""
    shown = [(title, [(row[0], row[1] / rows[0][1]) for row in rows]) for title, rows in tables]
    most = max(ratio for _, rows in shown for _, ratio in rows)
    least = min(0.5, min(ratio for _, rows in shown for _, ratio in rows))

    def scale(ratio):
        return (WIDTH - LEFT - 60) * math.log(ratio / least) / math.log(most / least)

    out, y = [], 24
    for title, rows in shown:
        out.append(f'<text x="0" y="{y}" font-weight="bold">{html.escape(title)}</text>')
        y += 8
        for name, ratio in rows:
            out.append(bar(y, name, ratio, scale))
            y += BAR
        y += GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}"'
            ' font-family="sans-serif" font-size="12" fill="#222">'
            '<rect width="100%" height="100%" fill="#fff"/>'
            '<title>CPU time against limit.c, on a logarithmic scale; shorter is faster</title>'
            + "\n".join(out) + "</svg>\n")
