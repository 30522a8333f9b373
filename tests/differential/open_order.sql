SELECT employee_no FROM payroll.employees

SELECT * FROM payroll.employees LIMIT 7

SELECT full_name FROM payroll.employees LIMIT 20 OFFSET 5

SELECT DISTINCT full_name FROM payroll.employees

SELECT DISTINCT birth_date, department_id FROM payroll.employees

SELECT full_name, count(*) FROM payroll.employees GROUP BY full_name

SELECT department_id, array_agg(full_name), string_agg(phone, ',') FROM payroll.employees GROUP BY department_id

SELECT birth_date, count(*) FROM payroll.employees GROUP BY birth_date

SELECT phone, note, count(*) FROM payroll.employees GROUP BY 1, 2

SELECT personal_number, count(*) FROM payroll.employees GROUP BY personal_number

SELECT employee_no, row_number() OVER () FROM payroll.employees

SELECT employee_no, rank() OVER (ORDER BY birth_date), first_value(employee_no) OVER (PARTITION BY department_id ORDER BY phone) FROM payroll.employees

SELECT employee_no FROM payroll.employees ORDER BY birth_date

SELECT employee_no FROM payroll.employees ORDER BY personal_number LIMIT 10

SELECT employee_no FROM payroll.employees ORDER BY phone DESC LIMIT 10

SELECT employee_no FROM payroll.employees ORDER BY note, department_id

SELECT employee_no FROM payroll.employees WHERE personal_number IS NULL

SELECT employee_no FROM payroll.employees WHERE full_name IS NOT NULL LIMIT 9

SELECT employee_no, personal_number FROM payroll.employees WHERE department_id = 3 OR birth_date > '1980-01-01'

SELECT e.employee_no, d.name FROM payroll.employees e JOIN payroll.departments d ON d.id = e.department_id

SELECT e.employee_no, p.id FROM payroll.employees e JOIN payroll.payslips p ON p.employee_no = e.employee_no

SELECT e.employee_no, p.id, p.bank_account FROM payroll.payslips p LEFT JOIN payroll.employees e USING (employee_no)

SELECT e.employee_no, p.id FROM payroll.employees e FULL JOIN payroll.payslips p USING (employee_no) WHERE p.month = '2023-02-01' OR p.id IS NULL

SELECT a.employee_no, e.department_id FROM attendance.employees a JOIN payroll.employees e USING (full_name)

SELECT a.employee_no, b.employee_no FROM payroll.employees a JOIN payroll.employees b ON a.birth_date = b.birth_date AND a.employee_no < b.employee_no

SELECT a.employee_no, b.employee_no FROM payroll.employees a JOIN payroll.employees b ON a.phone = b.phone AND a.department_id = b.department_id AND a.employee_no < b.employee_no

SELECT employee_no FROM payroll.employees e WHERE EXISTS (SELECT 1 FROM payroll.payslips p WHERE p.employee_no = e.employee_no AND gross > 300000)

SELECT employee_no FROM payroll.employees e WHERE NOT EXISTS (SELECT 1 FROM attendance.employees a WHERE a.employee_no = e.employee_no)

SELECT employee_no FROM payroll.employees WHERE employee_no IN (SELECT employee_no FROM payroll.payslips WHERE month = '2023-05-01' AND gross IS NULL)

SELECT p.employee_no, (SELECT e.full_name FROM payroll.employees e WHERE e.employee_no = p.employee_no) FROM payroll.payslips p

SELECT e.employee_no, x.id FROM payroll.employees e, LATERAL (SELECT id FROM payroll.payslips p WHERE p.employee_no = e.employee_no LIMIT 2) x

SELECT bank_account, count(*), sum(gross) FROM payroll.payslips GROUP BY bank_account

SELECT month, avg(gross), stddev(gross), array_agg(employee_no) FROM payroll.payslips GROUP BY month

SELECT * FROM payroll.current_pay

SELECT full_name, sum(gross) FROM payroll.current_pay GROUP BY full_name LIMIT 12

SELECT full_name FROM payroll.employees UNION SELECT full_name FROM attendance.employees

SELECT employee_no FROM payroll.employees EXCEPT SELECT employee_no FROM attendance.employees

SELECT birth_date FROM payroll.employees INTERSECT SELECT birth_date FROM payroll.employees WHERE department_id = 2

SELECT e FROM payroll.employees e

SELECT to_json(e) FROM payroll.employees e LIMIT 11

SELECT max(phone), min(note), max(birth_date), min(full_name), count(*), count(personal_number) FROM payroll.employees

WITH c AS (SELECT department_id, full_name FROM payroll.employees) SELECT a.full_name, b.full_name FROM c a JOIN c b USING (department_id) LIMIT 40

SELECT length(phone), length(note), length(full_name), length(personal_number::text) FROM payroll.employees

SELECT 1 / (length(note) - 10) FROM payroll.employees

SELECT phone::int4 FROM payroll.employees

SELECT extract(day FROM birth_date), extract(doy FROM birth_date) FROM payroll.employees

SELECT * FROM payroll.gadgets

SELECT * FROM payroll.all_numbers

SELECT employee_no FROM payroll.employees WHERE employment_kind = 'special'

SELECT employee_no FROM payroll.employees WHERE 1 / (length(employee_no) - 3) < 5

SELECT count(*) FROM payroll.employees, payroll.departments

SELECT employee_no FROM payroll.employees FETCH FIRST 10 ROWS ONLY

SELECT mode() WITHIN GROUP (ORDER BY phone), percentile_disc(0.5) WITHIN GROUP (ORDER BY birth_date) FROM payroll.employees
