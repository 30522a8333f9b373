-- The city's two systems in one database: payroll (人事給与システム) and attendance (庶務事務システム).
--
-- Everything in it is made up. Types are built-in ones, but for two in payroll.job_batches that show what becomes of a
-- column whose type the proxy does not know (it is hidden).

CREATE SCHEMA payroll;
CREATE SCHEMA attendance;
COMMENT ON SCHEMA payroll IS '人事給与システム';
COMMENT ON SCHEMA attendance IS '庶務事務システム';

CREATE TYPE payroll.batch_state AS ENUM ('waiting', 'running', 'done', 'failed');
CREATE DOMAIN payroll.exit_code AS integer CHECK (VALUE BETWEEN 0 AND 255);


CREATE TABLE payroll.departments (
  department_code char(4) NOT NULL,
  department_name text NOT NULL,
  short_name varchar(12) NOT NULL,
  division_name text NOT NULL,
  parent_code char(4),
  budget_code char(8) NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  legacy_code varchar(10),
  PRIMARY KEY (department_code),
  FOREIGN KEY (parent_code) REFERENCES payroll.departments (department_code)
);
COMMENT ON TABLE payroll.departments IS '所属';
COMMENT ON COLUMN payroll.departments.department_code IS '所属コード';
COMMENT ON COLUMN payroll.departments.department_name IS '所属名';
COMMENT ON COLUMN payroll.departments.short_name IS '略称';
COMMENT ON COLUMN payroll.departments.division_name IS '部名';
COMMENT ON COLUMN payroll.departments.parent_code IS '上位所属コード';
COMMENT ON COLUMN payroll.departments.budget_code IS '予算科目コード';
COMMENT ON COLUMN payroll.departments.valid_from IS '有効開始日';
COMMENT ON COLUMN payroll.departments.valid_to IS '有効終了日';
COMMENT ON COLUMN payroll.departments.legacy_code IS '旧システム所属コード(未分類)';

CREATE TABLE payroll.employees (
  employee_no char(6) NOT NULL,
  personal_number char(12),
  full_name text NOT NULL,
  full_name_kana text NOT NULL,
  birth_date date NOT NULL,
  sex char(1) NOT NULL,
  postal_code char(8),
  address text,
  phone varchar(13),
  mobile_phone varchar(13),
  email varchar(80),
  employment_kind varchar(10) NOT NULL,
  department_code char(4) NOT NULL,
  hired_on date NOT NULL,
  retired_on date,
  retire_reason varchar(20),
  mutual_aid_no char(8),
  basic_pension_no char(11),
  disability_grade varchar(10),
  union_member boolean NOT NULL,
  note text,
  legacy_code varchar(12),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (employee_no),
  UNIQUE (personal_number),
  FOREIGN KEY (department_code) REFERENCES payroll.departments (department_code)
);
CREATE INDEX ON payroll.employees (full_name);
CREATE INDEX ON payroll.employees (full_name_kana);
CREATE INDEX ON payroll.employees (birth_date);
CREATE INDEX ON payroll.employees (department_code);
COMMENT ON TABLE payroll.employees IS '職員';
COMMENT ON COLUMN payroll.employees.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.employees.personal_number IS '個人番号';
COMMENT ON COLUMN payroll.employees.full_name IS '氏名';
COMMENT ON COLUMN payroll.employees.full_name_kana IS '氏名カナ';
COMMENT ON COLUMN payroll.employees.birth_date IS '生年月日';
COMMENT ON COLUMN payroll.employees.sex IS '性別';
COMMENT ON COLUMN payroll.employees.postal_code IS '郵便番号';
COMMENT ON COLUMN payroll.employees.address IS '住所';
COMMENT ON COLUMN payroll.employees.phone IS '電話番号';
COMMENT ON COLUMN payroll.employees.mobile_phone IS '携帯電話番号';
COMMENT ON COLUMN payroll.employees.email IS 'メールアドレス';
COMMENT ON COLUMN payroll.employees.employment_kind IS '任用区分 regular=正規 fiscal=会計年度任用 special=特別職';
COMMENT ON COLUMN payroll.employees.department_code IS '所属コード';
COMMENT ON COLUMN payroll.employees.hired_on IS '採用日';
COMMENT ON COLUMN payroll.employees.retired_on IS '退職日';
COMMENT ON COLUMN payroll.employees.retire_reason IS '退職事由';
COMMENT ON COLUMN payroll.employees.mutual_aid_no IS '共済組合員番号';
COMMENT ON COLUMN payroll.employees.basic_pension_no IS '基礎年金番号';
COMMENT ON COLUMN payroll.employees.disability_grade IS '障害等級';
COMMENT ON COLUMN payroll.employees.union_member IS '職員団体加入';
COMMENT ON COLUMN payroll.employees.note IS '備考(自由記述)';
COMMENT ON COLUMN payroll.employees.legacy_code IS '旧システム職員コード(未分類)';
COMMENT ON COLUMN payroll.employees.updated_at IS '更新日時';

