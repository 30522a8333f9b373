-- Grouping sets over month and department
SELECT pay_month, department_code, sum(gross_amount), grouping(pay_month, department_code) AS g
FROM payroll.payslips WHERE pay_month >= '2024-02-01' GROUP BY GROUPING SETS ((pay_month), (department_code), ());

-- Rollup with labels
SELECT CASE WHEN grouping(d.division_name) = 1 THEN '総計' ELSE d.division_name END AS division,
       CASE WHEN grouping(d.department_name) = 1 THEN '小計' ELSE d.department_name END AS department, count(*), sum(p.net_amount)
FROM payroll.payslips p JOIN payroll.departments d USING (department_code) WHERE p.run_id = 37
GROUP BY ROLLUP (d.division_name, d.department_name);

-- Cube over three columns
SELECT employment_kind, department_code, retire_reason, count(*) FROM payroll.employees GROUP BY CUBE (employment_kind, retire_reason), department_code;

-- Distinct grouping sets
SELECT grade, pay_table, count(*) FROM payroll.payslips WHERE run_id = 37 GROUP BY DISTINCT ROLLUP (grade, pay_table), ROLLUP (grade);

-- Percentiles of net pay
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY net_amount) AS median, percentile_disc(0.9) WITHIN GROUP (ORDER BY net_amount) AS p90,
       mode() WITHIN GROUP (ORDER BY grade) AS usual_grade FROM payroll.payslips WHERE run_id = 37;

-- Where a pay of 300,000 would stand
SELECT rank(300000) WITHIN GROUP (ORDER BY base_pay DESC), dense_rank(300000) WITHIN GROUP (ORDER BY base_pay DESC),
       round(percent_rank(300000) WITHIN GROUP (ORDER BY base_pay)::numeric, 3), round(cume_dist(300000) WITHIN GROUP (ORDER BY base_pay)::numeric, 3)
FROM payroll.payslips WHERE run_id = 37;

-- Where a name would stand
SELECT rank('name_M') WITHIN GROUP (ORDER BY full_name) FROM payroll.employees;

-- Spread of pay by grade
SELECT grade, round(stddev_samp(base_pay), 1), round(var_pop(base_pay), 1), max(base_pay) - min(base_pay) FROM payroll.payslips WHERE run_id = 37 GROUP BY grade;

-- Filters instead of a pivot
SELECT pay_month, count(*) FILTER (WHERE tax_column = 'A') AS a, count(*) FILTER (WHERE tax_column = 'B') AS b, count(*) FILTER (WHERE net_amount < 0) AS negative
FROM payroll.payslips GROUP BY pay_month;

-- True for all, true for any
SELECT run_id, bool_and(gross_amount >= net_amount), bool_or(net_amount < 0), every(deduction_total >= 0) FROM payroll.payslips GROUP BY run_id;

-- Bits of flags
SELECT bit_or(CASE WHEN overtime_allowance > 0 THEN 1 ELSE 0 END | CASE WHEN housing_allowance > 0 THEN 2 ELSE 0 END) AS seen, bit_and(grade::int), bit_xor(step::int)
FROM payroll.payslips WHERE run_id = 37;

-- Distinct combinations counted
SELECT count(DISTINCT (pay_table, grade, step)) FROM payroll.payslips WHERE run_id = 37;

-- Having without group
SELECT sum(net_amount) FROM payroll.payslips WHERE run_id = 37 HAVING count(*) > 10;

-- Grouped by an expression
SELECT left(department_code, 2) || 'xx' AS division, count(*), sum(net_amount) FROM payroll.payslips WHERE run_id = 37 GROUP BY left(department_code, 2) || 'xx';

-- Grouped by a CASE
SELECT CASE WHEN base_pay < 200000 THEN 'low' WHEN base_pay < 350000 THEN 'middle' ELSE 'high' END AS band, count(*), avg(overtime_allowance)::int
FROM payroll.payslips WHERE run_id = 37 GROUP BY 1;

