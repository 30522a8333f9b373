-- Report: the month at a glance
-- ordered
WITH run AS (
  SELECT run_id, pay_month, paid_on, started_at, finished_at
  FROM payroll.payroll_runs
  WHERE kind = 'monthly' AND pay_month = '2023-10-01'
),

slips AS (
  SELECT p.*
  FROM payroll.payslips p
  JOIN run USING (run_id)
),

transfers AS (
  SELECT t.run_id, count(*) AS records, sum(t.amount) AS amount,
         count(*) FILTER (WHERE t.status = 'returned') AS returned
  FROM payroll.bank_transfers t
  JOIN run USING (run_id)
  GROUP BY t.run_id
),

-- One line for every figure of the cover sheet.
figures (no, label, value) AS (
  SELECT 1, '支給人員', count(*)::text FROM slips
  UNION ALL
  SELECT 2, '支給総額', to_char(sum(gross_amount), 'FM999,999,999,999') FROM slips
  UNION ALL
  SELECT 3, '控除総額', to_char(sum(deduction_total), 'FM999,999,999,999') FROM slips
  UNION ALL
  SELECT 4, '差引支給額', to_char(sum(net_amount), 'FM999,999,999,999') FROM slips
  UNION ALL
  SELECT 5, '振込件数', records::text FROM transfers
  UNION ALL
  SELECT 6, '振込総額', to_char(amount, 'FM999,999,999,999') FROM transfers
  UNION ALL
  SELECT 7, '組戻し', returned::text FROM transfers
  UNION ALL
  SELECT 8, '計算時間', (finished_at - started_at)::text FROM run
  UNION ALL
  SELECT 9, '差額', to_char((SELECT sum(net_amount) FROM slips) - amount, 'FM999,999,990') FROM transfers
)

SELECT no, label, value
FROM figures
ORDER BY no;

-- Report: what changed from one month to the next, and why
-- ordered
WITH pair AS (
  SELECT n.employee_no,
         o.run_id AS old_run, n.run_id AS new_run,
         o.gross_amount AS old_gross, n.gross_amount AS new_gross,
         o.net_amount AS old_net, n.net_amount AS new_net,
         o.department_code AS old_department, n.department_code AS new_department,
         (o.grade, o.step) AS old_step, (n.grade, n.step) AS new_step
  FROM payroll.payslips n
  JOIN payroll.payslips o ON o.employee_no = n.employee_no AND o.run_id = 35
  WHERE n.run_id = 37 AND n.employee_no < '100020'
),
lines AS (
  SELECT pair.employee_no,
         coalesce(a.item_code, b.item_code) AS item_code,
         coalesce(b.amount, 0) - coalesce(a.amount, 0) AS change
  FROM pair
  CROSS JOIN payroll.pay_items i
  LEFT JOIN LATERAL (
    SELECT l.item_code, sum(l.amount) AS amount
    FROM payroll.payslip_lines l
    WHERE l.run_id = pair.old_run AND l.employee_no = pair.employee_no AND l.item_code = i.item_code
    GROUP BY l.item_code
  ) a ON true
  LEFT JOIN LATERAL (
    SELECT l.item_code, sum(l.amount) AS amount
    FROM payroll.payslip_lines l
    WHERE l.run_id = pair.new_run AND l.employee_no = pair.employee_no AND l.item_code = i.item_code
    GROUP BY l.item_code
  ) b ON true
  WHERE coalesce(a.item_code, b.item_code) IS NOT NULL
),
reasons AS (
  SELECT x.employee_no,
         string_agg(i.item_name || ' ' || to_char(x.change, 'SFM999999'), ', ' ORDER BY abs(x.change) DESC, x.item_code) AS items
  FROM lines x
  JOIN payroll.pay_items i USING (item_code)
  WHERE x.change <> 0
  GROUP BY x.employee_no
)
SELECT p.employee_no,
       e.full_name,
       p.new_gross - p.old_gross AS gross_change,
       p.new_net - p.old_net AS net_change,
       CASE WHEN p.old_department <> p.new_department THEN p.old_department || ' → ' || p.new_department END AS moved,
       CASE WHEN p.old_step IS DISTINCT FROM p.new_step THEN 'step changed' END AS step,
       r.items
