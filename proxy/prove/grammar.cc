#include "proxy/prove/grammar.h"

namespace sudare::prove {
namespace {

const Productions& Text() {
  static const auto* productions = new Productions{
      {8, "({text} || {text})"},
      {3, "({text} || '/' || {int})"},
      {3, "lower({text})"},
      {3, "upper({text})"},
      {3, "left({text}, {1-9})"},
      {2, "right({text}, {1-9})"},
      {2, "substr({text}, {1-9}, {1-9})"},
      {2, "substring({text} FROM {1-9} FOR {1-9})"},
      {2, "substring({text} FROM '[a-z]+')"},
      {2, "replace({text}, {literal:text}, {text})"},
      {2, "translate({text}, 'abc_', 'xyz-')"},
      {2, "md5({text})"},
      {2, "reverse({text})"},
      {2, "repeat({text}, {0-9} % 3)"},
      {2, "concat({text}, {int}, {text})"},
      {2, "concat_ws('-', {text}, {c:text}, {date})"},
      {2, "format('%s:%s', {t:text}, {int})"},
      {2, "lpad({text}, {1-9}, '*')"},
      {2, "btrim({text})"},
      {1, "trim(BOTH '0' FROM {text})"},
      {1, "initcap({text})"},
      {1, "overlay({text} PLACING 'x' FROM {1-9})"},
      {1, "split_part({text}, '_', 1)"},
      {1, "regexp_replace({text}, '[0-9]+', '#', 'g')"},
      {1, "quote_literal({text})"},
      {8, "coalesce({text}, {text})"},
      {2, "coalesce({c:text}, {c:text}, 'none')"},
      {6, "nullif({text}, {text})"},
      {4, "greatest({text}, {text})"},
      {3, "least({c:text}, {text}, {text})"},
      {8, "CASE WHEN {bool} THEN {text} ELSE {text} END"},
      {4, "CASE WHEN {bool} THEN {text} WHEN {bool} THEN {text} END"},
      {4, "CASE {c:text} WHEN {text} THEN {text} ELSE {c:text} END"},
      {3, "({int})::text"},
      {3, "({date})::text"},
      {2, "({bool})::text"},
      {3, "CAST({c:text} AS varchar)"},
      {2, "({c:text})::varchar(8)"},
      {2, "to_char({number}, 'FM999990.00')"},
      {5, "{one:text}"},
      {3, "({json} ->> 'a')"},
      {2, "({json})::text"},
      {3, "({texts})[{1-9} % 3]"},
      {2, "array_to_string({texts}, ',')"},
      {2, "to_json({t:text})::text"},
  };
  return *productions;
}

const Productions& Int() {
  static const auto* productions = new Productions{
      {6, "({int} + {int})"},
      {4, "({int} - {int})"},
      {3, "({int} * {0-9})"},
      {3, "({int} % 7)"},
      {2, "abs({int})"},
      {2, "sign({int})::int4"},
      {2, "mod({int}, {1-9})"},
      {2, "({int} / {1-9})"},
      {6, "length({text})"},
      {2, "octet_length({text})"},
      {2, "position({literal:text} IN {text})"},
      {2, "strpos({text}, {text})"},
      {2, "ascii({text})"},
      {5, "coalesce({int}, {int})"},
      {3, "nullif({int}, {int})"},
      {3, "greatest({int}, {int})"},
      {2, "least({int}, {int})"},
      {6, "CASE WHEN {bool} THEN {int} ELSE {int} END"},
      {3, "CASE {c:text} WHEN {text} THEN {int} WHEN {text} THEN {int} END"},
      {4, "{one:int}"},
      {2, "cardinality({texts})"},
      {2, "array_length({texts}, 1)"},
      {2, "array_position({texts}, {t:text})"},
      {3, "num_nulls({c:text}, {text}, {int})"},
      {2, "extract(month FROM {literal:date})::int4"},
      {1, "extract(year FROM {date})::int4", true},
      {1, "({date} - {date})", true},
      {1, "({text})::int4", true},
      {1, "(1000 / {int})", true},
  };
  return *productions;
}

const Productions& Number() {
  static const auto* productions = new Productions{
      {4, "round({int} / {1-9}.5, 2)"},
      {3, "round({number} + {int}, 2)"},
      {2, "round(coalesce({number}, 0), 2)"},
      {2, "round(CASE WHEN {bool} THEN {number} ELSE {int} END, 2)"},
      {1, "round(100.0 / {int}, 2)", true},
  };
  return *productions;
}

const Productions& Date() {
  static const auto* productions = new Productions{
      {3, "({date} + {0-9})"},
      {3, "({date} - {0-9})"},
      {3, "coalesce({date}, {date})"},
      {2, "nullif({date}, {date})"},
      {2, "greatest({date}, {date})"},
      {3, "CASE WHEN {bool} THEN {date} ELSE {date} END"},
      {3, "date_trunc('month', {date})::date"},
      {2, "{one:date}"},
      {1, "({text})::date", true},
  };
  return *productions;
}

const Productions& Time() {
  static const auto* productions = new Productions{
      {3, "({date})::timestamp"},
      {2, "date_trunc('year', {time})"},
      {2, "({time} + interval '{1-9} days')"},
      {2, "coalesce({time}, {time})"},
  };
  return *productions;
}

const Productions& Bool() {
  static const auto* productions = new Productions{
      {8, "({bool} AND {bool})"},
      {8, "({bool} OR {bool})"},
      {6, "(NOT {bool})"},
      {3, "({bool} IS TRUE)"},
      {3, "({bool} IS NOT TRUE)"},
      {2, "({bool} IS UNKNOWN)"},
      {2, "({bool} = {bool})"},
      {2, "({bool} IS DISTINCT FROM {bool})"},
      {4, "({text} = {text})"},
      {4, "({text} <> {text})"},
      {4, "({text} < {text})"},
      {2, "({text} >= {text} COLLATE \"C\")"},
      {4, "({text} LIKE {literal:text} || '%')"},
      {2, "({text} NOT LIKE '%a%')"},
      {2, "({text} ILIKE 'N%')"},
      {2, "({text} SIMILAR TO '%(a|b)%')"},
      {2, "({text} ~ '^[a-n]')"},
      {2, "({text} !~* 'x')"},
      {1, "starts_with({text}, {text})"},
      {1, "({text} ^@ {text})"},
      {2, "({text} BETWEEN {text} AND {text})"},
      {2, "({text} IN ({text}, {text}))"},
      {4, "({int} < {int})"},
      {4, "({int} = {int})"},
      {2, "({int} BETWEEN {int} AND {int})"},
      {2, "({int} NOT BETWEEN SYMMETRIC {int} AND {int})"},
      {3, "({date} < {date})"},
      {2, "({date} = {date})"},
      {2, "({number} > {number})"},
      {2, "isfinite({date})"},
      {6, "({any} IS NULL)"},
      {4, "({any} IS NOT NULL)"},
      {3, "({text} IS DISTINCT FROM {text})"},
      {2, "({text} IS NOT DISTINCT FROM {text})"},
      {3, "CASE WHEN {bool} THEN {bool} ELSE {bool} END"},
      {2, "coalesce({bool}, {bool})"},
      {6, "EXISTS ({exists})"},
      {4, "(NOT EXISTS ({exists}))"},
      {5, "({text} IN ({many:text}))"},
      {3, "({text} NOT IN ({many:text}))"},
      {2, "({int} IN ({many:int}))"},
      {2, "({text} = ANY ({many:text}))"},
      {2, "({text} <= ALL ({many:text}))"},
      {2, "({int} > ANY ({many:int}))"},
      {2, "({date} <> ALL ({many:date}))"},
      {2, "({text} = {one:text})"},
      {2, "({text} = ANY ({texts}))"},
      {1, "({texts} @> ARRAY[{text}])"},
      {1, "({texts} && {texts})"},
      {2, "({json} = {json})"},
      {1, "({json} ? 'a')"},
      {1, "({json} @> '{}')"},
      {2, "((({text}, {int})) IS NOT DISTINCT FROM ({text}, {int}))"},
      {2, "(({text}, {int}) = ({text}, {int}))"},
      {2, "(({text}, {date}) < ({text}, {date}))"},
      {2, "(ROW({c:text}, {int}) IS NULL)"},
      {2, "({row} IS NOT NULL)"},
      {1, "({row} IS NULL)"},
      {1, "({row}::text = {row}::text)"},
  };
  return *productions;
}

const Productions& Json() {
  static const auto* productions = new Productions{
      {4, "to_jsonb({row})"},
      {2, "row_to_json({row})::jsonb"},
      {3, "to_jsonb({t:text})"},
      {3, "jsonb_build_object('a', {text}, 'b', {int})"},
      {3, "jsonb_build_array({text}, {date}, {bool})"},
      {2, "({json} -> 'b')"},
      {2, "({json} || {json})"},
      {1, "jsonb_strip_nulls({json})"},
      {1, "to_jsonb({texts})"},
      {1, "coalesce({json}, '{}')"},
      {1, "jsonb_path_query_first({json}, '$.*')"},
  };
  return *productions;
}

const Productions& Texts() {
  static const auto* productions = new Productions{
      {5, "ARRAY[{text}, {text}]"},
      {2, "ARRAY[{c:text}, {c:text}, {text}]"},
      {3, "string_to_array({text}, '_')"},
      {2, "array_append({texts}, {t:text})"},
      {2, "array_remove({texts}, {t:text})"},
      {1, "({texts})[1:2]"},
      {2, "ARRAY({sorted:text})"},
      {1, "regexp_split_to_array({text}, '[0-9]')"},
      {1, "coalesce({texts}, '{}')"},
  };
  return *productions;
}

const Productions& None() {
  static const auto* productions = new Productions{};
  return *productions;
}

}  // namespace

const Productions& ExpressionsOf(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return Text();
    case Kind::kInt:
      return Int();
    case Kind::kNumber:
      return Number();
    case Kind::kDate:
      return Date();
    case Kind::kTime:
      return Time();
    case Kind::kBool:
      return Bool();
    case Kind::kJson:
      return Json();
    case Kind::kTexts:
      return Texts();
    case Kind::kOther:
      break;
  }
  return None();
}

