-- Departments of a division
SELECT * FROM payroll.departments WHERE division_name = '総務部';

-- Departments nobody works in
SELECT d.department_code, d.department_name FROM payroll.departments d WHERE NOT EXISTS (SELECT FROM payroll.employees e WHERE e.department_code = d.department_code);

-- Departments by division as a list
SELECT division_name, count(*), string_agg(short_name, '、' ORDER BY department_code) FROM payroll.departments GROUP BY division_name;

-- Budget codes that are not next to each other
SELECT department_code, budget_code, budget_code::bigint - lag(budget_code::bigint) OVER (ORDER BY budget_code) AS step FROM payroll.departments;

-- The pay table as a matrix
-- ordered
SELECT step, max(monthly_amount) FILTER (WHERE grade = 1) AS g1, max(monthly_amount) FILTER (WHERE grade = 2) AS g2, max(monthly_amount) FILTER (WHERE grade = 3) AS g3,
       max(monthly_amount) FILTER (WHERE grade = 4) AS g4 FROM payroll.pay_tables WHERE pay_table = 'G1' AND valid_from = '2023-04-01' GROUP BY step ORDER BY step LIMIT 20;

-- Steps where the amount does not grow
SELECT * FROM (SELECT pay_table, grade, step, valid_from, monthly_amount - lag(monthly_amount) OVER (PARTITION BY pay_table, valid_from, grade ORDER BY step) AS growth FROM payroll.pay_tables) x WHERE growth <= 0;

-- Missing steps
SELECT g.grade, s.step FROM (SELECT DISTINCT grade FROM payroll.pay_tables WHERE pay_table = 'G1') g CROSS JOIN generate_series(1, 125) s(step)
LEFT JOIN payroll.pay_tables t ON t.pay_table = 'G1' AND t.grade = g.grade AND t.step = s.step AND t.valid_from = '2023-04-01' WHERE t.pay_table IS NULL;

-- Revised amounts, mean by grade
SELECT n.grade, avg(n.monthly_amount - o.monthly_amount)::int AS mean, min(n.monthly_amount - o.monthly_amount), max(n.monthly_amount - o.monthly_amount)
FROM payroll.pay_tables n JOIN payroll.pay_tables o ON (o.pay_table, o.grade, o.step) = (n.pay_table, n.grade, n.step) AND o.valid_from < n.valid_from GROUP BY n.grade;

-- Promulgated after they began to hold
SELECT DISTINCT pay_table, valid_from, promulgated_on, promulgated_on - valid_from AS days FROM payroll.pay_tables WHERE promulgated_on > valid_from;

-- Items by side and whether they are taxed
SELECT side, is_taxable, is_fixed, array_agg(item_name ORDER BY sort_order) FROM payroll.pay_items GROUP BY side, is_taxable, is_fixed;

-- Items never used in a run
SELECT i.item_code, i.item_name FROM payroll.pay_items i LEFT JOIN payroll.payslip_lines l ON l.item_code = i.item_code AND l.run_id = 37 WHERE l.item_code IS NULL;

-- Items out of order
SELECT item_code, sort_order, row_number() OVER (ORDER BY side DESC, item_code) AS place FROM payroll.pay_items;

-- The grade table for a given amount
SELECT kind, grade, standard_amount FROM payroll.remuneration_grades WHERE 287000 >= lower_amount AND (upper_amount IS NULL OR 287000 < upper_amount);

-- Grades of both kinds side by side
SELECT s.grade AS short, p.grade AS pension, s.standard_amount FROM payroll.remuneration_grades s LEFT JOIN payroll.remuneration_grades p ON p.kind = 'pension' AND p.standard_amount = s.standard_amount WHERE s.kind = 'short';

-- Rates in force in a month
SELECT DISTINCT ON (rate_code) rate_code, rate, valid_from FROM payroll.overtime_rates WHERE valid_from <= '2023-10-15' AND (valid_to IS NULL OR valid_to >= '2023-10-15') ORDER BY rate_code, valid_from DESC;

-- Who changed the rates
SELECT updated_by, u.user_role, u.display_name, count(*) FROM payroll.overtime_rates r LEFT JOIN payroll.system_users u ON u.user_id = r.updated_by GROUP BY updated_by, u.user_role, u.display_name;

-- Users who never logged in
SELECT user_id, user_role, last_login_at FROM payroll.system_users WHERE last_login_at IS NULL OR last_login_at < '2024-01-01';

-- Users and their employees
SELECT u.user_id, u.display_name = e.full_name AS same_name, e.department_code, e.retired_on FROM payroll.system_users u LEFT JOIN payroll.employees e USING (employee_no);

-- Jobs by month and hour
SELECT job_name, to_char(started_at AT TIME ZONE 'Asia/Tokyo', 'HH24:MI') AS at, count(*) FROM payroll.job_batches GROUP BY job_name, at;

-- Jobs that did not start on time
SELECT batch_id, job_name, scheduled_time, (started_at AT TIME ZONE 'Asia/Tokyo')::time AS started FROM payroll.job_batches WHERE (started_at AT TIME ZONE 'Asia/Tokyo')::time <> scheduled_time;

-- Runs and their files
SELECT r.run_id, r.kind, r.pay_month, count(f.file_id) AS files, sum(f.total_amount) AS total FROM payroll.payroll_runs r LEFT JOIN payroll.bank_transfer_files f USING (run_id) GROUP BY r.run_id HAVING count(f.file_id) <> 1;

-- Runs not closed
SELECT run_id, status FROM payroll.payroll_runs WHERE status <> 'closed' OR finished_at IS NULL;

-- The view of totals against the slips
SELECT t.pay_month, t.department_code, t.net_total, s.net FROM payroll.payslip_totals t
JOIN (SELECT pay_month, department_code, sum(net_amount) AS net FROM payroll.payslips GROUP BY 1, 2) s USING (pay_month, department_code) WHERE t.net_total <> s.net;

-- The directory of one division
SELECT employee_no, full_name, department_name FROM payroll.employee_directory WHERE division_name = '総務部' AND retired_on IS NULL;

-- The directory by a name's token
SELECT * FROM payroll.employee_directory WHERE full_name = '{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}';