FROM pair p
JOIN payroll.employees e USING (employee_no)
JOIN reasons r USING (employee_no)
WHERE p.new_gross <> p.old_gross
ORDER BY abs(p.new_net - p.old_net) DESC, p.employee_no;

-- Report: cost of a department over the fiscal year, month by month, with totals
-- ordered
SELECT CASE WHEN grouping(d.division_name) = 1 THEN '市全体' ELSE d.division_name END AS division,
       CASE WHEN grouping(d.division_name) = 1 THEN NULL
            WHEN grouping(d.department_code) = 1 THEN '  計'
            ELSE max(d.department_name) END AS department,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 4) AS apr,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 5) AS may,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 6) AS jun,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 7) AS jul,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 8) AS aug,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 9) AS sep,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 10) AS oct,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 11) AS nov,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 12) AS dec,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 1) AS jan,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 2) AS feb,
       sum(p.gross_amount) FILTER (WHERE extract(month FROM p.pay_month) = 3) AS mar,
       sum(p.gross_amount) AS year,
       count(DISTINCT p.employee_no) AS people,
       round(sum(p.gross_amount)::numeric / count(DISTINCT p.employee_no)) AS per_head
FROM payroll.payslips p
JOIN payroll.departments d USING (department_code)
WHERE p.pay_month >= '2023-04-01' AND p.pay_month < '2024-04-01'
GROUP BY ROLLUP (d.division_name, d.department_code)
ORDER BY grouping(d.division_name), d.division_name, grouping(d.department_code), d.department_code;

-- Report: everything about one employee, as one list of facts
-- ordered
WITH who AS (SELECT employee_no FROM payroll.employees WHERE employee_no = '100010'),
facts AS (
  SELECT e.hired_on AS day, 'hired' AS fact, e.employment_kind::text AS detail
  FROM payroll.employees e JOIN who USING (employee_no)
  UNION ALL
  SELECT a.effective_on, 'appointment', concat_ws(' ', a.kind, a.department_code, a.pay_table, a.grade || '-' || a.step, a.pay_percent || '%')
  FROM payroll.appointments a JOIN who USING (employee_no)
  UNION ALL
  SELECT d.valid_from, 'dependent', d.relation || ' ' || d.full_name
  FROM payroll.dependents d JOIN who USING (employee_no)
  UNION ALL
  SELECT c.valid_from, 'commute', format('%s %s km, %s yen a %s months', c.means, c.distance_km, c.pass_amount, c.pass_months)
  FROM payroll.commute_notices c JOIN who USING (employee_no)
  UNION ALL
  SELECT h.valid_from, 'housing', format('rent %s, allowance %s, landlord %s', h.rent, h.allowance, h.landlord_name)
  FROM payroll.housing_notices h JOIN who USING (employee_no)
  UNION ALL
  SELECT b.valid_from, 'account', concat_ws('-', b.bank_code, b.branch_code, b.account_number) || CASE WHEN b.valid_to IS NOT NULL THEN ' until ' || b.valid_to ELSE '' END
  FROM payroll.bank_accounts b JOIN who USING (employee_no)
  UNION ALL
  SELECT s.valid_from, 'standard remuneration', s.kind || ' ' || s.short_amount
  FROM payroll.standard_remunerations s JOIN who USING (employee_no)
  UNION ALL
  SELECT n.effective_month, 'resident tax', n.notice_kind || ' ' || n.annual_amount || ' to ' || n.municipality_name
  FROM payroll.resident_tax_notices n JOIN who USING (employee_no)
  UNION ALL
  SELECT x.submitted_on, 'declaration', 'for ' || x.tax_year
  FROM payroll.declarations x JOIN who USING (employee_no)
  UNION ALL
  SELECT l.operated_at::date, 'operation', concat_ws(' ', l.operator_id, l.screen_code, l.action)
  FROM payroll.operation_logs l JOIN who USING (employee_no)
)
SELECT day, fact, detail
FROM facts
ORDER BY day, fact, detail;

