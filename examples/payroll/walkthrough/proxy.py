"""The proxy: its keys, its configuration, its process."""

import os
import secrets
import signal
import socket
import subprocess
import time

import processes


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    def __init__(self, sudare, folder, policy, database, authority):
        self.sudare = sudare
        self.folder = folder
        self.port = _free_port()
        self.audit = os.path.join(folder, "audit")
        # Another disk, or another machine, in earnest.
        self.anchor = os.path.join(folder, "second-place", "sudare.anchor")
        os.makedirs(os.path.dirname(self.anchor), mode=0o700)
        self.log = os.path.join(folder, "sudare.log")
        self.config = os.path.join(folder, "sudare.textproto")
        self.ca = authority.ca
        certificate, key = authority.issue("server", "DNS:localhost,IP:127.0.0.1")
        passphrase = os.path.join(folder, "passphrase")
        with open(os.open(passphrase, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
        keyring = os.path.join(folder, "keyring")
        processes.run([sudare, "keys", "create", "--file", keyring, "--passphrase-file", passphrase])
        signing_key, self.public_key = os.path.join(folder, "audit.key"), os.path.join(folder, "audit.pub")
        processes.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", signing_key])
        processes.run(["openssl", "pkey", "-in", signing_key, "-pubout", "-out", self.public_key])
        os.chmod(signing_key, 0o600)
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f'''# Written by the walkthrough.
listeners {{
  address: "127.0.0.1:{self.port}"
  tls {{ certificate: "{certificate}" private_key: "{key}" client_ca: "{authority.ca}" }}
}}
database {{ connection: "host={database.socket} dbname=payroll user=sudare_proxy" catalog_role: "sudare_catalog" }}
policy: "{policy}"
keyring {{ file: "{keyring}" passphrase_file: "{passphrase}" }}
audit {{
  folder: "{self.audit}"
  signing_key: "{signing_key}"
  checkpoint_interval {{ seconds: 5 }}
  anchors {{ file: "{self.anchor}" }}
}}
''')
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.sudare, "serve", "--config", self.config], stdout=log, stderr=log,
                                            start_new_session=True)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit(f"the proxy did not start:\n{self.started_with()}")

    def started_with(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def verify_audit(self, folder=None):
        """(exit code, output) of `sudare audit verify`, of the log or of a copy: what any party can run."""
        done = subprocess.run([self.sudare, "audit", "verify", folder or self.audit, "--key", self.public_key, "--anchor",
                               self.anchor], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
