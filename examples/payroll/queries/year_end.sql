-- One person's year-end papers
SELECT * FROM payroll.year_end_adjustments WHERE employee_no = '100010';

-- Adjustment is tax less what was withheld
SELECT employee_no, tax_year, annual_tax, withheld_tax, adjustment FROM payroll.year_end_adjustments WHERE adjustment <> annual_tax - withheld_tax AND adjustment <> withheld_tax - annual_tax;

-- Who gets back, who pays
SELECT tax_year, sign(adjustment) AS direction, count(*), sum(adjustment) FROM payroll.year_end_adjustments GROUP BY 1, 2;

-- The adjustment on the December slip
SELECT y.employee_no, y.adjustment, p.pay_month, p.year_end_adjustment FROM payroll.year_end_adjustments y
JOIN payroll.payslips p ON p.employee_no = y.employee_no AND p.year_end_adjustment <> 0 AND extract(year FROM p.pay_month) = y.tax_year
WHERE y.tax_year = 2023 AND abs(y.adjustment) <> abs(p.year_end_adjustment);

-- Income of the year against the slips
SELECT y.employee_no, y.total_income, sum(p.taxable_amount) AS paid FROM payroll.year_end_adjustments y
JOIN payroll.payslips p ON p.employee_no = y.employee_no AND p.pay_month BETWEEN make_date(y.tax_year, 1, 1) AND make_date(y.tax_year, 12, 31)
WHERE y.tax_year = 2023 GROUP BY y.employee_no, y.tax_year HAVING y.total_income <> sum(p.taxable_amount);

-- Deduction for dependents from their numbers
SELECT employee_no, dependents_deduction, general_dependents * 380000 + specific_dependents * 630000 + elderly_dependents * 480000 AS computed
FROM payroll.year_end_adjustments WHERE tax_year = 2023
AND dependents_deduction <> general_dependents * 380000 + specific_dependents * 630000 + elderly_dependents * 480000;

-- Classes of dependents from the register
SELECT d.employee_no, count(*) FILTER (WHERE a BETWEEN 19 AND 22) AS specific, count(*) FILTER (WHERE a >= 70) AS elderly, count(*) FILTER (WHERE a < 16) AS minor
FROM payroll.dependents d CROSS JOIN LATERAL (SELECT 2023 - extract(year FROM d.birth_date) AS a) x
WHERE d.is_tax_dependent AND d.relation <> '配偶者' GROUP BY d.employee_no HAVING count(*) FILTER (WHERE a BETWEEN 19 AND 22) > 0;

-- Spouses with an income too high for the deduction
SELECT y.employee_no, y.spouse_deduction, d.annual_income FROM payroll.year_end_adjustments y
JOIN payroll.dependents d ON d.employee_no = y.employee_no AND d.relation = '配偶者' WHERE y.tax_year = 2023 AND y.spouse_deduction > 0 AND d.annual_income > 1030000;

-- Spouse deductions by amount
SELECT spouse_deduction, count(*) FROM payroll.year_end_adjustments WHERE tax_year = 2023 GROUP BY spouse_deduction;

-- Both years side by side
SELECT employee_no, max(annual_tax) FILTER (WHERE tax_year = 2022) AS y2022, max(annual_tax) FILTER (WHERE tax_year = 2023) AS y2023
FROM payroll.year_end_adjustments GROUP BY employee_no HAVING max(annual_tax) FILTER (WHERE tax_year = 2023) > 2 * max(annual_tax) FILTER (WHERE tax_year = 2022);

-- Slips without a year-end paper
SELECT s.slip_id, s.employee_no, s.tax_year FROM payroll.withholding_slips s LEFT JOIN payroll.year_end_adjustments y USING (employee_no, tax_year) WHERE y.employee_no IS NULL;

-- Year-end papers without a slip
SELECT y.employee_no, y.tax_year FROM payroll.year_end_adjustments y WHERE (y.employee_no, y.tax_year) NOT IN (SELECT employee_no, tax_year FROM payroll.withholding_slips);

-- Amounts on the slip and on the paper
SELECT s.employee_no, s.paid_amount, y.total_income, s.withheld_tax, y.annual_tax FROM payroll.withholding_slips s JOIN payroll.year_end_adjustments y USING (employee_no, tax_year)
WHERE s.tax_year = 2023 AND (s.paid_amount, s.withheld_tax) IS DISTINCT FROM (y.total_income, y.annual_tax);

-- Which departments still print the old form
SELECT s.department_code, d.department_name, count(*) FROM payroll.withholding_slips s JOIN payroll.departments d USING (department_code)
WHERE s.tax_year = 2023 AND s.payload->>'form_version' <> 'R05' GROUP BY s.department_code, d.department_name;

-- The payer's number is the city's everywhere
SELECT payer_corporate_number, count(*) FROM payroll.withholding_slips GROUP BY 1;

-- Issued too late
SELECT tax_year, min(issued_on), max(issued_on), count(*) FILTER (WHERE issued_on > make_date(tax_year + 1, 1, 31)) AS late FROM payroll.withholding_slips GROUP BY tax_year;

-- Basic deduction other than the usual
SELECT employee_no, tax_year, basic_deduction, total_income FROM payroll.year_end_adjustments WHERE basic_deduction <> 480000 OR basic_deduction IS NULL;

-- Taxable income recomputed and cut to thousands
SELECT employee_no, taxable_income, greatest(0, employment_income - social_insurance - life_insurance - basic_deduction - spouse_deduction - dependents_deduction) / 1000 * 1000 AS computed
FROM payroll.year_end_adjustments WHERE tax_year = 2023 AND employee_no < '100020';
