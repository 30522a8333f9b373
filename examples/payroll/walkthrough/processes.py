"""Running programs, quietly unless they fail."""

import os
import pwd
import subprocess


def _as_user(user):
    if user is None:
        return {}
    # By name, and not by a function run in the child: this process has threads.
    group = pwd.getpwnam(user).pw_gid
    return {"user": user, "group": group, "extra_groups": os.getgrouplist(user, group)}


def run(command, user=None, cwd=None, stdin=None):
    """Output of a command; ends the walkthrough with the command's own words if it fails."""
    done = subprocess.run(command, cwd=cwd, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False, **_as_user(user))
    if done.returncode != 0:
        raise SystemExit(f"{os.path.basename(command[0])} failed:\n{done.stdout[-2000:]}")
    return done.stdout
