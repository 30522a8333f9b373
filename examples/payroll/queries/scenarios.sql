-- S01 as a self join: two passes in one month from two notices
SELECT DISTINCT a.employee_no, e.full_name, r.pay_month, a.source_id AS notice, b.source_id AS other_notice, a.amount, b.amount AS other_amount
FROM payroll.payslip_lines a
JOIN payroll.payslip_lines b ON b.run_id = a.run_id AND b.employee_no = a.employee_no AND b.item_code = a.item_code AND b.source_id > a.source_id
JOIN payroll.payroll_runs r ON r.run_id = a.run_id
JOIN payroll.employees e ON e.employee_no = a.employee_no
WHERE a.item_code = 'P06';

-- S01 with windows only
SELECT employee_no, run_id, line_no, amount, passes FROM (
  SELECT l.*, count(*) OVER (PARTITION BY run_id, employee_no) AS passes, max(source_id) OVER w - min(source_id) OVER w AS distance
  FROM payroll.payslip_lines l WHERE item_code = 'P06' WINDOW w AS (PARTITION BY run_id, employee_no)) x
WHERE passes > 1 AND distance > 0;

-- S01 with ranges: open notices that overlap and were both paid
SELECT n.employee_no, n.notice_id, m.notice_id AS also, daterange(n.valid_from, n.valid_to, '[]') * daterange(m.valid_from, m.valid_to, '[]') AS together
FROM payroll.commute_notices n JOIN payroll.commute_notices m USING (employee_no)
WHERE n.notice_id < m.notice_id AND daterange(n.valid_from, n.valid_to, '[]') && daterange(m.valid_from, m.valid_to, '[]')
  AND EXISTS (SELECT FROM payroll.payslip_lines x JOIN payroll.payslip_lines y USING (run_id, employee_no) WHERE x.employee_no = n.employee_no AND x.source_id = n.notice_id AND y.source_id = m.notice_id AND x.item_code = 'P06' AND y.item_code = 'P06');

