"""The walkthrough of examples/payroll/run: every step prints what it shows and checks it."""

import argparse
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import account  # noqa: E402
import attacks  # noqa: E402
import certificates  # noqa: E402
import database  # noqa: E402
import processes  # noqa: E402
import proxy  # noqa: E402
import table  # noqa: E402
import truth  # noqa: E402

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SIDE_BY_SIDE = """SELECT employee_no, full_name, personal_number, birth_date, department_code
FROM payroll.employees ORDER BY employee_no LIMIT 4"""

PEOPLE = {
    "payroll-vendor-01": "email:01@payroll-vendor.example",
    "attendance-vendor-01": "email:01@attendance-vendor.example",
    "personnel-01": "email:personnel-01@city.example",
    "payroll-vendor-99": "email:99@payroll-vendor.example",
    "stranger": "email:stranger@elsewhere.example",
}

STAFF = {
    "personnel-section-head": "email:head@city.example",
    "information-systems-01": "email:audit-01@city.example",
}

GRANT_ROLES = ("--proxy-role", "sudare_proxy", "--catalog-role", "sudare_catalog")


class Walkthrough:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.passed = 0
        self.failed = 0
        self.people = {}
        self.certificates = {}

    def title(self, text):
        print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n== {text}", flush=True)

    def check(self, good, text):
        self.passed += bool(good)
        self.failed += not good
        print(f"  {'ok  ' if good else 'FAIL'} {text}", flush=True)

    # --- the steps ---

    def make_database(self):
        self.title("1. A city's payroll, in a private PostgreSQL")
        started = time.monotonic()
        self.database = database.Database(self.folder)
        data = os.path.join(self.folder, "city")
        processes.run([self.options.generate, "--employees", str(self.options.employees), "--months", "24", "--out", data])
        self.database.psql(file=os.path.join(HERE, "schema.sql"))
        self.grant_roles()
        self.database.psql(file="load.sql", cwd=data)
        self.database.psql("ANALYZE")
        self.truth = truth.Truth(data)
        rows = self.database.psql("SELECT sum(n_live_tup) FROM pg_stat_user_tables WHERE n_live_tup > 0").strip()
        people = self.database.psql("SELECT count(*) FROM payroll.employees").strip()
        print(f"  PostgreSQL {self.database.version()}: {people} employees x 24 months, about {rows} rows, in "
              f"{time.monotonic() - started:.1f} s")
        self.check(int(people) >= self.options.employees, "the database is loaded")

    def grant_roles(self):
        """What the policy's roles need, as `sudare policy grants` prints it, and then nothing else."""
        grants = os.path.join(self.folder, "grants.sql")
        with open(grants, "w", encoding="utf-8") as file:
            file.write(processes.run(self.policy_command("grants", *GRANT_ROLES)))
        self.database.psql(file=grants)

    def policy_command(self, name, *flags):
        return [self.options.sudare, "policy", name, os.path.join(HERE, "policy"), "--database", self.database.owner,
                *flags]

    def start_proxy(self):
        self.title("2. The policy, and the proxy in front of the database")
        policy = os.path.join(HERE, "policy")
        done = subprocess.run(self.policy_command("check"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        print("".join(f"    {line}\n" for line in done.stdout.splitlines()[-2:]), end="")
        self.check(done.returncode == 0, "`sudare policy check --database` finds no error")
        done = subprocess.run(self.policy_command("grants", *GRANT_ROLES, "--check"), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        self.check(done.returncode == 0, "the database's roles hold exactly what `sudare policy grants` prints")
        authority = certificates.Authority(self.folder)
        for name, alternative in {**PEOPLE, **STAFF}.items():
            self.certificates[name] = authority.issue(name, alternative)
        self.proxy = proxy.Proxy(self.options.sudare, self.folder, policy, self.database, authority)
        self.proxy.start()
        messages, services = account.load_stubs(self.folder)
        for name in PEOPLE:
            certificate, key = self.certificates[name]
            self.people[name] = account.Account(messages, services, self.proxy.port, authority.ca, certificate, key)
        self.wait_until_it_answers()
        print("".join(f"    {line}\n" for line in self.proxy.started_with().splitlines()[:8]), end="")
        self.check(True, "the proxy serves")

    def wait_until_it_answers(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                self.people["personnel-01"].query("SELECT 1")
                return
            except account.Refused as refused:
                if time.monotonic() > deadline or refused.code != "UNAVAILABLE":
                    raise SystemExit(f"the proxy does not answer: {refused.message}") from None
                time.sleep(0.2)

    def show_side_by_side(self):
        self.title("3. One query, three accounts")
        print("".join(f"    {line}\n" for line in SIDE_BY_SIDE.splitlines()))
        for name in ("personnel-01", "payroll-vendor-01", "attendance-vendor-01"):
            print(f"  as {name}:")
            try:
                names, masks, rows = self.people[name].query(SIDE_BY_SIDE)
                table.show([f"{n}〔{m}〕" for n, m in zip(names, masks)], rows)
                text = "\0".join(cell or "" for row in rows for cell in row)
                if name == "personnel-01":
                    self.check(any(true_name in text.replace(" ", "").replace("　", "") for true_name in self.truth.names),
                               "the city's staff see names; of the number only whether it is there")
                else:
                    self.check(self.truth.found_in(text) is None, "no name and no number")
            except account.Refused as refused:
                print(f"    {refused.code}: {refused.message}\n    {refused.advice}")
                self.check(refused.reason == "HIDDEN_OR_MISSING", "the table does not exist for this account")

    def find_errors(self):
        self.title("4. Thirteen payroll errors, found by the vendor without a name or a number")
        vendor = self.people["payroll-vendor-01"]
        for path in sorted(glob.glob(os.path.join(HERE, "scenarios", "S*.sql"))):
            scenario = os.path.basename(path)[:-4]
            with open(path, encoding="utf-8") as file:
                sql = file.read()
            headline = sql.splitlines()[0].lstrip("- ")
            started = time.monotonic()
            try:
                names, _, rows = vendor.query(sql)
            except account.Refused as refused:
                self.check(False, f"{headline}: {refused.code} {refused.message} ({refused.advice})")
                continue
            elapsed = (time.monotonic() - started) * 1000
            found = {row[names.index("employee_no")] for row in rows}
            leak = self.truth.found_in("\0".join(cell or "" for row in rows for cell in row))
            planted = self.truth.planted.get(scenario, set())
            self.check(found == planted and leak is None,
                       f"{headline.rstrip('.')} — {len(found)} of {len(planted)} found, {elapsed:.0f} ms")
            if found != planted:
                print(f"       missing {sorted(planted - found)[:5]}, too many {sorted(found - planted)[:5]}")
            if leak is not None:
                print("       a true value came through")

    def attack(self):
        self.title("5. Attacks: what the raw database gives away, and what the proxy gives")
        vendor = self.people["payroll-vendor-01"]
        victim = self.truth.victim
        lines = []
        for attack in attacks.handful(attacks.load(os.path.join(HERE, "attacks"))):
            statement = attack.aimed_at(victim)
            output = self.database.psql(statement, check=False)
            failed = "ERROR" in output
            raw = attack.leaked(output, 0 if failed else len(output.strip().splitlines()), victim)
            try:
                _, _, rows = vendor.query(statement)
                text = "\n".join("|".join(cell or "" for cell in row) for row in rows)
                told = f"{len(rows)} masked rows" if rows else "no row"
                leaked = attack.leaked(text, len(rows), victim) or self.truth.found_in(text.replace("|", "\0"))
            except account.Refused as refused:
                told = f"{refused.code}: {refused.message}"
                leaked = attack.leaked(refused.message + refused.advice, 0, victim)
            lines.append([attack.name, "leaks" if raw else "?", told])
            self.check(raw and not leaked, attack.name)
        print()
        table.show(["attack", "raw database", "through the proxy"], lines, limit=76)

    def turn_away(self):
        self.title("6. Who is turned away")
        for name, why in (("payroll-vendor-99", "an expired pledge"), ("stranger", "a certificate nobody knows")):
            try:
                self.people[name].query("SELECT 1")
                self.check(False, f"{why} is refused")
            except account.Refused as refused:
                print(f"    {name}: {refused.code}: {refused.message}")
                self.check(refused.code in ("FAILED_PRECONDITION", "UNAUTHENTICATED"), f"{why} is refused")

    def look_up_by_token(self):
        self.title("7. Back from a token to its row, by the database's index")
        vendor = self.people["payroll-vendor-01"]
        _, _, rows = vendor.query("SELECT employee_no, full_name FROM payroll.employees ORDER BY employee_no LIMIT 1")
        number, token = rows[0]
        started = time.monotonic()
        _, _, found = vendor.query("SELECT employee_no FROM payroll.employees WHERE full_name = $1", token)
        elapsed = (time.monotonic() - started) * 1000
        print(f"    {token} → employee {found[0][0]} ({elapsed:.1f} ms)")
        self.check([number] in found, "the token leads to its row")
        forged = token[:-1] + ("A" if token[-1] != "A" else "B")
        _, _, nothing = vendor.query("SELECT employee_no FROM payroll.employees WHERE full_name = $1", forged)
        self.check(nothing == [], "a forged token leads nowhere")

    def look_up_who_it_is(self):
        self.title("8. Back from a token to the person, for the city's staff alone")
        vendor, head, auditor = "payroll-vendor-01", "personnel-section-head", "information-systems-01"
        _, _, rows = self.people[vendor].query(
            "SELECT employee_no, full_name FROM payroll.employees ORDER BY employee_no LIMIT 1")
        number, token = rows[0]
        name = self.database.psql(f"SELECT full_name FROM payroll.employees WHERE employee_no = '{number}'").strip("\n")
        print(f"  {vendor} reports: {token} is wrong. As {head}:")
        purpose = ["--purpose", "inquiry 2026-0417"]
        code, output = self.proxy.token(self.certificates[head], "detokenize", token, "--account", vendor, *purpose)
        print("".join(f"    {line}\n" for line in output.splitlines()), end="")
        self.check(code == 0 and f"value      {name}\n" in output, "the staff see the true name")
        code, answer = self.proxy.token(self.certificates[head], "detokenize", token, "--format", "json", *purpose)
        self.looked_up = (json.loads(answer) if code == 0 else {"call_id": "?", "token_reference": "?"}, name)
        for who, what, call in ((vendor, "the vendor is refused its own token", "detokenize"),
                                (auditor, "an auditor sees whose it is, and not the name", "trace"),
                                (auditor, "an auditor is refused the name", "detokenize")):
            code, output = self.proxy.token(self.certificates[who], call, token, *purpose)
            print(f"    {who}: {output.splitlines()[0]}")
            self.check(code == (0 if call == "trace" else 1) and name not in output, what)
        forged = token[:-1] + ("A" if token[-1] != "A" else "B")
        code, output = self.proxy.token(self.certificates[head], "detokenize", forged, *purpose)
        self.check(code == 1 and "no token" in output, "a forged token gives nothing")

    def audit(self):
        self.title("9. The audit trail of what just happened")
        code, output = self.proxy.verify_audit()
        print("".join(f"    {line}\n" for line in output.splitlines()), end="")
        self.check(code == 0, "the chain of records is whole")
        log = b"".join(open(path, "rb").read() for path in glob.glob(os.path.join(self.proxy.audit, "*")))
        self.check(self.truth.victim["personal_number"].encode() not in log,
                   "the literals of the attacks are not in it")
        answer, name = self.looked_up
        self.check(all(text.encode() in log for text in (answer["call_id"], answer["token_reference"],
                                                         "personnel-section-head", "inquiry 2026-0417")),
                   "the look-up of the name is in it: by whom and why")
        self.check(name.encode() not in log, "the name is not")
        forged = os.path.join(self.folder, "forged")
        shutil.copytree(self.proxy.audit, forged)
        segment = sorted(glob.glob(os.path.join(forged, "*.audit")))[0]
        with open(segment, "r+b") as file:
            # In the middle of what is written; zeros kept ahead for the next records follow it.
            middle = len(file.read().rstrip(b"\0")) // 2
            file.seek(middle)
            byte = file.read(1)
            file.seek(middle)
            file.write(bytes([byte[0] ^ 1]))
        done = subprocess.run([self.options.sudare, "audit", "verify", forged], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        print("".join(f"    {line}\n" for line in done.stdout.splitlines()[-2:]), end="")
        self.check(done.returncode != 0, "in a copy with one changed bit the change is found")

    def tell_how_to_connect(self):
        certificate, key = self.certificates["payroll-vendor-01"]
        head_certificate, head_key = self.certificates["personnel-section-head"]
        print(f"""
It is still running. As the vendor:

  {self.options.sudare} shell --server localhost:{self.proxy.port} --ca {self.proxy.ca} \\
    --cert {certificate} --key {key}

As the city's staff, to look up whose token it is:

  {self.options.sudare} token detokenize TOKEN --purpose … --server localhost:{self.proxy.port} --ca {self.proxy.ca} \\
    --cert {head_certificate} --key {head_key}

The raw database, as its owner:

  psql -h {self.database.socket} -U postgres payroll

Ctrl-C ends both and removes {self.folder}
""", flush=True)
        signal.pause()

    def run(self):
        for step in (self.make_database, self.start_proxy, self.show_side_by_side, self.find_errors, self.attack,
                     self.turn_away, self.look_up_by_token, self.look_up_who_it_is, self.audit):
            step()

    def stop(self):
        for person in self.people.values():
            person.close()
        for part in ("proxy", "database"):
            if hasattr(self, part):
                getattr(self, part).stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sudare", required=True)
    parser.add_argument("--generate", required=True)
    parser.add_argument("--employees", type=int, default=1000)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="sudare-payroll-")
    # The database's own user must reach its folder inside; keys and certificates are protected by themselves.
    os.chmod(folder, 0o711)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    walkthrough = Walkthrough(options, folder)
    try:
        walkthrough.run()
        print(f"\nwalkthrough: {walkthrough.passed} checks passed"
              + (f", {walkthrough.failed} failed" if walkthrough.failed else ""), flush=True)
        if options.keep:
            walkthrough.tell_how_to_connect()
    except KeyboardInterrupt:
        pass
    finally:
        walkthrough.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if walkthrough.failed else 0


if __name__ == "__main__":
    sys.exit(main())
