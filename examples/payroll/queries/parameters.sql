-- A slip by number and month
-- parameters: 100010 | 2023-10-01
SELECT run_id, gross_amount, net_amount FROM payroll.payslips WHERE employee_no = $1 AND pay_month = $2;

-- A person by the token of the name
-- parameters: {{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}
SELECT employee_no, hired_on FROM payroll.employees WHERE full_name = $1;

-- A person by token or number, whichever is given
-- parameters: NULL | 100010
SELECT employee_no, full_name FROM payroll.employees WHERE ($1::text IS NULL OR full_name = $1) AND ($2::text IS NULL OR employee_no = $2);

-- People by a list of tokens
-- parameters: {"{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}","{{SELECT full_name FROM payroll.employees WHERE employee_no = '100011'}}",nobody}
SELECT employee_no FROM payroll.employees WHERE full_name = ANY ($1);

-- People by a list of numbers
-- parameters: {100010,100011,100012}
SELECT employee_no, department_code FROM payroll.employees WHERE employee_no = ANY ($1::text[]);

-- Not one of these tokens
-- parameters: {{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}} | nobody
SELECT count(*) FROM payroll.employees WHERE full_name NOT IN ($1, $2);

-- A page of a list
-- parameters: 10 | 20
-- ordered
SELECT employee_no, hired_on FROM payroll.employees ORDER BY employee_no LIMIT $1 OFFSET $2;

-- Keyset paging
-- parameters: 2012-04-01 | 100030
-- ordered
SELECT hired_on, employee_no FROM payroll.employees WHERE (hired_on, employee_no) > ($1, $2) ORDER BY hired_on, employee_no LIMIT 10;

-- Between two days
-- parameters: 2023-04-01 | 2023-09-30
SELECT kind, count(*) FROM payroll.appointments WHERE effective_on BETWEEN $1 AND $2 GROUP BY kind;

-- A pattern
-- parameters: 税%
SELECT department_code, department_name FROM payroll.departments WHERE department_name LIKE $1;

-- A pattern over tokens
-- parameters: name\_A%
SELECT count(*) FROM payroll.employees WHERE full_name LIKE $1;

-- A parameter in the select list
-- parameters: checked by 03
SELECT employee_no, $1::text AS remark FROM payroll.employees WHERE employee_no < '100004';

-- A parameter in CASE
-- parameters: 100010
SELECT employee_no, CASE WHEN employee_no = $1 THEN '*' ELSE '' END AS mark FROM payroll.employees WHERE department_code = (SELECT department_code FROM payroll.employees WHERE employee_no = $1);

-- A parameter in an interval
-- parameters: 3 months | 2023-10-01
SELECT DISTINCT pay_month FROM payroll.payroll_runs WHERE pay_month > $2::date - $1::interval AND pay_month <= $2::date;

-- Parameters of generate_series
-- parameters: 2023-04-01 | 2023-06-01
SELECT m::date FROM generate_series($1::timestamp, $2::timestamp, '1 month') m;

-- A JSON parameter taken apart
-- parameters: [{"no": "100010", "month": "2023-10-01"}, {"no": "100011", "month": "2023-11-01"}]
SELECT p.employee_no, p.pay_month, p.net_amount FROM jsonb_to_recordset($1::jsonb) AS w(no text, month date) JOIN payroll.payslips p ON p.employee_no = w.no AND p.pay_month = w.month;

-- An array parameter as a table
-- parameters: {100010,100011}
SELECT u.no, u.n, e.hired_on FROM unnest($1::text[]) WITH ORDINALITY AS u(no, n) LEFT JOIN payroll.employees e ON e.employee_no = u.no;

-- A threshold for HAVING
-- parameters: 50
SELECT employee_no, sum(minutes) / 60 AS hours FROM payroll.overtime_details GROUP BY employee_no, work_month HAVING sum(minutes) > $1::int * 60;

-- A percentile as a parameter
-- parameters: 0.9
SELECT percentile_cont($1::float8) WITHIN GROUP (ORDER BY net_amount) FROM payroll.payslips WHERE run_id = 37;

-- A frame's width as a parameter
-- parameters: 2
SELECT pay_month, sum(net_amount) OVER (ORDER BY pay_month, run_id ROWS $1::int PRECEDING) FROM payroll.payslips WHERE employee_no = '100010';

-- The same parameter thrice
-- parameters: 100010
SELECT (SELECT count(*) FROM payroll.dependents WHERE employee_no = $1), (SELECT count(*) FROM payroll.bank_accounts WHERE employee_no = $1), (SELECT count(*) FROM payroll.payslips WHERE employee_no = $1);

-- A JSON path's variables as a parameter
-- parameters: {"n": 4}
SELECT count(*) FROM payroll.withholding_slips WHERE jsonb_path_exists(payload, '$.layout.blocks ? (@.size() >= $n)', $1::jsonb);

-- A token compared with a column's token and a parameter
-- parameters: {{SELECT account_number FROM payroll.bank_accounts WHERE employee_no = '100010' ORDER BY account_id LIMIT 1}} | 2023-10-01
SELECT t.employee_no, t.amount, f.transfer_on FROM payroll.bank_transfers t JOIN payroll.bank_transfer_files f USING (file_id) WHERE t.account_number = $1 AND f.transfer_on >= $2::date;

-- Prefix search by range of keys
-- parameters: 10001
SELECT employee_no FROM payroll.employees WHERE employee_no >= $1 AND employee_no < $1 || '~';

-- A parameter in a join condition
-- parameters: 2023-10-01
SELECT e.employee_no, p.net_amount FROM payroll.employees e LEFT JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.pay_month = $1 WHERE e.department_code = '0220';

-- Null where a value is expected
-- parameters: NULL
SELECT count(*) FROM payroll.employees WHERE employee_no = $1 OR $1 IS NOT NULL;