-- S02 nested, without WITH
SELECT x.employee_no, e.full_name, x.pay_month, x.resident_tax, x.due, x.resident_tax - x.due AS difference
FROM (SELECT p.employee_no, p.pay_month, p.resident_tax,
             (SELECT CASE WHEN n.effective_month = p.pay_month THEN n.first_amount ELSE n.monthly_amount END
              FROM payroll.resident_tax_notices n
              WHERE n.employee_no = p.employee_no AND n.effective_month <= p.pay_month
                AND n.fiscal_year = extract(year FROM p.pay_month - interval '5 months')
              ORDER BY n.effective_month DESC, n.notice_id DESC LIMIT 1) AS due
      FROM payroll.payslips p JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly') x
JOIN payroll.employees e USING (employee_no)
WHERE x.resident_tax <> x.due;

-- S02 by expanding each notice into its months
WITH months AS (
  SELECT n.employee_no, n.notice_id, n.notice_kind, n.municipality_name, m::date AS month, CASE WHEN m = n.effective_month THEN n.first_amount ELSE n.monthly_amount END AS due,
         row_number() OVER (PARTITION BY n.employee_no, m ORDER BY n.effective_month DESC, n.notice_id DESC) AS rank
  FROM payroll.resident_tax_notices n
  CROSS JOIN LATERAL generate_series(n.effective_month::timestamp, make_date(n.fiscal_year + 1, 5, 1)::timestamp, interval '1 month') AS m)
SELECT m.employee_no, m.municipality_name, m.month, m.due, p.resident_tax FROM months m
JOIN payroll.payslips p ON p.employee_no = m.employee_no AND p.pay_month = m.month AND p.bonus_pay = 0
WHERE m.rank = 1 AND p.resident_tax <> m.due;

-- S03 as an anti join with EXCEPT
SELECT employee_no FROM payroll.standard_remunerations WHERE valid_from = '2022-09-01' AND kind = 'annual'
EXCEPT SELECT employee_no FROM payroll.standard_remunerations WHERE valid_from = '2023-09-01'
EXCEPT SELECT employee_no FROM payroll.employees WHERE retired_on < '2023-09-01'
EXCEPT SELECT employee_no FROM payroll.appointments WHERE kind = '休職' AND effective_on <= '2023-09-01';

-- S03 by the newest decision of each, in a window
SELECT e.employee_no, e.full_name, s.valid_from, s.short_grade FROM (
  SELECT *, row_number() OVER (PARTITION BY employee_no ORDER BY valid_from DESC) AS n FROM payroll.standard_remunerations WHERE valid_from <= '2023-09-01') s
JOIN payroll.employees e USING (employee_no) WHERE s.n = 1 AND s.valid_from < '2023-01-01' AND e.retired_on IS NULL;

-- S04 by grouping rates of a kind over the months
SELECT rate_code, work_month, array_agg(DISTINCT rate ORDER BY rate) AS rates, count(*) FROM payroll.overtime_details
GROUP BY rate_code, work_month HAVING rate_code = 'OV60' AND max(rate) < 1.5;

-- S04 with a window over the master
SELECT d.employee_no, e.full_name, d.work_month, d.rate, m.usual, round(d.hourly_amount * m.usual * d.minutes / 60) - d.amount AS shortfall
FROM payroll.overtime_details d
JOIN (SELECT rate_code, valid_from, valid_to, rate, max(rate) OVER (PARTITION BY rate_code) AS usual FROM payroll.overtime_rates) m
  ON m.rate_code = d.rate_code AND daterange(m.valid_from, m.valid_to, '[]') @> d.work_month
JOIN payroll.employees e USING (employee_no) WHERE m.rate <> m.usual;

-- S05 with CASE sums instead of FILTER
SELECT y.employee_no, e.full_name, y.general_dependents, y.specific_dependents, f.general, f.specific
FROM payroll.year_end_adjustments y JOIN payroll.employees e USING (employee_no)
JOIN (SELECT employee_no, sum(CASE WHEN a BETWEEN 19 AND 22 THEN 1 ELSE 0 END) AS specific, sum(CASE WHEN a BETWEEN 16 AND 18 OR a BETWEEN 23 AND 69 THEN 1 ELSE 0 END) AS general
      FROM (SELECT employee_no, 2023 - extract(year FROM birth_date) AS a FROM payroll.dependents
            WHERE is_tax_dependent AND relation <> '配偶者' AND annual_income <= 480000 AND valid_from <= '2023-12-31' AND coalesce(valid_to, '9999-12-31') >= '2023-12-31') d
      GROUP BY employee_no) f ON f.employee_no = y.employee_no
WHERE y.tax_year = 2023 AND (y.specific_dependents <> f.specific OR y.general_dependents <> f.general);

-- S05 by brackets in a VALUES list
WITH class(name, youngest, oldest) AS (VALUES ('general', 16, 18), ('specific', 19, 22), ('general', 23, 69), ('elderly', 70, 200)),
counted AS (SELECT d.employee_no, c.name, count(*) AS n FROM payroll.dependents d JOIN class c ON 2023 - date_part('year', d.birth_date) BETWEEN c.youngest AND c.oldest
            WHERE d.is_tax_dependent AND d.relation <> '配偶者' AND d.annual_income <= 480000 AND daterange(d.valid_from, d.valid_to, '[]') @> date '2023-12-31' GROUP BY 1, 2)
SELECT y.employee_no, v.name, v.on_paper, coalesce(c.n, 0) AS due
FROM payroll.year_end_adjustments y
CROSS JOIN LATERAL (VALUES ('general', y.general_dependents), ('specific', y.specific_dependents), ('elderly', y.elderly_dependents)) AS v(name, on_paper)
LEFT JOIN counted c ON c.employee_no = y.employee_no AND c.name = v.name
WHERE y.tax_year = 2023 AND v.on_paper <> coalesce(c.n, 0);

-- S06 in one line
SELECT employee_no, pay_month, gross_amount, deduction_total, net_amount FROM payroll.payslips WHERE net_amount < 0;

-- S06 with the deductions as a JSON object
SELECT p.employee_no, p.pay_month, p.net_amount, jsonb_object_agg(i.item_name, l.amount) FILTER (WHERE i.side = 'D') AS deductions
FROM payroll.payslips p JOIN payroll.payslip_lines l USING (run_id, employee_no) JOIN payroll.pay_items i USING (item_code)
WHERE p.net_amount < 0 GROUP BY p.run_id, p.employee_no;

-- S07 as a left join that finds nothing
SELECT e.employee_no, e.full_name, x.target_date, l.minutes
FROM attendance.csv_exports x
JOIN attendance.csv_export_lines l USING (export_id)
JOIN payroll.employees e ON l.employee_no = lpad(e.employee_no, 8, '0')
LEFT JOIN (SELECT i.target_date, r.attendance_employee_no, r.line_no FROM payroll.attendance_imports i JOIN payroll.attendance_import_rows r USING (import_id) WHERE i.status = 'done') d
  ON d.target_date = x.target_date AND d.attendance_employee_no = l.employee_no AND d.line_no = l.line_no
WHERE d.line_no IS NULL;

-- S07 with sets of rows
SELECT right(l.employee_no, 6) AS employee_no, l.work_date, l.rate_code, l.minutes FROM attendance.csv_export_lines l WHERE l.employee_no IS NOT NULL
EXCEPT ALL
SELECT right(r.attendance_employee_no, 6), r.work_date, r.rate_code, r.minutes FROM payroll.attendance_import_rows r;

-- S07 for the attendance vendor
-- as attendance-vendor-01
SELECT x.target_date, x.file_name, x.row_count, a.full_name, l.minutes FROM attendance.csv_exports x JOIN attendance.csv_export_lines l USING (export_id) JOIN attendance.employees a ON a.employee_no = l.employee_no
WHERE NOT EXISTS (SELECT FROM payroll.attendance_imports i WHERE i.target_date = x.target_date AND i.status = 'done') AND x.row_count > 0;

-- S08 against the grade of the slip
SELECT d.employee_no, e.full_name, d.target_month, d.grade || '-' || d.step AS computed_with, p.grade || '-' || p.step AS on_slip
FROM payroll.retroactive_differences d JOIN payroll.payslips p ON p.employee_no = d.employee_no AND p.pay_month = d.target_month AND p.bonus_pay = 0
JOIN payroll.employees e ON e.employee_no = d.employee_no WHERE (d.pay_table, d.grade, d.step) IS DISTINCT FROM (p.pay_table, p.grade, p.step);

-- S08 by ranges of appointments
WITH periods AS (SELECT employee_no, grade, step, pay_table, daterange(effective_on, lead(effective_on) OVER (PARTITION BY employee_no ORDER BY effective_on, appointment_id)) AS held FROM payroll.appointments)
SELECT d.employee_no, count(*) AS months, min(d.target_month), max(d.target_month), sum(n.monthly_amount - d.new_amount) AS missing
FROM payroll.retroactive_differences d
JOIN periods p ON p.employee_no = d.employee_no AND p.held @> d.target_month
JOIN payroll.pay_tables n ON (n.pay_table, n.grade, n.step) = (p.pay_table, p.grade, p.step) AND n.valid_from = '2023-04-01'
WHERE n.monthly_amount <> d.new_amount GROUP BY d.employee_no;

-- S09 with a window
SELECT * FROM (SELECT t.run_id, t.employee_no, t.bank_code, t.branch_code, t.account_number, t.amount, t.file_id, count(*) OVER (PARTITION BY t.run_id, t.employee_no, t.bank_code, t.branch_code, t.account_type, t.account_number, t.amount) AS times
FROM payroll.bank_transfers t WHERE t.status <> 'returned') x WHERE times > 1;

-- S09 by sums against net pay
SELECT p.employee_no, e.full_name, r.pay_month, p.net_amount, t.sent FROM payroll.payslips p JOIN payroll.payroll_runs r USING (run_id) JOIN payroll.employees e USING (employee_no)
JOIN (SELECT run_id, employee_no, sum(amount) AS sent FROM payroll.bank_transfers WHERE status = 'paid' GROUP BY 1, 2) t USING (run_id, employee_no) WHERE t.sent > p.net_amount;

-- S10 against the month before
SELECT e.employee_no, e.full_name, e.retired_on, p.base_pay, q.base_pay AS before
FROM payroll.employees e
JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.pay_month = date_trunc('month', e.retired_on)::date AND p.bonus_pay = 0
JOIN payroll.payslips q ON q.employee_no = e.employee_no AND q.pay_month = (date_trunc('month', e.retired_on) - interval '1 month')::date AND q.bonus_pay = 0
WHERE e.retire_reason <> '死亡' AND extract(day FROM e.retired_on) < 28 AND p.base_pay = q.base_pay;

-- S10 with working days counted by a sub-query
SELECT e.employee_no, w.worked, w.possible, p.base_pay, round(t.monthly_amount * w.worked::numeric / w.possible) AS about_due
FROM payroll.employees e
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE d <= e.retired_on) AS worked, count(*) AS possible FROM generate_series(date_trunc('month', e.retired_on), date_trunc('month', e.retired_on) + interval '1 month -1 day', '1 day') d WHERE extract(isodow FROM d) < 6) w
JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.pay_month = date_trunc('month', e.retired_on) AND p.bonus_pay = 0
JOIN payroll.pay_tables t ON t.pay_table = p.pay_table AND t.grade = p.grade AND t.step = p.step AND t.valid_from = '2022-04-01'
WHERE e.retire_reason <> '死亡' AND p.base_pay > round(t.monthly_amount * w.worked::numeric / w.possible) * 1.05;

