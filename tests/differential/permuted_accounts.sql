-- For an account that sees account numbers as tokens.
UPDATE payroll.kept_payslips SET bank_account = r.after FROM payroll.renamed AS r WHERE r.domain = 'account' AND r.before = bank_account;
