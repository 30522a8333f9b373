-- Standard remuneration in force on a day
SELECT DISTINCT ON (employee_no) employee_no, valid_from, kind, short_grade, short_amount, pension_grade, pension_amount
FROM payroll.standard_remunerations WHERE valid_from <= '2023-10-01'
ORDER BY employee_no, valid_from DESC;

-- Slips whose standard amount is not the decision's
SELECT p.employee_no, p.pay_month, p.standard_short, s.short_amount
FROM payroll.payslips p
LEFT JOIN LATERAL (SELECT short_amount FROM payroll.standard_remunerations s
                   WHERE s.employee_no = p.employee_no AND s.valid_from <= p.pay_month
                   ORDER BY valid_from DESC FETCH FIRST 1 ROW ONLY) s ON true
WHERE p.bonus_pay = 0 AND p.standard_short <> s.short_amount;

-- The grade that the average falls into
SELECT s.employee_no, s.average_amount, s.short_grade, g.grade AS due
FROM payroll.standard_remunerations s
JOIN payroll.remuneration_grades g ON g.kind = 'short'
 AND int4range(g.lower_amount, g.upper_amount) @> s.average_amount
WHERE s.valid_from = '2023-09-01' AND g.grade <> s.short_grade;

-- Gaps in the table of grades
SELECT kind, grade, upper_amount, next_lower
FROM (SELECT kind, grade, upper_amount, lead(lower_amount) OVER w AS next_lower FROM payroll.remuneration_grades
      WINDOW w AS (PARTITION BY kind ORDER BY grade)) g
WHERE next_lower IS DISTINCT FROM upper_amount AND next_lower IS NOT NULL;

-- Grades as one range each kind
SELECT kind, range_agg(int4range(lower_amount, upper_amount) ORDER BY grade) AS covered, count(*)
FROM payroll.remuneration_grades GROUP BY kind;

-- Who has no annual decision for 2023
SELECT e.employee_no, e.full_name, e.mutual_aid_no FROM payroll.employees e
WHERE e.employment_kind = 'regular' AND e.retired_on IS NULL AND e.hired_on < '2023-06-01'
EXCEPT
SELECT e.employee_no, e.full_name, e.mutual_aid_no FROM payroll.employees e
JOIN payroll.standard_remunerations s ON s.employee_no = e.employee_no
WHERE s.kind = 'annual' AND s.valid_from = '2023-09-01';

-- The average of April to June recomputed for a few
SELECT p.employee_no, round(avg(p.gross_amount - p.retroactive_pay)) AS average, max(s.average_amount) AS decided
FROM payroll.payslips p
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
JOIN payroll.standard_remunerations s ON s.employee_no = p.employee_no AND s.valid_from = '2023-09-01'
WHERE p.pay_month IN ('2023-04-01', '2023-05-01', '2023-06-01') AND p.employee_no LIKE '10002_'
GROUP BY p.employee_no;

-- Jumps of two grades and more
SELECT employee_no, valid_from, before, short_grade FROM (
  SELECT s.*, lag(short_grade) OVER (PARTITION BY employee_no ORDER BY valid_from) AS before
  FROM payroll.standard_remunerations s) x
WHERE abs(short_grade - before) >= 2;

-- Premiums as a share of the standard amount
-- ordered
SELECT pay_month, round(avg(mutual_aid_premium * 1000.0 / standard_short), 3) AS short_permille,
       round(avg(pension_premium * 1000.0 / standard_pension), 3) AS pension_permille
FROM payroll.payslips WHERE standard_short > 0 AND standard_pension > 0 AND bonus_pay = 0
GROUP BY pay_month ORDER BY pay_month;

-- Care premium paid by people too young for it
SELECT p.employee_no, e.birth_date, p.care_premium
FROM payroll.payslips p JOIN payroll.employees e USING (employee_no)
WHERE p.run_id = 37 AND p.care_premium > 0 AND extract(year FROM e.birth_date) > 2023 - 40;

-- No care premium although over forty
SELECT p.employee_no, extract(year FROM age(date '2023-10-01', e.birth_date)) AS age
FROM payroll.payslips p JOIN payroll.employees e USING (employee_no)
WHERE p.run_id = 37 AND p.care_premium = 0 AND age(date '2023-10-01', e.birth_date) >= interval '41 years'
  AND p.gross_amount > 0;

-- Membership numbers that two people share
SELECT mutual_aid_no, count(*) FROM payroll.employees WHERE mutual_aid_no IS NOT NULL
GROUP BY mutual_aid_no HAVING count(*) > 1;

-- Members without a number
SELECT employee_no, hired_on, mutual_aid_no, basic_pension_no FROM payroll.employees
WHERE mutual_aid_no IS NULL AND employment_kind = 'regular';

-- Decided before they hold, decided after
SELECT kind, count(*) FILTER (WHERE decided_on < valid_from) AS before, count(*) FILTER (WHERE decided_on >= valid_from) AS after,
       min(valid_from - decided_on) AS least_days
FROM payroll.standard_remunerations GROUP BY kind;

-- Deductions in force for somebody
SELECT d.item_code, i.item_name, d.valid_from, d.valid_to, d.monthly_amount, d.policy_no, d.beneficiary_name
FROM payroll.deductions d JOIN payroll.pay_items i USING (item_code)
WHERE d.employee_no = (SELECT min(employee_no) FROM payroll.deductions WHERE item_code = 'D09');

-- Group insurance on the slip against the contract
SELECT p.employee_no, p.pay_month, p.group_insurance, d.monthly_amount
FROM payroll.payslips p
JOIN payroll.deductions d ON d.employee_no = p.employee_no AND d.item_code = 'D09'
 AND daterange(d.valid_from, d.valid_to, '[]') @> p.pay_month
WHERE p.bonus_pay = 0 AND p.group_insurance <> d.monthly_amount;

-- Beneficiaries who are also dependents
SELECT d.employee_no, d.beneficiary_name, x.relation
FROM payroll.deductions d JOIN payroll.dependents x ON x.employee_no = d.employee_no AND x.full_name = d.beneficiary_name;

-- Social insurance on the year-end paper against the slips
SELECT y.employee_no, y.social_insurance, s.premiums
FROM payroll.year_end_adjustments y
CROSS JOIN LATERAL (SELECT sum(p.mutual_aid_premium + p.care_premium + p.pension_premium + p.retirement_premium) AS premiums
                    FROM payroll.payslips p
                    WHERE p.employee_no = y.employee_no AND extract(year FROM p.pay_month) = y.tax_year) s
WHERE y.tax_year = 2023 AND y.social_insurance IS DISTINCT FROM s.premiums;