-- S11 as NOT EXISTS and EXISTS
SELECT p.employee_no, e.full_name, p.pay_month, p.tax_column FROM payroll.payslips p JOIN payroll.employees e USING (employee_no) JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
WHERE (p.tax_column = 'B') = EXISTS (SELECT FROM payroll.declarations d WHERE d.employee_no = p.employee_no AND p.pay_month BETWEEN date_trunc('month', d.valid_from) AND d.valid_to);

-- S11 as periods of unbroken columns
WITH marked AS (SELECT employee_no, pay_month, tax_column, row_number() OVER (PARTITION BY employee_no ORDER BY pay_month) - row_number() OVER (PARTITION BY employee_no, tax_column ORDER BY pay_month) AS island
                FROM payroll.payslips WHERE bonus_pay = 0)
SELECT employee_no, tax_column, min(pay_month) AS since, max(pay_month) AS until, count(*) AS months FROM marked GROUP BY employee_no, tax_column, island HAVING tax_column = 'B' AND count(*) < 6;

-- S12 as a self join
SELECT a.employee_no, e.full_name, b.employee_no AS shares_with, f.full_name AS name_of_other, a.account_number
FROM payroll.bank_accounts a JOIN payroll.bank_accounts b ON b.bank_code = a.bank_code AND b.branch_code = a.branch_code AND b.account_type = a.account_type AND b.account_number = a.account_number AND b.employee_no <> a.employee_no
JOIN payroll.employees e ON e.employee_no = a.employee_no JOIN payroll.employees f ON f.employee_no = b.employee_no;

