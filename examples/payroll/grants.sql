-- The database roles behind the policy's roles, as `sudare policy grants` prints them: SELECT on exactly the
-- columns whose masks or row filters read the value. What a role only ever sees as NULL, or not at all, is not
-- granted: its sessions could not read it even if the proxy were wrong.

-- The proxy logs in as this role and becomes the others; it holds nothing itself.
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_proxy'') THEN
    CREATE ROLE sudare_proxy LOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_proxy SET default_transaction_read_only = on;

-- Reads the catalog, no data.
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_catalog'') THEN
    CREATE ROLE sudare_catalog NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_catalog SET default_transaction_read_only = on;

-- payroll-maintenance: 人事給与システム 保守業者
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_payroll_maintenance'') THEN
    CREATE ROLE sudare_payroll_maintenance NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_payroll_maintenance SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA attendance TO sudare_payroll_maintenance;
GRANT USAGE ON SCHEMA payroll TO sudare_payroll_maintenance;
GRANT SELECT (
  department_code, department_name, short_name, division_name, parent_code, budget_code, valid_from,
  valid_to
) ON payroll.departments TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, full_name, full_name_kana, birth_date, postal_code, address, phone, mobile_phone,
  email, employment_kind, department_code, hired_on, retired_on, retire_reason, mutual_aid_no,
  updated_at
) ON payroll.employees TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, dependent_no, full_name, full_name_kana, relation, birth_date, annual_income,
  is_tax_dependent, is_allowance_dependent, valid_from, valid_to
) ON payroll.dependents TO sudare_payroll_maintenance;
GRANT SELECT (
  declaration_id, employee_no, tax_year, submitted_on, valid_from, valid_to, declared_address,
  is_working_student
) ON payroll.declarations TO sudare_payroll_maintenance;
GRANT SELECT (
  appointment_id, employee_no, effective_on, kind, department_code, pay_table, grade, step,
  pay_percent, remark
) ON payroll.appointments TO sudare_payroll_maintenance;
GRANT SELECT (
  pay_table, grade, step, valid_from, promulgated_on, monthly_amount
) ON payroll.pay_tables TO sudare_payroll_maintenance;
GRANT SELECT (
  item_code, item_name, side, is_taxable, is_fixed, sort_order, report_tags
) ON payroll.pay_items TO sudare_payroll_maintenance;
GRANT SELECT (
  notice_id, employee_no, valid_from, valid_to, means, pass_months, pass_amount, submitted_on
) ON payroll.commute_notices TO sudare_payroll_maintenance;
GRANT SELECT (
  notice_id, employee_no, valid_from, valid_to, address, landlord_name, landlord_phone, rent,
  allowance
) ON payroll.housing_notices TO sudare_payroll_maintenance;
GRANT SELECT (
  rate_code, valid_from, valid_to, rate, updated_by
) ON payroll.overtime_rates TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, work_month, rate_code, minutes, hourly_amount, rate, amount, pay_month
) ON payroll.overtime_details TO sudare_payroll_maintenance;
GRANT SELECT (
  kind, grade, lower_amount, upper_amount, standard_amount
) ON payroll.remuneration_grades TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, valid_from, kind, average_amount, short_grade, short_amount, pension_grade,
  pension_amount, decided_on
) ON payroll.standard_remunerations TO sudare_payroll_maintenance;
GRANT SELECT (
  notice_id, employee_no, fiscal_year, notice_kind, effective_month, municipality_code,
  municipality_name, addressee_no, annual_amount, first_amount, monthly_amount, issued_on
) ON payroll.resident_tax_notices TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, item_code, valid_from, valid_to, monthly_amount, beneficiary_name
) ON payroll.deductions TO sudare_payroll_maintenance;
GRANT SELECT (
  account_id, employee_no, account_seq, bank_code, branch_code, account_type, account_number,
  holder_kana, fixed_amount, valid_from, valid_to, updated_by
) ON payroll.bank_accounts TO sudare_payroll_maintenance;
GRANT SELECT (
  run_id, pay_month, kind, paid_on, status, started_at, finished_at, elapsed, program_version
) ON payroll.payroll_runs TO sudare_payroll_maintenance;
GRANT SELECT (
  run_id, employee_no, pay_month, department_code, pay_table, grade, step, pay_percent, base_pay,
  area_allowance, managerial_allowance, dependents_allowance, housing_allowance, commute_allowance,
  overtime_allowance, retroactive_pay, bonus_pay, gross_amount, taxable_amount, mutual_aid_premium,
  care_premium, pension_premium, retirement_premium, income_tax, resident_tax, association_fee,
  group_insurance, year_end_adjustment, deduction_total, net_amount, tax_column, dependent_count,
  standard_short, standard_pension, ytd_amounts
) ON payroll.payslips TO sudare_payroll_maintenance;
GRANT SELECT (
  run_id, employee_no, line_no, item_code, amount, source_id
) ON payroll.payslip_lines TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, target_month, paid_month, pay_table, grade, step, old_amount, new_amount, difference
) ON payroll.retroactive_differences TO sudare_payroll_maintenance;
GRANT SELECT (
  file_id, run_id, file_name, transfer_on, record_count, total_amount, created_at, created_by
) ON payroll.bank_transfer_files TO sudare_payroll_maintenance;
GRANT SELECT (
  file_id, record_no, run_id, employee_no, bank_code, branch_code, account_type, account_number,
  holder_kana, amount, status
) ON payroll.bank_transfers TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, tax_year, total_income, employment_income, social_insurance, life_insurance,
  basic_deduction, spouse_deduction, general_dependents, specific_dependents, elderly_dependents,
  minor_dependents, dependents_deduction, taxable_income, annual_tax, withheld_tax, adjustment,
  adjusted_on
) ON payroll.year_end_adjustments TO sudare_payroll_maintenance;
GRANT SELECT (
  slip_id, employee_no, tax_year, department_code, recipient_name, recipient_kana, recipient_address,
  payer_corporate_number, paid_amount, withheld_tax, payload, issued_on
) ON payroll.withholding_slips TO sudare_payroll_maintenance;
GRANT SELECT (
  log_id, operated_at, operator_id, request_id, screen_code, action, target_table, employee_no, memo
) ON payroll.operation_logs TO sudare_payroll_maintenance;
GRANT SELECT (
  import_id, target_date, file_name, started_at, finished_at, status, row_count, error_message
) ON payroll.attendance_imports TO sudare_payroll_maintenance;
GRANT SELECT (
  import_id, line_no, attendance_employee_no, work_date, rate_code, minutes
) ON payroll.attendance_import_rows TO sudare_payroll_maintenance;
GRANT SELECT (
  user_id, employee_no, display_name, user_role, last_login_at
) ON payroll.system_users TO sudare_payroll_maintenance;
GRANT SELECT (
  batch_id, job_name, scheduled_time, started_at
) ON payroll.job_batches TO sudare_payroll_maintenance;
GRANT SELECT (
  pay_month, department_code, slip_count, gross_total, deduction_total, net_total
) ON payroll.payslip_totals TO sudare_payroll_maintenance;
GRANT SELECT (
  employee_no, full_name, full_name_kana, mobile_phone, department_code, working_hours, starts_at,
  ends_at, valid_from, valid_to
) ON attendance.employees TO sudare_payroll_maintenance;
GRANT SELECT (
  export_id, target_date, file_name, exported_at, exported_by, row_count, checksum
) ON attendance.csv_exports TO sudare_payroll_maintenance;
GRANT SELECT (
  export_id, line_no, employee_no, work_date, rate_code, minutes
) ON attendance.csv_export_lines TO sudare_payroll_maintenance;

