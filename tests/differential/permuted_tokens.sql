-- One database's values behind tokens become others, one to one, so that their order, their widths and
-- what else they are equal to change, and nothing that an account sees does. Which became which stays in
-- payroll.renamed until the test has read it (permuted_keyring.h).
CREATE TABLE payroll.renamed AS
WITH names AS (
  SELECT full_name AS v FROM payroll.kept_employees UNION SELECT full_name FROM payroll.kept_attendance),
numbered AS (SELECT v, row_number() OVER (ORDER BY v COLLATE "C") AS n FROM names WHERE v IS NOT NULL)
-- Each other's: the last becomes the first.
SELECT 'name' AS domain, a.v AS before, b.v AS after
FROM numbered AS a JOIN numbered AS b ON b.n = (SELECT count(*) FROM numbered) + 1 - a.n
UNION ALL
-- Others than there were, and longer.
SELECT 'account', v, 'x' || lpad((9999999 - rank() OVER (ORDER BY v))::text, 12, '0')
FROM (SELECT DISTINCT bank_account AS v FROM payroll.kept_payslips WHERE bank_account IS NOT NULL) AS accounts;
UPDATE payroll.kept_employees SET full_name = r.after FROM payroll.renamed AS r WHERE r.domain = 'name' AND r.before = full_name;
UPDATE payroll.kept_attendance SET full_name = r.after FROM payroll.renamed AS r WHERE r.domain = 'name' AND r.before = full_name;