const Productions& LiteralsOf(Kind kind) {
  static const auto* text =
      new Productions{{3, "'a'"}, {2, "''"},       {2, "'x{0-9}'"}, {1, "NULL::text"},
                      {1, "'N'"}, {1, "'税務課'"}, {1, "'10{0-9}'"}};
  static const auto* integer = new Productions{
      {6, "{0-9}"}, {2, "{1-9}0"}, {1, "{1-9}00000"}, {1, "-{1-9}"}, {1, "NULL::int4"}};
  static const auto* number = new Productions{{3, "{0-9}.{0-9}0"}, {1, "NULL::numeric"}};
  static const auto* date = new Productions{{3, "date '19{1-9}0-0{1-9}-01'"},
                                            {2, "date '2023-0{1-9}-01'"},
                                            {1, "NULL::date"},
                                            {1, "'2023-03-01'::date"}};
  static const auto* time = new Productions{{3, "timestamp '2023-0{1-9}-01'"}};
  static const auto* boolean = new Productions{{2, "true"}, {2, "false"}, {1, "NULL::bool"}};
  static const auto* json =
      new Productions{{2, "jsonb '{\"a\": \"x\", \"b\": {0-9}}'"}, {1, "'null'::jsonb"}};
  static const auto* texts = new Productions{{2, "'{a,NULL,b}'::text[]"}, {1, "'{}'::text[]"}};
  switch (kind) {
    case Kind::kText:
      return *text;
    case Kind::kInt:
      return *integer;
    case Kind::kNumber:
      return *number;
    case Kind::kDate:
      return *date;
    case Kind::kTime:
      return *time;
    case Kind::kBool:
      return *boolean;
    case Kind::kJson:
      return *json;
    case Kind::kTexts:
      return *texts;
    case Kind::kOther:
      break;
  }
  return None();
}