-- attendance-maintenance: 庶務事務システム 保守業者
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_attendance_maintenance'') THEN
    CREATE ROLE sudare_attendance_maintenance NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_attendance_maintenance SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA attendance TO sudare_attendance_maintenance;
GRANT USAGE ON SCHEMA payroll TO sudare_attendance_maintenance;
GRANT SELECT (
  import_id, target_date, file_name, started_at, finished_at, status, row_count, error_message
) ON payroll.attendance_imports TO sudare_attendance_maintenance;
GRANT SELECT (
  import_id, line_no, attendance_employee_no, work_date, rate_code, minutes
) ON payroll.attendance_import_rows TO sudare_attendance_maintenance;
GRANT SELECT (
  employee_no, full_name, full_name_kana, mobile_phone, department_code, working_hours, starts_at,
  ends_at, valid_from, valid_to
) ON attendance.employees TO sudare_attendance_maintenance;
GRANT SELECT (
  employee_no, work_date, clock_in, clock_out, break_time, device_id
) ON attendance.timecards TO sudare_attendance_maintenance;
GRANT SELECT (
  request_id, employee_no, work_date, starts_at, ends_at, minutes, rate_code, reason, approved_by,
  approved_at
) ON attendance.overtime_requests TO sudare_attendance_maintenance;
GRANT SELECT (
  leave_id, employee_no, leave_code, starts_on, ends_on, hours
) ON attendance.leave_records TO sudare_attendance_maintenance;
GRANT SELECT (
  export_id, target_date, file_name, exported_at, exported_by, row_count, checksum
) ON attendance.csv_exports TO sudare_attendance_maintenance;
GRANT SELECT (
  export_id, line_no, employee_no, work_date, rate_code, minutes
) ON attendance.csv_export_lines TO sudare_attendance_maintenance;

