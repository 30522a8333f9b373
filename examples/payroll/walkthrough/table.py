"""Tables on a terminal: Japanese characters are two columns wide."""

import unicodedata


def width(text):
    total = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def cut(text, limit):
    if width(text) <= limit:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > limit - 1:
            break
        kept += character
    return kept + "…"


def pad(text, size):
    return text + " " * (size - width(text))


def show(headings, rows, limit=24, indent="    "):
    shown = [[cut("∅" if cell is None else cell.replace("\n", " "), limit) for cell in row] for row in rows]
    sizes = [max([width(h)] + [width(row[i]) for row in shown]) for i, h in enumerate(headings)]
    for line in [headings, ["─" * size for size in sizes], *shown]:
        print(indent + "  ".join(pad(cell, size) for cell, size in zip(line, sizes)).rstrip())