const Productions& ComparisonsOf(Kind kind) {
  static const auto* text = new Productions{
      {16, "{L} = {V}"},
      {2, "{V} = {L}"},
      {5, "{L} <> {V}"},
      {8, "{L} IN ({V}, {V})"},
      {4, "{L} IN ({V}, {V}, NULL, {V})"},
      {5, "{L} NOT IN ({V}, {V})"},
      {2, "{L} NOT IN ({V}, NULL)"},
      {4, "{L} = ANY (ARRAY[{V}, {W}])"},
      {2, "{L} <> ALL (ARRAY[{V}, {W}])"},
      {2, "{L} = ANY ('{}')"},
      {3, "{L} IS DISTINCT FROM {V}"},
      {3, "{L} IS NOT DISTINCT FROM {V}"},
      {2, "({L} = {V}) IS NOT TRUE"},
      {2, "({L} = {V}) IS NULL"},
      {3, "{L} < {V}"},
      {3, "{L} >= {V}"},
      {2, "{L} BETWEEN {W} AND {W}"},
      {2, "{L} LIKE {W}"},
      {2, "{L} = {W}::text"},
      {1, "{L} = CAST({W} AS varchar)"},
      {4, "{L} = {M}"},
      {2, "{L} <> {M}"},
      {2, "{L} IS DISTINCT FROM {M}"},
      {2, "({L}, {M}) = ({V}, {V})"},
      {2, "({L}, {M}) IN (({W}, {W}), ({W}, {W}))"},
      {2, "CASE {L} WHEN {W} THEN true WHEN {W} THEN false END"},
      {2, "coalesce({L}, '') = {W}"},
      {4, "{L} IS NULL"},
      {3, "{L} IS NOT NULL"},
      {3, "EXISTS (SELECT FROM (VALUES ({W}), ({W})) AS v(x) WHERE v.x = {L})"},
  };
  static const auto* other = new Productions{
      {6, "{L} = {V}"},
      {3, "{L} <> {V}"},
      {4, "{L} IN ({V}, {V})"},
      {3, "{L} < {V}"},
      {3, "{L} >= {V}"},
      {2, "{L} BETWEEN {W} AND {W}"},
      {2, "{L} = {M}"},
      {2, "{L} IS NULL"},
      {2, "{L} IS NOT NULL"},
      {2, "{L} IS DISTINCT FROM {V}"},
      {2, "{L} NOT IN ({V}, {V})"},
  };
  static const auto* boolean = new Productions{
      {4, "{L}"}, {3, "NOT {L}"}, {2, "{L} IS TRUE"}, {2, "{L} IS NOT FALSE"}, {2, "{L} IS NULL"}};
  static const auto* bare = new Productions{{1, "{L} IS NULL"}, {1, "{L} IS NOT NULL"}};
  switch (kind) {
    case Kind::kText:
      return *text;
    case Kind::kInt:
    case Kind::kDate:
      return *other;
    case Kind::kBool:
      return *boolean;
    default:
      return *bare;
  }
}

