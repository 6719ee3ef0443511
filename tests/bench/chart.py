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
    shown = [(title, [(row[0], row[2]) for row in rows]) for title, rows in tables]
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


def draw_growth(multiples, grown):
    """The picture of what multiples of an input cost, {name: costs}: one line for each, on logarithmic scales,
    and its exponent. A line along the grey one is in proportion."""
    side, left, top = 300, 50, 20
    most = math.log(2 * multiples[-1])

    def place(multiple, cost):
        return f"{left + side * math.log(multiple) / most:.1f},{top + side - side * math.log(cost) / most:.1f}"

    def line(points, color, width):
        return f'<polyline points="{" ".join(points)}" fill="none" stroke="{color}" stroke-width="{width}"/>'

    out = [line((place(1, 1), place(multiples[-1], multiples[-1])), "#c8c8c8", 6)]
    for multiple in multiples:
        x, y = place(multiple, multiple).split(",")
        out.append(f'<text x="{x}" y="{top + side + 16}" text-anchor="middle">{multiple}</text>'
                   f'<text x="{left - 8}" y="{float(y) + 4:.1f}" text-anchor="end">{multiple}</text>')
    for number, (name, costs) in enumerate(grown.items()):
        color = f"hsl({360 * number // len(grown)}, 60%, 40%)"
        exponent = math.log(costs[-1] / costs[0]) / math.log(multiples[-1] / multiples[0])
        out.append(line([place(multiple, max(1, cost / costs[0])) for multiple, cost in zip(multiples, costs)], color, 1.5))
        out.append(f'<text x="{left + side + 20}" y="{top + 20 + BAR * number}" fill="{color}">'
                   f'{exponent:.2f} {html.escape(name)}</text>')
    height = top + side + 30
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
            ' font-family="sans-serif" font-size="12" fill="#222">'
            '<rect width="100%" height="100%" fill="#fff"/>'
            '<title>Instructions for an input of once to eight times the size, and the exponent of their growth</title>'
            + "\n".join(out) + "</svg>\n")
