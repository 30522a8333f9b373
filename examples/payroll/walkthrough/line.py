"""The maintenance line: nobody from the vendor connects unless it was requested, approved by another, and opened."""

import json
import re
import threading
import time

import account

VENDOR = "payroll-vendor-01"
COUNT = "SELECT count(*) FROM payroll.employees"
# Hours of work for the database: every line of a payslip beside every other.
ENDLESS = "SELECT count(*) FROM payroll.payslip_lines AS a CROSS JOIN payroll.payslip_lines AS b WHERE a.amount < b.amount"


def refusal_of(city, name, sql=COUNT):
    """Why the query is not answered; None if it is."""
    try:
        city.people[name].query(sql)
        return None
    except account.Refused as refused:
        return refused


def _check_kept_out(city, when):
    refused = refusal_of(city, VENDOR)
    city.check(refused is not None and refused.code == "FAILED_PRECONDITION" and refused.reason == "NO_OPEN_WINDOW",
               f"{when} the vendor is refused")
    return refused


def telephone(city):
    """The telephone: pay came out wrong, and the vendor can't simply connect"""
    city.say("09:10  人事課「6月分の手取額が合わない職員がいます」 / personnel: net pay of some people is wrong this month\n"
             "09:20  業者「電話では原因が分かりません。接続させてください」 / vendor: we can't tell by telephone, let us connect")
    refused = _check_kept_out(city, "with a valid certificate and pledge, but no open line,")
    city.say(f"{refused.message}\n  {refused.advice}" if refused else "")
    told = refused.message + refused.advice if refused else ""
    city.check("保守" in told and "maintenance window" in told, "and told what to do, in both languages")


def ask_and_approve(city):
    """Request by a clerk, approval by the section head"""
    code, output = city.as_person(
        "personnel-clerk-01", "window", "request", "--person", VENDOR, "--purpose", "6月分の手取額が合わない原因の調査",
        "--ticket", "障害票 2026-0417", "--telephone", "9:10 電話で確認、原因は分からず", "--from", "now", "--to", "+2h",
        "--rows", "500000")
    city.say(output)
    found = re.search(r"W\d{5}", output)
    city.check(code == 0 and found is not None, "a clerk requests a line: who, why, when, how much")
    city.window = found.group(0) if found else "W00000"
    refused = _check_kept_out(city, "while it is only requested")
    city.check(refused is not None and city.window not in refused.message + refused.advice,
               "and isn't told of the request")
    code, output = city.as_person("personnel-clerk-01", "window", "approve", city.window)
    city.say(output)
    city.check(code == 1, "who requested can't approve")
    code, _ = city.as_person("personnel-section-head", "window", "approve", city.window, "--remark", "調査に限る")
    city.check(code == 0, "the section head approves")
    _check_kept_out(city, "approved isn't open:")


def connect(city):
    """Connection by staff"""
    code, output = city.as_person("personnel-clerk-02", "window", "open", city.window)
    city.say(output)
    city.check(code == 0, "another clerk connects")
    city.check(refusal_of(city, VENDOR) is None, "now the vendor is answered")
    refused = refusal_of(city, "payroll-app")
    if refused:
        city.say(f"payroll-app: {refused.code}: {refused.message}\n  {refused.advice}")
    city.check(refused is not None and refused.code == "FAILED_PRECONDITION",
               "while the line is open the payroll program waits, and is told for whom")


def open_for_half_a_minute(city, vendor, purpose):
    """A second line, which nobody will disconnect."""
    code, output = city.as_person(
        "personnel-clerk-01", "window", "request", "--person", vendor, "--purpose", purpose, "--ticket", "障害票 2026-0417",
        "--telephone", "9:40 電話で確認、こちらからは見えず", "--from", "now", "--to", "+30s", "--format", "json")
    city.forgotten = json.loads(output)["id"] if code == 0 else "W00000"
    for who, what in (("personnel-section-head", "approve"), ("personnel-clerk-01", "open")):
        code, output = city.as_person(who, "window", what, city.forgotten)
    city.check(code == 0, f"a second line, for half a minute: {city.forgotten}, {vendor}")


def _running(city):
    return int(city.database.psql("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE "
                                  "'%payslip_lines%CROSS JOIN%' AND pid <> pg_backend_pid()"))


def _wait(condition, seconds):
    """How long it took until `condition` held; None if it did not in time."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() > started + seconds:
            return None
        time.sleep(0.02)
    return time.monotonic() - started


def disconnect(city):
    """Disconnection, with a query running"""
    ended = {}

    def ask():
        ended["refused"] = refusal_of(city, VENDOR, ENDLESS)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    city.check(_wait(lambda: _running(city) == 1, 10) is not None, "a query of the vendor is running in the database")
    code, _ = city.as_person("personnel-clerk-02", "window", "close", city.window, "--remark", "原因判明、改修は業者で")
    city.check(code == 0, "the clerk disconnects")
    elapsed = _wait(lambda: not asking.is_alive() and _running(city) == 0, 10)
    refused = ended.get("refused")
    if refused:
        city.say(f"{refused.code}: {refused.message}")
    city.check(elapsed is not None and elapsed <= 1 and refused is not None and refused.code == "ABORTED",
               "within a second it is cancelled in the database, and the vendor told why")
    _check_kept_out(city, "from now on")
    elapsed = _wait(lambda: refusal_of(city, "payroll-app") is None, 15)
    city.check(elapsed is not None, f"the payroll program works again, {elapsed or 15:.1f} s after")
