"""What the steps of the story share: the city's people and their certificates, its database, its proxy, and the tally."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
POLICY = os.path.join(HERE, "policy")

# Who asks questions of the database, and the names in their certificates.
PEOPLE = {
    "payroll-vendor-01": "email:01@payroll-vendor.example",
    "attendance-vendor-01": "email:01@attendance-vendor.example",
    "personnel-01": "email:personnel-01@city.example",
    "payroll-app": "email:payroll-app@city.example",
    "payroll-vendor-99": "email:99@payroll-vendor.example",
    "stranger": "email:stranger@elsewhere.example",
}

# The city's staff, with their duties in policy/30_accounts.textproto.
STAFF = {
    "personnel-section-head": "email:head@city.example",
    "personnel-clerk-01": "email:clerk-01@city.example",
    "personnel-clerk-02": "email:clerk-02@city.example",
    "information-systems-01": "email:audit-01@city.example",
}


class City:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.passed = 0
        self.failed = 0
        # Accounts at the door, by name, and (certificate, key) of everybody.
        self.people = {}
        self.certificates = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def title(self, text):
        print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n== {text}", flush=True)

    def check(self, good, text):
        self.passed += bool(good)
        self.failed += not good
        print(f"  {'ok  ' if good else 'FAIL'} {text}", flush=True)

    def say(self, text):
        print("".join(f"    {line}\n" for line in text.splitlines()), end="", flush=True)

    def sudare(self, *arguments):
        """(exit code, output) of the command, without a server."""
        done = subprocess.run([self.options.sudare, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout

    def as_person(self, name, *arguments):
        """(exit code, output) of the command at the proxy, with the certificate of this person."""
        certificate, key = self.certificates[name]
        return self.sudare(*arguments, "--server", f"localhost:{self.proxy.port}", "--ca", self.proxy.ca, "--cert",
                           certificate, "--key", key)

    def how_to_connect(self):
        folder = os.path.dirname(self.proxy.ca)
        return f"""
It is still running, and the line is closed. Open one, as three members of staff:

  export SUDARE_SERVER=localhost:{self.proxy.port} SUDARE_CA={self.proxy.ca}
  cd {folder}
  sudare={self.options.sudare}
  $sudare window request --person payroll-vendor-01 --purpose "to look around" --ticket none --telephone "not needed" \\
    --from now --to +2h --cert personnel-clerk-01.pem --key personnel-clerk-01.key
  $sudare window approve W00002 --cert personnel-section-head.pem --key personnel-section-head.key
  $sudare window open W00002 --cert personnel-clerk-02.pem --key personnel-clerk-02.key

As the vendor:

  $sudare shell --cert payroll-vendor-01.pem --key payroll-vendor-01.key

As the city's staff, to look up whose token it is:

  $sudare token detokenize TOKEN --purpose … --cert personnel-section-head.pem --key personnel-section-head.key

The raw database, as its owner:

  psql -h {self.database.socket} -U postgres payroll

Ctrl-C ends both and removes {self.folder}
"""

    def stop(self):
        for person in self.people.values():
            person.close()
        for part in ("proxy", "database"):
            if hasattr(self, part):
                getattr(self, part).stop()
