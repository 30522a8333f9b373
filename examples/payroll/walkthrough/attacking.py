"""Attacks of examples/payroll/attacks, on the raw database and through the proxy; and who doesn't even get so far."""

import os

import account
import attacks
import city as city_module
import line
import table


def attack(city):
    """Attacks: what the raw database gives away, and what the proxy gives"""
    vendor = city.people["payroll-vendor-01"]
    victim = city.truth.victim
    lines = []
    for tried in attacks.handful(attacks.load(os.path.join(city_module.HERE, "attacks"))):
        statement = tried.aimed_at(victim)
        output = city.database.psql(statement, check=False)
        failed = "ERROR" in output
        raw = tried.leaked(output, 0 if failed else len(output.strip().splitlines()), victim)
        try:
            _, _, rows = vendor.query(statement)
            text = "\n".join("|".join(cell or "" for cell in row) for row in rows)
            told = f"{len(rows)} masked rows" if rows else "no row"
            leaked = tried.leaked(text, len(rows), victim) or city.truth.found_in(text.replace("|", "\0"))
        except account.Refused as refused:
            told = f"{refused.code}: {refused.message}"
            leaked = tried.leaked(refused.message + refused.advice, 0, victim)
        lines.append([tried.name, "leaks" if raw else "?", told])
        city.check(raw and not leaked, tried.name)
    print()
    table.show(["attack", "raw database", "through the proxy"], lines, limit=76)


def turn_away(city):
    """Who is turned away"""
    for name, why in (("payroll-vendor-99", "an expired pledge"), ("stranger", "a certificate nobody knows")):
        refused = line.refusal_of(city, name, "SELECT 1")
        if refused:
            city.say(f"{name}: {refused.code}: {refused.message}")
        city.check(refused is not None and refused.code in ("FAILED_PRECONDITION", "UNAUTHENTICATED"), f"{why} is refused")