-- Report: a slip as it is printed
-- ordered
WITH slip AS (
  SELECT p.*, e.full_name, d.department_name, r.paid_on
  FROM payroll.payslips p
  JOIN payroll.employees e USING (employee_no)
  JOIN payroll.departments d ON d.department_code = p.department_code
  JOIN payroll.payroll_runs r ON r.run_id = p.run_id
  WHERE p.run_id = 37 AND p.employee_no = '100010'
)
SELECT v.no, v.label, v.amount
FROM slip s
CROSS JOIN LATERAL (
  VALUES (1, '所属 ' || s.department_name, NULL::int),
         (2, '氏名 ' || s.full_name, NULL),
         (3, '支給日 ' || to_char(s.paid_on, 'YYYY年FMMM月FMDD日'), NULL),
         (10, '給料', s.base_pay),
         (11, '地域手当', s.area_allowance),
         (12, '管理職手当', nullif(s.managerial_allowance, 0)),
         (13, '扶養手当', nullif(s.dependents_allowance, 0)),
         (14, '住居手当', nullif(s.housing_allowance, 0)),
         (15, '通勤手当', nullif(s.commute_allowance, 0)),
         (16, '時間外勤務手当', nullif(s.overtime_allowance, 0)),
         (19, '支給総額', s.gross_amount),
         (20, '共済短期掛金', s.mutual_aid_premium),
         (21, '介護掛金', nullif(s.care_premium, 0)),
         (22, '厚生年金保険料', s.pension_premium),
         (23, '所得税', s.income_tax),
         (24, '住民税', s.resident_tax),
         (29, '控除総額', s.deduction_total),
         (30, '差引支給額', s.net_amount)
) AS v(no, label, amount)
WHERE v.amount IS NOT NULL OR v.no < 10
ORDER BY v.no;

-- Report: errors of the import by month with a bar
-- ordered
WITH months AS (
  SELECT m::date AS first, (m + interval '1 month')::date AS next
  FROM generate_series(timestamp '2022-04-01', timestamp '2024-03-01', interval '1 month') AS m
),
imports AS (
  SELECT m.first,
         count(i.import_id) AS files,
         count(i.import_id) FILTER (WHERE i.status = 'error') AS failed,
         coalesce(sum(i.row_count), 0) AS rows
  FROM months m
  LEFT JOIN payroll.attendance_imports i ON i.target_date >= m.first AND i.target_date < m.next
  GROUP BY m.first
),
exports AS (
  SELECT m.first, coalesce(sum(x.row_count), 0) AS rows, count(x.export_id) AS files
  FROM months m
  LEFT JOIN attendance.csv_exports x ON x.target_date >= m.first AND x.target_date < m.next
  GROUP BY m.first
)
SELECT to_char(i.first, 'YYYY-MM') AS month,
       x.files AS exported_files,
       i.files AS imported_files,
       i.failed,
       x.rows AS exported_rows,
       i.rows AS imported_rows,
       x.rows - i.rows AS lost,
       repeat('#', least(30, ((x.rows - i.rows) / 5)::int)) AS bar,
       sum(x.rows - i.rows) OVER (ORDER BY i.first) AS lost_so_far
FROM imports i
JOIN exports x USING (first)
ORDER BY i.first;

-- Report: all thirteen checks at once, how many hits each
-- ordered
SELECT '01 passes' AS check, count(*) AS hits FROM (
  SELECT employee_no, run_id FROM payroll.payslip_lines WHERE item_code = 'P06' GROUP BY 1, 2 HAVING count(DISTINCT source_id) > 1) a
