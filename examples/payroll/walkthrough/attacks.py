"""A handful of the attacks of examples/payroll/attacks, tried on the raw database and through the proxy."""

import glob
import os
import re

HANDFUL = ["direct_column", "derived_md5", "compare_like_prefix", "message_cast_error", "message_division_by_hidden_salary",
           "rename_alias_list", "sqltext_query_to_xml", "otherplace_notes"]


class Attack:
    def __init__(self, name, kind, rule, statement):
        self.name, self.kind, self.rule, self.statement = name, kind, rule, statement

    def aimed_at(self, victim):
        def value(match):
            return victim.get(match.group(1), match.group(0))

        return re.sub(r"\{([a-z_]+)\}", value, self.statement)

    def leaked(self, output, rows, victim):
        """Whether `output` (all that came back) or the number of rows gives the secret away."""
        if self.rule == "rows":
            return rows > 0
        pattern = self.rule[len("output /"):-1]
        aimed = re.sub(r"\{([a-z_]+)\}", lambda m: re.escape(victim.get(m.group(1), m.group(0))), pattern)
        return re.search(aimed, output) is not None


def load(folder):
    attacks = []
    for path in sorted(glob.glob(os.path.join(folder, "*.sql"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for block in re.split(r"^-- name: ", text, flags=re.M)[1:]:
            name, kind, rule, statement = block.split("\n", 3)
            attacks.append(Attack(name.strip(), kind.split(": ", 1)[1], rule.split(": ", 1)[1], statement.strip()))
    return attacks


def handful(attacks):
    """The named ones, filled up with the first of each class."""
    chosen = [attack for attack in attacks if attack.name in HANDFUL]
    for attack in attacks:
        if sum(other.kind == attack.kind for other in chosen) == 0:
            chosen.append(attack)
    return chosen
