-- Base pay that is not the pay table's amount
SELECT p.employee_no, p.pay_month, p.base_pay, t.monthly_amount
FROM payroll.payslips p
JOIN payroll.payroll_runs r USING (run_id)
JOIN payroll.pay_tables t ON t.pay_table = p.pay_table AND t.grade = p.grade AND t.step = p.step
WHERE r.kind = 'monthly'
  AND t.valid_from = (SELECT max(x.valid_from) FROM payroll.pay_tables x
                      WHERE x.pay_table = t.pay_table AND x.grade = t.grade AND x.step = t.step
                        AND x.valid_from <= p.pay_month AND x.promulgated_on <= r.paid_on)
  AND p.base_pay <> t.monthly_amount * p.pay_percent / 100;

-- Gross that is not the sum of its parts
SELECT run_id, employee_no, gross_amount,
       base_pay + area_allowance + managerial_allowance + dependents_allowance + housing_allowance
       + commute_allowance + overtime_allowance + retroactive_pay + bonus_pay AS parts
FROM payroll.payslips
WHERE gross_amount <> base_pay + area_allowance + managerial_allowance + dependents_allowance
      + housing_allowance + commute_allowance + overtime_allowance + retroactive_pay + bonus_pay;

-- Net against gross less deductions
SELECT count(*) FILTER (WHERE net_amount = gross_amount - deduction_total) AS right_ones,
       count(*) FILTER (WHERE net_amount <> gross_amount - deduction_total) AS wrong_ones
FROM payroll.payslips;

-- Lines that do not add up to the slip
SELECT p.run_id, p.employee_no, p.gross_amount, sum(l.amount) AS lines
FROM payroll.payslips p
JOIN payroll.payslip_lines l ON (l.run_id, l.employee_no) = (p.run_id, p.employee_no)
JOIN payroll.pay_items i ON i.item_code = l.item_code AND i.side = 'P'
GROUP BY p.run_id, p.employee_no
HAVING sum(l.amount) <> p.gross_amount;

-- Who earns less than the month before by more than a tenth
WITH m AS (
  SELECT p.employee_no, p.pay_month, p.base_pay,
         lag(p.base_pay) OVER (PARTITION BY p.employee_no ORDER BY p.pay_month) AS before
  FROM payroll.payslips p JOIN payroll.payroll_runs r ON r.run_id = p.run_id
  WHERE r.kind = 'monthly'
)
SELECT m.employee_no, e.full_name, m.pay_month, m.before, m.base_pay
FROM m JOIN payroll.employees e ON e.employee_no = m.employee_no
WHERE m.base_pay < m.before * 0.9;

-- Average pay by grade
-- ordered
SELECT grade, count(*), round(avg(base_pay)) AS average, min(base_pay), max(base_pay)
FROM payroll.payslips WHERE run_id = 47 GROUP BY grade ORDER BY grade;

-- The distribution of base pay in brackets of 50,000 yen
-- ordered
SELECT width_bucket(base_pay, 150000, 500000, 7) AS bracket, count(*), min(base_pay), max(base_pay)
FROM payroll.payslips WHERE run_id = 47 GROUP BY 1 ORDER BY 1;

-- A pivot of the departments' gross by quarter
SELECT department_code,
       sum(gross_amount) FILTER (WHERE pay_month >= '2023-04-01' AND pay_month < '2023-07-01') AS q1,
       sum(gross_amount) FILTER (WHERE pay_month >= '2023-07-01' AND pay_month < '2023-10-01') AS q2,
       sum(gross_amount) FILTER (WHERE pay_month >= '2023-10-01' AND pay_month < '2024-01-01') AS q3,
       sum(gross_amount) FILTER (WHERE pay_month >= '2024-01-01' AND pay_month < '2024-04-01') AS q4
FROM payroll.payslips
GROUP BY department_code;

-- Promotions and the raise that came with them
SELECT a.employee_no, a.effective_on, a.grade, a.step, before.base_pay AS before, after.base_pay AS after
FROM payroll.appointments a
JOIN payroll.payslips before ON before.employee_no = a.employee_no
 AND before.pay_month = a.effective_on - interval '1 month'
JOIN payroll.payslips after ON after.employee_no = a.employee_no AND after.pay_month = a.effective_on
WHERE a.kind = '昇格' AND before.base_pay > 0 AND after.base_pay > 0;