UNION ALL
SELECT '02 resident tax', count(*) FROM payroll.payslips p JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
WHERE p.resident_tax <> (
  SELECT CASE WHEN n.effective_month = p.pay_month THEN n.first_amount ELSE n.monthly_amount END FROM payroll.resident_tax_notices n
  WHERE n.employee_no = p.employee_no AND n.effective_month <= p.pay_month ORDER BY n.effective_month DESC, n.notice_id DESC LIMIT 1)
UNION ALL
SELECT '03 no decision', count(*) FROM (
  SELECT employee_no FROM payroll.standard_remunerations WHERE valid_from = '2022-09-01'
  EXCEPT SELECT employee_no FROM payroll.standard_remunerations WHERE valid_from = '2023-09-01') b
UNION ALL
SELECT '04 rates', count(*) FROM payroll.overtime_details WHERE rate_code = 'OV60' AND rate <> 1.5
UNION ALL
SELECT '06 negative', count(*) FROM payroll.payslips WHERE net_amount < 0
UNION ALL
SELECT '07 not imported', count(*) FROM attendance.csv_exports x
WHERE x.row_count > 0 AND NOT EXISTS (SELECT FROM payroll.attendance_imports i WHERE i.target_date = x.target_date AND i.status = 'done')
UNION ALL
SELECT '08 grades', count(DISTINCT d.employee_no) FROM payroll.retroactive_differences d
JOIN payroll.payslips p ON p.employee_no = d.employee_no AND p.pay_month = d.target_month AND p.bonus_pay = 0
WHERE (d.grade, d.step) <> (p.grade, p.step)
UNION ALL
SELECT '09 sent twice', count(*) FROM (
  SELECT 1 FROM payroll.bank_transfers WHERE status <> 'returned'
  GROUP BY run_id, employee_no, bank_code, branch_code, account_number, amount HAVING count(*) > 1) c
UNION ALL
SELECT '11 column B', count(*) FROM payroll.payslips p
JOIN payroll.declarations d ON d.employee_no = p.employee_no AND p.pay_month BETWEEN d.valid_from AND d.valid_to
WHERE p.tax_column = 'B'
UNION ALL
SELECT '12 shared accounts', count(*) FROM (
  SELECT 1 FROM payroll.bank_accounts GROUP BY bank_code, branch_code, account_number HAVING count(DISTINCT employee_no) > 1) d
UNION ALL
SELECT '13 old form', count(*) FROM payroll.withholding_slips WHERE tax_year = 2023 AND payload->>'form_version' = 'R04'
ORDER BY 1;

-- Report: overtime, hours and money by department, against the year before
-- ordered
WITH detail AS (
  SELECT e.department_code,
         CASE WHEN d.work_month >= '2023-04-01' THEN 'this' ELSE 'last' END AS year,
         d.minutes, d.amount, d.employee_no, d.work_month
  FROM payroll.overtime_details d
  JOIN payroll.employees e USING (employee_no)
  WHERE d.work_month BETWEEN '2022-04-01' AND '2024-03-31'
),
heads AS (
  SELECT department_code, count(*) AS people FROM payroll.employees WHERE retired_on IS NULL GROUP BY department_code
),
summed AS (
  SELECT department_code,
         sum(minutes) FILTER (WHERE year = 'this') / 60.0 AS hours,
         sum(minutes) FILTER (WHERE year = 'last') / 60.0 AS hours_before,
         sum(amount) FILTER (WHERE year = 'this') AS amount,
         sum(amount) FILTER (WHERE year = 'last') AS amount_before,
         count(DISTINCT employee_no) FILTER (WHERE year = 'this') AS with_overtime,
         max(minutes) AS longest
  FROM detail
  GROUP BY department_code
)
SELECT s.department_code,
       d.short_name,
       h.people,
       s.with_overtime,
       round(s.hours, 1) AS hours,
       round(s.hours / h.people / 12, 1) AS hours_a_head_and_month,
       round(100 * (s.hours - s.hours_before) / nullif(s.hours_before, 0), 1) AS hours_percent,
       s.amount,
       s.amount - s.amount_before AS amount_change,
       rank() OVER (ORDER BY s.hours / h.people DESC) AS rank,
       CASE WHEN s.hours / h.people / 12 > 30 THEN '!!' WHEN s.hours / h.people / 12 > 20 THEN '!' ELSE '' END AS mark
