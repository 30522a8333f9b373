-- Leavers and why
SELECT employee_no, full_name, hired_on, retired_on, retire_reason FROM payroll.employees WHERE retired_on IS NOT NULL;

-- Years of service at leaving
SELECT employee_no, age(retired_on, hired_on) AS service, extract(year FROM age(retired_on, hired_on)) AS years
FROM payroll.employees WHERE retired_on IS NOT NULL;

-- Left in the middle of a month and paid for all of it
SELECT e.employee_no, e.retired_on, e.retire_reason, p.base_pay, q.base_pay AS month_before
FROM payroll.employees e
JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.pay_month = date_trunc('month', e.retired_on)
JOIN payroll.payslips q ON q.employee_no = e.employee_no AND q.pay_month = date_trunc('month', e.retired_on) - interval '1 month'
WHERE p.bonus_pay = 0 AND q.bonus_pay = 0 AND e.retired_on < date_trunc('month', e.retired_on) + interval '1 month - 1 day'
  AND p.base_pay >= q.base_pay;

-- Slips after somebody left
SELECT e.employee_no, e.retired_on, p.pay_month, p.gross_amount, p.overtime_allowance
FROM payroll.employees e JOIN payroll.payslips p USING (employee_no) WHERE p.pay_month > e.retired_on;

-- Working days in the month of leaving
SELECT e.employee_no, e.retired_on,
       (SELECT count(*) FROM generate_series(date_trunc('month', e.retired_on), e.retired_on, interval '1 day') d
        WHERE extract(isodow FROM d) < 6) AS worked,
       (SELECT count(*) FROM generate_series(date_trunc('month', e.retired_on), date_trunc('month', e.retired_on) + interval '1 month - 1 day', interval '1 day') d
        WHERE extract(isodow FROM d) < 6) AS possible
FROM payroll.employees e WHERE e.retired_on IS NOT NULL;

-- Who reaches sixty in the fiscal year
SELECT employee_no, full_name, birth_date, make_date(extract(year FROM birth_date)::int + 61, 3, 31) AS leaves_at_the_latest
FROM payroll.employees WHERE extract(year FROM birth_date) BETWEEN 1962 AND 1964 AND retired_on IS NULL;

-- Deductions that go on after leaving
SELECT d.employee_no, d.item_code, d.valid_to, e.retired_on FROM payroll.deductions d JOIN payroll.employees e USING (employee_no)
WHERE e.retired_on IS NOT NULL AND (d.valid_to IS NULL OR d.valid_to > e.retired_on);

-- Accounts still open a year after leaving
SELECT a.employee_no, a.account_number, e.retired_on FROM payroll.bank_accounts a JOIN payroll.employees e USING (employee_no)
WHERE a.valid_to IS NULL AND e.retired_on + interval '1 year' < '2024-03-31';

-- Unused passes of those who left
SELECT n.employee_no, n.pass_amount, n.valid_from, e.retired_on,
       n.pass_amount - n.pass_amount / n.pass_months * extract(month FROM age(e.retired_on, n.valid_from))::int AS rest
FROM payroll.commute_notices n JOIN payroll.employees e ON e.employee_no = n.employee_no
WHERE e.retired_on IS NOT NULL;

-- Leavers by reason and quarter
SELECT retire_reason, to_char(retired_on, 'YYYY"Q"Q') AS quarter, count(*) FROM payroll.employees
WHERE retired_on IS NOT NULL GROUP BY CUBE (retire_reason, quarter);

-- Hired and left on the same day of the month
SELECT employee_no FROM payroll.employees WHERE date_part('day', hired_on) = date_part('day', retired_on);

-- Resident tax still owed when somebody left
SELECT e.employee_no, e.retired_on, n.annual_amount, sum(p.resident_tax) AS withheld, n.annual_amount - sum(p.resident_tax) AS rest
FROM payroll.employees e
JOIN payroll.resident_tax_notices n ON n.employee_no = e.employee_no AND n.fiscal_year = 2023 AND n.notice_kind = 'initial'
JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.pay_month >= '2023-06-01'
WHERE e.retired_on BETWEEN '2023-06-01' AND '2024-05-31'
GROUP BY e.employee_no, n.notice_id;

-- Left by death, by the word
SELECT employee_no, retired_on, CASE retire_reason WHEN '死亡' THEN '全額' WHEN '自己都合' THEN '日割' ELSE '?' END AS rule
FROM payroll.employees WHERE retire_reason IS NOT NULL;