-- Somebody promoted whose grade on the slip did not follow
SELECT a.employee_no, a.effective_on, a.grade AS due, p.grade AS paid
FROM payroll.appointments a
JOIN payroll.payslips p ON p.employee_no = a.employee_no AND p.pay_month >= a.effective_on
WHERE a.kind = '昇格'
  AND NOT EXISTS (SELECT 1 FROM payroll.appointments later
                  WHERE later.employee_no = a.employee_no AND later.effective_on > a.effective_on
                    AND later.effective_on <= p.pay_month)
  AND p.grade <> a.grade;

-- Slips of months in which nobody should be paid
SELECT p.employee_no, p.pay_month, e.hired_on, e.retired_on
FROM payroll.payslips p JOIN payroll.employees e USING (employee_no)
WHERE p.pay_month < date_trunc('month', e.hired_on) OR p.pay_month > e.retired_on;

-- People in service without a slip in October 2023
SELECT e.employee_no, e.full_name, e.hired_on
FROM payroll.employees e
LEFT JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.pay_month = '2023-10-01'
WHERE p.employee_no IS NULL AND e.hired_on <= '2023-10-01' AND (e.retired_on IS NULL OR e.retired_on >= '2023-10-01');

-- Two slips of one person in a monthly run
SELECT run_id, employee_no, count(*) FROM payroll.payslips GROUP BY run_id, employee_no HAVING count(*) > 1;

-- The revision of 2023: what each step gained
-- ordered
SELECT n.grade, n.step, o.monthly_amount AS old, n.monthly_amount AS new, n.monthly_amount - o.monthly_amount AS gain,
       round(100.0 * (n.monthly_amount - o.monthly_amount) / o.monthly_amount, 2) AS percent
FROM payroll.pay_tables n
JOIN payroll.pay_tables o USING (pay_table, grade, step)
WHERE n.pay_table = 'G1' AND n.valid_from = '2023-04-01' AND o.valid_from = '2022-04-01' AND n.step % 25 = 1
ORDER BY n.grade, n.step;

-- The difference paid in December against that of each month
SELECT d.employee_no, sum(d.difference) AS due, p.retroactive_pay AS paid
FROM payroll.retroactive_differences d
JOIN payroll.payslips p ON p.employee_no = d.employee_no AND p.pay_month = d.paid_month
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
GROUP BY d.employee_no, p.retroactive_pay
HAVING sum(d.difference) <> p.retroactive_pay;

-- Differences computed with another grade than the slip of that month had
SELECT d.employee_no, d.target_month, d.grade, d.step, p.grade AS slip_grade, p.step AS slip_step
FROM payroll.retroactive_differences d
JOIN payroll.payslips p ON p.employee_no = d.employee_no AND p.pay_month = d.target_month
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
WHERE (d.grade, d.step) <> (p.grade, p.step);

-- Pay percent below a hundred and the appointment behind it
SELECT DISTINCT ON (p.employee_no) p.employee_no, p.pay_month, p.pay_percent, a.kind, a.effective_on, a.remark
FROM payroll.payslips p
LEFT JOIN payroll.appointments a ON a.employee_no = p.employee_no AND a.effective_on <= p.pay_month
WHERE p.pay_percent < 100
ORDER BY p.employee_no, p.pay_month, a.effective_on DESC, a.appointment_id DESC;

-- The bonus against the base pay of its month
-- ordered
SELECT p.employee_no, p.bonus_pay, m.base_pay, round(p.bonus_pay::numeric / nullif(m.base_pay, 0), 2) AS months
FROM payroll.payslips p
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'bonus' AND r.pay_month = '2023-12-01'
JOIN payroll.payslips m ON m.employee_no = p.employee_no AND m.pay_month = p.pay_month AND m.run_id <> p.run_id
ORDER BY months DESC NULLS LAST, p.employee_no
LIMIT 20;

-- Cumulative amounts on the slip against the sum of the year's slips
SELECT p.employee_no, p.pay_month, p.ytd_amounts[1] AS on_slip,
       (SELECT sum(q.gross_amount) FROM payroll.payslips q
        WHERE q.employee_no = p.employee_no AND q.pay_month BETWEEN '2023-01-01' AND '2023-11-01') AS summed
FROM payroll.payslips p
WHERE p.pay_month = '2023-11-01' AND p.employee_no < '100021';