FROM summed s
JOIN payroll.departments d USING (department_code)
JOIN heads h USING (department_code)
ORDER BY rank, s.department_code;

-- Report: bank accounts to look at before the next transfer
-- ordered
WITH current AS (
  SELECT a.* FROM payroll.bank_accounts a WHERE a.valid_to IS NULL
),
shared AS (
  SELECT bank_code, branch_code, account_number, count(DISTINCT employee_no) AS people
  FROM current GROUP BY bank_code, branch_code, account_number
),
last_transfer AS (
  SELECT DISTINCT ON (t.employee_no, t.account_number)
         t.employee_no, t.account_number, t.status, t.amount, f.transfer_on
  FROM payroll.bank_transfers t
  JOIN payroll.bank_transfer_files f USING (file_id)
  ORDER BY t.employee_no, t.account_number, f.transfer_on DESC, t.file_id DESC, t.record_no DESC
)
SELECT c.employee_no, e.full_name, c.account_seq, c.bank_code, c.account_number,
       concat_ws('; ',
                 CASE WHEN s.people > 1 THEN 'shared by ' || s.people END,
                 CASE WHEN l.status = 'returned' THEN 'last transfer came back' END,
                 CASE WHEN l.employee_no IS NULL THEN 'never used' END,
                 CASE WHEN e.retired_on IS NOT NULL THEN 'left on ' || e.retired_on END,
                 CASE WHEN c.fixed_amount > 100000 THEN 'large fixed amount' END) AS remarks,
       l.transfer_on AS last_used
FROM current c
JOIN payroll.employees e USING (employee_no)
JOIN shared s USING (bank_code, branch_code, account_number)
LEFT JOIN last_transfer l ON l.employee_no = c.employee_no AND l.account_number = c.account_number
WHERE s.people > 1 OR l.status = 'returned' OR l.employee_no IS NULL OR e.retired_on IS NOT NULL OR c.fixed_amount > 100000
ORDER BY c.employee_no, c.account_seq, c.account_id;

-- Report: leave and overtime of a department's people
-- as attendance-vendor-01
-- ordered
WITH people AS (
  SELECT employee_no, full_name, working_hours FROM attendance.employees WHERE department_code = '0220'
),
leave AS (
  SELECT l.employee_no,
         sum(l.hours) FILTER (WHERE l.leave_code = 'ANNUAL') AS annual,
         sum(l.hours) FILTER (WHERE l.leave_code = 'SICK') AS sick,
         count(*) AS times,
         max(l.ends_on - l.starts_on + 1) AS longest
  FROM attendance.leave_records l
  WHERE l.starts_on BETWEEN '2023-04-01' AND '2024-03-31'
  GROUP BY l.employee_no
),
overtime AS (
  SELECT r.employee_no, sum(r.minutes) / 60.0 AS hours, count(*) AS requests,
         mode() WITHIN GROUP (ORDER BY r.reason) AS usual_reason
  FROM attendance.overtime_requests r
  WHERE r.work_date BETWEEN '2023-04-01' AND '2024-03-31'
  GROUP BY r.employee_no
),
cards AS (
  SELECT t.employee_no, count(*) AS days, avg(t.clock_out - t.clock_in - t.break_time) AS mean,
         max(t.clock_out::time) AS latest
  FROM attendance.timecards t
  GROUP BY t.employee_no
)
SELECT p.employee_no, p.full_name, coalesce(l.annual, 0) AS annual, coalesce(l.sick, 0) AS sick, l.longest,
       round(o.hours, 1) AS overtime, o.requests, o.usual_reason, c.days, date_trunc('minute', c.mean) AS mean_day, c.latest
FROM people p
LEFT JOIN leave l USING (employee_no)
LEFT JOIN overtime o USING (employee_no)
LEFT JOIN cards c USING (employee_no)
ORDER BY overtime DESC NULLS LAST, p.employee_no;