-- S12 with a window count
SELECT employee_no, account_number, holder_kana, valid_from, updated_by FROM (
  SELECT a.*, min(employee_no) OVER w AS one, max(employee_no) OVER w AS another FROM payroll.bank_accounts a
  WINDOW w AS (PARTITION BY bank_code, branch_code, account_type, account_number)) x WHERE one <> another;

-- S12 from the transfers
SELECT t.account_number, array_agg(DISTINCT t.employee_no ORDER BY t.employee_no) AS people, min(f.transfer_on) AS since FROM payroll.bank_transfers t JOIN payroll.bank_transfer_files f USING (file_id)
GROUP BY t.bank_code, t.branch_code, t.account_type, t.account_number HAVING count(DISTINCT t.employee_no) > 1;

-- S13 in one line
SELECT employee_no, department_code FROM payroll.withholding_slips WHERE tax_year = 2023 AND payload->>'form_version' <> 'R05';

-- S13 with JSON paths
SELECT s.employee_no, s.slip_id, d.department_name, jsonb_path_query_array(s.payload, '$.layout.blocks[*]') AS blocks
FROM payroll.withholding_slips s JOIN payroll.departments d USING (department_code) WHERE s.tax_year = 2023 AND s.payload @@ '$.form_version != "R05" || $.layout.blocks.size() < 4';