-- Grouped by the key, other columns for free
SELECT e.employee_no, e.full_name, e.hired_on, e.department_code, count(p.run_id) AS slips, sum(p.net_amount) AS net
FROM payroll.employees e LEFT JOIN payroll.payslips p ON p.employee_no = e.employee_no
GROUP BY e.employee_no HAVING count(p.run_id) < 28;

-- Grouped by two keys, columns of both tables
SELECT d.department_code, d.department_name, d.budget_code, r.run_id, r.paid_on, sum(p.net_amount)
FROM payroll.payslips p JOIN payroll.departments d USING (department_code) JOIN payroll.payroll_runs r USING (run_id)
WHERE r.pay_month = '2023-12-01' GROUP BY d.department_code, r.run_id;

-- Grouped by a key of two columns, the whole row for free
SELECT p.*, count(l.*) AS lines FROM payroll.payslips p JOIN payroll.payslip_lines l USING (run_id, employee_no)
WHERE p.run_id = 37 AND p.employee_no < '100010' GROUP BY p.run_id, p.employee_no;

-- Grouped by the key, sorted by another column of the table
-- ordered
SELECT d.department_code, d.department_name, count(*) FROM payroll.departments d JOIN payroll.employees e USING (department_code)
GROUP BY d.department_code ORDER BY d.valid_from, d.division_name COLLATE "C", d.department_code;

-- Aggregates inside expressions
SELECT department_code, (max(net_amount) - min(net_amount)) * 100 / nullif(avg(net_amount)::int, 0) AS spread_percent, count(*) || ' people' AS n
FROM payroll.payslips WHERE run_id = 37 GROUP BY department_code;

-- Aggregates of aggregates
SELECT avg(n), max(n), min(n) FROM (SELECT count(*) AS n FROM payroll.employees GROUP BY department_code) x;

-- Ordered aggregates of several columns
SELECT employee_no, array_agg(department_code ORDER BY effective_on, appointment_id) AS way,
       string_agg(kind || '@' || effective_on, ' > ' ORDER BY effective_on, appointment_id) AS history
FROM payroll.appointments WHERE employee_no < '100015' GROUP BY employee_no;

-- Sum of distinct values, count of expressions
SELECT sum(DISTINCT resident_tax), count(DISTINCT resident_tax), count(nullif(resident_tax, 0)) FROM payroll.payslips WHERE run_id = 37;

-- Correlations among pay and overtime
SELECT round(corr(base_pay, overtime_allowance)::numeric, 4), round(covar_samp(base_pay, overtime_allowance)::numeric, 2), regr_count(base_pay, overtime_allowance),
       round(regr_r2(overtime_allowance, base_pay)::numeric, 4) FROM payroll.payslips WHERE run_id = 37;

-- Ranges merged into one
SELECT employee_no, range_agg(daterange(valid_from, valid_to, '[]')) AS covered FROM payroll.bank_accounts WHERE employee_no < '100030' GROUP BY employee_no;

-- Totals and details in one list
SELECT department_code, employee_no, sum(net_amount) FROM payroll.payslips WHERE run_id = 37 AND department_code IN ('0220', '0230')
GROUP BY GROUPING SETS ((department_code, employee_no), (department_code));

-- A histogram drawn with characters
-- ordered
SELECT grade, repeat('*', count(*)::int / 2) AS bar, count(*) FROM payroll.payslips WHERE run_id = 37 GROUP BY grade ORDER BY grade;

-- Grouping by a token and a plain column
SELECT bank_code, account_type, count(*), count(DISTINCT branch_code) FROM payroll.bank_accounts GROUP BY bank_code, account_type;

-- Rollup over a token
SELECT municipality_name, fiscal_year, sum(annual_amount), grouping(municipality_name) FROM payroll.resident_tax_notices
WHERE notice_kind = 'initial' GROUP BY ROLLUP (municipality_name, fiscal_year);

-- JSON of grouped rows
SELECT department_code, jsonb_agg(DISTINCT employment_kind ORDER BY employment_kind), json_agg(employee_no ORDER BY employee_no)
FROM payroll.employees GROUP BY department_code;
