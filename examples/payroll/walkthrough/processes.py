"""Running programs, quietly unless they fail."""

import os
import pwd
import subprocess


def _as_user(user):
    if user is None:
        return None
    entry = pwd.getpwnam(user)

    def demote():
        os.setgid(entry.pw_gid)
        os.initgroups(user, entry.pw_gid)
        os.setuid(entry.pw_uid)

    return demote


def run(command, user=None, cwd=None, stdin=None):
    """Output of a command; ends the walkthrough with the command's own words if it fails."""
    done = subprocess.run(command, cwd=cwd, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", preexec_fn=_as_user(user), check=False)
    if done.returncode != 0:
        raise SystemExit(f"{os.path.basename(command[0])} failed:\n{done.stdout[-2000:]}")
    return done.stdout
