#!/usr/bin/env python3
"""Makes a pack for `sudare prove` of the example: the thirteen scenarios with the errors planted in generated data, and
the attacks aimed at its victim.

    bazel run //examples/payroll:generate -- --out /tmp/city
    examples/payroll/pack.py /tmp/city /tmp/city-pack
"""

import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "walkthrough"))

import attacks  # noqa: E402

# Of the victim: never to come back, whatever is asked.
SECRET = ["personal_number", "full_name"]


def read_tsv(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_errors(planted, folder):
    for path in sorted(glob.glob(os.path.join(HERE, "scenarios", "*.sql"))):
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as file:
            write(os.path.join(folder, name + ".sql"), file.read())
        keys = sorted({row[2] for row in planted if row[0] == name and row[1] == "planted"})
        write(os.path.join(folder, name + ".expected"), "".join(key + "\n" for key in keys))


def aimed_rule(rule, victim):
    return re.sub(r"\{([a-z_]+)\}", lambda match: re.escape(victim.get(match.group(1), match.group(0))), rule)


def write_attacks(victim, folder):
    for attack in attacks.load(os.path.join(HERE, "attacks")):
        write(os.path.join(folder, attack.name + ".sql"),
              f"-- leaks: {aimed_rule(attack.rule, victim)}\n{attack.aimed_at(victim)}\n")
        secrets = [victim[name] for name in SECRET if name in victim]
        write(os.path.join(folder, attack.name + ".secret"), "".join(value + "\n" for value in secrets))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    data, pack = sys.argv[1:]
    for folder in ("errors", "attacks"):
        os.makedirs(os.path.join(pack, folder), exist_ok=True)
    write_errors(read_tsv(os.path.join(data, "truth", "planted.tsv")), os.path.join(pack, "errors"))
    victim = {row[0]: row[1] for row in read_tsv(os.path.join(data, "truth", "victim.tsv"))}
    write_attacks(victim, os.path.join(pack, "attacks"))


if __name__ == "__main__":
    main()
