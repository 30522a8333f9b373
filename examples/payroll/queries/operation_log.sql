-- What was done to one employee
-- ordered
SELECT operated_at, operator_id, screen_code, action, target_table, memo FROM payroll.operation_logs WHERE employee_no = '100010' ORDER BY operated_at, log_id;

-- Operators and screens
SELECT operator_id, screen_code, count(*), min(operated_at), max(operated_at) FROM payroll.operation_logs GROUP BY 1, 2;

-- Operations on a weekend
SELECT log_id, operator_id, operated_at AT TIME ZONE 'Asia/Tokyo' AS local FROM payroll.operation_logs WHERE extract(isodow FROM operated_at AT TIME ZONE 'Asia/Tokyo') > 5;

-- Operations before the working day
SELECT operator_id, count(*) FROM payroll.operation_logs WHERE extract(hour FROM operated_at AT TIME ZONE 'Asia/Tokyo') < 8 GROUP BY operator_id;

-- Somebody who changed their own data
SELECT l.log_id, l.operator_id, l.employee_no, u.user_role FROM payroll.operation_logs l JOIN payroll.system_users u ON u.user_id = l.operator_id AND u.employee_no = l.employee_no;

-- Changes between calculation and payment
SELECT r.run_id, count(l.log_id) AS changes FROM payroll.payroll_runs r LEFT JOIN payroll.operation_logs l ON l.operated_at BETWEEN r.finished_at AND r.paid_on::timestamptz GROUP BY r.run_id HAVING count(l.log_id) > 5;

-- The operation by its request
SELECT log_id, action, target_table FROM payroll.operation_logs WHERE request_id = '{{SELECT request_id FROM payroll.operation_logs WHERE log_id = 5}}';

-- Memos by what they speak of
SELECT CASE WHEN memo IS NULL THEN 'none' WHEN memo LIKE '%番号通知カード%' THEN 'number card' WHEN memo LIKE '受付番号%' THEN 'receipt' WHEN memo LIKE '%窓口%' THEN 'desk' ELSE 'other' END AS kind, count(*) FROM payroll.operation_logs GROUP BY 1;

-- Busiest days
-- ordered
SELECT operated_at::date AS day, count(*) FROM payroll.operation_logs GROUP BY day ORDER BY count(*) DESC, day LIMIT 5;

-- Time between two operations of one operator
SELECT operator_id, min(gap), percentile_disc(0.5) WITHIN GROUP (ORDER BY gap) AS median FROM (
  SELECT operator_id, operated_at - lag(operated_at) OVER (PARTITION BY operator_id ORDER BY operated_at, log_id) AS gap FROM payroll.operation_logs) x GROUP BY operator_id;

-- Operations and the people behind them, with names
SELECT l.log_id, u.display_name AS by_whom, e.full_name AS about FROM payroll.operation_logs l JOIN payroll.system_users u ON u.user_id = l.operator_id LEFT JOIN payroll.employees e ON e.employee_no = l.employee_no WHERE l.log_id <= 10;

-- Changes on the day an account was changed
SELECT a.employee_no, a.valid_from, l.operator_id FROM payroll.bank_accounts a JOIN payroll.operation_logs l ON l.employee_no = a.employee_no AND l.operated_at >= a.valid_from - 30 AND l.operated_at < a.valid_from + 30;

-- Tables touched, with their short names
SELECT DISTINCT split_part(target_table, '.', 2) AS short, reverse(split_part(reverse(target_table), '.', 1)) = split_part(target_table, '.', -1) AS same FROM payroll.operation_logs;
