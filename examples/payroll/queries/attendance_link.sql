-- Imports that failed
SELECT import_id, target_date, status, row_count, error_message FROM payroll.attendance_imports WHERE status <> 'done';

-- Days that were exported and not imported
SELECT x.target_date, x.file_name, x.row_count FROM attendance.csv_exports x
LEFT JOIN payroll.attendance_imports i ON i.target_date = x.target_date AND i.status = 'done'
WHERE i.import_id IS NULL AND x.row_count > 0;

-- Row counts of both sides
SELECT x.target_date, x.row_count AS exported, i.row_count AS imported
FROM attendance.csv_exports x JOIN payroll.attendance_imports i USING (target_date)
WHERE x.row_count <> i.row_count;

-- Rows of the file against rows of the import
SELECT i.import_id, i.row_count, count(r.*) AS rows
FROM payroll.attendance_imports i LEFT JOIN payroll.attendance_import_rows r ON r.import_id = i.import_id
GROUP BY i.import_id HAVING i.row_count <> count(r.*);

-- Exported lines without a partner
SELECT l.export_id, l.line_no, l.employee_no, l.work_date, l.minutes
FROM attendance.csv_export_lines l JOIN attendance.csv_exports x ON x.export_id = l.export_id
WHERE l.employee_no IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM payroll.attendance_import_rows r JOIN payroll.attendance_imports i USING (import_id)
  WHERE i.target_date = x.target_date AND r.line_no = l.line_no);

-- Imported twice
SELECT target_date, count(*), array_agg(import_id ORDER BY import_id) FROM payroll.attendance_imports
WHERE status = 'done' GROUP BY target_date HAVING count(*) > 1;

-- Minutes that differ between file and import
SELECT l.employee_no, l.work_date, l.minutes, r.minutes AS imported
FROM attendance.csv_export_lines l
JOIN payroll.attendance_import_rows r ON r.attendance_employee_no = l.employee_no AND r.work_date = l.work_date AND r.rate_code = l.rate_code
WHERE l.minutes <> r.minutes;

-- Numbers of six and of eight digits
SELECT e.employee_no, a.employee_no AS attendance_no, e.full_name = a.full_name AS same_name
FROM payroll.employees e JOIN attendance.employees a ON a.employee_no = lpad(e.employee_no, 8, '0')
WHERE e.full_name IS DISTINCT FROM a.full_name OR e.department_code <> a.department_code;

-- Employees of one system only
SELECT e.employee_no AS payroll, a.employee_no AS attendance, coalesce(e.full_name, a.full_name) AS name
FROM payroll.employees e FULL JOIN attendance.employees a ON right(a.employee_no, 6) = e.employee_no
WHERE e.employee_no IS NULL OR a.employee_no IS NULL;

-- Names in both systems
SELECT count(*) AS both FROM (SELECT full_name FROM payroll.employees INTERSECT SELECT full_name FROM attendance.employees) x;

-- Departments that differ between the systems
SELECT e.employee_no, e.department_code, a.department_code AS in_attendance
FROM payroll.employees e JOIN attendance.employees a ON a.employee_no = '00' || e.employee_no
WHERE a.department_code IS DISTINCT FROM e.department_code;

-- How long the imports took
SELECT date_trunc('month', started_at) AS month, count(*), avg(finished_at - started_at), max(finished_at - started_at)
FROM payroll.attendance_imports GROUP BY 1;

-- Import started later than half past six
SELECT import_id, started_at::time, status FROM payroll.attendance_imports WHERE started_at::time > time '06:30';

-- Days between two successful imports
SELECT target_date, gap FROM (
  SELECT target_date, target_date - lag(target_date) OVER (ORDER BY target_date) AS gap
  FROM payroll.attendance_imports WHERE status = 'done') x
WHERE gap > 3;

-- A calendar of June 2023 with the state of each day's import
-- ordered
SELECT d::date AS day, to_char(d, 'Dy') AS weekday, coalesce(i.status, 'none') AS status, x.row_count AS exported, i.row_count AS imported
FROM generate_series(timestamp '2023-06-01', '2023-06-30', '1 day') AS d
LEFT JOIN attendance.csv_exports x ON x.target_date = d::date
LEFT JOIN payroll.attendance_imports i ON i.target_date = d::date
ORDER BY d, i.import_id;

-- The file name says the day
SELECT file_name, target_date FROM attendance.csv_exports
WHERE to_date(substring(file_name FROM 'shomu_(\d{8})\.csv'), 'YYYYMMDD') <> target_date
   OR file_name !~ '^shomu_\d{8}\.csv$';

-- Checksums that two files share
SELECT encode(checksum, 'hex') AS checksum, count(*) FROM attendance.csv_exports GROUP BY checksum HAVING count(*) > 1;

-- The first bytes of a checksum
-- ordered
SELECT export_id, octet_length(checksum), substring(checksum FROM 1 FOR 2), get_byte(checksum, 0), md5(checksum)
FROM attendance.csv_exports ORDER BY export_id LIMIT 5;

-- Lost minutes of one day by name in both systems
SELECT e.employee_no, e.full_name, a.full_name AS there, sum(l.minutes) AS lost
FROM attendance.csv_export_lines l
JOIN attendance.csv_exports x USING (export_id)
JOIN attendance.employees a ON a.employee_no = l.employee_no
JOIN payroll.employees e ON e.employee_no = right(l.employee_no, 6)
WHERE x.target_date = '2023-06-15'
GROUP BY e.employee_no, a.employee_no;