const Productions& AggregatesOf(Kind kind) {
  static const auto* text = new Productions{
      {6, "min({text})"},
      {6, "max({text})"},
      {4, "max({c:text})"},
      {3, "string_agg({text}, ',' ORDER BY {total})"},
      {3, "string_agg(DISTINCT {c:text}, ',')"},
      {2, "mode() WITHIN GROUP (ORDER BY {t:text})"},
      {2, "percentile_disc(0.5) WITHIN GROUP (ORDER BY {t:text})"},
      {2, "(array_agg({t:text} ORDER BY {total}))[1]"},
      {2, "min({c:text}) FILTER (WHERE {bool})"},
  };
  static const auto* integer = new Productions{
      {8, "count(*)"},
      {6, "count({any})"},
      {6, "count(DISTINCT {c:text})"},
      {3, "count(DISTINCT {any})"},
      {2, "count(DISTINCT ({c:text}, {c:int}))"},
      {4, "count(*) FILTER (WHERE {bool})"},
      {5, "sum({int})::int8"},
      {3, "min({int})"},
      {3, "max({int})"},
      {2, "sum(DISTINCT {c:int})::int8"},
      {1, "count({row})"},
      {2, "cardinality(array_agg({t:text}))"},
  };
  static const auto* number =
      new Productions{{3, "round(avg({int}), 2)"}, {1, "round(sum({number}), 2)"}};
  static const auto* date = new Productions{{3, "min({date})"}, {3, "max({date})"}};
  static const auto* boolean = new Productions{
      {2, "bool_or({bool})"}, {2, "bool_and({bool})"}, {1, "every({bool})"}, {1, "count(*) > 2"}};
  static const auto* json = new Productions{
      {3, "jsonb_agg({t:text} ORDER BY {total})"},
      {2, "jsonb_agg({row} ORDER BY {total})"},
      {2, "json_agg({t:text} ORDER BY {total})::jsonb"},
      {2, "jsonb_object_agg(coalesce({text}, ''), 1) FILTER (WHERE {c:text} IS NOT NULL)"},
      {1, "jsonb_agg(DISTINCT {t:text})"}};
  static const auto* texts = new Productions{{3, "array_agg({t:text} ORDER BY {total})"},
                                             {3, "array_agg(DISTINCT {c:text}::text)"}};
  switch (kind) {
    case Kind::kText:
      return *text;
    case Kind::kInt:
      return *integer;
    case Kind::kNumber:
      return *number;
    case Kind::kDate:
      return *date;
    case Kind::kBool:
      return *boolean;
    case Kind::kJson:
      return *json;
    case Kind::kTexts:
      return *texts;
    default:
      return None();
  }
}

