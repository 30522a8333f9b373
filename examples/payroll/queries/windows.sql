-- Rows frame: the last three months of net pay
SELECT employee_no, pay_month, avg(net_amount) OVER (PARTITION BY employee_no ORDER BY pay_month, run_id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)::int AS moving
FROM payroll.payslips WHERE employee_no <= '100003';

-- Range frame: within three months before by the calendar
SELECT employee_no, pay_month, sum(gross_amount) OVER (PARTITION BY employee_no ORDER BY pay_month RANGE BETWEEN INTERVAL '3 months' PRECEDING AND CURRENT ROW) AS quarter
FROM payroll.payslips WHERE employee_no <= '100003';

-- Groups frame: this month and the one before, bonus runs included
SELECT run_id, pay_month, sum(total) OVER (ORDER BY pay_month GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (
  SELECT run_id, pay_month, sum(net_amount) AS total FROM payroll.payslips GROUP BY run_id, pay_month) t;

-- Excluding the current row: how far from everybody else
SELECT employee_no, base_pay, base_pay - avg(base_pay) OVER (PARTITION BY grade ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS off
FROM payroll.payslips WHERE run_id = 37;

-- Excluding ties and the group
SELECT employee_no, grade, count(*) OVER w_group AS other_grades, count(*) OVER w_ties AS without_peers
FROM payroll.payslips WHERE run_id = 37
WINDOW w_group AS (ORDER BY grade RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP),
       w_ties AS (ORDER BY grade RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES);

-- A frame that looks ahead
SELECT employee_no, pay_month, max(net_amount) OVER (PARTITION BY employee_no ORDER BY pay_month, run_id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING)
FROM payroll.payslips WHERE employee_no = '100010';

-- A range frame over numbers
SELECT DISTINCT grade, step, count(*) OVER (PARTITION BY grade ORDER BY step RANGE BETWEEN 4 PRECEDING AND 4 FOLLOWING) AS near FROM payroll.payslips WHERE run_id = 37;

-- All ranking functions beside each other
SELECT employee_no, base_pay, rank() OVER w, dense_rank() OVER w, round(percent_rank() OVER w::numeric, 4), round((cume_dist() OVER w)::numeric, 4)
FROM payroll.payslips WHERE run_id = 37 WINDOW w AS (ORDER BY base_pay DESC);

-- Quarters of the staff by pay
SELECT quarter, count(*), min(base_pay), max(base_pay) FROM (
  SELECT base_pay, ntile(4) OVER (ORDER BY base_pay, employee_no) AS quarter FROM payroll.payslips WHERE run_id = 37) x GROUP BY quarter;

-- First, last and nth values
SELECT DISTINCT employee_no, first_value(step) OVER w AS first, last_value(step) OVER w AS last, nth_value(step, 5) OVER w AS fifth
FROM payroll.payslips WHERE employee_no < '100020'
WINDOW w AS (PARTITION BY employee_no ORDER BY pay_month, run_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

-- Lag with a default and a distance
SELECT employee_no, pay_month, base_pay - lag(base_pay, 12, base_pay) OVER (PARTITION BY employee_no ORDER BY pay_month) AS in_a_year
FROM payroll.payslips WHERE bonus_pay = 0 AND employee_no < '100010';

-- A window over a window's definition
SELECT employee_no, pay_month, sum(net_amount) OVER (w ORDER BY pay_month, run_id), count(*) OVER (w), sum(income_tax) OVER (w ORDER BY pay_month, run_id ROWS UNBOUNDED PRECEDING)
FROM payroll.payslips WHERE employee_no IN ('100010', '100011') WINDOW w AS (PARTITION BY employee_no);

-- Filtered aggregates in windows
SELECT DISTINCT department_code, count(*) FILTER (WHERE overtime_allowance > 0) OVER (PARTITION BY department_code) AS with_overtime,
       count(*) OVER (PARTITION BY department_code) AS people FROM payroll.payslips WHERE run_id = 37;

-- Windows over grouped rows
SELECT department_code, pay_month, sum(gross_amount) AS gross, round(100.0 * sum(gross_amount) / sum(sum(gross_amount)) OVER (PARTITION BY pay_month), 2) AS percent
FROM payroll.payslips WHERE pay_month >= '2024-01-01' GROUP BY department_code, pay_month;

-- Islands of unbroken months in which somebody was paid overtime
SELECT employee_no, min(pay_month) AS from_month, max(pay_month) AS to_month, count(*) FROM (
  SELECT employee_no, pay_month,
         (extract(year FROM pay_month) * 12 + extract(month FROM pay_month))::int - row_number() OVER (PARTITION BY employee_no ORDER BY pay_month) AS island
  FROM payroll.payslips WHERE overtime_allowance > 0) x
GROUP BY employee_no, island HAVING count(*) >= 12;

-- Changes of department as seen on the slips
SELECT * FROM (
  SELECT employee_no, pay_month, department_code, lag(department_code) OVER (PARTITION BY employee_no ORDER BY pay_month, run_id) AS before FROM payroll.payslips) x
WHERE department_code <> before;

-- The largest deduction line of each slip
SELECT employee_no, item_code, amount FROM (
  SELECT l.*, row_number() OVER (PARTITION BY run_id, employee_no ORDER BY amount DESC, line_no) AS n
  FROM payroll.payslip_lines l WHERE item_code LIKE 'D%' AND run_id = 37) x WHERE n = 1;

-- Median net pay by window-free trick
SELECT round(avg(net_amount)) FROM (
  SELECT net_amount, row_number() OVER (ORDER BY net_amount, employee_no) AS n, count(*) OVER () AS c FROM payroll.payslips WHERE run_id = 37) x
WHERE n BETWEEN c / 2.0 AND c / 2.0 + 1;

-- Arrays gathered in a frame
SELECT employee_no, pay_month, array_agg(grade) OVER (PARTITION BY employee_no ORDER BY pay_month, run_id ROWS 2 PRECEDING) AS grades
FROM payroll.payslips WHERE employee_no = '100010';

-- Names gathered in a frame
SELECT employee_no, string_agg(full_name, ',') OVER (PARTITION BY department_code ORDER BY employee_no ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM payroll.employees;

-- Partitioned by a token and ordered by another
SELECT employee_no, dense_rank() OVER (PARTITION BY bank_code ORDER BY branch_code) AS branch_no, account_number FROM payroll.bank_accounts;

-- Duplicates within an hour
SELECT log_id, operator_id, operated_at FROM (
  SELECT log_id, operator_id, operated_at, count(*) OVER (PARTITION BY operator_id ORDER BY operated_at RANGE BETWEEN '1 hour' PRECEDING AND '1 hour' FOLLOWING) AS n
  FROM payroll.operation_logs) x WHERE n > 1;

-- Share of the department's total, with window in an expression
SELECT p.employee_no, p.net_amount::numeric / nullif(sum(p.net_amount) OVER (PARTITION BY p.department_code), 0) > 0.5 AS dominates FROM payroll.payslips p WHERE p.run_id = 37;
