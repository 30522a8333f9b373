-- The fiscal year of each month
SELECT DISTINCT pay_month, extract(year FROM pay_month - interval '3 months')::int AS fiscal_year FROM payroll.payroll_runs;

-- The era year of hiring
SELECT employee_no, hired_on,
       CASE WHEN hired_on >= '2019-05-01' THEN '令和' || extract(year FROM hired_on) - 2018
            WHEN hired_on >= '1989-01-08' THEN '平成' || extract(year FROM hired_on) - 1988
            ELSE '昭和' || extract(year FROM hired_on) - 1925 END || '年' || to_char(hired_on, 'FMMM"月"FMDD"日"') AS hired
FROM payroll.employees WHERE employee_no < '100015';

-- Eras from a small table
WITH era(name, letter, begins) AS (VALUES ('昭和', 'S', date '1926-12-25'), ('平成', 'H', '1989-01-08'), ('令和', 'R', '2019-05-01'))
SELECT e.employee_no, x.letter || lpad((extract(year FROM e.hired_on) - extract(year FROM x.begins) + 1)::text, 2, '0') || to_char(e.hired_on, '.MM.DD') AS wareki
FROM payroll.employees e
CROSS JOIN LATERAL (SELECT * FROM era WHERE begins <= e.hired_on ORDER BY begins DESC LIMIT 1) x
WHERE e.employee_no BETWEEN '100010' AND '100030';

-- An era date back to a date
SELECT s, make_date(1988 + (regexp_match(s, '平成(\d+)年(\d+)月(\d+)日'))[1]::int, (regexp_match(s, '年(\d+)月'))[1]::int, (regexp_match(s, '月(\d+)日'))[1]::int)
FROM (VALUES ('平成30年4月1日'), ('平成2年12月31日')) AS v(s);

-- The first year of an era is 元年
SELECT y, CASE WHEN y - 2018 = 1 THEN '令和元年' ELSE '令和' || translate((y - 2018)::text, '0123456789', '０１２３４５６７８９') || '年' END
FROM generate_series(2019, 2024) AS y;

-- Last day of each month of the fiscal year
-- ordered
SELECT m::date AS month, (m + interval '1 month' - interval '1 day')::date AS last_day, extract(day FROM m + interval '1 month - 1 day') AS days
FROM generate_series(timestamp '2023-04-01', '2024-03-01', interval '1 month') m ORDER BY m;

-- Pay days that fall on a weekend
SELECT run_id, paid_on, to_char(paid_on, 'Dy') FROM payroll.payroll_runs WHERE extract(isodow FROM paid_on) IN (6, 7);

-- The bank day before a pay day
SELECT run_id, paid_on, paid_on - CASE extract(isodow FROM paid_on) WHEN 6 THEN 1 WHEN 7 THEN 2 ELSE 0 END AS bank_day FROM payroll.payroll_runs;

-- Runs in local time
SELECT run_id, started_at, started_at AT TIME ZONE 'Asia/Tokyo' AS local, (started_at AT TIME ZONE 'Asia/Tokyo')::date FROM payroll.payroll_runs;

-- Calculations outside office hours in Tokyo
SELECT run_id, started_at FROM payroll.payroll_runs
WHERE (started_at AT TIME ZONE 'Asia/Tokyo')::time NOT BETWEEN '08:30' AND '17:15';

-- Elapsed time in seconds and as an interval
SELECT run_id, elapsed, extract(epoch FROM elapsed) AS seconds, finished_at - started_at = elapsed AS consistent, justify_hours(elapsed * 40)
FROM payroll.payroll_runs;

-- Total and average of intervals
SELECT kind, sum(elapsed), avg(elapsed), max(elapsed) - min(elapsed) AS spread FROM payroll.payroll_runs GROUP BY kind;

-- Runs by ISO week
SELECT to_char(started_at, 'IYYY-"W"IW') AS week, count(*) FROM payroll.payroll_runs GROUP BY 1;

-- Truncated to quarter, in one time zone
SELECT date_trunc('quarter', started_at, 'Asia/Tokyo') AS quarter, count(*) FROM payroll.payroll_runs GROUP BY quarter;

-- Binned to ten days
SELECT date_bin('10 days', operated_at, timestamptz '2022-04-01 00:00+09') AS bin, count(*) FROM payroll.operation_logs GROUP BY bin;

-- Service longer than twenty years
SELECT employee_no, age(date '2024-03-31', hired_on) FROM payroll.employees WHERE age(date '2024-03-31', hired_on) > interval '20 years';

-- Months of service as a number
SELECT employee_no, (extract(year FROM a) * 12 + extract(month FROM a))::int AS months
FROM (SELECT employee_no, age(date '2024-03-31', hired_on) AS a FROM payroll.employees) x WHERE employee_no <= '100020';

-- Age by birth year at the end of the fiscal year
SELECT employee_no, 2024 - extract(year FROM birth_date) AS about FROM payroll.employees WHERE employment_kind = 'fiscal';

-- Changed within the last years
SELECT count(*) FROM payroll.employees WHERE updated_at < now() AND updated_at > now() - interval '100 years';

-- Valid today
SELECT rate_code, rate FROM payroll.overtime_rates WHERE current_date BETWEEN valid_from AND coalesce(valid_to, 'infinity');

-- Valid at a given moment, as a constant of the language
SELECT count(*) FROM payroll.departments WHERE valid_from <= localtimestamp AND (valid_to IS NULL OR valid_to > current_timestamp);

-- Infinite ends
SELECT employee_no, valid_from, coalesce(valid_to, 'infinity'::date) AS until, isfinite(coalesce(valid_to, 'infinity'::date))
FROM payroll.bank_accounts WHERE employee_no < '100020';

-- Text to date and back
SELECT to_date('20231001', 'YYYYMMDD'), to_char(date '2023-10-01', 'YYYY/MM/DD'), '2023-10-01'::date + 30, date '2023-10-01' - date '2023-04-01',
       to_timestamp('2023-10-01 08:30', 'YYYY-MM-DD HH24:MI') AT TIME ZONE 'UTC', to_timestamp(1696118400) AT TIME ZONE 'UTC';

-- Built from parts
SELECT make_date(2023, 12, 31), make_time(8, 30, 0), make_interval(hours => 7, mins => 45), make_timestamp(2023, 4, 1, 8, 30, 0);

-- Times of day
SELECT batch_id, job_name, scheduled_time, scheduled_time + interval '9 hours' AS local FROM payroll.job_batches WHERE scheduled_time < time '12:00';

-- Office hours of employees in attendance
SELECT starts_at, ends_at, ends_at - starts_at AS length, working_hours, count(*) FROM attendance.employees GROUP BY starts_at, ends_at, working_hours;

-- Weekdays of operations
SELECT to_char(operated_at AT TIME ZONE 'Asia/Tokyo', 'ID Day') AS day, count(*) FROM payroll.operation_logs GROUP BY 1;

-- Overlapping periods with one open end
SELECT count(*) FROM payroll.declarations d WHERE (d.valid_from, d.valid_to) OVERLAPS (date '2023-06-01', interval '1 month');

-- Between in either order
SELECT count(*) FROM payroll.payroll_runs WHERE pay_month BETWEEN SYMMETRIC '2023-12-01' AND '2023-04-01';

-- Rows of the same fiscal half year
SELECT pay_month, sum(sum(net_amount)) OVER (PARTITION BY date_trunc('year', pay_month - interval '3 months'), extract(month FROM pay_month - interval '3 months') <= 6 ORDER BY pay_month)
FROM payroll.payslips GROUP BY pay_month;