const Productions& WindowFunctionsOf(Kind kind) {
  static const auto* text = new Productions{
      {4, "lag({t:text}) {over total}"},
      {3, "lead({t:text}, {1-9}, 'z') {over total}"},
      {3, "first_value({t:text}) {over total}"},
      {2, "last_value({t:text}) {over total}"},
      {2, "nth_value({t:text}, 2) {over total}"},
      {3, "max({t:text}) {over}"},
      {3, "min({c:text}) {over}"},
      {2, "coalesce(lag({c:text}) {over total}, {t:text})"},
      {1, "string_agg({t:text}, ',') {over total}"},
  };
  static const auto* integer = new Productions{
      {5, "row_number() {over total}"},
      {4, "rank() {over}"},
      {4, "dense_rank() {over}"},
      {4, "count(*) {over}"},
      {3, "count({any}) {over}"},
      {3, "sum({int}) {over}::int8"},
      {2, "ntile(3) {over total}"},
      {2, "lag({int}) {over total}"},
      {2, "count(*) FILTER (WHERE {bool}) {over}"},
  };
  static const auto* date =
      new Productions{{2, "lag({date}) {over total}"}, {2, "max({date}) {over}"}};
  switch (kind) {
    case Kind::kText:
      return *text;
    case Kind::kInt:
      return *integer;
    case Kind::kDate:
      return *date;
    default:
      return None();
  }
}

const Productions& SetFunctionsOf(Kind kind) {
  static const auto* text = new Productions{
      {4, "unnest({texts})"},
      {2, "unnest(ARRAY[{literal:text}, {literal:text}])"},
      {2, "string_to_table({text}, '_')"},
      {2, "regexp_split_to_table({text}, '[0-9]')"},
      {2, "jsonb_array_elements_text(jsonb_build_array({text}, {int}))"},
      {1, "jsonb_object_keys(jsonb_build_object(coalesce({literal:text}, '') || 'k', {int}))"},
  };
  static const auto* integer = new Productions{
      {4, "generate_series(1, {1-9})"},
      {2, "generate_series({1-9}, {1-9} + 3)"},
      {1, "generate_subscripts({texts}, 1)"},
  };
  return kind == Kind::kText ? *text : *integer;
}

}  // namespace sudare::prove
