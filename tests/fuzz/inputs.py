#!/usr/bin/env python3
"""Moves inputs of fuzz targets between the forms in which they are kept and in which fuzzers read them.

  inputs.py unpack TARGET FOLDER      corpus/TARGET and what other tests bring, a file each, into FOLDER
  inputs.py pack TARGET FOLDER        what FOLDER has beyond that becomes corpus/TARGET/found.txt
"""
import hashlib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOUND = "found.txt"
# Longer ones are seldom worth their room: a fuzzer finds them again.
LONGEST = 600


def golden_inputs():
    for path in sorted((ROOT / "tests/golden/sql").glob("*.txt")):
        for case in re.split(r"^==\n", path.read_text(), flags=re.M):
            text = case.split("\n--\n")[0]
            yield re.sub(r"^#.*\n", "", text, flags=re.M).encode()


def query_file_inputs(path, separator):
    account = re.compile(r"^-- as:? ?(\w+)$", re.M)
    for part in re.split(separator, path.read_text()):
        statement = re.sub(r"^--.*\n?", "", part, flags=re.M).strip()
        if not statement:
            continue
        found = account.search(part)
        head = f"account: {found[1]}\n" if found else ""
        yield (head + statement).encode()


def others(target):
    """Inputs that other tests hold already."""
    if target == "sql":
        yield from golden_inputs()
        yield from query_file_inputs(ROOT / "tests/differential/corpus.sql", r"\n\n")
        for path in sorted((ROOT / "tests/attack/corpus").glob("*.sql")):
            yield from query_file_inputs(path, r";\n")
    if target == "policy":
        for path in sorted((ROOT / "tests/golden/policy").glob("*.textproto")):
            yield path.read_bytes()
        yield b"".join(p.read_bytes() for p in sorted((ROOT / "examples/payroll/policy").glob("[0-9]*.textproto")))


def escaped(data):
    out = []
    for byte in data:
        char = chr(byte)
        if char in "\\\"'":
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return "".join(out)


def unescaped(line):
    def one(match):
        text = match[1]
        return {"n": b"\n"}.get(text) or (bytes([int(text, 8)]) if text.isdigit() else text.encode())
    parts = re.split(r"\\([0-7]{3}|.)", line)
    return b"".join(part.encode() if i % 2 == 0 else one(re.match("(.*)", part))
                    for i, part in enumerate(parts))


def kept(target):
    for path in sorted((HERE / "corpus" / target).iterdir()):
        if path.name == FOUND:
            yield from map(unescaped, path.read_text().splitlines())
        else:
            yield path.read_bytes()


def unpack(target, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for data in list(kept(target)) + list(others(target)):
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(target, folder):
    by_hand = {p.read_bytes() for p in (HERE / "corpus" / target).iterdir() if p.name != FOUND}
    found = {p.read_bytes() for p in folder.iterdir()} - by_hand
    lines = sorted(escaped(data) for data in found if len(data) <= LONGEST)
    (HERE / "corpus" / target / FOUND).write_text("".join(line + "\n" for line in lines))
    print(f"fuzz: {target}: {len(lines)} inputs in {FOUND}")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("pack", "unpack"):
        sys.exit(__doc__)
    {"pack": pack, "unpack": unpack}[sys.argv[1]](sys.argv[2], pathlib.Path(sys.argv[3]))
