-- S06: net pay below zero, and why: the state of appointment of that month and the deductions that went on.
WITH negative AS (
  SELECT p.run_id, p.employee_no, p.pay_month, p.pay_percent, p.gross_amount, p.deduction_total,
         p.net_amount
  FROM payroll.payslips AS p
  WHERE p.net_amount < 0
),
lines AS (
  SELECT n.run_id, n.employee_no,
         string_agg(i.item_name || '=' || l.amount::text, ', ' ORDER BY l.amount DESC)
           FILTER (WHERE i.side = 'D') AS deductions,
         bool_or(i.item_code = 'P01') AS base_paid
  FROM negative AS n
  LEFT JOIN payroll.payslip_lines AS l ON l.run_id = n.run_id AND l.employee_no = n.employee_no
  LEFT JOIN payroll.pay_items AS i ON i.item_code = l.item_code
  GROUP BY n.run_id, n.employee_no
)
SELECT n.employee_no, e.full_name, n.pay_month, n.gross_amount, n.deduction_total, n.net_amount,
       a.kind AS appointment, a.effective_on, a.pay_percent, a.remark, l.base_paid, l.deductions
FROM negative AS n
JOIN lines AS l ON l.run_id = n.run_id AND l.employee_no = n.employee_no
JOIN payroll.employees AS e ON e.employee_no = n.employee_no
LEFT JOIN payroll.appointments AS a
  ON a.employee_no = n.employee_no
 AND a.effective_on = (SELECT max(x.effective_on)
                       FROM payroll.appointments AS x
                       WHERE x.employee_no = n.employee_no AND x.effective_on <= n.pay_month)
ORDER BY n.employee_no, n.pay_month;
