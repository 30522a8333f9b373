-- S04: overtime paid at a wrong rate.
-- What the ordinance says against what the master said in that month, and what was paid against what is due.
WITH ordinance (rate_code, rate, meaning) AS (
  VALUES ('OT', 1.25, 'working days'),
         ('HO', 1.35, 'holidays'),
         ('NI', 1.50, 'after 22 hours'),
         ('OV60', 1.50, 'beyond 60 hours a month')
),
wrong_master AS (
  SELECT m.rate_code, m.valid_from, m.valid_to, m.rate AS master_rate, o.rate AS due_rate,
         o.meaning
  FROM payroll.overtime_rates AS m
  JOIN ordinance AS o ON o.rate_code = m.rate_code
  WHERE m.rate <> o.rate
)
SELECT d.employee_no, e.full_name, to_char(d.work_month, 'YYYY-MM') AS work_month, d.rate_code,
       w.meaning, d.minutes, d.hourly_amount, d.rate, w.due_rate, d.amount,
       round(d.hourly_amount * w.due_rate * d.minutes / 60) AS due,
       round(d.hourly_amount * w.due_rate * d.minutes / 60) - d.amount AS shortfall
FROM payroll.overtime_details AS d
JOIN wrong_master AS w
  ON w.rate_code = d.rate_code
 AND d.work_month >= w.valid_from
 AND d.work_month <= coalesce(w.valid_to, date '9999-12-31')
JOIN payroll.employees AS e ON e.employee_no = d.employee_no
WHERE d.amount <> round(d.hourly_amount * w.due_rate * d.minutes / 60)
ORDER BY d.work_month, d.employee_no;
