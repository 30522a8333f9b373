-- Employee numbers that are not six digits
SELECT employee_no FROM payroll.employees WHERE employee_no !~ '^[0-9]{6}$';

-- Ends before beginnings, in all tables that have both
SELECT 'departments' AS t, count(*) FROM payroll.departments WHERE valid_to < valid_from
UNION ALL SELECT 'dependents', count(*) FROM payroll.dependents WHERE valid_to < valid_from
UNION ALL SELECT 'commute', count(*) FROM payroll.commute_notices WHERE valid_to < valid_from
UNION ALL SELECT 'housing', count(*) FROM payroll.housing_notices WHERE valid_to < valid_from
UNION ALL SELECT 'accounts', count(*) FROM payroll.bank_accounts WHERE valid_to < valid_from
UNION ALL SELECT 'rates', count(*) FROM payroll.overtime_rates WHERE valid_to < valid_from;

-- Codes that the master does not know
SELECT DISTINCT l.item_code FROM payroll.payslip_lines l WHERE l.item_code NOT IN (SELECT item_code FROM payroll.pay_items);

-- Departments on slips that are not the appointment's
SELECT p.employee_no, p.pay_month, p.department_code AS slip, a.department_code AS appointed FROM payroll.payslips p
CROSS JOIN LATERAL (SELECT department_code FROM payroll.appointments a WHERE a.employee_no = p.employee_no AND a.effective_on <= p.pay_month ORDER BY effective_on DESC, appointment_id DESC LIMIT 1) a
WHERE p.run_id = 37 AND p.department_code <> a.department_code;

-- Appointments out of order
SELECT appointment_id, employee_no, effective_on, before FROM (SELECT appointment_id, employee_no, effective_on, lag(effective_on) OVER (PARTITION BY employee_no ORDER BY appointment_id) AS before FROM payroll.appointments) x
WHERE effective_on < before;

-- Two appointments on one day
SELECT employee_no, effective_on, count(*), array_agg(kind ORDER BY appointment_id) FROM payroll.appointments GROUP BY employee_no, effective_on HAVING count(*) > 1;

-- Grade fell without a reason
SELECT * FROM (SELECT employee_no, effective_on, kind, grade, lag(grade) OVER (PARTITION BY employee_no ORDER BY effective_on, appointment_id) AS before FROM payroll.appointments) x WHERE grade < before;

-- Raises of more than four steps
SELECT * FROM (SELECT employee_no, effective_on, kind, grade, step - lag(step) OVER w AS steps, lag(grade) OVER w AS grade_before FROM payroll.appointments WINDOW w AS (PARTITION BY employee_no ORDER BY effective_on, appointment_id)) x
WHERE kind = '昇給' AND grade = grade_before AND steps > 4;

-- Dependents numbered with a gap
SELECT employee_no, array_agg(dependent_no ORDER BY dependent_no) FROM payroll.dependents GROUP BY employee_no HAVING max(dependent_no) <> count(*);

-- Dependents entered twice
SELECT a.employee_no, a.dependent_no, b.dependent_no AS again FROM payroll.dependents a JOIN payroll.dependents b ON b.employee_no = a.employee_no AND b.dependent_no > a.dependent_no AND b.full_name = a.full_name;

-- One child counted by two parents
SELECT a.employee_no, b.employee_no AS other, a.full_name FROM payroll.dependents a JOIN payroll.dependents b ON b.full_name = a.full_name AND b.employee_no > a.employee_no AND b.birth_date = a.birth_date
WHERE a.relation = '子' AND b.relation = '子';

-- Employees with the same name and birth year
SELECT a.employee_no, b.employee_no AS other FROM payroll.employees a JOIN payroll.employees b ON b.full_name = a.full_name AND b.birth_date = a.birth_date AND b.employee_no > a.employee_no;

-- Postal codes and the addresses they come with
SELECT postal_code, count(DISTINCT address) AS addresses, count(*) FROM payroll.employees GROUP BY postal_code;

-- Missing mandatory things, one row each kind
SELECT what, count(*) FROM (SELECT employee_no, unnest(array_remove(ARRAY[CASE WHEN address IS NULL THEN 'address' END, CASE WHEN postal_code IS NULL THEN 'postal code' END,
CASE WHEN email IS NULL THEN 'email' END, CASE WHEN mobile_phone IS NULL THEN 'mobile' END], NULL)) AS what FROM payroll.employees) x GROUP BY what;

-- Kana that differ between the systems
SELECT e.employee_no, e.full_name_kana, a.full_name_kana AS there FROM payroll.employees e JOIN attendance.employees a ON right(a.employee_no, 6) = e.employee_no WHERE e.full_name_kana IS DISTINCT FROM a.full_name_kana;

-- Account types other than ordinary
SELECT account_type, count(*) FROM payroll.bank_accounts GROUP BY account_type;

-- Primary accounts missing
SELECT e.employee_no FROM payroll.employees e WHERE NOT EXISTS (SELECT FROM payroll.bank_accounts a WHERE a.employee_no = e.employee_no AND a.account_seq = 1 AND a.valid_to IS NULL);

-- More than one primary account at a time
SELECT employee_no, count(*) FROM payroll.bank_accounts WHERE account_seq = 1 AND valid_to IS NULL GROUP BY employee_no HAVING count(*) > 1;

-- Duplicates by every column but the key
SELECT employee_no, valid_from, means, pass_amount, count(*) FROM payroll.commute_notices GROUP BY employee_no, valid_from, means, pass_amount HAVING count(*) > 1;

-- Updated in the future or long ago
SELECT min(updated_at), max(updated_at), count(*) FILTER (WHERE updated_at > '2024-04-01') FROM payroll.employees;

-- Negative amounts anywhere on a slip
SELECT run_id, employee_no, least(base_pay, area_allowance, commute_allowance, overtime_allowance, income_tax, resident_tax, net_amount) AS least FROM payroll.payslips
WHERE least(base_pay, area_allowance, commute_allowance, overtime_allowance, income_tax, resident_tax, net_amount) < 0;

-- Sums that drift over the months
SELECT a.pay_month, a.total, b.total AS before, round(100.0 * a.total / b.total - 100, 1) AS percent
FROM (SELECT pay_month, sum(base_pay) AS total FROM payroll.payslips WHERE bonus_pay = 0 GROUP BY 1) a JOIN (SELECT pay_month, sum(base_pay) AS total FROM payroll.payslips WHERE bonus_pay = 0 GROUP BY 1) b
ON b.pay_month = a.pay_month - interval '1 month' WHERE abs(100.0 * a.total / b.total - 100) > 0.5;

-- First digits of net amounts (Benford)
SELECT left(net_amount::text, 1) AS digit, count(*), round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent FROM payroll.payslips WHERE net_amount > 0 GROUP BY 1;

-- Rows of both systems by month
SELECT to_char(x.target_date, 'YYYY-MM') AS month, sum(x.row_count) AS exported, sum(i.row_count) AS imported, sum(x.row_count) - coalesce(sum(i.row_count), 0) AS lost
FROM attendance.csv_exports x LEFT JOIN payroll.attendance_imports i ON i.target_date = x.target_date AND i.status = 'done' GROUP BY 1 HAVING sum(x.row_count) <> coalesce(sum(i.row_count), 0);
