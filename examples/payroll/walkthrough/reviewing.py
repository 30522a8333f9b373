"""Afterwards: the ledger, the monthly report, and an audit log that nobody can bend."""

import datetime
import glob
import html
import os
import re
import shutil
import time

VENDOR = "payroll-vendor-01"


def _in_japan():
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9)))


def _text_of(page):
    with open(page, encoding="utf-8") as file:
        return html.unescape(re.sub(r"<[^>]*>", " ", file.read()))


def ledger(city):
    """The ledger (台帳), written by the machine"""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        code, output = city.as_person("personnel-clerk-01", "window", "show", city.forgotten)
        if "自動切断" in output:
            break
        time.sleep(0.5)
    city.check("自動切断" in output, "the line that nobody disconnected was cut at its planned end")
    code, output = city.as_person("personnel-clerk-02", "ledger", "--language", "ja")
    city.say(output)
    told = ("personnel-clerk-01", "personnel-section-head", "personnel-clerk-02", "御厨 一郎", "自動切断")
    city.check(code == 0 and all(text in output for text in told),
               "who asked, approved, connected and disconnected, who worked, and what ended by itself")
    for page, arguments in (("ledger.html", ["ledger"]), ("closing-report.html", ["ledger", "show", city.window])):
        code, _ = city.as_person("personnel-section-head", *arguments, "--format", "html", "--out", city.path(page))
        text = _text_of(city.path(page)) if code == 0 else ""
        city.check("誓約書 2026-014" in text and city.truth.found_in(text) is None,
                   f"printed on A4: {page}, with the pledges, and without a name or number of an employee")


def report(city):
    """The report for the monthly review"""
    page = city.path("report.html")
    month = _in_japan().strftime("%Y-%m")
    code, output = city.as_person("information-systems-01", "audit", "report", "--month", month, "--language", "ja", "--out",
                                  page)
    city.say(output)
    city.check(code == 0, "the reviewer, who took no part, makes it")
    text = _text_of(page)
    city.check(VENDOR in text and "時間外" in text, "it tells who did what, and of the attempts outside of a line")
    city.check(city.truth.found_in(text) is None, "and holds no name and no number")


def verify(city):
    """The audit log is whole, and holds no personal data"""
    code, output = city.proxy.verify_audit()
    city.say(output)
    city.check(code == 0, "by the public key and the second place alone: nothing was changed, removed or cut off")
    log = b"".join(open(path, "rb").read() for path in glob.glob(os.path.join(city.proxy.audit, "*")))
    city.check(city.truth.victim["personal_number"].encode() not in log, "the literals of the attacks are not in it")
    answer, name = city.looked_up
    city.check(all(text.encode() in log for text in (answer["call_id"], answer["token_reference"],
                                                     "personnel-section-head", "inquiry 2026-0417")),
               "the look-up of the name is in it: by whom and why")
    city.check(name.encode() not in log, "the name is not")


def _copy(city, name):
    forged = city.path(name)
    shutil.copytree(city.proxy.audit, forged)
    return forged, sorted(glob.glob(os.path.join(forged, "*.audit")))[0]


def _written(file):
    """How much of a segment is written; zeros kept ahead for the next records follow it."""
    file.seek(0)
    return len(file.read().rstrip(b"\0"))


def forge(city):
    """A forged record, and an end that was cut off, are found"""
    forged, segment = _copy(city, "forged")
    with open(segment, "r+b") as file:
        middle = _written(file) // 2
        file.seek(middle)
        byte = file.read(1)
        file.seek(middle)
        file.write(bytes([byte[0] ^ 1]))
    code, output = city.proxy.verify_audit(forged)
    city.say(output)
    city.check(code == 1, "in a copy with one changed bit the change is found")
    cut, segment = _copy(city, "cut")
    with open(segment, "r+b") as file:
        file.truncate(_written(file) // 2)
    code, output = city.proxy.verify_audit(cut)
    city.say(output)
    city.check(code == 1, "a copy whose end was cut off is found: the second place knows more")
