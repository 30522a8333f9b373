-- Commuting passes paid twice in half a year
SELECT p.employee_no, array_agg(p.pay_month ORDER BY p.pay_month) AS months, sum(p.commute_allowance) AS paid
FROM payroll.payslips p
WHERE p.commute_allowance > 0 AND p.pay_month BETWEEN '2023-04-01' AND '2023-09-01'
GROUP BY p.employee_no
HAVING count(*) > 1;

-- Commuting notices that overlap
SELECT a.employee_no, a.notice_id, a.valid_from, a.valid_to, b.notice_id AS other, b.valid_from AS other_from
FROM payroll.commute_notices a
JOIN payroll.commute_notices b ON b.employee_no = a.employee_no AND b.notice_id > a.notice_id
WHERE (a.valid_from, coalesce(a.valid_to, '9999-12-31')) OVERLAPS (b.valid_from, coalesce(b.valid_to, '9999-12-31'));

-- Commuting notices that overlap, with ranges
SELECT a.employee_no, daterange(a.valid_from, a.valid_to, '[]') * daterange(b.valid_from, b.valid_to, '[]') AS common
FROM payroll.commute_notices a, payroll.commute_notices b
WHERE a.employee_no = b.employee_no AND a.notice_id < b.notice_id
  AND daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]');

-- Distance and price of passes by means
SELECT means, count(*), round(avg(distance_km)::numeric, 1) AS km, round(avg(pass_amount)) AS yen,
       round((avg(pass_amount) / avg(distance_km))::numeric) AS yen_per_km
FROM payroll.commute_notices GROUP BY means;

-- Commuting allowance paid for which no notice holds
SELECT p.employee_no, p.pay_month, p.commute_allowance
FROM payroll.payslips p
WHERE p.commute_allowance > 0
  AND NOT EXISTS (SELECT FROM payroll.commute_notices n
                  WHERE n.employee_no = p.employee_no AND n.valid_from <= p.pay_month
                    AND p.pay_month <= coalesce(n.valid_to, 'infinity'));

-- Notices handed in after they began to hold
SELECT notice_id, employee_no, valid_from, submitted_on, submitted_on - valid_from AS days_late
FROM payroll.commute_notices WHERE submitted_on > valid_from;

-- The station each pass starts at
-- any rows
SELECT notice_id, employee_no, from_station, route FROM payroll.commute_notices LIMIT 5;

-- Housing allowance by the rule against what was noticed
SELECT notice_id, employee_no, rent, allowance,
       CASE WHEN rent <= 16000 THEN 0
            WHEN rent <= 27000 THEN rent - 16000
            ELSE least(11000 + (rent - 27000) / 2, 28000) END AS due
FROM payroll.housing_notices;

-- Housing allowance on slips against the notice
SELECT p.employee_no, p.pay_month, p.housing_allowance, h.allowance, h.rent
FROM payroll.payslips p
JOIN payroll.payroll_runs r ON r.run_id = p.run_id AND r.kind = 'monthly'
LEFT JOIN payroll.housing_notices h ON h.employee_no = p.employee_no
 AND p.pay_month >= h.valid_from AND (h.valid_to IS NULL OR p.pay_month <= h.valid_to)
WHERE p.housing_allowance <> coalesce(h.allowance, 0);

-- Tenants of the same landlord
SELECT landlord_name, count(DISTINCT employee_no) AS tenants, sum(rent) AS rents
FROM payroll.housing_notices GROUP BY landlord_name HAVING count(DISTINCT employee_no) > 1;

-- Two households at one address that both get housing allowance
SELECT h.address, array_agg(h.employee_no ORDER BY h.employee_no) AS who
FROM payroll.housing_notices h WHERE h.valid_to IS NULL
GROUP BY h.address HAVING count(*) > 1;

-- Housing notices whose address is not the employee's
SELECT h.employee_no, h.valid_from, h.address AS noticed, e.address AS master
FROM payroll.housing_notices h JOIN payroll.employees e USING (employee_no)
WHERE h.address IS DISTINCT FROM e.address AND h.valid_to IS NULL;

-- The dependents' allowance recomputed
SELECT p.employee_no, p.dependents_allowance AS paid, d.due
FROM payroll.payslips p
CROSS JOIN LATERAL (
  SELECT coalesce(sum(CASE d.relation WHEN '配偶者' THEN 6500 WHEN '子' THEN 10000 ELSE 6500 END), 0) AS due
  FROM payroll.dependents d
  WHERE d.employee_no = p.employee_no AND d.is_allowance_dependent
    AND d.valid_from <= p.pay_month AND p.pay_month <= coalesce(d.valid_to, date '9999-12-31')
) d
WHERE p.run_id = 37 AND p.dependents_allowance <> d.due;

-- Managers and their allowance
-- ordered
SELECT grade, managerial_allowance, count(*) FROM payroll.payslips
WHERE run_id = 37 AND managerial_allowance > 0 GROUP BY 1, 2 ORDER BY 1, 2;

-- Overtime and managerial allowance at once
SELECT employee_no, pay_month FROM payroll.payslips WHERE managerial_allowance > 0 AND overtime_allowance > 0;

-- The area allowance in percent of what it is computed from
SELECT DISTINCT round(100.0 * area_allowance / (base_pay + managerial_allowance + dependents_allowance)) AS percent
FROM payroll.payslips WHERE run_id = 37 AND base_pay > 0;

-- The share of each allowance in the gross of a month
SELECT i.item_name, sum(l.amount) AS total, round(100 * sum(l.amount) / sum(sum(l.amount)) OVER (), 2) AS percent
FROM payroll.payslip_lines l JOIN payroll.pay_items i USING (item_code)
WHERE l.run_id = 37 AND i.side = 'P'
GROUP BY i.item_code;

-- Children who turned twenty-three and still bring an allowance
SELECT d.employee_no, d.dependent_no, d.full_name, d.birth_date, d.valid_to
FROM payroll.dependents d
WHERE d.relation = '子' AND d.is_allowance_dependent
  AND extract(year FROM date '2023-04-01') - extract(year FROM d.birth_date) >= 23
  AND (d.valid_to IS NULL OR d.valid_to > '2023-04-01');

-- Spouses who are employees as well, by name
SELECT d.employee_no, d.full_name, e.employee_no AS also_employee
FROM payroll.dependents d JOIN payroll.employees e ON e.full_name = d.full_name
WHERE d.relation = '配偶者';

-- How the price of a pass follows the distance
SELECT means, round(regr_slope(pass_amount, distance_km)::numeric, 2) AS yen_a_km, regr_count(pass_amount, distance_km),
       round(corr(pass_amount, distance_km)::numeric, 3) AS correlation
FROM payroll.commute_notices GROUP BY means;
