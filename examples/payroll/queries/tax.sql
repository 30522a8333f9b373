-- Resident tax notices of somebody
-- ordered
SELECT fiscal_year, notice_kind, effective_month, annual_amount, first_amount, monthly_amount
FROM payroll.resident_tax_notices WHERE employee_no = '100010' ORDER BY effective_month, notice_id;

-- Annual resident tax that is not first month plus eleven
SELECT notice_id, employee_no, annual_amount, first_amount + 11 * monthly_amount AS computed
FROM payroll.resident_tax_notices
WHERE notice_kind = 'initial' AND annual_amount <> first_amount + 11 * monthly_amount;

-- Resident tax withheld against the notice in force
SELECT p.employee_no, p.pay_month, p.resident_tax, n.notice_kind, n.due
FROM payroll.payslips p
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
JOIN LATERAL (
  SELECT n.notice_kind, CASE WHEN n.effective_month = p.pay_month THEN n.first_amount ELSE n.monthly_amount END AS due
  FROM payroll.resident_tax_notices n
  WHERE n.employee_no = p.employee_no AND n.effective_month <= p.pay_month
  ORDER BY n.effective_month DESC, n.notice_id DESC LIMIT 1) n ON true
WHERE p.resident_tax <> n.due;

-- Change notices and what was withheld before and after
SELECT n.employee_no, n.effective_month,
       (SELECT resident_tax FROM payroll.payslips p JOIN payroll.payroll_runs r USING (run_id)
        WHERE r.kind = 'monthly' AND p.employee_no = n.employee_no AND p.pay_month = n.effective_month - interval '1 mon') AS before,
       (SELECT resident_tax FROM payroll.payslips p JOIN payroll.payroll_runs r USING (run_id)
        WHERE r.kind = 'monthly' AND p.employee_no = n.employee_no AND p.pay_month = n.effective_month) AS after,
       n.first_amount, n.monthly_amount
FROM payroll.resident_tax_notices n WHERE n.notice_kind = 'change';

-- Resident tax by municipality of a month
SELECT n.municipality_name, n.municipality_code, count(*) AS people, sum(p.resident_tax) AS total
FROM payroll.payslips p
JOIN payroll.resident_tax_notices n ON n.employee_no = p.employee_no AND n.fiscal_year = 2023 AND n.notice_kind = 'initial'
WHERE p.run_id = 37
GROUP BY n.municipality_name, n.municipality_code;

-- The municipality with the most taxpayers
SELECT municipality_name, count(*) AS n FROM payroll.resident_tax_notices
WHERE fiscal_year = 2023 AND notice_kind = 'initial'
GROUP BY municipality_name ORDER BY n DESC FETCH FIRST ROW WITH TIES;

-- People who moved to another municipality between two years
SELECT a.employee_no, a.municipality_name AS before, b.municipality_name AS after
FROM payroll.resident_tax_notices a
JOIN payroll.resident_tax_notices b USING (employee_no)
WHERE a.fiscal_year = 2022 AND b.fiscal_year = 2023 AND a.notice_kind = 'initial' AND b.notice_kind = 'initial'
  AND a.municipality_code <> b.municipality_code;

-- The same addressee number for two people
SELECT addressee_no, array_agg(DISTINCT employee_no) FROM payroll.resident_tax_notices
GROUP BY addressee_no HAVING count(DISTINCT employee_no) > 1;

-- Addressee numbers that changed between years
SELECT employee_no, count(DISTINCT addressee_no) AS numbers FROM payroll.resident_tax_notices
GROUP BY employee_no HAVING count(DISTINCT addressee_no) > 1;

-- June is the month of the remainder
SELECT count(*) AS notices, count(*) FILTER (WHERE first_amount >= monthly_amount) AS june_is_larger,
       bool_and(extract(month FROM effective_month) = 6) FILTER (WHERE notice_kind = 'initial') AS all_in_june
FROM payroll.resident_tax_notices;

-- Income tax by column of the table
-- ordered
SELECT pay_month, tax_column, count(*) AS slips, sum(income_tax) AS tax, round(avg(income_tax::numeric / nullif(taxable_amount, 0)), 4) AS rate
FROM payroll.payslips GROUP BY pay_month, tax_column ORDER BY pay_month, tax_column;

-- Column B although a declaration is there
SELECT p.employee_no, p.pay_month, p.income_tax, d.declaration_id, d.submitted_on
FROM payroll.payslips p
JOIN payroll.declarations d ON d.employee_no = p.employee_no AND d.tax_year = extract(year FROM p.pay_month)
WHERE p.tax_column = 'B' AND p.pay_month BETWEEN d.valid_from AND d.valid_to;

-- Column A without a declaration
SELECT p.employee_no, p.pay_month, p.tax_column FROM payroll.payslips p
WHERE p.run_id = 43 AND p.tax_column = 'A' AND p.employee_no NOT IN (SELECT d.employee_no FROM payroll.declarations d
                                                   WHERE d.tax_year = extract(year FROM p.pay_month));

-- Declarations handed in after their year began
SELECT employee_no, tax_year, submitted_on, submitted_on - make_date(tax_year, 1, 1) AS days
FROM payroll.declarations WHERE submitted_on >= make_date(tax_year, 1, 1);

-- Declared addresses that are not the master's
SELECT d.employee_no, d.tax_year, d.declared_address = e.address AS same, d.declared_address, e.address
FROM payroll.declarations d JOIN payroll.employees e ON e.employee_no = d.employee_no
WHERE d.declared_address <> e.address;

-- The number of dependents on the slip against the register
SELECT p.employee_no, p.dependent_count, count(d.*) AS registered
FROM payroll.payslips p
LEFT JOIN payroll.dependents d ON d.employee_no = p.employee_no AND d.is_tax_dependent
 AND d.valid_from <= p.pay_month AND coalesce(d.valid_to, 'infinity') >= p.pay_month
 AND date_part('year', p.pay_month) - date_part('year', d.birth_date) >= 16
WHERE p.run_id = 37
GROUP BY p.run_id, p.employee_no
HAVING p.dependent_count <> count(d.*);

-- Taxable amount is gross without commuting
SELECT employee_no, run_id, gross_amount - commute_allowance - taxable_amount AS rest FROM payroll.payslips
WHERE gross_amount - commute_allowance <> taxable_amount;

-- Months in which nobody paid any tax
SELECT pay_month FROM payroll.payslips GROUP BY pay_month HAVING sum(income_tax) = 0;

-- Tax withheld in the calendar year against the year-end paper
SELECT y.employee_no, y.withheld_tax, s.withheld
FROM payroll.year_end_adjustments y
JOIN (SELECT employee_no, sum(income_tax) AS withheld FROM payroll.payslips
      WHERE pay_month BETWEEN '2023-01-01' AND '2023-12-31' GROUP BY employee_no) s USING (employee_no)
WHERE y.tax_year = 2023 AND y.withheld_tax IS DISTINCT FROM s.withheld;
