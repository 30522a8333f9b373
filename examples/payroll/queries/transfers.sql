-- Transfers of a run against net pay
SELECT p.employee_no, p.net_amount, sum(t.amount) AS sent
FROM payroll.payslips p LEFT JOIN payroll.bank_transfers t ON t.run_id = p.run_id AND t.employee_no = p.employee_no AND t.status = 'paid'
WHERE p.run_id = 39
GROUP BY p.run_id, p.employee_no
HAVING p.net_amount IS DISTINCT FROM sum(t.amount)::integer;

-- Files whose heading does not add up
SELECT f.file_id, f.file_name, f.record_count, count(t.*) AS records, f.total_amount, sum(t.amount) AS total
FROM payroll.bank_transfer_files f LEFT JOIN payroll.bank_transfers t USING (file_id)
GROUP BY f.file_id
HAVING f.record_count <> count(t.*) OR f.total_amount IS DISTINCT FROM sum(t.amount);

-- Transfers that came back, and to where they went then
SELECT t.employee_no, t.file_id, t.bank_code, t.branch_code, t.account_number, t.amount, again.file_id AS again_in
FROM payroll.bank_transfers t
LEFT JOIN payroll.bank_transfers again ON again.employee_no = t.employee_no AND again.run_id = t.run_id
 AND again.status = 'paid' AND again.amount = t.amount
WHERE t.status = 'returned';

-- Sent twice to one account in one run
SELECT run_id, employee_no, account_number, amount, count(*), array_agg(file_id ORDER BY file_id, record_no)
FROM payroll.bank_transfers WHERE status <> 'returned'
GROUP BY run_id, employee_no, bank_code, branch_code, account_number, amount HAVING count(*) > 1;

-- Accounts that two people use
SELECT a.bank_code, a.branch_code, a.account_number, string_agg(DISTINCT a.employee_no, ',' ORDER BY a.employee_no) AS people
FROM payroll.bank_accounts a
GROUP BY a.bank_code, a.branch_code, a.account_number
HAVING count(DISTINCT a.employee_no) > 1;

-- Accounts that two people use, as a self join
SELECT a.employee_no, b.employee_no AS other, a.account_number, a.valid_from, b.valid_from AS other_from
FROM payroll.bank_accounts a JOIN payroll.bank_accounts b
  ON (a.bank_code, a.branch_code, a.account_type, a.account_number) = (b.bank_code, b.branch_code, b.account_type, b.account_number)
 AND a.employee_no < b.employee_no;

-- The holder's name against the employee's kana
SELECT a.employee_no, a.holder_kana, e.full_name_kana
FROM payroll.bank_accounts a JOIN payroll.employees e USING (employee_no)
WHERE a.holder_kana IS NULL OR e.full_name_kana IS NULL OR a.account_seq = 2;

-- Transfers to an account that is not registered
SELECT t.file_id, t.record_no, t.employee_no, t.account_number
FROM payroll.bank_transfers t
WHERE NOT EXISTS (
  SELECT 1 FROM payroll.bank_accounts a
  WHERE a.employee_no = t.employee_no AND a.bank_code = t.bank_code AND a.branch_code = t.branch_code
    AND a.account_number = t.account_number);

-- Transfers to an account that was closed by then
SELECT t.employee_no, f.transfer_on, a.valid_to, t.account_number
FROM payroll.bank_transfers t
JOIN payroll.bank_transfer_files f ON f.file_id = t.file_id
JOIN payroll.bank_accounts a ON a.employee_no = t.employee_no AND a.account_number = t.account_number
WHERE a.valid_to < f.transfer_on;

-- People by bank, as the transfer file groups them
SELECT bank_code, branch_code, count(DISTINCT employee_no) AS people, count(*) AS accounts
FROM payroll.bank_accounts WHERE valid_to IS NULL
GROUP BY GROUPING SETS ((bank_code), (bank_code, branch_code), ());

-- Who changed a bank account last
SELECT updated_by, count(*), max(valid_from) FROM payroll.bank_accounts GROUP BY updated_by;

-- Account changes in the month before a run
SELECT r.run_id, r.paid_on, a.employee_no, a.valid_from, a.updated_by
FROM payroll.payroll_runs r
JOIN payroll.bank_accounts a ON a.valid_from BETWEEN r.paid_on - 31 AND r.paid_on
WHERE r.kind = 'monthly' AND r.pay_month >= '2023-04-01';

-- Fixed amounts larger than the net pay
SELECT a.employee_no, a.fixed_amount, p.net_amount FROM payroll.bank_accounts a
JOIN payroll.payslips p ON p.employee_no = a.employee_no AND p.run_id = 37
WHERE a.account_seq = 2 AND a.fixed_amount > p.net_amount;

-- The second account gets its fixed amount and the first the rest
SELECT t.employee_no, t.record_no, t.amount, a.account_seq, a.fixed_amount
FROM payroll.bank_transfers t
JOIN payroll.bank_accounts a USING (employee_no, bank_code, branch_code, account_type, account_number)
WHERE t.run_id = 37 AND t.employee_no IN (SELECT employee_no FROM payroll.bank_accounts WHERE account_seq = 2);

-- Look up who is behind an account seen on a list
SELECT employee_no, bank_code, branch_code, account_number, holder_kana, valid_from, valid_to
FROM payroll.bank_accounts
WHERE account_number = '{{SELECT account_number FROM payroll.bank_accounts WHERE employee_no = '100010' ORDER BY account_id LIMIT 1}}';

-- Look up several accounts seen on a list
SELECT employee_no, run_id, amount FROM payroll.bank_transfers
WHERE run_id IN (37, 39)
  AND account_number IN ('{{SELECT account_number FROM payroll.bank_accounts WHERE employee_no = '100010' ORDER BY account_id LIMIT 1}}',
                         '{{SELECT account_number FROM payroll.bank_accounts WHERE employee_no = '100020' ORDER BY account_id LIMIT 1}}');

-- Numbering gaps in the records of a file
SELECT file_id, record_no + 1 AS missing_from FROM (
  SELECT file_id, record_no, lead(record_no) OVER (PARTITION BY file_id ORDER BY record_no) AS next FROM payroll.bank_transfers) t
WHERE next > record_no + 1 AND file_id <= 100;

-- Totals a bank for the cover sheet
SELECT coalesce(bank_code, 'total') AS bank, count(*), sum(amount)
FROM payroll.bank_transfers WHERE run_id = 37
GROUP BY ROLLUP (bank_code);

-- Files made on the day of transfer or later
SELECT file_name, transfer_on, created_at::date AS created, created_by, transfer_on - created_at::date AS days_ahead
FROM payroll.bank_transfer_files WHERE created_at::date >= transfer_on - 3;
