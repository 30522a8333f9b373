"""A private PostgreSQL 15 in a temporary folder, reachable over a unix socket only."""

import glob
import os
import pwd
import subprocess

import processes


def _binaries():
    found = sorted(glob.glob("/usr/lib/postgresql/15/bin/postgres"))
    if not found:
        raise SystemExit("PostgreSQL 15 is not installed: run third_party/install_packages")
    return os.path.dirname(found[0])


class Database:
    """Started by the constructor; stop() ends it. The server refuses to run as root, so root hands it to `postgres`."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "database")
        self.socket = os.path.join(folder, "socket")
        # For programs that connect as the owner.
        self.owner = f"host={self.socket} dbname=payroll user=postgres"
        self.binaries = _binaries()
        self.user = "postgres" if os.geteuid() == 0 else None
        for path in (self.folder, self.socket):
            os.makedirs(path, mode=0o755)
            if self.user:
                owner = pwd.getpwnam(self.user)
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                  "--no-sync")
        self._run("pg_ctl", "-D", self.folder, "-w", "-l", os.path.join(self.folder, "log"), "-o",
                  f"-k {self.socket} -c listen_addresses= -c fsync=off", "start")
        self.psql("CREATE DATABASE payroll", database="postgres")

    def _run(self, program, *arguments):
        command = [os.path.join(self.binaries, program), *arguments]
        processes.run(command, user=self.user, cwd="/")

    def psql(self, sql=None, file=None, database="payroll", cwd=None, user="postgres", check=True):
        """Runs statements as the owner, without the proxy. Returns what psql printed, errors included."""
        command = [os.path.join(self.binaries, "psql"), "-h", self.socket, "-U", user, "-d", database, "-X", "-q", "-A",
                   "-t", "-v", "ON_ERROR_STOP=1"]
        command += ["-f", file] if file else ["-c", sql]
        done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", check=False)
        if check and done.returncode != 0:
            raise SystemExit(f"psql failed:\n{done.stdout[-2000:]}")
        return done.stdout

    def version(self):
        return self.psql("SHOW server_version").strip()

    def stop(self):
        try:
            self._run("pg_ctl", "-D", self.folder, "-m", "immediate", "stop")
        except SystemExit:
            pass
