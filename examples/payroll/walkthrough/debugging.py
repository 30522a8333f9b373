"""What the vendor came for: finding errors in true, joinable data without identities; and the way back to a person."""

import glob
import json
import os
import time

import account
import city as city_module
import line
import table

SIDE_BY_SIDE = """SELECT employee_no, full_name, personal_number, birth_date, department_code
FROM payroll.employees ORDER BY employee_no LIMIT 4"""
VENDOR = "payroll-vendor-01"


def show_side_by_side(city):
    """One query, three accounts"""
    line.open_for_half_a_minute(city, "attendance-vendor-01", "取込ファイルの突合せ")
    city.say(SIDE_BY_SIDE)
    for name in ("personnel-01", VENDOR, "attendance-vendor-01"):
        print(f"  as {name}:")
        try:
            names, masks, rows = city.people[name].query(SIDE_BY_SIDE)
            table.show([f"{n}〔{m}〕" for n, m in zip(names, masks)], rows)
            text = "\0".join(cell or "" for row in rows for cell in row)
            if name == "personnel-01":
                city.check(any(true_name in text.replace(" ", "").replace("　", "") for true_name in city.truth.names),
                           "the city's staff see names; of the number only whether it is there")
            else:
                city.check(city.truth.found_in(text) is None, "no name and no number")
        except account.Refused as refused:
            city.say(f"{refused.code}: {refused.message}\n{refused.advice}")
            city.check(refused.reason == "HIDDEN_OR_MISSING", "the table does not exist for this account")


def find_errors(city):
    """Thirteen payroll errors, found by the vendor without a name or a number"""
    for path in sorted(glob.glob(os.path.join(city_module.HERE, "scenarios", "S*.sql"))):
        scenario = os.path.basename(path)[:-4]
        with open(path, encoding="utf-8") as file:
            sql = file.read()
        headline = sql.splitlines()[0].lstrip("- ")
        started = time.monotonic()
        try:
            names, _, rows = city.people[VENDOR].query(sql)
        except account.Refused as refused:
            city.check(False, f"{headline}: {refused.code} {refused.message} ({refused.advice})")
            continue
        elapsed = (time.monotonic() - started) * 1000
        found = {row[names.index("employee_no")] for row in rows}
        leak = city.truth.found_in("\0".join(cell or "" for row in rows for cell in row))
        planted = city.truth.planted.get(scenario, set())
        city.check(found == planted and leak is None,
                   f"{headline.rstrip('.')} — {len(found)} of {len(planted)} found, {elapsed:.0f} ms")
        if found != planted:
            print(f"       missing {sorted(planted - found)[:5]}, too many {sorted(found - planted)[:5]}")
        if leak is not None:
            print("       a true value came through")


def _forged(token):
    return token[:-1] + ("A" if token[-1] != "A" else "B")


def _first_token(city):
    _, _, rows = city.people[VENDOR].query(
        "SELECT employee_no, full_name FROM payroll.employees ORDER BY employee_no LIMIT 1")
    return rows[0]


def look_up_by_token(city):
    """Back from a token to its row, by the database's index"""
    vendor = city.people[VENDOR]
    number, token = _first_token(city)
    started = time.monotonic()
    _, _, found = vendor.query("SELECT employee_no FROM payroll.employees WHERE full_name = $1", token)
    elapsed = (time.monotonic() - started) * 1000
    city.say(f"{token} → employee {found[0][0]} ({elapsed:.1f} ms)")
    city.check([number] in found, "the token leads to its row")
    _, _, nothing = vendor.query("SELECT employee_no FROM payroll.employees WHERE full_name = $1", _forged(token))
    city.check(nothing == [], "a forged token leads nowhere")


def look_up_who_it_is(city):
    """Back from a token to the person, for the city's staff alone"""
    head, auditor = "personnel-section-head", "information-systems-01"
    number, token = _first_token(city)
    name = city.database.psql(f"SELECT full_name FROM payroll.employees WHERE employee_no = '{number}'").strip("\n")
    print(f"  {VENDOR} reports: {token} is wrong. As {head}:")
    purpose = ["--purpose", "inquiry 2026-0417"]
    code, output = city.as_person(head, "token", "detokenize", token, "--account", VENDOR, *purpose)
    city.say(output)
    city.check(code == 0 and f"value      {name}\n" in output, "the staff see the true name")
    code, answer = city.as_person(head, "token", "detokenize", token, "--format", "json", *purpose)
    city.looked_up = (json.loads(answer) if code == 0 else {"call_id": "?", "token_reference": "?"}, name)
    for who, what, call in ((VENDOR, "the vendor is refused its own token", "detokenize"),
                            (auditor, "an auditor sees whose it is, and not the name", "trace"),
                            (auditor, "an auditor is refused the name", "detokenize")):
        code, output = city.as_person(who, "token", call, token, *purpose)
        city.say(f"{who}: {output.splitlines()[0]}")
        city.check(code == (0 if call == "trace" else 1) and name not in output, what)
    code, output = city.as_person(head, "token", "detokenize", _forged(token), *purpose)
    city.check(code == 1 and "no token" in output, "a forged token gives nothing")
