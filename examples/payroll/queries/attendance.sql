-- Employees of attendance with an end
-- as attendance-vendor-01
SELECT employee_no, full_name, valid_from, valid_to FROM attendance.employees WHERE valid_to IS NOT NULL;

-- Time cards of one person in January
-- as attendance-vendor-01
-- ordered
SELECT work_date, clock_in, clock_out, break_time, clock_out - clock_in - break_time AS worked
FROM attendance.timecards WHERE employee_no = '00100010' AND work_date BETWEEN '2024-01-01' AND '2024-01-31' ORDER BY work_date;

-- Worked hours a week
-- as attendance-vendor-01
SELECT employee_no, date_trunc('week', work_date)::date AS week, sum(clock_out - clock_in - break_time) AS worked
FROM attendance.timecards WHERE employee_no <= '00100005' GROUP BY 1, 2;

-- Clocked out before in
-- as attendance-vendor-01
SELECT count(*) FILTER (WHERE clock_out <= clock_in) AS wrong, count(*) FROM attendance.timecards;

-- Late arrivals
-- as attendance-vendor-01
SELECT e.employee_no, count(*) AS late FROM attendance.timecards t JOIN attendance.employees e USING (employee_no)
WHERE t.clock_in::time > e.starts_at GROUP BY e.employee_no HAVING count(*) > 3;

-- Requests longer than the time between their ends
-- as attendance-vendor-01
SELECT request_id, starts_at, ends_at, minutes, extract(epoch FROM ends_at - starts_at) / 60 AS computed
FROM attendance.overtime_requests WHERE minutes <> extract(epoch FROM ends_at - starts_at) / 60;

-- Requests approved by the requester
-- as attendance-vendor-01
SELECT count(*) FROM attendance.overtime_requests WHERE approved_by = employee_no;

-- Reasons, numbers taken out
-- as attendance-vendor-01
SELECT reason, count(*) FROM attendance.overtime_requests GROUP BY reason ORDER BY 2 DESC, 1 LIMIT 10;

-- Reasons that mention a document
-- as attendance-vendor-01
SELECT reason ~ '文書番号' AS document, count(*) FROM attendance.overtime_requests GROUP BY 1;

-- Approved after the fact
-- as attendance-vendor-01
SELECT request_id, work_date, approved_at, approved_at - (work_date + ends_at) AT TIME ZONE 'Asia/Tokyo' AS after
FROM attendance.overtime_requests WHERE approved_at > (work_date + ends_at) AT TIME ZONE 'Asia/Tokyo' AND work_date >= '2024-01-01';

-- Leave by kind and month
-- as attendance-vendor-01
SELECT leave_code, to_char(starts_on, 'YYYY-MM') AS month, count(*), sum(hours) FROM attendance.leave_records GROUP BY ROLLUP (1, 2);

-- Leave days that have a time card
-- as attendance-vendor-01
SELECT l.leave_id, l.employee_no, l.leave_code, t.work_date FROM attendance.leave_records l
JOIN attendance.timecards t ON t.employee_no = l.employee_no AND t.work_date BETWEEN l.starts_on AND l.ends_on;

-- Illnesses are not for us
-- as attendance-vendor-01
SELECT leave_code, count(*), count(illness_name), count(circumstances) FROM attendance.leave_records GROUP BY leave_code;

-- Longest run of days with a time card
-- as attendance-vendor-01
SELECT employee_no, max(n) FROM (
  SELECT employee_no, island, count(*) AS n FROM (
    SELECT employee_no, work_date - row_number() OVER (PARTITION BY employee_no ORDER BY work_date)::int AS island FROM attendance.timecards) x
  GROUP BY employee_no, island) y GROUP BY employee_no HAVING max(n) > 20;

-- Requests without a time card that day
-- as attendance-vendor-01
SELECT r.request_id, r.employee_no, r.work_date FROM attendance.overtime_requests r
WHERE r.work_date BETWEEN '2024-01-01' AND '2024-02-29'
  AND NOT EXISTS (SELECT FROM attendance.timecards t WHERE t.employee_no = r.employee_no AND t.work_date = r.work_date);

-- Requests against the exported lines
-- as attendance-vendor-01
SELECT coalesce(r.employee_no, l.employee_no) AS employee_no, coalesce(r.work_date, l.work_date) AS day, r.minutes AS requested, l.minutes AS exported
FROM attendance.overtime_requests r
FULL JOIN attendance.csv_export_lines l ON l.employee_no = r.employee_no AND l.work_date = r.work_date AND l.rate_code = r.rate_code
WHERE (r.request_id IS NULL AND l.employee_no IS NOT NULL) OR (l.export_id IS NULL) OR r.minutes <> l.minutes;

-- Which device was used most
-- as attendance-vendor-01
SELECT device_id, count(*) AS n FROM attendance.timecards GROUP BY device_id ORDER BY n DESC, device_id LIMIT 3;

-- The import as the other side sees it
-- as attendance-vendor-01
SELECT i.target_date, i.status, i.error_message, x.file_name FROM payroll.attendance_imports i
RIGHT JOIN attendance.csv_exports x ON x.target_date = i.target_date WHERE i.status IS DISTINCT FROM 'done';

-- Names that two cards share
-- as attendance-vendor-01
SELECT full_name, count(*), min(employee_no), max(employee_no) FROM attendance.employees GROUP BY full_name HAVING count(*) > 1;

-- Who asked for overtime the day of this name
-- as attendance-vendor-01
SELECT r.work_date, r.minutes, r.rate_code FROM attendance.employees e JOIN attendance.overtime_requests r USING (employee_no)
WHERE e.full_name = '{{SELECT full_name FROM attendance.employees WHERE employee_no = '00100010'}}' AND r.work_date >= '2024-01-01';

-- Twenty-five percent sample by key
-- as attendance-vendor-01
SELECT count(*) > 0 FROM attendance.overtime_requests WHERE request_id % 4 = 0;

-- Lines of a file and its heading
-- as attendance-vendor-01
-- ordered
SELECT l.line_no, l.employee_no, l.minutes, l.raw_line FROM attendance.csv_export_lines l JOIN attendance.csv_exports x USING (export_id)
WHERE x.target_date = '2023-06-15' ORDER BY l.line_no LIMIT 10;
