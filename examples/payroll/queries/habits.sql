-- A first look at the employees
-- any rows
SELECT * FROM payroll.employees LIMIT 10;

-- How many employees there are
SELECT count(*) FROM payroll.employees;

-- How many payslips there are, and since when
SELECT count(*), min(pay_month), max(pay_month) FROM payroll.payslips;

-- One employee, everything
SELECT * FROM payroll.employees WHERE employee_no = '100010';

-- One employee's latest slips
-- ordered
select * from payroll.payslips where employee_no = '100010' order by pay_month desc, run_id desc limit 3;

-- What lines a slip has
-- ordered
select * from payroll.payslip_lines where run_id = 37 and employee_no = '100010' order by line_no;

-- The table command
TABLE payroll.overtime_rates;

-- The table command with a limit
-- any rows
TABLE payroll.payslip_totals LIMIT 5;

-- Which kinds of appointment there are
SELECT DISTINCT kind FROM payroll.appointments;

-- Kinds of employment, the most common first
-- ordered
SELECT employment_kind, count(*) FROM payroll.employees GROUP BY 1 ORDER BY 2 DESC, 1;

-- The ten highest net amounts
-- ordered
SELECT employee_no, pay_month, net_amount FROM payroll.payslips ORDER BY net_amount DESC, employee_no, run_id LIMIT 10;

-- The second page of the departments
-- ordered
SELECT department_code, department_name FROM payroll.departments ORDER BY department_code LIMIT 10 OFFSET 10;

-- Unqualified names
-- any rows
select employee_no, full_name from employee_directory limit 20;

-- A name without its schema
select run_id, kind, status from payroll_runs where pay_month = '2023-12-01';

-- Is it there at all
SELECT EXISTS (SELECT FROM payroll.payslips WHERE employee_no = '100010' AND pay_month = '2023-10-01');

-- One or zero rows
SELECT 1 FROM payroll.bank_accounts WHERE employee_no = '100010' AND valid_to IS NULL LIMIT 1;

-- Sizes of some tables at once
-- ordered
SELECT 'employees' AS t, count(*) FROM payroll.employees
UNION ALL SELECT 'payslips', count(*) FROM payroll.payslips
UNION ALL SELECT 'payslip_lines', count(*) FROM payroll.payslip_lines
UNION ALL SELECT 'bank_transfers', count(*) FROM payroll.bank_transfers
ORDER BY 2 DESC, 1;

-- A pocket calculator
SELECT 238650 * 1.25 / 155, round(238650 * 0.09, 0), 7 % 3, 2 ^ 10;

-- What day that was
SELECT date '2023-10-01', extract(isodow from date '2023-10-01'), to_char(date '2023-10-01', 'Day');

-- Which version of the database answers
SELECT version() LIKE 'PostgreSQL 15%' AS is_15, pg_typeof(1.5), pg_typeof(current_date);

-- Columns in the order I want them
-- any rows
SELECT e.employee_no, e.department_code, e.* FROM payroll.employees e LIMIT 3;

-- A comment in the middle, as left over from yesterday
SELECT employee_no, /* full_name, */ hired_on -- , retired_on
FROM payroll.employees
WHERE hired_on >= '2022-01-01'
-- AND retired_on IS NULL
;

-- Without the noise words
select employee_no no, department_code dept from payroll.employees where retired_on is not null;

-- All capitals as in the old days
SELECT EMPLOYEE_NO, PAY_MONTH, NET_AMOUNT FROM PAYROLL.PAYSLIPS WHERE NET_AMOUNT < 0;

-- Everything that starts with today's suspicion
SELECT employee_no, pay_month, gross_amount, net_amount FROM payroll.payslips
WHERE (employee_no, pay_month) IN (('100010', '2023-09-01'), ('100011', '2023-09-01'), ('100012', '2023-09-01'));