CREATE TABLE payroll.dependents (
  employee_no char(6) NOT NULL,
  dependent_no smallint NOT NULL,
  personal_number char(12),
  full_name text NOT NULL,
  full_name_kana text NOT NULL,
  relation varchar(10) NOT NULL,
  birth_date date NOT NULL,
  annual_income integer NOT NULL,
  disability_grade varchar(10),
  is_tax_dependent boolean NOT NULL,
  is_allowance_dependent boolean NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (employee_no, dependent_no),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
COMMENT ON TABLE payroll.dependents IS '扶養親族';
COMMENT ON COLUMN payroll.dependents.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.dependents.dependent_no IS '扶養親族連番';
COMMENT ON COLUMN payroll.dependents.personal_number IS '個人番号';
COMMENT ON COLUMN payroll.dependents.full_name IS '氏名';
COMMENT ON COLUMN payroll.dependents.full_name_kana IS '氏名カナ';
COMMENT ON COLUMN payroll.dependents.relation IS '続柄';
COMMENT ON COLUMN payroll.dependents.birth_date IS '生年月日';
COMMENT ON COLUMN payroll.dependents.annual_income IS '年間所得見込額';
COMMENT ON COLUMN payroll.dependents.disability_grade IS '障害等級';
COMMENT ON COLUMN payroll.dependents.is_tax_dependent IS '税法上の扶養';
COMMENT ON COLUMN payroll.dependents.is_allowance_dependent IS '扶養手当の対象';
COMMENT ON COLUMN payroll.dependents.valid_from IS '有効開始日';
COMMENT ON COLUMN payroll.dependents.valid_to IS '有効終了日';

CREATE TABLE payroll.declarations (
  declaration_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  tax_year smallint NOT NULL,
  submitted_on date NOT NULL,
  valid_from date NOT NULL,
  valid_to date NOT NULL,
  personal_number char(12),
  declared_address text,
  is_widowed boolean NOT NULL,
  is_working_student boolean NOT NULL,
  PRIMARY KEY (declaration_id),
  UNIQUE (employee_no, tax_year),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
COMMENT ON TABLE payroll.declarations IS '扶養控除等申告書';
COMMENT ON COLUMN payroll.declarations.declaration_id IS '申告書番号';
COMMENT ON COLUMN payroll.declarations.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.declarations.tax_year IS '年分';
COMMENT ON COLUMN payroll.declarations.submitted_on IS '提出日';
COMMENT ON COLUMN payroll.declarations.valid_from IS '適用開始日';
COMMENT ON COLUMN payroll.declarations.valid_to IS '適用終了日';
COMMENT ON COLUMN payroll.declarations.personal_number IS '申告者の個人番号';
COMMENT ON COLUMN payroll.declarations.declared_address IS '申告した住所';
COMMENT ON COLUMN payroll.declarations.is_widowed IS '寡婦・ひとり親';
COMMENT ON COLUMN payroll.declarations.is_working_student IS '勤労学生';

CREATE TABLE payroll.appointments (
  appointment_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  effective_on date NOT NULL,
  kind varchar(10) NOT NULL,
  department_code char(4) NOT NULL,
  pay_table char(2) NOT NULL,
  grade smallint NOT NULL,
  step smallint NOT NULL,
  pay_percent smallint NOT NULL,
  remark text,
  PRIMARY KEY (appointment_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no),
  FOREIGN KEY (department_code) REFERENCES payroll.departments (department_code)
);
CREATE INDEX ON payroll.appointments (employee_no, effective_on);
COMMENT ON TABLE payroll.appointments IS '発令';
COMMENT ON COLUMN payroll.appointments.appointment_id IS '発令番号';
COMMENT ON COLUMN payroll.appointments.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.appointments.effective_on IS '発令日';
COMMENT ON COLUMN payroll.appointments.kind IS '発令種別';
COMMENT ON COLUMN payroll.appointments.department_code IS '所属コード';
COMMENT ON COLUMN payroll.appointments.pay_table IS '給料表';
COMMENT ON COLUMN payroll.appointments.grade IS '級';
COMMENT ON COLUMN payroll.appointments.step IS '号給';
COMMENT ON COLUMN payroll.appointments.pay_percent IS '支給割合';
COMMENT ON COLUMN payroll.appointments.remark IS '発令備考';

CREATE TABLE payroll.pay_tables (
  pay_table char(2) NOT NULL,
  grade smallint NOT NULL,
  step smallint NOT NULL,
  valid_from date NOT NULL,
  promulgated_on date NOT NULL,
  monthly_amount integer NOT NULL,
  PRIMARY KEY (pay_table, grade, step, valid_from)
);
COMMENT ON TABLE payroll.pay_tables IS '給料表';
COMMENT ON COLUMN payroll.pay_tables.pay_table IS '給料表';
COMMENT ON COLUMN payroll.pay_tables.grade IS '級';
COMMENT ON COLUMN payroll.pay_tables.step IS '号給';
COMMENT ON COLUMN payroll.pay_tables.valid_from IS '適用日';
COMMENT ON COLUMN payroll.pay_tables.promulgated_on IS '公布日';
COMMENT ON COLUMN payroll.pay_tables.monthly_amount IS '給料月額';

CREATE TABLE payroll.pay_items (
  item_code char(3) NOT NULL,
  item_name text NOT NULL,
  side char(1) NOT NULL,
  is_taxable boolean NOT NULL,
  is_fixed boolean NOT NULL,
  sort_order smallint NOT NULL,
  report_tags text[] NOT NULL,
  PRIMARY KEY (item_code)
);
COMMENT ON TABLE payroll.pay_items IS '支給・控除項目';
COMMENT ON COLUMN payroll.pay_items.item_code IS '項目コード';
COMMENT ON COLUMN payroll.pay_items.item_name IS '項目名';
COMMENT ON COLUMN payroll.pay_items.side IS 'P=支給 D=控除';
COMMENT ON COLUMN payroll.pay_items.is_taxable IS '課税対象';
COMMENT ON COLUMN payroll.pay_items.is_fixed IS '固定的給与';
COMMENT ON COLUMN payroll.pay_items.sort_order IS '表示順';
COMMENT ON COLUMN payroll.pay_items.report_tags IS '帳票での集計区分';

CREATE TABLE payroll.commute_notices (
  notice_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  means varchar(10) NOT NULL,
  route text NOT NULL,
  from_station text NOT NULL,
  distance_km double precision NOT NULL,
  pass_months smallint NOT NULL,
  pass_amount integer NOT NULL,
  submitted_on date NOT NULL,
  PRIMARY KEY (notice_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.commute_notices (employee_no, valid_from);
COMMENT ON TABLE payroll.commute_notices IS '通勤届';
COMMENT ON COLUMN payroll.commute_notices.notice_id IS '届出番号';
COMMENT ON COLUMN payroll.commute_notices.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.commute_notices.valid_from IS '適用開始日';
COMMENT ON COLUMN payroll.commute_notices.valid_to IS '適用終了日';
COMMENT ON COLUMN payroll.commute_notices.means IS '交通手段';
COMMENT ON COLUMN payroll.commute_notices.route IS '経路';
COMMENT ON COLUMN payroll.commute_notices.from_station IS '最寄駅';
COMMENT ON COLUMN payroll.commute_notices.distance_km IS '距離';
COMMENT ON COLUMN payroll.commute_notices.pass_months IS '定期券の月数';
COMMENT ON COLUMN payroll.commute_notices.pass_amount IS '定期券の額';
COMMENT ON COLUMN payroll.commute_notices.submitted_on IS '届出日';

CREATE TABLE payroll.housing_notices (
  notice_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  address text NOT NULL,
  landlord_name text NOT NULL,
  landlord_phone varchar(13) NOT NULL,
  rent integer NOT NULL,
  allowance integer NOT NULL,
  PRIMARY KEY (notice_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.housing_notices (employee_no);
COMMENT ON TABLE payroll.housing_notices IS '住居届';
COMMENT ON COLUMN payroll.housing_notices.notice_id IS '届出番号';
COMMENT ON COLUMN payroll.housing_notices.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.housing_notices.valid_from IS '適用開始日';
COMMENT ON COLUMN payroll.housing_notices.valid_to IS '適用終了日';
COMMENT ON COLUMN payroll.housing_notices.address IS '住居の所在地';
COMMENT ON COLUMN payroll.housing_notices.landlord_name IS '貸主氏名';
COMMENT ON COLUMN payroll.housing_notices.landlord_phone IS '貸主電話番号';
COMMENT ON COLUMN payroll.housing_notices.rent IS '家賃';
COMMENT ON COLUMN payroll.housing_notices.allowance IS '住居手当の額';

CREATE TABLE payroll.overtime_rates (
  rate_code varchar(4) NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  rate numeric(4,2) NOT NULL,
  updated_by varchar(8) NOT NULL,
  PRIMARY KEY (rate_code, valid_from)
);
COMMENT ON TABLE payroll.overtime_rates IS '時間外勤務の割増率';
COMMENT ON COLUMN payroll.overtime_rates.rate_code IS '区分 OT=平日 HO=休日 NI=深夜 OV60=60時間超';
COMMENT ON COLUMN payroll.overtime_rates.valid_from IS '適用開始日';
COMMENT ON COLUMN payroll.overtime_rates.valid_to IS '適用終了日';
COMMENT ON COLUMN payroll.overtime_rates.rate IS '支給割合';
COMMENT ON COLUMN payroll.overtime_rates.updated_by IS '更新者';

CREATE TABLE payroll.overtime_details (
  employee_no char(6) NOT NULL,
  work_month date NOT NULL,
  rate_code varchar(4) NOT NULL,
  minutes integer NOT NULL,
  hourly_amount integer NOT NULL,
  rate numeric(4,2) NOT NULL,
  amount integer NOT NULL,
  pay_month date NOT NULL,
  PRIMARY KEY (employee_no, work_month, rate_code),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.overtime_details (work_month, rate_code);
COMMENT ON TABLE payroll.overtime_details IS '時間外勤務手当の明細';
COMMENT ON COLUMN payroll.overtime_details.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.overtime_details.work_month IS '勤務月';
COMMENT ON COLUMN payroll.overtime_details.rate_code IS '区分';
COMMENT ON COLUMN payroll.overtime_details.minutes IS '時間(分)';
COMMENT ON COLUMN payroll.overtime_details.hourly_amount IS '勤務1時間当たりの給与額';
COMMENT ON COLUMN payroll.overtime_details.rate IS '適用した支給割合';
COMMENT ON COLUMN payroll.overtime_details.amount IS '手当額';
COMMENT ON COLUMN payroll.overtime_details.pay_month IS '支給月';

CREATE TABLE payroll.remuneration_grades (
  kind varchar(10) NOT NULL,
  grade smallint NOT NULL,
  lower_amount integer NOT NULL,
  upper_amount integer,
  standard_amount integer NOT NULL,
  PRIMARY KEY (kind, grade)
);
COMMENT ON TABLE payroll.remuneration_grades IS '標準報酬等級表';
COMMENT ON COLUMN payroll.remuneration_grades.kind IS 'short=短期 pension=厚生年金';
COMMENT ON COLUMN payroll.remuneration_grades.grade IS '等級';
COMMENT ON COLUMN payroll.remuneration_grades.lower_amount IS '報酬月額(以上)';
COMMENT ON COLUMN payroll.remuneration_grades.upper_amount IS '報酬月額(未満)';
COMMENT ON COLUMN payroll.remuneration_grades.standard_amount IS '標準報酬月額';

CREATE TABLE payroll.standard_remunerations (
  employee_no char(6) NOT NULL,
  valid_from date NOT NULL,
  kind varchar(10) NOT NULL,
  average_amount integer NOT NULL,
  short_grade smallint NOT NULL,
  short_amount integer NOT NULL,
  pension_grade smallint NOT NULL,
  pension_amount integer NOT NULL,
  decided_on date NOT NULL,
  PRIMARY KEY (employee_no, valid_from),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
COMMENT ON TABLE payroll.standard_remunerations IS '標準報酬の決定';
COMMENT ON COLUMN payroll.standard_remunerations.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.standard_remunerations.valid_from IS '適用月';
COMMENT ON COLUMN payroll.standard_remunerations.kind IS '決定種別 acquired=資格取得 annual=定時決定';
COMMENT ON COLUMN payroll.standard_remunerations.average_amount IS '報酬月額';
COMMENT ON COLUMN payroll.standard_remunerations.short_grade IS '短期等級';
COMMENT ON COLUMN payroll.standard_remunerations.short_amount IS '短期標準報酬月額';
COMMENT ON COLUMN payroll.standard_remunerations.pension_grade IS '厚年等級';
COMMENT ON COLUMN payroll.standard_remunerations.pension_amount IS '厚年標準報酬月額';
COMMENT ON COLUMN payroll.standard_remunerations.decided_on IS '決定日';

CREATE TABLE payroll.resident_tax_notices (
  notice_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  fiscal_year smallint NOT NULL,
  notice_kind varchar(7) NOT NULL,
  effective_month date NOT NULL,
  municipality_code char(6) NOT NULL,
  municipality_name text NOT NULL,
  addressee_no char(10) NOT NULL,
  annual_amount integer NOT NULL,
  first_amount integer NOT NULL,
  monthly_amount integer NOT NULL,
  issued_on date NOT NULL,
  PRIMARY KEY (notice_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.resident_tax_notices (employee_no, fiscal_year, effective_month);
COMMENT ON TABLE payroll.resident_tax_notices IS '住民税 特別徴収税額通知';
COMMENT ON COLUMN payroll.resident_tax_notices.notice_id IS '通知番号';
COMMENT ON COLUMN payroll.resident_tax_notices.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.resident_tax_notices.fiscal_year IS '課税年度';
COMMENT ON COLUMN payroll.resident_tax_notices.notice_kind IS 'initial=当初 change=変更';
COMMENT ON COLUMN payroll.resident_tax_notices.effective_month IS '適用月';
COMMENT ON COLUMN payroll.resident_tax_notices.municipality_code IS '市区町村コード';
COMMENT ON COLUMN payroll.resident_tax_notices.municipality_name IS '市区町村名';
COMMENT ON COLUMN payroll.resident_tax_notices.addressee_no IS '宛名番号';
COMMENT ON COLUMN payroll.resident_tax_notices.annual_amount IS '年税額';
COMMENT ON COLUMN payroll.resident_tax_notices.first_amount IS '適用月の額';
COMMENT ON COLUMN payroll.resident_tax_notices.monthly_amount IS '翌月以降の月額';
COMMENT ON COLUMN payroll.resident_tax_notices.issued_on IS '通知日';

CREATE TABLE payroll.deductions (
  employee_no char(6) NOT NULL,
  item_code char(3) NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  monthly_amount integer NOT NULL,
  policy_no varchar(12),
  beneficiary_name text,
  PRIMARY KEY (employee_no, item_code, valid_from),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no),
  FOREIGN KEY (item_code) REFERENCES payroll.pay_items (item_code)
);
COMMENT ON TABLE payroll.deductions IS '控除の登録';
COMMENT ON COLUMN payroll.deductions.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.deductions.item_code IS '項目コード';
COMMENT ON COLUMN payroll.deductions.valid_from IS '適用開始日';
COMMENT ON COLUMN payroll.deductions.valid_to IS '適用終了日';
COMMENT ON COLUMN payroll.deductions.monthly_amount IS '月額';
COMMENT ON COLUMN payroll.deductions.policy_no IS '証券番号';
COMMENT ON COLUMN payroll.deductions.beneficiary_name IS '受取人氏名';

CREATE TABLE payroll.bank_accounts (
  account_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  account_seq smallint NOT NULL,
  bank_code char(4) NOT NULL,
  branch_code char(3) NOT NULL,
  account_type char(1) NOT NULL,
  account_number char(7) NOT NULL,
  holder_kana text NOT NULL,
  fixed_amount integer,
  valid_from date NOT NULL,
  valid_to date,
  updated_by varchar(8) NOT NULL,
  PRIMARY KEY (account_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.bank_accounts (employee_no);
CREATE INDEX ON payroll.bank_accounts (account_number);
COMMENT ON TABLE payroll.bank_accounts IS '振込口座';
COMMENT ON COLUMN payroll.bank_accounts.account_id IS '口座管理番号';
COMMENT ON COLUMN payroll.bank_accounts.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.bank_accounts.account_seq IS '口座の順位';
COMMENT ON COLUMN payroll.bank_accounts.bank_code IS '金融機関コード';
COMMENT ON COLUMN payroll.bank_accounts.branch_code IS '支店コード';
COMMENT ON COLUMN payroll.bank_accounts.account_type IS '預金種目';
COMMENT ON COLUMN payroll.bank_accounts.account_number IS '口座番号';
COMMENT ON COLUMN payroll.bank_accounts.holder_kana IS '口座名義カナ';
COMMENT ON COLUMN payroll.bank_accounts.fixed_amount IS '定額振込の額';
COMMENT ON COLUMN payroll.bank_accounts.valid_from IS '適用開始日';
COMMENT ON COLUMN payroll.bank_accounts.valid_to IS '適用終了日';
COMMENT ON COLUMN payroll.bank_accounts.updated_by IS '更新者';

CREATE TABLE payroll.payroll_runs (
  run_id integer NOT NULL,
  pay_month date NOT NULL,
  kind varchar(8) NOT NULL,
  paid_on date NOT NULL,
  status varchar(8) NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  elapsed interval NOT NULL,
  program_version text[] NOT NULL,
  PRIMARY KEY (run_id),
  UNIQUE (pay_month, kind)
);
COMMENT ON TABLE payroll.payroll_runs IS '給与計算';
COMMENT ON COLUMN payroll.payroll_runs.run_id IS '計算番号';
COMMENT ON COLUMN payroll.payroll_runs.pay_month IS '支給月';
COMMENT ON COLUMN payroll.payroll_runs.kind IS 'monthly=例月 bonus=期末勤勉';
COMMENT ON COLUMN payroll.payroll_runs.paid_on IS '支給日';
COMMENT ON COLUMN payroll.payroll_runs.status IS '状態';
COMMENT ON COLUMN payroll.payroll_runs.started_at IS '計算開始';
COMMENT ON COLUMN payroll.payroll_runs.finished_at IS '計算終了';
COMMENT ON COLUMN payroll.payroll_runs.elapsed IS '所要時間';
COMMENT ON COLUMN payroll.payroll_runs.program_version IS '計算プログラムの版';

CREATE TABLE payroll.payslips (
  run_id integer NOT NULL,
  employee_no char(6) NOT NULL,
  pay_month date NOT NULL,
  department_code char(4) NOT NULL,
  pay_table char(2) NOT NULL,
  grade smallint NOT NULL,
  step smallint NOT NULL,
  pay_percent smallint NOT NULL,
  base_pay integer NOT NULL,
  area_allowance integer NOT NULL,
  managerial_allowance integer NOT NULL,
  dependents_allowance integer NOT NULL,
  housing_allowance integer NOT NULL,
  commute_allowance integer NOT NULL,
  overtime_allowance integer NOT NULL,
  retroactive_pay integer NOT NULL,
  bonus_pay integer NOT NULL,
  gross_amount integer NOT NULL,
  taxable_amount integer NOT NULL,
  mutual_aid_premium integer NOT NULL,
  care_premium integer NOT NULL,
  pension_premium integer NOT NULL,
  retirement_premium integer NOT NULL,
  income_tax integer NOT NULL,
  resident_tax integer NOT NULL,
  association_fee integer NOT NULL,
  union_fee integer NOT NULL,
  group_insurance integer NOT NULL,
  year_end_adjustment integer NOT NULL,
  deduction_total integer NOT NULL,
  net_amount integer NOT NULL,
  tax_column char(1) NOT NULL,
  dependent_count smallint NOT NULL,
  standard_short integer NOT NULL,
  standard_pension integer NOT NULL,
  ytd_amounts integer[] NOT NULL,
  PRIMARY KEY (run_id, employee_no),
  FOREIGN KEY (run_id) REFERENCES payroll.payroll_runs (run_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no),
  FOREIGN KEY (department_code) REFERENCES payroll.departments (department_code)
);
CREATE INDEX ON payroll.payslips (employee_no, pay_month);
COMMENT ON TABLE payroll.payslips IS '給与明細';
COMMENT ON COLUMN payroll.payslips.run_id IS '計算番号';
COMMENT ON COLUMN payroll.payslips.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.payslips.pay_month IS '支給月';
COMMENT ON COLUMN payroll.payslips.department_code IS '所属コード';
COMMENT ON COLUMN payroll.payslips.pay_table IS '給料表';
COMMENT ON COLUMN payroll.payslips.grade IS '級';
COMMENT ON COLUMN payroll.payslips.step IS '号給';
COMMENT ON COLUMN payroll.payslips.pay_percent IS '支給割合';
COMMENT ON COLUMN payroll.payslips.base_pay IS '給料';
COMMENT ON COLUMN payroll.payslips.area_allowance IS '地域手当';
COMMENT ON COLUMN payroll.payslips.managerial_allowance IS '管理職手当';
COMMENT ON COLUMN payroll.payslips.dependents_allowance IS '扶養手当';
COMMENT ON COLUMN payroll.payslips.housing_allowance IS '住居手当';
COMMENT ON COLUMN payroll.payslips.commute_allowance IS '通勤手当';
COMMENT ON COLUMN payroll.payslips.overtime_allowance IS '時間外勤務手当';
COMMENT ON COLUMN payroll.payslips.retroactive_pay IS '差額';
COMMENT ON COLUMN payroll.payslips.bonus_pay IS '期末勤勉手当';
COMMENT ON COLUMN payroll.payslips.gross_amount IS '支給総額';
COMMENT ON COLUMN payroll.payslips.taxable_amount IS '課税対象額';
COMMENT ON COLUMN payroll.payslips.mutual_aid_premium IS '共済短期掛金';
COMMENT ON COLUMN payroll.payslips.care_premium IS '介護掛金';
COMMENT ON COLUMN payroll.payslips.pension_premium IS '厚生年金保険料';
COMMENT ON COLUMN payroll.payslips.retirement_premium IS '退職等年金掛金';
COMMENT ON COLUMN payroll.payslips.income_tax IS '所得税';
COMMENT ON COLUMN payroll.payslips.resident_tax IS '住民税';
COMMENT ON COLUMN payroll.payslips.association_fee IS '互助会費';
COMMENT ON COLUMN payroll.payslips.union_fee IS '組合費';
COMMENT ON COLUMN payroll.payslips.group_insurance IS '団体保険料';
COMMENT ON COLUMN payroll.payslips.year_end_adjustment IS '年末調整過不足額';
COMMENT ON COLUMN payroll.payslips.deduction_total IS '控除総額';
COMMENT ON COLUMN payroll.payslips.net_amount IS '差引支給額';
COMMENT ON COLUMN payroll.payslips.tax_column IS '税額表 A=甲 B=乙';
COMMENT ON COLUMN payroll.payslips.dependent_count IS '扶養親族等の数';
COMMENT ON COLUMN payroll.payslips.standard_short IS '短期標準報酬月額';
COMMENT ON COLUMN payroll.payslips.standard_pension IS '厚年標準報酬月額';
COMMENT ON COLUMN payroll.payslips.ytd_amounts IS '累計(総額・社会保険・所得税)';

CREATE TABLE payroll.payslip_lines (
  run_id integer NOT NULL,
  employee_no char(6) NOT NULL,
  line_no smallint NOT NULL,
  item_code char(3) NOT NULL,
  amount integer NOT NULL,
  source_id bigint,
  PRIMARY KEY (run_id, employee_no, line_no),
  FOREIGN KEY (run_id, employee_no) REFERENCES payroll.payslips (run_id, employee_no),
  FOREIGN KEY (item_code) REFERENCES payroll.pay_items (item_code)
);
COMMENT ON TABLE payroll.payslip_lines IS '給与明細の内訳';
COMMENT ON COLUMN payroll.payslip_lines.run_id IS '計算番号';
COMMENT ON COLUMN payroll.payslip_lines.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.payslip_lines.line_no IS '行番号';
COMMENT ON COLUMN payroll.payslip_lines.item_code IS '項目コード';
COMMENT ON COLUMN payroll.payslip_lines.amount IS '金額';
COMMENT ON COLUMN payroll.payslip_lines.source_id IS '根拠となる届出番号';

CREATE TABLE payroll.retroactive_differences (
  employee_no char(6) NOT NULL,
  target_month date NOT NULL,
  paid_month date NOT NULL,
  pay_table char(2) NOT NULL,
  grade smallint NOT NULL,
  step smallint NOT NULL,
  old_amount integer NOT NULL,
  new_amount integer NOT NULL,
  difference integer NOT NULL,
  PRIMARY KEY (employee_no, target_month),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
COMMENT ON TABLE payroll.retroactive_differences IS '給与改定差額';
COMMENT ON COLUMN payroll.retroactive_differences.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.retroactive_differences.target_month IS '対象月';
COMMENT ON COLUMN payroll.retroactive_differences.paid_month IS '支給月';
COMMENT ON COLUMN payroll.retroactive_differences.pay_table IS '給料表';
COMMENT ON COLUMN payroll.retroactive_differences.grade IS '計算した級';
COMMENT ON COLUMN payroll.retroactive_differences.step IS '計算した号給';
COMMENT ON COLUMN payroll.retroactive_differences.old_amount IS '改定前月額';
COMMENT ON COLUMN payroll.retroactive_differences.new_amount IS '改定後月額';
COMMENT ON COLUMN payroll.retroactive_differences.difference IS '差額';

CREATE TABLE payroll.bank_transfer_files (
  file_id integer NOT NULL,
  run_id integer NOT NULL,
  file_name text NOT NULL,
  transfer_on date NOT NULL,
  record_count integer NOT NULL,
  total_amount bigint NOT NULL,
  created_at timestamptz NOT NULL,
  created_by varchar(8) NOT NULL,
  PRIMARY KEY (file_id),
  FOREIGN KEY (run_id) REFERENCES payroll.payroll_runs (run_id)
);
COMMENT ON TABLE payroll.bank_transfer_files IS '振込データ';
COMMENT ON COLUMN payroll.bank_transfer_files.file_id IS 'ファイル番号';
COMMENT ON COLUMN payroll.bank_transfer_files.run_id IS '計算番号';
COMMENT ON COLUMN payroll.bank_transfer_files.file_name IS 'ファイル名';
COMMENT ON COLUMN payroll.bank_transfer_files.transfer_on IS '振込指定日';
COMMENT ON COLUMN payroll.bank_transfer_files.record_count IS '件数';
COMMENT ON COLUMN payroll.bank_transfer_files.total_amount IS '合計金額';
COMMENT ON COLUMN payroll.bank_transfer_files.created_at IS '作成日時';
COMMENT ON COLUMN payroll.bank_transfer_files.created_by IS '作成者';

CREATE TABLE payroll.bank_transfers (
  file_id integer NOT NULL,
  record_no integer NOT NULL,
  run_id integer NOT NULL,
  employee_no char(6) NOT NULL,
  bank_code char(4) NOT NULL,
  branch_code char(3) NOT NULL,
  account_type char(1) NOT NULL,
  account_number char(7) NOT NULL,
  holder_kana text NOT NULL,
  amount integer NOT NULL,
  status varchar(8) NOT NULL,
  zengin_record char(120) NOT NULL,
  PRIMARY KEY (file_id, record_no),
  FOREIGN KEY (file_id) REFERENCES payroll.bank_transfer_files (file_id),
  FOREIGN KEY (run_id) REFERENCES payroll.payroll_runs (run_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.bank_transfers (employee_no, run_id);
CREATE INDEX ON payroll.bank_transfers (account_number);
COMMENT ON TABLE payroll.bank_transfers IS '振込明細';
COMMENT ON COLUMN payroll.bank_transfers.file_id IS 'ファイル番号';
COMMENT ON COLUMN payroll.bank_transfers.record_no IS 'レコード番号';
COMMENT ON COLUMN payroll.bank_transfers.run_id IS '計算番号';
COMMENT ON COLUMN payroll.bank_transfers.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.bank_transfers.bank_code IS '金融機関コード';
COMMENT ON COLUMN payroll.bank_transfers.branch_code IS '支店コード';
COMMENT ON COLUMN payroll.bank_transfers.account_type IS '預金種目';
COMMENT ON COLUMN payroll.bank_transfers.account_number IS '口座番号';
COMMENT ON COLUMN payroll.bank_transfers.holder_kana IS '口座名義カナ';
COMMENT ON COLUMN payroll.bank_transfers.amount IS '振込額';
COMMENT ON COLUMN payroll.bank_transfers.status IS 'paid=済 returned=組戻し';
COMMENT ON COLUMN payroll.bank_transfers.zengin_record IS '全銀協データレコード';

CREATE TABLE payroll.year_end_adjustments (
  employee_no char(6) NOT NULL,
  tax_year smallint NOT NULL,
  total_income integer NOT NULL,
  employment_income integer NOT NULL,
  social_insurance integer NOT NULL,
  life_insurance integer NOT NULL,
  basic_deduction integer NOT NULL,
  spouse_deduction integer NOT NULL,
  general_dependents smallint NOT NULL,
  specific_dependents smallint NOT NULL,
  elderly_dependents smallint NOT NULL,
  minor_dependents smallint NOT NULL,
  dependents_deduction integer NOT NULL,
  disability_deduction integer NOT NULL,
  taxable_income integer NOT NULL,
  annual_tax integer NOT NULL,
  withheld_tax integer NOT NULL,
  adjustment integer NOT NULL,
  adjusted_on date NOT NULL,
  PRIMARY KEY (employee_no, tax_year),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
COMMENT ON TABLE payroll.year_end_adjustments IS '年末調整';
COMMENT ON COLUMN payroll.year_end_adjustments.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.year_end_adjustments.tax_year IS '年分';
COMMENT ON COLUMN payroll.year_end_adjustments.total_income IS '給与総額';
COMMENT ON COLUMN payroll.year_end_adjustments.employment_income IS '給与所得控除後の額';
COMMENT ON COLUMN payroll.year_end_adjustments.social_insurance IS '社会保険料控除';
COMMENT ON COLUMN payroll.year_end_adjustments.life_insurance IS '生命保険料控除';
COMMENT ON COLUMN payroll.year_end_adjustments.basic_deduction IS '基礎控除';
COMMENT ON COLUMN payroll.year_end_adjustments.spouse_deduction IS '配偶者控除';
COMMENT ON COLUMN payroll.year_end_adjustments.general_dependents IS '一般扶養親族の数';
COMMENT ON COLUMN payroll.year_end_adjustments.specific_dependents IS '特定扶養親族の数';
COMMENT ON COLUMN payroll.year_end_adjustments.elderly_dependents IS '老人扶養親族の数';
COMMENT ON COLUMN payroll.year_end_adjustments.minor_dependents IS '16歳未満の数';
COMMENT ON COLUMN payroll.year_end_adjustments.dependents_deduction IS '扶養控除';
COMMENT ON COLUMN payroll.year_end_adjustments.disability_deduction IS '障害者控除';
COMMENT ON COLUMN payroll.year_end_adjustments.taxable_income IS '課税給与所得';
COMMENT ON COLUMN payroll.year_end_adjustments.annual_tax IS '年税額';
COMMENT ON COLUMN payroll.year_end_adjustments.withheld_tax IS '徴収済税額';
COMMENT ON COLUMN payroll.year_end_adjustments.adjustment IS '過不足額';
COMMENT ON COLUMN payroll.year_end_adjustments.adjusted_on IS '計算日';

CREATE TABLE payroll.withholding_slips (
  slip_id bigint NOT NULL,
  employee_no char(6) NOT NULL,
  tax_year smallint NOT NULL,
  department_code char(4) NOT NULL,
  personal_number char(12),
  recipient_name text NOT NULL,
  recipient_kana text NOT NULL,
  recipient_address text NOT NULL,
  payer_corporate_number char(13) NOT NULL,
  paid_amount integer NOT NULL,
  withheld_tax integer NOT NULL,
  payload jsonb NOT NULL,
  issued_on date NOT NULL,
  PRIMARY KEY (slip_id),
  UNIQUE (employee_no, tax_year),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no),
  FOREIGN KEY (department_code) REFERENCES payroll.departments (department_code)
);
COMMENT ON TABLE payroll.withholding_slips IS '源泉徴収票';
COMMENT ON COLUMN payroll.withholding_slips.slip_id IS '源泉徴収票番号';
COMMENT ON COLUMN payroll.withholding_slips.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.withholding_slips.tax_year IS '年分';
COMMENT ON COLUMN payroll.withholding_slips.department_code IS '所属コード';
COMMENT ON COLUMN payroll.withholding_slips.personal_number IS '受給者の個人番号';
COMMENT ON COLUMN payroll.withholding_slips.recipient_name IS '受給者氏名';
COMMENT ON COLUMN payroll.withholding_slips.recipient_kana IS '受給者氏名カナ';
COMMENT ON COLUMN payroll.withholding_slips.recipient_address IS '受給者住所';
COMMENT ON COLUMN payroll.withholding_slips.payer_corporate_number IS '支払者の法人番号';
COMMENT ON COLUMN payroll.withholding_slips.paid_amount IS '支払金額';
COMMENT ON COLUMN payroll.withholding_slips.withheld_tax IS '源泉徴収税額';
COMMENT ON COLUMN payroll.withholding_slips.payload IS '帳票データ';
COMMENT ON COLUMN payroll.withholding_slips.issued_on IS '作成日';

CREATE TABLE payroll.operation_logs (
  log_id bigint NOT NULL,
  operated_at timestamptz NOT NULL,
  operator_id varchar(8) NOT NULL,
  request_id uuid NOT NULL,
  screen_code varchar(8) NOT NULL,
  action varchar(8) NOT NULL,
  target_table text NOT NULL,
  employee_no char(6),
  before_value json,
  after_value jsonb,
  memo text,
  PRIMARY KEY (log_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
CREATE INDEX ON payroll.operation_logs (operated_at);
CREATE INDEX ON payroll.operation_logs (employee_no);
COMMENT ON TABLE payroll.operation_logs IS '操作ログ';
COMMENT ON COLUMN payroll.operation_logs.log_id IS 'ログ番号';
COMMENT ON COLUMN payroll.operation_logs.operated_at IS '操作日時';
COMMENT ON COLUMN payroll.operation_logs.operator_id IS '操作者';
COMMENT ON COLUMN payroll.operation_logs.request_id IS '要求番号';
COMMENT ON COLUMN payroll.operation_logs.screen_code IS '画面';
COMMENT ON COLUMN payroll.operation_logs.action IS '操作';
COMMENT ON COLUMN payroll.operation_logs.target_table IS '対象表';
COMMENT ON COLUMN payroll.operation_logs.employee_no IS '対象職員番号';
COMMENT ON COLUMN payroll.operation_logs.before_value IS '変更前';
COMMENT ON COLUMN payroll.operation_logs.after_value IS '変更後';
COMMENT ON COLUMN payroll.operation_logs.memo IS '操作メモ';

CREATE TABLE payroll.attendance_imports (
  import_id integer NOT NULL,
  target_date date NOT NULL,
  file_name text NOT NULL,
  started_at timestamp NOT NULL,
  finished_at timestamp,
  status varchar(8) NOT NULL,
  row_count integer NOT NULL,
  error_message text,
  PRIMARY KEY (import_id)
);
CREATE INDEX ON payroll.attendance_imports (target_date);
COMMENT ON TABLE payroll.attendance_imports IS '庶務事務の取込';
COMMENT ON COLUMN payroll.attendance_imports.import_id IS '取込番号';
COMMENT ON COLUMN payroll.attendance_imports.target_date IS '対象日';
COMMENT ON COLUMN payroll.attendance_imports.file_name IS 'ファイル名';
COMMENT ON COLUMN payroll.attendance_imports.started_at IS '取込開始';
COMMENT ON COLUMN payroll.attendance_imports.finished_at IS '取込終了';
COMMENT ON COLUMN payroll.attendance_imports.status IS 'done=完了 error=異常';
COMMENT ON COLUMN payroll.attendance_imports.row_count IS '件数';
COMMENT ON COLUMN payroll.attendance_imports.error_message IS '異常の内容';

CREATE TABLE payroll.attendance_import_rows (
  import_id integer NOT NULL,
  line_no integer NOT NULL,
  attendance_employee_no char(8) NOT NULL,
  work_date date NOT NULL,
  rate_code varchar(4) NOT NULL,
  minutes integer NOT NULL,
  raw_line text NOT NULL,
  PRIMARY KEY (import_id, line_no),
  FOREIGN KEY (import_id) REFERENCES payroll.attendance_imports (import_id)
);
CREATE INDEX ON payroll.attendance_import_rows (attendance_employee_no, work_date);
COMMENT ON TABLE payroll.attendance_import_rows IS '庶務事務の取込明細';
COMMENT ON COLUMN payroll.attendance_import_rows.import_id IS '取込番号';
COMMENT ON COLUMN payroll.attendance_import_rows.line_no IS '行番号';
COMMENT ON COLUMN payroll.attendance_import_rows.attendance_employee_no IS '庶務職員番号';
COMMENT ON COLUMN payroll.attendance_import_rows.work_date IS '勤務日';
COMMENT ON COLUMN payroll.attendance_import_rows.rate_code IS '区分';
COMMENT ON COLUMN payroll.attendance_import_rows.minutes IS '時間(分)';
COMMENT ON COLUMN payroll.attendance_import_rows.raw_line IS '元の行';

CREATE TABLE payroll.system_users (
  user_id varchar(8) NOT NULL,
  employee_no char(6),
  display_name text NOT NULL,
  password_hash text NOT NULL,
  client_key bytea,
  user_role varchar(10) NOT NULL,
  last_login_at timestamptz,
  PRIMARY KEY (user_id),
  FOREIGN KEY (employee_no) REFERENCES payroll.employees (employee_no)
);
COMMENT ON TABLE payroll.system_users IS '利用者';
COMMENT ON COLUMN payroll.system_users.user_id IS '利用者ID';
COMMENT ON COLUMN payroll.system_users.employee_no IS '職員番号';
COMMENT ON COLUMN payroll.system_users.display_name IS '表示名';
COMMENT ON COLUMN payroll.system_users.password_hash IS 'パスワードハッシュ';
COMMENT ON COLUMN payroll.system_users.client_key IS '端末鍵';
COMMENT ON COLUMN payroll.system_users.user_role IS '権限';
COMMENT ON COLUMN payroll.system_users.last_login_at IS '最終ログイン';

CREATE TABLE payroll.job_batches (
  batch_id integer NOT NULL,
  job_name text NOT NULL,
  state payroll.batch_state NOT NULL,
  exit_code payroll.exit_code NOT NULL,
  scheduled_time time NOT NULL,
  started_at timestamptz NOT NULL,
  parameters jsonb NOT NULL,
  PRIMARY KEY (batch_id)
);
COMMENT ON TABLE payroll.job_batches IS 'バッチ実行';
COMMENT ON COLUMN payroll.job_batches.batch_id IS 'バッチ番号';
COMMENT ON COLUMN payroll.job_batches.job_name IS 'ジョブ名';
COMMENT ON COLUMN payroll.job_batches.state IS '状態';
COMMENT ON COLUMN payroll.job_batches.exit_code IS '終了コード';
COMMENT ON COLUMN payroll.job_batches.scheduled_time IS '予定時刻';
COMMENT ON COLUMN payroll.job_batches.started_at IS '開始';
COMMENT ON COLUMN payroll.job_batches.parameters IS '起動パラメータ(未分類)';

CREATE TABLE attendance.employees (
  employee_no char(8) NOT NULL,
  full_name text NOT NULL,
  full_name_kana text NOT NULL,
  mobile_phone varchar(13),
  department_code char(4) NOT NULL,
  card_id char(16) NOT NULL,
  working_hours double precision NOT NULL,
  starts_at time NOT NULL,
  ends_at time NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (employee_no)
);
CREATE INDEX ON attendance.employees (full_name);
COMMENT ON TABLE attendance.employees IS '庶務職員';
COMMENT ON COLUMN attendance.employees.employee_no IS '庶務職員番号';
COMMENT ON COLUMN attendance.employees.full_name IS '氏名';
COMMENT ON COLUMN attendance.employees.full_name_kana IS '氏名カナ';
COMMENT ON COLUMN attendance.employees.mobile_phone IS '緊急連絡先';
COMMENT ON COLUMN attendance.employees.department_code IS '所属コード';
COMMENT ON COLUMN attendance.employees.card_id IS 'ICカード番号';
COMMENT ON COLUMN attendance.employees.working_hours IS '週の勤務時間';
COMMENT ON COLUMN attendance.employees.starts_at IS '始業時刻';
COMMENT ON COLUMN attendance.employees.ends_at IS '終業時刻';
COMMENT ON COLUMN attendance.employees.valid_from IS '有効開始日';
COMMENT ON COLUMN attendance.employees.valid_to IS '有効終了日';

CREATE TABLE attendance.timecards (
  employee_no char(8) NOT NULL,
  work_date date NOT NULL,
  clock_in timestamp NOT NULL,
  clock_out timestamp NOT NULL,
  break_time interval NOT NULL,
  device_id uuid NOT NULL,
  PRIMARY KEY (employee_no, work_date),
  FOREIGN KEY (employee_no) REFERENCES attendance.employees (employee_no)
);
COMMENT ON TABLE attendance.timecards IS '出退勤';
COMMENT ON COLUMN attendance.timecards.employee_no IS '庶務職員番号';
COMMENT ON COLUMN attendance.timecards.work_date IS '勤務日';
COMMENT ON COLUMN attendance.timecards.clock_in IS '出勤時刻';
COMMENT ON COLUMN attendance.timecards.clock_out IS '退勤時刻';
COMMENT ON COLUMN attendance.timecards.break_time IS '休憩時間';
COMMENT ON COLUMN attendance.timecards.device_id IS '端末';

CREATE TABLE attendance.overtime_requests (
  request_id bigint NOT NULL,
  employee_no char(8) NOT NULL,
  work_date date NOT NULL,
  starts_at time NOT NULL,
  ends_at time NOT NULL,
  minutes integer NOT NULL,
  rate_code varchar(4) NOT NULL,
  reason text NOT NULL,
  approved_by char(8) NOT NULL,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (request_id),
  FOREIGN KEY (employee_no) REFERENCES attendance.employees (employee_no)
);
CREATE INDEX ON attendance.overtime_requests (employee_no, work_date);
COMMENT ON TABLE attendance.overtime_requests IS '時間外勤務申請';
COMMENT ON COLUMN attendance.overtime_requests.request_id IS '申請番号';
COMMENT ON COLUMN attendance.overtime_requests.employee_no IS '庶務職員番号';
COMMENT ON COLUMN attendance.overtime_requests.work_date IS '勤務日';
COMMENT ON COLUMN attendance.overtime_requests.starts_at IS '開始時刻';
COMMENT ON COLUMN attendance.overtime_requests.ends_at IS '終了時刻';
COMMENT ON COLUMN attendance.overtime_requests.minutes IS '時間(分)';
COMMENT ON COLUMN attendance.overtime_requests.rate_code IS '区分';
COMMENT ON COLUMN attendance.overtime_requests.reason IS '理由';
COMMENT ON COLUMN attendance.overtime_requests.approved_by IS '承認者';
COMMENT ON COLUMN attendance.overtime_requests.approved_at IS '承認日時';

CREATE TABLE attendance.leave_records (
  leave_id bigint NOT NULL,
  employee_no char(8) NOT NULL,
  leave_code varchar(6) NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  hours numeric(5,1) NOT NULL,
  illness_name text,
  circumstances text,
  PRIMARY KEY (leave_id),
  FOREIGN KEY (employee_no) REFERENCES attendance.employees (employee_no)
);
CREATE INDEX ON attendance.leave_records (employee_no, starts_on);
COMMENT ON TABLE attendance.leave_records IS '休暇';
COMMENT ON COLUMN attendance.leave_records.leave_id IS '休暇番号';
COMMENT ON COLUMN attendance.leave_records.employee_no IS '庶務職員番号';
COMMENT ON COLUMN attendance.leave_records.leave_code IS '休暇区分';
COMMENT ON COLUMN attendance.leave_records.starts_on IS '開始日';
COMMENT ON COLUMN attendance.leave_records.ends_on IS '終了日';
COMMENT ON COLUMN attendance.leave_records.hours IS '時間';
COMMENT ON COLUMN attendance.leave_records.illness_name IS '病名';
COMMENT ON COLUMN attendance.leave_records.circumstances IS '事情';

CREATE TABLE attendance.csv_exports (
  export_id integer NOT NULL,
  target_date date NOT NULL,
  file_name text NOT NULL,
  exported_at timestamp NOT NULL,
  exported_by varchar(8) NOT NULL,
  row_count integer NOT NULL,
  checksum bytea NOT NULL,
  PRIMARY KEY (export_id),
  UNIQUE (target_date)
);
COMMENT ON TABLE attendance.csv_exports IS 'CSV出力';
COMMENT ON COLUMN attendance.csv_exports.export_id IS '出力番号';
COMMENT ON COLUMN attendance.csv_exports.target_date IS '対象日';
COMMENT ON COLUMN attendance.csv_exports.file_name IS 'ファイル名';
COMMENT ON COLUMN attendance.csv_exports.exported_at IS '出力日時';
COMMENT ON COLUMN attendance.csv_exports.exported_by IS '操作者';
COMMENT ON COLUMN attendance.csv_exports.row_count IS '件数';
COMMENT ON COLUMN attendance.csv_exports.checksum IS '検査合計';

CREATE TABLE attendance.csv_export_lines (
  export_id integer NOT NULL,
  line_no integer NOT NULL,
  employee_no char(8),
  work_date date,
  rate_code varchar(4),
  minutes integer,
  raw_line text NOT NULL,
  PRIMARY KEY (export_id, line_no),
  FOREIGN KEY (export_id) REFERENCES attendance.csv_exports (export_id),
  FOREIGN KEY (employee_no) REFERENCES attendance.employees (employee_no)
);
CREATE INDEX ON attendance.csv_export_lines (employee_no, work_date);
COMMENT ON TABLE attendance.csv_export_lines IS 'CSV出力の行';
COMMENT ON COLUMN attendance.csv_export_lines.export_id IS '出力番号';
COMMENT ON COLUMN attendance.csv_export_lines.line_no IS '行番号';
COMMENT ON COLUMN attendance.csv_export_lines.employee_no IS '庶務職員番号';
COMMENT ON COLUMN attendance.csv_export_lines.work_date IS '勤務日';
COMMENT ON COLUMN attendance.csv_export_lines.rate_code IS '区分';
COMMENT ON COLUMN attendance.csv_export_lines.minutes IS '時間(分)';
COMMENT ON COLUMN attendance.csv_export_lines.raw_line IS '出力した行';

CREATE VIEW payroll.employee_directory AS
SELECT e.employee_no, e.full_name, e.full_name_kana, e.employment_kind, d.department_name,
       d.division_name, e.phone, e.hired_on, e.retired_on
FROM payroll.employees AS e
JOIN payroll.departments AS d ON d.department_code = e.department_code;
COMMENT ON VIEW payroll.employee_directory IS '職員名簿(ビュー)';

CREATE VIEW payroll.payslip_totals AS
SELECT p.pay_month, p.department_code, count(*) AS slip_count, sum(p.gross_amount) AS gross_total,
       sum(p.deduction_total) AS deduction_total, sum(p.net_amount) AS net_total
FROM payroll.payslips AS p
WHERE p.employee_no < '900000'
GROUP BY p.pay_month, p.department_code;
COMMENT ON VIEW payroll.payslip_totals IS '月別・所属別の支給合計(ビュー)';

CREATE VIEW payroll.tax_office_export AS
SELECT s.slip_id AS col_01, s.tax_year AS col_02, s.personal_number AS col_03,
       s.recipient_name AS col_04, s.paid_amount AS col_05,
       (SELECT string_agg(d.personal_number, ',' ORDER BY d.dependent_no)
        FROM payroll.dependents AS d
        WHERE d.employee_no = s.employee_no) AS col_06
FROM payroll.withholding_slips AS s;
COMMENT ON VIEW payroll.tax_office_export IS '税務署提出用(ビュー)';
