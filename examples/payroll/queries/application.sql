-- The slip for the screen
-- as payroll-app
-- parameters: 37 | 100010
SELECT p.*, e.full_name, d.department_name FROM payroll.payslips p JOIN payroll.employees e USING (employee_no) JOIN payroll.departments d ON d.department_code = p.department_code WHERE p.run_id = $1 AND p.employee_no = $2;

-- The lines for the screen
-- as payroll-app
-- parameters: 37 | 100010
-- ordered
SELECT i.item_name, i.side, l.amount FROM payroll.payslip_lines l JOIN payroll.pay_items i USING (item_code) WHERE l.run_id = $1 AND l.employee_no = $2 ORDER BY i.sort_order;

-- Everybody to be paid in a month
-- as payroll-app
-- parameters: 2023-10-01
SELECT e.employee_no, e.full_name_kana, a.pay_table, a.grade, a.step, a.pay_percent, t.monthly_amount
FROM payroll.employees e
CROSS JOIN LATERAL (SELECT * FROM payroll.appointments a WHERE a.employee_no = e.employee_no AND a.effective_on <= $1::date ORDER BY a.effective_on DESC, a.appointment_id DESC LIMIT 1) a
LEFT JOIN LATERAL (SELECT t.monthly_amount FROM payroll.pay_tables t WHERE t.pay_table = a.pay_table AND t.grade = a.grade AND t.step = a.step AND t.valid_from <= $1::date ORDER BY t.valid_from DESC LIMIT 1) t ON true
WHERE e.hired_on <= $1::date AND (e.retired_on IS NULL OR e.retired_on >= $1::date);

-- The transfer records of a run
-- as payroll-app
-- parameters: 37
-- ordered
SELECT a.bank_code, a.branch_code, a.account_type, a.account_number, a.holder_kana, least(coalesce(a.fixed_amount, p.net_amount), p.net_amount) AS amount
FROM payroll.payslips p JOIN payroll.bank_accounts a ON a.employee_no = p.employee_no AND (a.valid_to IS NULL OR a.valid_to >= p.pay_month) AND a.valid_from <= p.pay_month
WHERE p.run_id = $1 AND p.net_amount > 0 ORDER BY a.bank_code, a.branch_code, a.account_number, a.account_id;

-- Totals by municipality for the payment slip
-- as payroll-app
SELECT n.municipality_code, n.municipality_name, count(*), sum(p.resident_tax) FROM payroll.payslips p
JOIN LATERAL (SELECT municipality_code, municipality_name FROM payroll.resident_tax_notices n WHERE n.employee_no = p.employee_no AND n.effective_month <= p.pay_month ORDER BY effective_month DESC, notice_id DESC LIMIT 1) n ON true
WHERE p.run_id = 37 GROUP BY n.municipality_code, n.municipality_name;

-- A fixed-width record
-- as payroll-app
-- ordered
SELECT '2' || lpad(bank_code, 4, '0') || rpad('', 15) || branch_code || rpad('', 15) || account_type || lpad(account_number, 7, '0') || rpad(left(holder_kana, 30), 30) || lpad(amount::text, 10, '0') AS record
FROM payroll.bank_transfers WHERE file_id = (SELECT min(file_id) FROM payroll.bank_transfer_files) ORDER BY record_no LIMIT 5;

-- The year's amounts for the withholding slip
-- as payroll-app
-- parameters: 2023
SELECT p.employee_no, e.full_name, e.address, sum(p.taxable_amount) AS paid, sum(p.income_tax) + sum(p.year_end_adjustment) AS tax,
       sum(p.mutual_aid_premium + p.care_premium + p.pension_premium + p.retirement_premium) AS social
FROM payroll.payslips p JOIN payroll.employees e USING (employee_no) WHERE extract(year FROM p.pay_month) = $1::int GROUP BY p.employee_no, e.full_name, e.address;

-- Cumulative arrays for the next run
-- as payroll-app
SELECT p.employee_no, ARRAY[p.ytd_amounts[1] + p.gross_amount, p.ytd_amounts[2], p.ytd_amounts[3] + p.income_tax] AS next FROM payroll.payslips p WHERE p.run_id = 37;

-- Birthdays that matter for the care premium
-- as payroll-app
SELECT employee_no, birth_date, (birth_date + interval '40 years' - interval '1 day')::date AS care_from FROM payroll.employees WHERE birth_date BETWEEN date '2023-10-01' - interval '41 years' AND date '2023-10-01' - interval '39 years';

-- What is left to import
-- as payroll-app
SELECT x.target_date, x.file_name, encode(x.checksum, 'hex') FROM attendance.csv_exports x WHERE NOT EXISTS (SELECT FROM payroll.attendance_imports i WHERE i.target_date = x.target_date AND i.status = 'done') AND x.row_count > 0;

-- The row of a file taken apart
-- as payroll-app
-- ordered
SELECT f.line_no, f.parts[2] AS employee_no, f.parts[4]::date AS day, f.parts[6]::int AS minutes FROM (SELECT line_no, string_to_array(raw_line, ',') AS parts FROM attendance.csv_export_lines WHERE export_id = 14) f WHERE f.parts[1] = 'D' ORDER BY 1;
