-- S13: withholding slips of 2023 still in the form of the year before.
-- Only the version and the layout of the document are needed, never who it is about.
WITH slips AS (
  SELECT s.slip_id, s.employee_no, s.department_code,
         s.payload->>'form_version' AS form_version,
         s.payload#>>'{layout,writer}' AS writer,
         jsonb_array_length(s.payload#>'{layout,blocks}') AS blocks,
         (SELECT count(*)
          FROM jsonb_object_keys(s.payload->'layout') AS k(name)) AS layout_keys,
         s.payload
  FROM payroll.withholding_slips AS s
  WHERE s.tax_year = 2023
),
counted AS (
  SELECT s.*,
         count(*) OVER (PARTITION BY s.department_code) AS slips_of_department,
         count(*) FILTER (WHERE s.form_version = 'R04')
           OVER (PARTITION BY s.department_code) AS old_slips_of_department
  FROM slips AS s
)
SELECT c.employee_no, c.slip_id, c.department_code, d.department_name, c.form_version, c.writer,
       c.blocks, c.layout_keys, c.old_slips_of_department, c.slips_of_department
FROM counted AS c
JOIN payroll.departments AS d ON d.department_code = c.department_code
WHERE c.form_version IS DISTINCT FROM 'R05'
   OR c.blocks < 4
ORDER BY c.department_code, c.employee_no;
