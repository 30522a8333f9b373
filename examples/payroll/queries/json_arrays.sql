-- Versions of the withholding form
SELECT tax_year, payload->>'form_version' AS form, count(*) FROM payroll.withholding_slips GROUP BY 1, 2;

-- The layout as a document
-- ordered
SELECT slip_id, payload->'layout' FROM payroll.withholding_slips ORDER BY slip_id LIMIT 5;

-- Blocks of the layout, each a row
SELECT b.block, count(*) FROM payroll.withholding_slips s, jsonb_array_elements_text(s.payload->'layout'->'blocks') AS b(block) GROUP BY b.block;

-- Blocks with their position
-- ordered
SELECT s.slip_id, b.n, b.block FROM payroll.withholding_slips s
CROSS JOIN LATERAL jsonb_array_elements_text(s.payload #> '{layout,blocks}') WITH ORDINALITY AS b(block, n)
ORDER BY s.slip_id, b.n LIMIT 12;

-- What is left of the document
-- ordered
SELECT DISTINCT k FROM payroll.withholding_slips, jsonb_object_keys(payload) AS k ORDER BY k;

-- Paths of JSON
SELECT jsonb_path_query_first(payload, '$.layout.writer') #>> '{}' AS writer, count(*) FROM payroll.withholding_slips GROUP BY 1;

-- Slips whose blocks do not name the dependents
SELECT slip_id, employee_no FROM payroll.withholding_slips WHERE NOT payload @> '{"layout": {"blocks": ["dependents"]}}';

-- A path with a condition
SELECT count(*) FROM payroll.withholding_slips WHERE payload @? '$.layout.blocks[*] ? (@ == "payer")';

-- A predicate as a path
SELECT count(*) FROM payroll.withholding_slips WHERE payload @@ '$.layout.blocks.size() >= 4';

-- Keys that are there
SELECT count(*) FILTER (WHERE payload ? 'form_version') AS versioned, count(*) FILTER (WHERE payload ?| ARRAY['x', 'layout']) AS laid_out,
       count(*) FILTER (WHERE payload ?& ARRAY['form_version', 'recipient']) AS with_recipient FROM payroll.withholding_slips;

-- A path with variables
SELECT slip_id FROM payroll.withholding_slips
WHERE jsonb_path_exists(payload, '$.layout ? (@.writer starts with $w)', '{"w": "WS-06"}');

-- The layout as columns
SELECT x.writer, jsonb_array_length(x.blocks) AS blocks, count(*)
FROM payroll.withholding_slips s, jsonb_to_record(s.payload->'layout') AS x(writer text, blocks jsonb) GROUP BY 1, 2;

-- Pretty printed for a mail
-- ordered
SELECT jsonb_pretty(payload) FROM payroll.withholding_slips ORDER BY slip_id LIMIT 1;

-- A document changed on the way
SELECT jsonb_set(payload, '{layout,writer}', '"?"') - 'form_version' #- '{layout,blocks}' FROM payroll.withholding_slips WHERE slip_id < 4;

-- Types of the document's parts
SELECT key, jsonb_typeof(value), count(*) FROM payroll.withholding_slips, jsonb_each(payload) GROUP BY key, 2;

-- Flattened key by key
SELECT e.key, e.value FROM payroll.withholding_slips s, LATERAL jsonb_each_text(s.payload->'layout') e WHERE s.slip_id = 1;

-- A slip as JSON, as the test tool wants it
SELECT row_to_json(x) FROM (SELECT employee_no, pay_month, gross_amount, net_amount FROM payroll.payslips WHERE run_id = 37 AND employee_no < '100005') x;

-- All slips of one person as one array
SELECT json_agg(json_build_object('month', to_char(pay_month, 'YYYY-MM'), 'net', net_amount) ORDER BY pay_month, run_id)
FROM payroll.payslips WHERE employee_no = '100010';

-- Whole rows as JSON
SELECT to_jsonb(r) - 'started_at' - 'finished_at' FROM payroll.payroll_runs r WHERE r.pay_month = '2023-12-01';

-- Tags of the items
SELECT item_code, item_name, report_tags, array_length(report_tags, 1) AS tags FROM payroll.pay_items WHERE 'allowance' = ANY (report_tags);

-- Items of several tags
SELECT item_code FROM payroll.pay_items WHERE report_tags && ARRAY['tax', 'social'];

-- Items that have both tags
SELECT item_code FROM payroll.pay_items WHERE report_tags @> '{allowance,commute}';

-- Totals by tag
SELECT tag, sum(l.amount) FROM payroll.pay_items i CROSS JOIN unnest(i.report_tags) AS tag JOIN payroll.payslip_lines l USING (item_code)
WHERE l.run_id = 37 GROUP BY tag;

-- Tags with their place
SELECT item_code, t.tag, t.ord FROM payroll.pay_items, unnest(report_tags) WITH ORDINALITY AS t(tag, ord) WHERE t.ord > 1;

-- Program versions by component
SELECT split_part(v, ' ', 1) AS component, split_part(v, ' ', 2) AS version, min(run_id), max(run_id)
FROM payroll.payroll_runs, unnest(program_version) AS v GROUP BY 1, 2;

-- The second element
SELECT DISTINCT program_version[2], array_upper(program_version, 1), cardinality(program_version) FROM payroll.payroll_runs;

-- Slices of the running totals
SELECT employee_no, ytd_amounts[1:2] AS first_two, ytd_amounts[2:] AS rest, ytd_amounts[:1] AS first FROM payroll.payslips WHERE run_id = 41 AND employee_no < '100006';

-- Running totals as rows
SELECT p.employee_no, t.what, t.amount
FROM payroll.payslips p CROSS JOIN LATERAL unnest(ARRAY['gross', 'social', 'tax'], p.ytd_amounts) AS t(what, amount)
WHERE p.run_id = 41 AND p.employee_no = '100010';

-- Arrays made of sub-queries
SELECT d.department_code, ARRAY(SELECT e.employee_no FROM payroll.employees e WHERE e.department_code = d.department_code ORDER BY 1) AS members FROM payroll.departments d;

-- Arrays compared
SELECT run_id FROM payroll.payroll_runs WHERE program_version = ARRAY['core 4.1', 'tax 2023'] OR program_version > '{core 5}';

-- Position, removal, replacement
SELECT item_code, array_position(report_tags, 'commute'), array_remove(report_tags, 'allowance'), array_replace(report_tags, 'allowance', 'pay'), report_tags || 'x'::text
FROM payroll.pay_items WHERE side = 'P';

-- Array to text and back
SELECT item_code, array_to_string(report_tags, '+'), string_to_array('a,b,,c', ',', '') FROM payroll.pay_items WHERE item_code = 'P06';

-- Array of arrays
SELECT array_agg(ARRAY[lower_amount, standard_amount] ORDER BY grade) FROM payroll.remuneration_grades WHERE kind = 'pension' AND grade <= 3;

-- Subscripts over a range
SELECT run_id, i, program_version[i] FROM payroll.payroll_runs, generate_subscripts(program_version, 1) AS i WHERE run_id < 6;

-- Two dimensional literal
SELECT (ARRAY[[1, 2], [3, 4]])[2][1], array_dims(ARRAY[[1, 2], [3, 4]]), ('{1,2,3}'::int[])[2];

-- What the JSON of the log holds for us
SELECT action, count(before_value) AS before, count(after_value) AS after FROM payroll.operation_logs GROUP BY action;

-- JSON objects from two arrays
SELECT jsonb_object(ARRAY['a', 'b'], ARRAY['1', '2']), jsonb_object('{c,3}'), jsonb_strip_nulls('{"a": null, "b": 1}'), '[1,2,3]'::jsonb->-1;

-- An object of totals by item
SELECT jsonb_object_agg(item_code, total) FROM (SELECT item_code, sum(amount) AS total FROM payroll.payslip_lines WHERE run_id = 37 GROUP BY item_code) t;
