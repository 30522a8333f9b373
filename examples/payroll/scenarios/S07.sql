-- S07: a day's file of the attendance system was written and never read.
-- Which exported rows did not arrive? The numbers have 6 digits here and 8 there.
WITH exported AS (
  SELECT x.export_id, x.target_date, x.file_name, x.row_count, l.line_no, l.employee_no,
         l.rate_code, l.minutes
  FROM attendance.csv_exports AS x
  JOIN attendance.csv_export_lines AS l ON l.export_id = x.export_id
  -- The heading of each file is a line, too.
  WHERE l.employee_no IS NOT NULL
    AND coalesce(l.raw_line, '') NOT LIKE 'H,%'
),
missing AS (
  SELECT x.*
  FROM exported AS x
  WHERE NOT EXISTS (
    SELECT 1
    FROM payroll.attendance_imports AS i
    JOIN payroll.attendance_import_rows AS r ON r.import_id = i.import_id
    WHERE i.target_date = x.target_date
      AND i.status = 'done'
      AND r.line_no = x.line_no
      AND r.attendance_employee_no = x.employee_no)
)
SELECT e.employee_no, e.full_name, a.full_name AS name_in_attendance, m.target_date, m.file_name,
       sum(m.minutes) AS lost_minutes,
       count(*) OVER (PARTITION BY m.target_date) AS employees_of_the_day
FROM missing AS m
JOIN payroll.employees AS e ON lpad(e.employee_no, 8, '0') = m.employee_no
JOIN attendance.employees AS a ON a.employee_no = m.employee_no
GROUP BY e.employee_no, e.full_name, a.full_name, m.target_date, m.file_name
ORDER BY m.target_date, e.employee_no;
