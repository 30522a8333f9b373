"""The city's database, its policy, and the proxy in front of it."""

import os
import time

import account
import certificates
import city as city_module
import database
import processes
import proxy
import truth

GRANT_ROLES = ("--proxy-role", "sudare_proxy", "--catalog-role", "sudare_catalog")


def make_database(city):
    """A city's payroll, in a private PostgreSQL"""
    started = time.monotonic()
    city.database = database.Database(city.folder)
    data = city.path("city")
    processes.run([city.options.generate, "--employees", str(city.options.employees), "--months", "24", "--out", data])
    city.database.psql(file=os.path.join(city_module.HERE, "schema.sql"))
    _grant_roles(city)
    city.database.psql(file="load.sql", cwd=data)
    city.database.psql("ANALYZE")
    city.truth = truth.Truth(data)
    rows = city.database.psql("SELECT sum(n_live_tup) FROM pg_stat_user_tables WHERE n_live_tup > 0").strip()
    people = city.database.psql("SELECT count(*) FROM payroll.employees").strip()
    print(f"  PostgreSQL {city.database.version()}: {people} employees x 24 months, about {rows} rows, in "
          f"{time.monotonic() - started:.1f} s")
    city.check(int(people) >= city.options.employees, "the database is loaded")


def _policy_command(city, name, *flags):
    return city.sudare("policy", name, city_module.POLICY, "--database", city.database.owner, *flags)


def _grant_roles(city):
    """What the policy's roles need, as `sudare policy grants` prints it, and then nothing else."""
    code, statements = _policy_command(city, "grants", *GRANT_ROLES)
    if code != 0:
        raise SystemExit(f"sudare policy grants failed:\n{statements}")
    grants = city.path("grants.sql")
    with open(grants, "w", encoding="utf-8") as file:
        file.write(statements)
    city.database.psql(file=grants)


def start_proxy(city):
    """The policy, and the proxy in front of the database"""
    code, output = _policy_command(city, "check")
    city.say("\n".join(output.splitlines()[-2:]))
    city.check(code == 0, "`sudare policy check --database` finds no error")
    code, _ = _policy_command(city, "grants", *GRANT_ROLES, "--check")
    city.check(code == 0, "the database's roles hold exactly what `sudare policy grants` prints")
    authority = certificates.Authority(city.folder)
    for name, alternative in {**city_module.PEOPLE, **city_module.STAFF}.items():
        city.certificates[name] = authority.issue(name, alternative)
    city.proxy = proxy.Proxy(city.options.sudare, city.folder, city_module.POLICY, city.database, authority)
    city.proxy.start()
    messages, services = account.load_stubs(city.folder)
    for name in city_module.PEOPLE:
        city.people[name] = account.Account(messages, services, city.proxy.port, authority.ca, *city.certificates[name])
    _wait_until_it_answers(city)
    city.say("\n".join(city.proxy.started_with().splitlines()[:9]))
    city.check(True, "the proxy serves")


def _wait_until_it_answers(city):
    deadline = time.monotonic() + 30
    while True:
        try:
            city.people["personnel-01"].query("SELECT 1")
            return
        except account.Refused as refused:
            if time.monotonic() > deadline or refused.code != "UNAVAILABLE":
                raise SystemExit(f"the proxy does not answer: {refused.message}") from None
            time.sleep(0.2)