-- Report: year-end adjustment, recomputed step by step
-- ordered
WITH paper AS (
  SELECT y.*, e.full_name, e.department_code
  FROM payroll.year_end_adjustments y
  JOIN payroll.employees e USING (employee_no)
  WHERE y.tax_year = 2023
),
slips AS (
  SELECT p.employee_no,
         sum(p.taxable_amount) AS income,
         sum(p.income_tax) AS withheld,
         sum(p.mutual_aid_premium + p.care_premium + p.pension_premium + p.retirement_premium) AS social
  FROM payroll.payslips p
  WHERE p.pay_month BETWEEN '2023-01-01' AND '2023-12-01'
  GROUP BY p.employee_no
),
family AS (
  SELECT d.employee_no,
         count(*) FILTER (WHERE 2023 - extract(year FROM d.birth_date) BETWEEN 19 AND 22) AS specific,
         count(*) FILTER (WHERE 2023 - extract(year FROM d.birth_date) >= 70) AS elderly,
         count(*) FILTER (WHERE 2023 - extract(year FROM d.birth_date) BETWEEN 16 AND 18
                             OR 2023 - extract(year FROM d.birth_date) BETWEEN 23 AND 69) AS general,
         bool_or(d.relation = '配偶者' AND d.annual_income <= 480000) AS spouse
  FROM payroll.dependents d
  WHERE d.is_tax_dependent AND d.valid_from <= '2023-12-31' AND coalesce(d.valid_to, 'infinity') >= '2023-12-31'
    AND (d.relation = '配偶者' OR d.annual_income <= 480000)
  GROUP BY d.employee_no
),
judged AS (
  SELECT p.employee_no, p.full_name, p.department_code,
         p.total_income - s.income AS income_gap,
         p.social_insurance - s.social AS social_gap,
         p.withheld_tax - s.withheld AS withheld_gap,
         p.specific_dependents - coalesce(f.specific, 0) AS specific_gap,
         p.elderly_dependents - coalesce(f.elderly, 0) AS elderly_gap,
         (p.spouse_deduction > 0) IS DISTINCT FROM coalesce(f.spouse, false) AS spouse_differs,
         p.taxable_income % 1000 <> 0 AS not_cut
  FROM paper p
  LEFT JOIN slips s USING (employee_no)
  LEFT JOIN family f USING (employee_no)
)
SELECT j.employee_no, j.full_name, d.department_name, j.income_gap, j.social_gap, j.withheld_gap, j.specific_gap, j.elderly_gap,
       j.spouse_differs, j.not_cut
FROM judged j
JOIN payroll.departments d USING (department_code)
WHERE (j.income_gap, j.social_gap, j.withheld_gap, j.specific_gap, j.elderly_gap) IS DISTINCT FROM (0, 0, 0, 0, 0)
   OR j.spouse_differs OR j.not_cut
ORDER BY j.employee_no;

-- Report: how the staff moved between departments, as a matrix of divisions
-- ordered
WITH moves AS (
  SELECT a.employee_no, a.effective_on, a.department_code AS after,
         lag(a.department_code) OVER (PARTITION BY a.employee_no ORDER BY a.effective_on, a.appointment_id) AS before
  FROM payroll.appointments a
),
named AS (
  SELECT b.division_name AS from_division, c.division_name AS to_division, m.employee_no, m.effective_on
  FROM moves m
  JOIN payroll.departments b ON b.department_code = m.before
  JOIN payroll.departments c ON c.department_code = m.after
  WHERE m.before IS NOT NULL AND m.before <> m.after
)
SELECT coalesce(from_division, '計') AS "異動元",
       coalesce(to_division, '計') AS "異動先",
       count(*) AS "人数",
       count(DISTINCT employee_no) AS "実人数",
       min(effective_on) AS "最初",
       max(effective_on) AS "最後"
FROM named
GROUP BY CUBE (from_division, to_division)
ORDER BY from_division NULLS LAST, to_division NULLS LAST;
