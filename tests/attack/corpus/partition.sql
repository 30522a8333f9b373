-- name: partition_by_its_parent
-- class: partition
-- leaks: output /[0-9]{12}/
-- proxy: twin
SELECT personal_number FROM payroll.history;

-- name: partition_by_its_own_name
-- class: partition
-- leaks: output /[0-9]{12}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT personal_number FROM payroll.history_old;

-- name: partition_told_by_tableoid
-- class: partition
-- leaks: output /history_old/
-- proxy: refused HIDDEN_OR_MISSING
SELECT DISTINCT tableoid::regclass FROM payroll.history;

-- name: partition_compared_through_its_parent
-- class: partition
-- leaks: rows
-- proxy: twin
SELECT 1 FROM payroll.history WHERE personal_number = '{personal_number}';

-- name: inheritance_rows_of_the_child
-- class: partition
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT text FROM payroll.notices;

-- name: inheritance_column_of_the_child
-- class: partition
-- leaks: output /[0-9]{12}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT personal_number FROM payroll.notices_of_numbers;
