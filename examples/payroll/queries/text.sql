-- Names of departments by pattern
SELECT department_code, department_name FROM payroll.departments WHERE department_name LIKE '%課' AND department_name NOT LIKE '%税%';

-- Without regard to case
SELECT job_name, count(*) FROM payroll.job_batches WHERE job_name ILIKE 'PAYROLL%' GROUP BY job_name;

-- Similar to
SELECT DISTINCT file_name FROM payroll.bank_transfer_files WHERE file_name SIMILAR TO 'furikomi_00(0|1)[0-9]\_[12].txt';

-- With an escape sign of its own
SELECT count(*) FROM payroll.bank_transfer_files WHERE file_name LIKE 'furikomi!_%' ESCAPE '!';

-- Regular expressions with back references and lookahead
SELECT department_code FROM payroll.departments WHERE department_code ~ '(\d)\1' AND budget_code ~ '^02(?=01)' AND department_code !~* 'x';

-- Numbers taken out of file names
SELECT file_name, (regexp_match(file_name, '_(\d+)_(\d)'))[1]::int AS run, regexp_replace(file_name, '\D', '', 'g') AS digits, regexp_count(file_name, '0') FROM payroll.bank_transfer_files WHERE file_id < 100;

-- Parts by position and by separator
SELECT budget_code, substring(budget_code FROM 3 FOR 2), substr(budget_code, 5), split_part('a-b-c', '-', 2), overlay(budget_code PLACING '**' FROM 3 FOR 2), left(budget_code, -2) FROM payroll.departments WHERE department_code < '0200';

-- Trimming and padding
SELECT trim(both '0' FROM department_code), ltrim(department_code, '0'), lpad(department_code, 6, '*'), rpad(short_name, 8, '・'), btrim('  x '), trim(leading FROM ' y') FROM payroll.departments;

-- Characters and bytes of Japanese names
SELECT department_name, char_length(department_name), octet_length(department_name), reverse(short_name), ascii(department_name), chr(ascii(department_name)) FROM payroll.departments WHERE division_name = '総務部';

-- Full-width to half-width
SELECT normalize('ＡＢＣ１２３', NFKC), 'ｱｲｳ' IS NFC NORMALIZED, translate('１２３', '０１２３４５６７８９', '0123456789'), U&'\5C71\7530';

-- Sorted in another collation
-- ordered
SELECT department_name FROM payroll.departments ORDER BY department_name COLLATE "ja-x-icu", department_code LIMIT 10;

-- Sorted by bytes
-- ordered
SELECT department_name FROM payroll.departments ORDER BY department_name COLLATE "C" DESC, department_code LIMIT 10;

-- Tokens sorted in another collation
-- ordered
SELECT full_name FROM payroll.employees ORDER BY full_name COLLATE "en-x-icu", employee_no LIMIT 10;

-- Compared in another collation
SELECT count(*) FROM payroll.employees WHERE full_name COLLATE "ja-x-icu" < 'name_m' COLLATE "ja-x-icu";

-- Amounts as accountants write them
SELECT employee_no, to_char(net_amount, 'FM999,999,999') || '円' AS net, to_char(-net_amount, 'S9999999'), to_char(base_pay / 12.0, '9999990.00') FROM payroll.payslips WHERE run_id = 37 AND employee_no < '100005';

-- Text to numbers
SELECT to_number('1,234,567', '9,999,999'), '12.50'::numeric(8, 1), cast('7' AS smallint), int '42', '1e3'::float8, '0x10' ~ '^0x';

-- Hex, bytes and checksums
SELECT to_hex(255), encode('abc'::bytea, 'base64'), decode('616263', 'hex'), sha256('abc'), md5('abc'), encode(sha256(convert_to('簾', 'UTF8')), 'hex');

-- Concatenated with nulls
SELECT employee_no, 'reason: ' || retire_reason, concat('reason: ', retire_reason), concat_ws(',', employee_no, retire_reason, retired_on) FROM payroll.employees WHERE employee_no < '100008';

-- Quoted for a script
SELECT format('UPDATE t SET d = %L WHERE k = %s; -- %I', department_name, department_code, short_name), quote_literal(department_name), quote_ident('a b'), quote_nullable(NULL) FROM payroll.departments WHERE department_code < '0120';