-- personnel: 人事課
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_personnel'') THEN
    CREATE ROLE sudare_personnel NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_personnel SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA attendance TO sudare_personnel;
GRANT USAGE ON SCHEMA payroll TO sudare_personnel;
GRANT SELECT (
  department_code, department_name, short_name, division_name, parent_code, budget_code, valid_from,
  valid_to
) ON payroll.departments TO sudare_personnel;
GRANT SELECT (
  employee_no, personal_number, full_name, full_name_kana, birth_date, sex, postal_code, address,
  phone, mobile_phone, email, employment_kind, department_code, hired_on, retired_on, retire_reason,
  mutual_aid_no, basic_pension_no, disability_grade, union_member, note, updated_at
) ON payroll.employees TO sudare_personnel;
GRANT SELECT (
  employee_no, dependent_no, personal_number, full_name, full_name_kana, relation, birth_date,
  annual_income, disability_grade, is_tax_dependent, is_allowance_dependent, valid_from, valid_to
) ON payroll.dependents TO sudare_personnel;
GRANT SELECT (
  declaration_id, employee_no, tax_year, submitted_on, valid_from, valid_to, personal_number,
  declared_address, is_widowed, is_working_student
) ON payroll.declarations TO sudare_personnel;
GRANT SELECT (
  appointment_id, employee_no, effective_on, kind, department_code, pay_table, grade, step,
  pay_percent, remark
) ON payroll.appointments TO sudare_personnel;
GRANT SELECT (
  pay_table, grade, step, valid_from, promulgated_on, monthly_amount
) ON payroll.pay_tables TO sudare_personnel;
GRANT SELECT (
  item_code, item_name, side, is_taxable, is_fixed, sort_order, report_tags
) ON payroll.pay_items TO sudare_personnel;
GRANT SELECT (
  notice_id, employee_no, valid_from, valid_to, means, route, from_station, distance_km, pass_months,
  pass_amount, submitted_on
) ON payroll.commute_notices TO sudare_personnel;
GRANT SELECT (
  notice_id, employee_no, valid_from, valid_to, address, landlord_name, landlord_phone, rent,
  allowance
) ON payroll.housing_notices TO sudare_personnel;
GRANT SELECT (
  rate_code, valid_from, valid_to, rate, updated_by
) ON payroll.overtime_rates TO sudare_personnel;
GRANT SELECT (
  employee_no, work_month, rate_code, minutes, hourly_amount, rate, amount, pay_month
) ON payroll.overtime_details TO sudare_personnel;
GRANT SELECT (
  kind, grade, lower_amount, upper_amount, standard_amount
) ON payroll.remuneration_grades TO sudare_personnel;
GRANT SELECT (
  employee_no, valid_from, kind, average_amount, short_grade, short_amount, pension_grade,
  pension_amount, decided_on
) ON payroll.standard_remunerations TO sudare_personnel;
GRANT SELECT (
  notice_id, employee_no, fiscal_year, notice_kind, effective_month, municipality_code,
  municipality_name, addressee_no, annual_amount, first_amount, monthly_amount, issued_on
) ON payroll.resident_tax_notices TO sudare_personnel;
GRANT SELECT (
  employee_no, item_code, valid_from, valid_to, monthly_amount, policy_no, beneficiary_name
) ON payroll.deductions TO sudare_personnel;
GRANT SELECT (
  account_id, employee_no, account_seq, bank_code, branch_code, account_type, account_number,
  holder_kana, fixed_amount, valid_from, valid_to, updated_by
) ON payroll.bank_accounts TO sudare_personnel;
GRANT SELECT (
  run_id, pay_month, kind, paid_on, status, started_at, finished_at, elapsed, program_version
) ON payroll.payroll_runs TO sudare_personnel;
GRANT SELECT (
  run_id, employee_no, pay_month, department_code, pay_table, grade, step, pay_percent, base_pay,
  area_allowance, managerial_allowance, dependents_allowance, housing_allowance, commute_allowance,
  overtime_allowance, retroactive_pay, bonus_pay, gross_amount, taxable_amount, mutual_aid_premium,
  care_premium, pension_premium, retirement_premium, income_tax, resident_tax, association_fee,
  union_fee, group_insurance, year_end_adjustment, deduction_total, net_amount, tax_column,
  dependent_count, standard_short, standard_pension, ytd_amounts
) ON payroll.payslips TO sudare_personnel;
GRANT SELECT (
  run_id, employee_no, line_no, item_code, amount, source_id
) ON payroll.payslip_lines TO sudare_personnel;
GRANT SELECT (
  employee_no, target_month, paid_month, pay_table, grade, step, old_amount, new_amount, difference
) ON payroll.retroactive_differences TO sudare_personnel;
GRANT SELECT (
  file_id, run_id, file_name, transfer_on, record_count, total_amount, created_at, created_by
) ON payroll.bank_transfer_files TO sudare_personnel;
GRANT SELECT (
  file_id, record_no, run_id, employee_no, bank_code, branch_code, account_type, account_number,
  holder_kana, amount, status, zengin_record
) ON payroll.bank_transfers TO sudare_personnel;
GRANT SELECT (
  employee_no, tax_year, total_income, employment_income, social_insurance, life_insurance,
  basic_deduction, spouse_deduction, general_dependents, specific_dependents, elderly_dependents,
  minor_dependents, dependents_deduction, disability_deduction, taxable_income, annual_tax,
  withheld_tax, adjustment, adjusted_on
) ON payroll.year_end_adjustments TO sudare_personnel;
GRANT SELECT (
  slip_id, employee_no, tax_year, department_code, personal_number, recipient_name, recipient_kana,
  recipient_address, payer_corporate_number, paid_amount, withheld_tax, payload, issued_on
) ON payroll.withholding_slips TO sudare_personnel;
GRANT SELECT (
  log_id, operated_at, operator_id, request_id, screen_code, action, target_table, employee_no, memo
) ON payroll.operation_logs TO sudare_personnel;
GRANT SELECT (
  import_id, target_date, file_name, started_at, finished_at, status, row_count, error_message
) ON payroll.attendance_imports TO sudare_personnel;
GRANT SELECT (
  import_id, line_no, attendance_employee_no, work_date, rate_code, minutes, raw_line
) ON payroll.attendance_import_rows TO sudare_personnel;
GRANT SELECT (
  user_id, employee_no, display_name, user_role, last_login_at
) ON payroll.system_users TO sudare_personnel;
GRANT SELECT (
  batch_id, job_name, scheduled_time, started_at
) ON payroll.job_batches TO sudare_personnel;
GRANT SELECT (
  pay_month, department_code, slip_count, gross_total, deduction_total, net_total
) ON payroll.payslip_totals TO sudare_personnel;
GRANT SELECT (
  employee_no, full_name, full_name_kana, mobile_phone, department_code, card_id, working_hours,
  starts_at, ends_at, valid_from, valid_to
) ON attendance.employees TO sudare_personnel;
GRANT SELECT (
  employee_no, work_date, clock_in, clock_out, break_time, device_id
) ON attendance.timecards TO sudare_personnel;
GRANT SELECT (
  request_id, employee_no, work_date, starts_at, ends_at, minutes, rate_code, reason, approved_by,
  approved_at
) ON attendance.overtime_requests TO sudare_personnel;
GRANT SELECT (
  leave_id, employee_no, leave_code, starts_on, ends_on, hours, illness_name, circumstances
) ON attendance.leave_records TO sudare_personnel;
GRANT SELECT (
  export_id, target_date, file_name, exported_at, exported_by, row_count, checksum
) ON attendance.csv_exports TO sudare_personnel;
GRANT SELECT (
  export_id, line_no, employee_no, work_date, rate_code, minutes, raw_line
) ON attendance.csv_export_lines TO sudare_personnel;

