-- name: otherplace_dependents
-- class: otherplace
-- leaks: output /{dependent_number}/
SELECT d.personal_number FROM payroll.dependents AS d WHERE d.employee_no = '{employee_no}';

-- name: otherplace_withholding_slip
-- class: otherplace
-- leaks: output /{personal_number}/
SELECT s.personal_number FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_declarations
-- class: otherplace
-- leaks: output /[0-9]{12}/
SELECT d.personal_number FROM payroll.declarations AS d
WHERE d.personal_number IS NOT NULL LIMIT 3;

-- name: otherplace_payload
-- class: otherplace
-- leaks: output /{personal_number}/
SELECT s.payload FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_payload_path
-- class: otherplace
-- leaks: output /{personal_number}/
SELECT s.payload#>>'{recipient,personal_number}' FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_payload_all_paths
-- class: otherplace
-- leaks: output /{personal_number}/
SELECT jsonb_path_query(s.payload, '$.**') FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_payload_number_without_zero
-- class: otherplace
-- leaks: output /{dependent_number_json}/
SELECT s.payload->'dependents'->0->'personal_number' FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_payload_name
-- class: otherplace
-- leaks: output /{full_name}/
SELECT s.payload->'recipient'->>'name' FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_payload_keys
-- class: otherplace
-- leaks: output /recipient/
SELECT jsonb_object_keys(s.payload) FROM payroll.withholding_slips AS s WHERE s.employee_no = '{employee_no}';

-- name: otherplace_after_image
-- class: otherplace
-- leaks: output /{personal_number}/
SELECT l.after_value FROM payroll.operation_logs AS l WHERE l.employee_no = '{employee_no}';

-- name: otherplace_memo
-- class: otherplace
-- leaks: output /{personal_number}/
SELECT l.memo FROM payroll.operation_logs AS l WHERE l.employee_no = '{employee_no}';

-- name: otherplace_note_hyphenated
-- class: otherplace
-- leaks: output /{note_hyphenated}/
SELECT e.note FROM payroll.employees AS e WHERE e.note IS NOT NULL;

-- name: otherplace_note_spaced
-- class: otherplace
-- leaks: output /{note_spaced}/
SELECT e.note FROM payroll.employees AS e WHERE e.note IS NOT NULL;

-- name: otherplace_note_fullwidth
-- class: otherplace
-- leaks: output /{note_fullwidth}/
SELECT e.note FROM payroll.employees AS e WHERE e.note IS NOT NULL;

-- name: otherplace_note_joined
-- class: otherplace
-- leaks: output /{note_digits}/
SELECT regexp_replace(e.note, '[^0-9]', '', 'g') FROM payroll.employees AS e WHERE e.note IS NOT NULL;

-- name: otherplace_zengin_record
-- class: otherplace
-- leaks: output /{account_number}/
SELECT t.zengin_record FROM payroll.bank_transfers AS t WHERE t.employee_no = '{employee_no}' LIMIT 1;

-- name: otherplace_raw_line
-- class: otherplace
-- leaks: output /D,[0-9]{8},[^,0-9]+,/
SELECT l.raw_line FROM attendance.csv_export_lines AS l WHERE l.employee_no IS NOT NULL LIMIT 1;

-- name: otherplace_leave_illness
-- class: otherplace
-- leaks: output /診断書/
SELECT l.circumstances FROM attendance.leave_records AS l WHERE l.circumstances IS NOT NULL LIMIT 1;
