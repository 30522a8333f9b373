-- S05: year-end adjustment 2023 with dependents in the wrong class.
-- 19 to 22 on December 31st is `specific`, 70 and more `elderly`, below 16 counts for nothing, the rest is `general`.
-- The year of birth decides.
WITH family AS (
  SELECT d.employee_no, d.relation,
         extract(year FROM age(date '2023-12-31', d.birth_date)) AS age
  FROM payroll.dependents AS d
  WHERE d.is_tax_dependent
    AND d.relation <> '配偶者'
    AND d.annual_income <= 480000
    AND d.valid_from <= date '2023-12-31'
    AND (d.valid_to IS NULL OR d.valid_to >= date '2023-12-31')
),
counted AS (
  SELECT f.employee_no,
         count(*) FILTER (WHERE f.age BETWEEN 16 AND 18 OR f.age BETWEEN 23 AND 69) AS general,
         count(*) FILTER (WHERE f.age BETWEEN 19 AND 22) AS specific,
         count(*) FILTER (WHERE f.age >= 70) AS elderly,
         count(*) FILTER (WHERE f.age < 16) AS minor
  FROM family AS f
  GROUP BY f.employee_no
)
SELECT y.employee_no, e.full_name,
       y.general_dependents, coalesce(c.general, 0) AS general_due,
       y.specific_dependents, coalesce(c.specific, 0) AS specific_due,
       (coalesce(c.specific, 0) - y.specific_dependents) * 250000 AS deduction_lost
FROM payroll.year_end_adjustments AS y
JOIN payroll.employees AS e ON e.employee_no = y.employee_no
LEFT JOIN counted AS c ON c.employee_no = y.employee_no
WHERE y.tax_year = 2023
  AND (y.general_dependents, y.specific_dependents, y.elderly_dependents, y.minor_dependents)
      IS DISTINCT FROM
      (coalesce(c.general, 0), coalesce(c.specific, 0), coalesce(c.elderly, 0),
       coalesce(c.minor, 0))
ORDER BY y.employee_no;