-- payroll-application: 給与計算プログラム
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_payroll_application'') THEN
    CREATE ROLE sudare_payroll_application NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_payroll_application SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA attendance TO sudare_payroll_application;
GRANT USAGE ON SCHEMA payroll TO sudare_payroll_application;
GRANT SELECT (
  department_code, department_name, short_name, division_name, parent_code, budget_code, valid_from,
  valid_to
) ON payroll.departments TO sudare_payroll_application;
GRANT SELECT (
  employee_no, full_name, full_name_kana, birth_date, sex, postal_code, address, phone, mobile_phone,
  email, employment_kind, department_code, hired_on, retired_on, retire_reason, mutual_aid_no,
  basic_pension_no, disability_grade, union_member, note, updated_at
) ON payroll.employees TO sudare_payroll_application;
GRANT SELECT (
  employee_no, dependent_no, full_name, full_name_kana, relation, birth_date, annual_income,
  disability_grade, is_tax_dependent, is_allowance_dependent, valid_from, valid_to
) ON payroll.dependents TO sudare_payroll_application;
GRANT SELECT (
  declaration_id, employee_no, tax_year, submitted_on, valid_from, valid_to, declared_address,
  is_widowed, is_working_student
) ON payroll.declarations TO sudare_payroll_application;
GRANT SELECT (
  appointment_id, employee_no, effective_on, kind, department_code, pay_table, grade, step,
  pay_percent, remark
) ON payroll.appointments TO sudare_payroll_application;
GRANT SELECT (
  pay_table, grade, step, valid_from, promulgated_on, monthly_amount
) ON payroll.pay_tables TO sudare_payroll_application;
GRANT SELECT (
  item_code, item_name, side, is_taxable, is_fixed, sort_order, report_tags
) ON payroll.pay_items TO sudare_payroll_application;
GRANT SELECT (
  notice_id, employee_no, valid_from, valid_to, means, route, from_station, distance_km, pass_months,
  pass_amount, submitted_on
) ON payroll.commute_notices TO sudare_payroll_application;
GRANT SELECT (
  notice_id, employee_no, valid_from, valid_to, address, landlord_name, landlord_phone, rent,
  allowance
) ON payroll.housing_notices TO sudare_payroll_application;
GRANT SELECT (
  rate_code, valid_from, valid_to, rate, updated_by
) ON payroll.overtime_rates TO sudare_payroll_application;
GRANT SELECT (
  employee_no, work_month, rate_code, minutes, hourly_amount, rate, amount, pay_month
) ON payroll.overtime_details TO sudare_payroll_application;
GRANT SELECT (
  kind, grade, lower_amount, upper_amount, standard_amount
) ON payroll.remuneration_grades TO sudare_payroll_application;
GRANT SELECT (
  employee_no, valid_from, kind, average_amount, short_grade, short_amount, pension_grade,
  pension_amount, decided_on
) ON payroll.standard_remunerations TO sudare_payroll_application;
GRANT SELECT (
  notice_id, employee_no, fiscal_year, notice_kind, effective_month, municipality_code,
  municipality_name, addressee_no, annual_amount, first_amount, monthly_amount, issued_on
) ON payroll.resident_tax_notices TO sudare_payroll_application;
GRANT SELECT (
  employee_no, item_code, valid_from, valid_to, monthly_amount, policy_no, beneficiary_name
) ON payroll.deductions TO sudare_payroll_application;
GRANT SELECT (
  account_id, employee_no, account_seq, bank_code, branch_code, account_type, account_number,
  holder_kana, fixed_amount, valid_from, valid_to, updated_by
) ON payroll.bank_accounts TO sudare_payroll_application;
GRANT SELECT (
  run_id, pay_month, kind, paid_on, status, started_at, finished_at, elapsed, program_version
) ON payroll.payroll_runs TO sudare_payroll_application;
GRANT SELECT (
  run_id, employee_no, pay_month, department_code, pay_table, grade, step, pay_percent, base_pay,
  area_allowance, managerial_allowance, dependents_allowance, housing_allowance, commute_allowance,
  overtime_allowance, retroactive_pay, bonus_pay, gross_amount, taxable_amount, mutual_aid_premium,
  care_premium, pension_premium, retirement_premium, income_tax, resident_tax, association_fee,
  union_fee, group_insurance, year_end_adjustment, deduction_total, net_amount, tax_column,
  dependent_count, standard_short, standard_pension, ytd_amounts
) ON payroll.payslips TO sudare_payroll_application;
GRANT SELECT (
  run_id, employee_no, line_no, item_code, amount, source_id
) ON payroll.payslip_lines TO sudare_payroll_application;
GRANT SELECT (
  employee_no, target_month, paid_month, pay_table, grade, step, old_amount, new_amount, difference
) ON payroll.retroactive_differences TO sudare_payroll_application;
GRANT SELECT (
  file_id, run_id, file_name, transfer_on, record_count, total_amount, created_at, created_by
) ON payroll.bank_transfer_files TO sudare_payroll_application;
GRANT SELECT (
  file_id, record_no, run_id, employee_no, bank_code, branch_code, account_type, account_number,
  holder_kana, amount, status, zengin_record
) ON payroll.bank_transfers TO sudare_payroll_application;
GRANT SELECT (
  employee_no, tax_year, total_income, employment_income, social_insurance, life_insurance,
  basic_deduction, spouse_deduction, general_dependents, specific_dependents, elderly_dependents,
  minor_dependents, dependents_deduction, disability_deduction, taxable_income, annual_tax,
  withheld_tax, adjustment, adjusted_on
) ON payroll.year_end_adjustments TO sudare_payroll_application;
GRANT SELECT (
  slip_id, employee_no, tax_year, department_code, recipient_name, recipient_kana, recipient_address,
  payer_corporate_number, paid_amount, withheld_tax, payload, issued_on
) ON payroll.withholding_slips TO sudare_payroll_application;
GRANT SELECT (
  log_id, operated_at, operator_id, request_id, screen_code, action, target_table, employee_no, memo
) ON payroll.operation_logs TO sudare_payroll_application;
GRANT SELECT (
  import_id, target_date, file_name, started_at, finished_at, status, row_count, error_message
) ON payroll.attendance_imports TO sudare_payroll_application;
GRANT SELECT (
  import_id, line_no, attendance_employee_no, work_date, rate_code, minutes, raw_line
) ON payroll.attendance_import_rows TO sudare_payroll_application;
GRANT SELECT (
  user_id, employee_no, display_name, user_role, last_login_at
) ON payroll.system_users TO sudare_payroll_application;
GRANT SELECT (
  batch_id, job_name, scheduled_time, started_at
) ON payroll.job_batches TO sudare_payroll_application;
GRANT SELECT (
  pay_month, department_code, slip_count, gross_total, deduction_total, net_total
) ON payroll.payslip_totals TO sudare_payroll_application;
GRANT SELECT (
  employee_no, full_name, full_name_kana, mobile_phone, department_code, card_id, working_hours,
  starts_at, ends_at, valid_from, valid_to
) ON attendance.employees TO sudare_payroll_application;
GRANT SELECT (
  employee_no, work_date, clock_in, clock_out, break_time, device_id
) ON attendance.timecards TO sudare_payroll_application;
GRANT SELECT (
  request_id, employee_no, work_date, starts_at, ends_at, minutes, rate_code, reason, approved_by,
  approved_at
) ON attendance.overtime_requests TO sudare_payroll_application;
GRANT SELECT (
  leave_id, employee_no, leave_code, starts_on, ends_on, hours, illness_name, circumstances
) ON attendance.leave_records TO sudare_payroll_application;
GRANT SELECT (
  export_id, target_date, file_name, exported_at, exported_by, row_count, checksum
) ON attendance.csv_exports TO sudare_payroll_application;
GRANT SELECT (
  export_id, line_no, employee_no, work_date, rate_code, minutes, raw_line
) ON attendance.csv_export_lines TO sudare_payroll_application;

GRANT sudare_catalog TO sudare_proxy;
GRANT sudare_payroll_maintenance TO sudare_proxy;
GRANT sudare_attendance_maintenance TO sudare_proxy;
GRANT sudare_personnel TO sudare_proxy;
GRANT sudare_payroll_application TO sudare_proxy;
