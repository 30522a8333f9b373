-- Overtime of a month by kind
-- ordered
SELECT work_month, rate_code, count(*) AS people, sum(minutes) AS minutes, sum(amount) AS amount
FROM payroll.overtime_details GROUP BY work_month, rate_code ORDER BY work_month, rate_code;

-- Rates that were applied against the master of the month
SELECT d.rate_code, d.work_month, d.rate, m.rate AS master, count(*)
FROM payroll.overtime_details d
JOIN payroll.overtime_rates m ON m.rate_code = d.rate_code
 AND d.work_month BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')
WHERE d.rate <> m.rate
GROUP BY 1, 2, 3, 4;

-- Amounts recomputed from minutes, hourly amount and rate
SELECT count(*) AS lines,
       count(*) FILTER (WHERE amount = round(hourly_amount * rate * minutes / 60)) AS same,
       max(abs(amount - round(hourly_amount * rate * minutes / 60))) AS largest_gap
FROM payroll.overtime_details;

-- Masters of rates with a gap or an overlap between two periods
SELECT * FROM (
  SELECT rate_code, valid_from, valid_to,
         lead(valid_from) OVER (PARTITION BY rate_code ORDER BY valid_from) AS next_from
  FROM payroll.overtime_rates
) r
WHERE next_from IS NOT NULL AND next_from <> valid_to + 1;

-- More than sixty hours in a month
SELECT employee_no, work_month, sum(minutes) / 60.0 AS hours
FROM payroll.overtime_details
GROUP BY employee_no, work_month
HAVING sum(minutes) > 60 * 60;

-- More than 360 hours a fiscal year
SELECT d.employee_no, e.department_code,
       CASE WHEN extract(month FROM d.work_month) >= 4 THEN extract(year FROM d.work_month)
            ELSE extract(year FROM d.work_month) - 1 END AS fiscal_year,
       round(sum(d.minutes) / 60.0, 1) AS hours
FROM payroll.overtime_details d JOIN payroll.employees e USING (employee_no)
GROUP BY d.employee_no, e.department_code, fiscal_year
HAVING sum(d.minutes) > 360 * 60;

-- Hours as hh:mm
SELECT employee_no, rate_code, to_char(minutes * interval '1 minute', 'HH24:MI') AS time, minutes * interval '1 minute' AS duration
FROM payroll.overtime_details WHERE work_month = '2023-10-01' AND employee_no <= '100020';

-- The hourly amount by the formula against the one used
SELECT d.employee_no, d.work_month, d.hourly_amount, round((p.base_pay + p.area_allowance) * 12 / 1883.25) AS due
FROM payroll.overtime_details d
JOIN payroll.payslips p ON p.employee_no = d.employee_no AND p.pay_month = d.work_month AND p.bonus_pay = 0
WHERE d.rate_code = 'OT' AND d.work_month = '2023-06-01';

-- Overtime on the slip that is not the sum of its details
SELECT p.employee_no, p.pay_month, p.overtime_allowance, sum(d.amount) AS details
FROM payroll.payslips p
JOIN payroll.overtime_details d ON d.employee_no = p.employee_no AND d.pay_month = p.pay_month
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
GROUP BY p.run_id, p.employee_no
HAVING sum(d.amount) <> p.overtime_allowance;

-- A moving average over three months for one department
-- ordered
SELECT work_month, sum(amount) AS amount,
       round(avg(sum(amount)) OVER (ORDER BY work_month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)) AS moving
FROM payroll.overtime_details d
JOIN payroll.employees e ON e.employee_no = d.employee_no AND e.department_code = '0220'
GROUP BY work_month ORDER BY work_month;

-- The busiest department of each month
-- ordered
SELECT DISTINCT ON (d.work_month) d.work_month, x.department_name, sum(d.minutes) AS minutes
FROM payroll.overtime_details d
JOIN payroll.employees e USING (employee_no)
JOIN payroll.departments x ON x.department_code = e.department_code
GROUP BY d.work_month, x.department_code
ORDER BY d.work_month, sum(d.minutes) DESC, x.department_code;

-- Night work in percent of all
SELECT e.department_code,
       round(100.0 * sum(d.minutes) FILTER (WHERE d.rate_code = 'NI') / sum(d.minutes), 1) AS night_percent
FROM payroll.overtime_details d NATURAL JOIN (SELECT employee_no, department_code FROM payroll.employees) e
GROUP BY e.department_code;

-- Imported minutes against paid minutes
SELECT i.employee_no, i.work_month, i.minutes AS imported, d.minutes AS paid
FROM (SELECT right(r.attendance_employee_no, 6) AS employee_no, date_trunc('month', r.work_date)::date AS work_month,
             sum(r.minutes) AS minutes
      FROM payroll.attendance_import_rows r GROUP BY 1, 2) i
FULL JOIN (SELECT employee_no, work_month, sum(minutes) AS minutes FROM payroll.overtime_details GROUP BY 1, 2) d
  ON d.employee_no = i.employee_no AND d.work_month = i.work_month
WHERE i.minutes IS DISTINCT FROM d.minutes;

-- Paid in another month than the one after the work
SELECT employee_no, work_month, pay_month FROM payroll.overtime_details WHERE pay_month <> work_month + interval '1 month';

-- Ranking within the department
-- ordered
SELECT e.department_code, rank() OVER (PARTITION BY e.department_code ORDER BY s.minutes DESC) AS place, e.employee_no, e.full_name, s.minutes
FROM (SELECT employee_no, sum(minutes) AS minutes FROM payroll.overtime_details WHERE work_month >= '2023-04-01' GROUP BY employee_no) s
JOIN payroll.employees e ON e.employee_no = s.employee_no
ORDER BY 1, 2, 3;

-- Quarters of the overtime distribution
SELECT rate_code, percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY minutes) AS quartiles
FROM payroll.overtime_details GROUP BY rate_code;

-- Months without any overtime at all
SELECT m::date FROM generate_series('2022-04-01'::timestamp, '2024-03-01', '1 month') AS m
WHERE NOT EXISTS (SELECT FROM payroll.overtime_details WHERE work_month = m::date);
