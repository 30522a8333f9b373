-- S11: taxed by the wrong column of the table.
-- A (甲) while a declaration for dependents holds, B (乙) otherwise.
WITH slips AS (
  SELECT p.employee_no, p.pay_month, p.tax_column, p.taxable_amount, p.income_tax,
         lag(p.tax_column) OVER (PARTITION BY p.employee_no ORDER BY p.pay_month) AS column_before,
         d.declaration_id, d.submitted_on
  FROM payroll.payslips AS p
  JOIN payroll.payroll_runs AS r ON r.run_id = p.run_id AND r.kind = 'monthly'
  LEFT JOIN payroll.declarations AS d
    ON d.employee_no = p.employee_no
   AND d.valid_from < p.pay_month + interval '1 month'
   AND d.valid_to >= p.pay_month
),
judged AS (
  SELECT s.*,
         CASE
           WHEN s.declaration_id IS NULL THEN
             CASE s.tax_column WHEN 'B' THEN 'right' ELSE 'no declaration, taxed in A' END
           ELSE
             CASE
               WHEN s.tax_column = 'A' THEN 'right'
               WHEN s.column_before = 'A' THEN 'fell to B though declared'
               ELSE 'still in B though declared'
             END
         END AS verdict
  FROM slips AS s
)
SELECT j.employee_no, e.full_name, e.employment_kind, to_char(j.pay_month, 'YYYY-MM') AS month,
       j.tax_column, j.submitted_on, j.verdict, j.income_tax
FROM judged AS j
JOIN payroll.employees AS e ON e.employee_no = j.employee_no
WHERE j.verdict <> 'right'
ORDER BY j.employee_no, j.pay_month;
