-- A person by name, as the office asks
-- as personnel-01
SELECT employee_no, full_name, department_code FROM payroll.employees WHERE full_name = '{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}';

-- Whose number is not registered yet
-- as personnel-01
SELECT employee_no, full_name FROM payroll.employees WHERE NOT personal_number;

-- Registered numbers by kind of employment
-- as personnel-01
SELECT employment_kind, count(*), count(*) FILTER (WHERE personal_number) AS registered FROM payroll.employees GROUP BY employment_kind;

-- Sorted by kana, as on every list
-- as personnel-01
-- ordered
SELECT full_name_kana, full_name, employee_no FROM payroll.employees ORDER BY full_name_kana, employee_no LIMIT 20;

-- Kana beginning with a row of the syllabary
-- as personnel-01
SELECT employee_no, full_name_kana FROM payroll.employees WHERE full_name_kana ~ '^[ア-オ]';

-- Family names and how often
-- as personnel-01
SELECT split_part(full_name, '　', 1) AS family, count(*) FROM payroll.employees GROUP BY 1 HAVING count(*) > 2;

-- Birthdays of the month
-- as personnel-01
SELECT employee_no, full_name, birth_date FROM payroll.employees WHERE extract(month FROM birth_date) = 4 AND retired_on IS NULL;

-- Age pyramid
-- as personnel-01
-- ordered
SELECT width_bucket(extract(year FROM age(date '2024-03-31', birth_date)), 20, 70, 10) * 5 + 15 AS from_age, count(*) FILTER (WHERE sex = '1') AS men, count(*) FILTER (WHERE sex = '2') AS women
FROM payroll.employees GROUP BY 1 ORDER BY 1;

-- Addresses of a town
-- as personnel-01
SELECT employee_no, address FROM payroll.employees WHERE address LIKE '千葉県簾市%' AND postal_code LIKE '299-%';

-- Special posts and their pay
-- as personnel-01
SELECT e.employee_no, e.full_name, p.base_pay FROM payroll.employees e JOIN payroll.payslips p USING (employee_no) WHERE e.employment_kind = 'special' AND p.run_id = 37;

-- Union members by department
-- as personnel-01
SELECT department_code, count(*) FILTER (WHERE union_member) AS members, count(*) FROM payroll.employees GROUP BY department_code;

-- Union fee lines
-- as personnel-01
SELECT run_id, count(*), sum(amount) FROM payroll.payslip_lines WHERE item_code = 'D08' GROUP BY run_id;

-- Notes of employees, numbers taken out
-- as personnel-01
SELECT employee_no, note FROM payroll.employees WHERE note IS NOT NULL;

-- Sick leave by illness
-- as personnel-01
SELECT illness_name, count(*), sum(hours) FROM attendance.leave_records WHERE leave_code = 'SICK' GROUP BY illness_name;

-- Amounts in the slip's document
-- as personnel-01
SELECT employee_no, payload #>> '{amounts,tax}' AS tax, withheld_tax FROM payroll.withholding_slips WHERE tax_year = 2023 AND (payload #>> '{amounts,tax}')::int <> withheld_tax;

-- Accounts and holders
-- as personnel-01
SELECT e.employee_no, e.full_name_kana, a.holder_kana, a.bank_code, a.branch_code, a.account_number FROM payroll.employees e JOIN payroll.bank_accounts a USING (employee_no) WHERE e.employee_no < '100010';

-- Disability grades
-- as personnel-01
SELECT disability_grade, count(*) FROM (SELECT disability_grade FROM payroll.employees UNION ALL SELECT disability_grade FROM payroll.dependents) x GROUP BY disability_grade;

-- Dependents whose number is missing, with their supporter
-- as personnel-01
SELECT e.employee_no, e.full_name, d.full_name AS dependent, d.relation FROM payroll.employees e JOIN payroll.dependents d USING (employee_no) WHERE d.personal_number IS FALSE AND d.is_tax_dependent;

-- Registered or not, as words
-- as personnel-01
SELECT employee_no, CASE WHEN personal_number THEN '登録済' ELSE '未登録' END AS state FROM payroll.employees WHERE department_code = '0220';

-- Routes from a station
-- as personnel-01
SELECT from_station, count(*), round(avg(distance_km)::numeric, 1) FROM payroll.commute_notices GROUP BY from_station;

-- Devices of the day and their cards
-- as personnel-01
SELECT t.device_id, a.full_name, a.card_id FROM attendance.timecards t JOIN attendance.employees a USING (employee_no) WHERE t.work_date = '2024-01-10' AND a.department_code = '0220';