-- Repeated and counted letters
SELECT repeat('=-', 10), length(repeat('あ', 5)), strpos('payroll', 'roll'), starts_with('payroll', 'pay'), initcap('net amount');

-- Words of a path
SELECT string_to_array('a/b/c', '/'), array_to_string(regexp_split_to_array('a1b22c', '\d+'), '|'), (SELECT count(*) FROM string_to_table('x,y,z', ','));

-- Search words in reasons
-- as attendance-vendor-01
SELECT reason, count(*) FROM attendance.overtime_requests WHERE to_tsvector('simple', reason) @@ to_tsquery('simple', '台風対応 | 窓口対応の延長') GROUP BY reason;

-- Search words, ranked and highlighted
-- as attendance-vendor-01
SELECT DISTINCT reason, ts_rank(to_tsvector('simple', reason), q) > 0 AS hit, ts_headline('simple', reason, q, 'StartSel=<, StopSel=>')
FROM attendance.overtime_requests, plainto_tsquery('simple', '台風対応') AS q WHERE to_tsvector('simple', reason) @@ q;

-- Search words in memos of the log
SELECT count(*) FROM payroll.operation_logs WHERE to_tsvector('simple', coalesce(memo, '')) @@ websearch_to_tsquery('simple', '窓口で本人から申し出');

-- Search in file names by prefix
SELECT file_name FROM payroll.bank_transfer_files WHERE to_tsvector('simple', replace(file_name, '_', ' ')) @@ to_tsquery('simple', 'furikomi & 003:*');

-- Text search vectors taken apart
SELECT tsvector_to_array(to_tsvector('simple', 'b a c a')), length(to_tsvector('simple', 'b a c a')), strip('a:1 b:2'::tsvector), setweight(to_tsvector('english', 'running shoes'), 'A'), numnode('a & b'::tsquery), 'a'::tsquery && !!'b'::tsquery, 'a'::tsquery <-> 'b'::tsquery;

-- Notes, numbers taken out
SELECT remark, count(*) FROM payroll.appointments WHERE remark IS NOT NULL GROUP BY remark;

-- Memos that spoke of a number
SELECT log_id, memo FROM payroll.operation_logs WHERE memo ~ '\[#' OR memo LIKE '%受付番号%';

-- Ranges of dates as text
SELECT daterange(valid_from, valid_to)::text, lower(daterange(valid_from, valid_to)), upper_inf(daterange(valid_from, valid_to)), isempty(daterange(valid_from, valid_from)) FROM payroll.overtime_rates;

-- Ranges that touch, precede, contain
SELECT a.valid_from, daterange(a.valid_from, a.valid_to, '[]') -|- daterange(b.valid_from, b.valid_to, '[]') AS adjacent, daterange(a.valid_from, a.valid_to, '[]') << daterange(b.valid_from, b.valid_to, '[]') AS before
FROM payroll.overtime_rates a JOIN payroll.overtime_rates b ON b.rate_code = a.rate_code AND b.valid_from > a.valid_from;

-- Multiranges of validity and their gaps
SELECT rate_code, datemultirange(daterange('2022-04-01', '2024-04-01')) - range_agg(daterange(valid_from, valid_to, '[]')) AS gaps FROM payroll.overtime_rates GROUP BY rate_code;

-- Ranges unnested
SELECT employee_no, r FROM (SELECT employee_no, range_agg(daterange(valid_from, valid_to, '[]')) AS m FROM payroll.housing_notices GROUP BY employee_no) x, unnest(x.m) AS r;

-- A range as a literal
SELECT count(*) FROM payroll.payslips WHERE '[2023-04-01,2023-07-01)'::daterange @> pay_month AND net_amount <@ int4range(200000, 250000);

-- Flags as bits
SELECT employee_no, (overtime_allowance > 0)::int::bit(1) || (housing_allowance > 0)::int::bit(1) AS flags, B'101' & B'011', grade::int::bit(4) FROM payroll.payslips WHERE run_id = 37 AND employee_no < '100010';

-- XML for an old interface
SELECT xmlelement(name employee, xmlattributes(employee_no AS no), xmlforest(department_code AS dept, hired_on, full_name)) FROM payroll.employees WHERE employee_no < '100005';

-- XML of a list
SELECT xmlelement(name departments, xmlagg(xmlelement(name d, department_name) ORDER BY department_code))::text FROM payroll.departments;
