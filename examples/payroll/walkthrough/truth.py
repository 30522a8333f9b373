"""What is true in the example's database and must never reach the vendor."""

import os
import re
import unicodedata

SEPARATORS = re.compile("[\\s\\-‐‑–—−ー－ｰ・･./_]+")


def _lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip()]


class Truth:
    def __init__(self, folder):
        folder = os.path.join(folder, "truth")
        self.numbers = set(_lines(os.path.join(folder, "personal_numbers.txt")))
        # Without a lost leading zero, as JSON numbers show them.
        self.shortened = {number.lstrip("0") for number in self.numbers if number.startswith("0")}
        self.names = {unicodedata.normalize("NFKC", name).replace(" ", "")
                      for kind in ("names", "kana") for name in _lines(os.path.join(folder, kind + ".txt"))}
        self.names = {name for name in self.names if len(name) >= 3}
        self.victim = dict(line.split("\t")[:2] for line in _lines(os.path.join(folder, "victim.tsv")))
        self.planted = {}
        for line in _lines(os.path.join(folder, "planted.tsv")):
            scenario, kind, employee = line.split("\t")[:3]
            if kind == "planted":
                self.planted.setdefault(scenario, set()).add(employee)

    def found_in(self, text):
        """The first true number or name in `text`, in any spelling; None if there is none."""
        flat = unicodedata.normalize("NFKC", text)
        joined = SEPARATORS.sub("", flat)
        for run in re.findall(r"\d{10,}", joined):
            for size in (12, 11, 10):
                for at in range(len(run) - size + 1):
                    piece = run[at:at + size]
                    if piece in self.numbers or (size < 12 and len(run) == size and piece in self.shortened):
                        return piece
        spaceless = re.sub(r"\s+", "", flat)
        for name in self.names:
            if name in spaceless:
                return name
        return None
