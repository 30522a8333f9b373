#include "proxy/sql/allowlist.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare::sql {
namespace {

using Words = absl::flat_hash_set<std::string>;

Words SplitWords(const char* text) {
  Words words;
  for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    words.insert(std::string(word));
  }
  return words;
}

// Node kinds, each with the fields that the resolver handles. "location"-like fields are part of
// every node. Left out on purpose, so that they are refused: SelectStmt.into_clause and
// locking_clause, every statement but SELECT, RangeTableSample, RangeTableFunc, CurrentOfExpr,
// SetToDefault.
const absl::flat_hash_map<std::string, Words>& NodeFields() {
  static const auto* fields = [] {
    const std::pair<const char*, const char*> kinds[] = {
        {"ParseResult", "version stmts"},
        {"RawStmt", "stmt stmt_location stmt_len"},
        {"SelectStmt",
         "distinct_clause target_list from_clause where_clause group_clause group_distinct "
         "having_clause "
         "window_clause values_lists sort_clause limit_offset limit_count limit_option with_clause "
         "op all "
         "larg rarg"},
        {"ResTarget", "name val"},
        {"ColumnRef", "fields"},
        {"A_Star", ""},
        {"A_Const", "ival fval boolval sval bsval isnull"},
        {"Integer", "ival"},
        {"Float", "fval"},
        {"Boolean", "boolval"},
        {"String", "sval"},
        {"BitString", "bsval"},
        {"ParamRef", "number"},
        {"A_Expr", "kind name lexpr rexpr"},
        {"BoolExpr", "boolop args"},
        {"FuncCall",
         "funcname args agg_order agg_filter over agg_within_group agg_star agg_distinct "
         "func_variadic "
         "funcformat"},
        {"NamedArgExpr", "arg name argnumber"},
        {"TypeCast", "arg type_name"},
        {"TypeName", "names typmods typemod array_bounds"},
        {"CollateClause", "arg collname"},
        {"CaseExpr", "arg args defresult"},
        {"CaseWhen", "expr result"},
        {"CoalesceExpr", "args"},
        {"MinMaxExpr", "op args"},
        {"NullTest", "arg nulltesttype"},
        {"BooleanTest", "arg booltesttype"},
        {"SubLink", "sub_link_type testexpr oper_name subselect"},
        {"RowExpr", "args row_format"},
        {"A_ArrayExpr", "elements"},
        {"A_Indirection", "arg indirection"},
        {"A_Indices", "is_slice lidx uidx"},
        {"SQLValueFunction", "op typmod"},
        {"GroupingFunc", "args"},
        {"RangeVar", "schemaname relname inh relpersistence alias"},
        {"RangeSubselect", "lateral subquery alias"},
        {"RangeFunction", "lateral ordinality is_rowsfrom functions alias coldeflist"},
        {"ColumnDef", "colname type_name is_local coll_clause"},
        {"JoinExpr", "jointype is_natural larg rarg using_clause join_using_alias quals alias"},
        {"Alias", "aliasname colnames"},
        {"SortBy", "node sortby_dir sortby_nulls use_op"},
        {"WindowDef",
         "name refname partition_clause order_clause frame_options start_offset end_offset"},
        {"GroupingSet", "kind content"},
        {"WithClause", "ctes recursive"},
        {"CommonTableExpr",
         "ctename aliascolnames ctematerialized ctequery search_clause cycle_clause"},
        {"CTESearchClause", "search_col_list search_breadth_first search_seq_column"},
        {"CTECycleClause",
         "cycle_col_list cycle_mark_column cycle_mark_value cycle_mark_default cycle_path_column"},
        // Only what makes XML, see Resolver::ResolveXml.
        {"XmlExpr", "op name named_args args xmloption"},
        {"XmlSerialize", "xmloption expr type_name"},
        {"List", "items"},
    };
    auto* map = new absl::flat_hash_map<std::string, Words>();
    for (const auto& [kind, words] : kinds) (*map)[kind] = SplitWords(words);
    return map;
  }();
  return *fields;
}

// Functions of pg_catalog that compute from their arguments alone: no table, file, setting,
// sequence, session or clock below the transaction's, no SQL text. Every overload of a name listed
// here was read for that.
constexpr char kFunctions[] = R"(
  abs ceil ceiling floor round trunc sign mod div gcd lcm power pow sqrt cbrt exp ln log log10 pi random
  degrees radians sin sind cos cosd tan tand cot cotd asin asind acos acosd atan atand atan2 atan2d
  sinh cosh tanh asinh acosh atanh factorial width_bucket scale min_scale trim_scale bit_count numeric
  int2 int4 int8 float4 float8 text varchar bpchar bool

  ascii chr concat concat_ws format initcap left right length char_length character_length octet_length bit_length
  lower upper lpad rpad ltrim rtrim btrim position strpos substr substring overlay repeat replace reverse
  split_part starts_with string_to_array string_to_table translate to_hex md5 sha224 sha256 sha384 sha512
  quote_ident quote_literal quote_nullable normalize is_normalized unistr encode decode convert_from convert_to
  regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_like regexp_count
  regexp_instr regexp_substr like_escape similar_escape similar_to_escape to_char to_number to_date to_timestamp
  get_bit get_byte set_bit set_byte

  now transaction_timestamp statement_timestamp age date_part date_trunc date_bin extract isfinite justify_days
  justify_hours justify_interval make_date make_time make_timestamp make_timestamptz make_interval overlaps timezone
  date timestamp timestamptz time timetz interval

  array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
  array_prepend array_remove array_replace array_to_string array_upper cardinality trim_array unnest
  generate_series generate_subscripts num_nulls num_nonnulls

  to_json to_jsonb array_to_json row_to_json json_build_array jsonb_build_array json_build_object jsonb_build_object
  json_object jsonb_object json_array_length jsonb_array_length json_each jsonb_each json_each_text jsonb_each_text
  json_extract_path jsonb_extract_path json_extract_path_text jsonb_extract_path_text json_object_keys
  jsonb_object_keys json_array_elements jsonb_array_elements json_array_elements_text jsonb_array_elements_text
  json_to_record jsonb_to_record json_to_recordset jsonb_to_recordset
  json_typeof jsonb_typeof json_strip_nulls jsonb_strip_nulls jsonb_set jsonb_set_lax jsonb_insert jsonb_pretty
  jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first
  jsonb_path_exists_tz jsonb_path_match_tz jsonb_path_query_tz jsonb_path_query_array_tz jsonb_path_query_first_tz

  int4range int8range numrange daterange tsrange tstzrange range_merge isempty lower_inc lower_inf upper_inc upper_inf
  int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange multirange

  count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every
  bit_and bit_or bit_xor corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
  regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp mode percentile_cont
  percentile_disc range_agg range_intersect_agg
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value

  host hostmask netmask network masklen broadcast family abbrev inet_same_family inet_merge gen_random_uuid
  version current_database pg_size_pretty pg_size_bytes hashtext parse_ident
  pg_encoding_to_char pg_char_to_encoding pg_get_keywords pg_options_to_table

  to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery json_to_tsvector jsonb_to_tsvector
  ts_headline ts_rank ts_rank_cd ts_delete ts_filter tsvector_to_array array_to_tsvector setweight strip numnode
  querytree

  xmlagg
)";

// Configurations of text search that come with PostgreSQL 15. Any other could be built on files and
// functions of its own, and whether it exists is not to be told.
constexpr char kTextSearchConfigurations[] = R"(
  simple arabic armenian basque catalan danish dutch english finnish french german greek hindi hungarian indonesian
  irish italian lithuanian nepali norwegian portuguese romanian russian serbian spanish swedish tamil turkish yiddish
)";

// Those of the functions above that make one row of many.
constexpr char kAggregates[] = R"(
  count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every
  bit_and bit_or bit_xor corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
  regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp mode percentile_cont
  percentile_disc range_agg range_intersect_agg xmlagg
)";

// Those that make many rows of one.
constexpr char kSetReturning[] = R"(
  unnest generate_series generate_subscripts regexp_matches regexp_split_to_table string_to_table json_each jsonb_each
  json_each_text jsonb_each_text json_array_elements jsonb_array_elements json_array_elements_text
  jsonb_array_elements_text json_object_keys jsonb_object_keys jsonb_path_query jsonb_path_query_tz
  pg_get_keywords pg_options_to_table
)";

constexpr char kOrderShowing[] = R"(
  array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg xmlagg
)";

constexpr char kOperators[] = R"(
  = <> != < > <= >= + - * / % ^ |/ ||/ @ & | # ~ << >> ||
  ~~ !~~ ~~* !~~* ~* !~ !~* ^@
  -> ->> #> #>> #- @> <@ ? ?| ?& @? @@ && -|- &< &> !! <->
)";

constexpr char kTypes[] = R"(
  bool int2 int4 int8 numeric float4 float8 text varchar bpchar char date timestamp timestamptz time timetz
  interval uuid json jsonb jsonpath bytea inet cidr bit varbit tsvector tsquery
  oid name int2vector oidvector
  int4range int8range numrange daterange tsrange tstzrange
  int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange
)";

struct Advice {
  const char* function;
  const char* text;
};
constexpr Advice kAdvice[] = {
    {"clock_timestamp", "write now()"},
    {"timeofday", "write now()"},
    {"pg_sleep", "queries that only wait are not run"},
    {"set_config", "settings of a session are fixed"},
    {"current_setting",
     "settings of a session are fixed; the time zone is that of the server's configuration"},
    {"query_to_xml", "write the query itself, or json_agg over it"},
    {"table_to_xml", "write SELECT json_agg(t) FROM the_table AS t"},
    {"ts_stat", "write the query itself; functions that take SQL text are never run"},
    {"json_populate_record", "write json_to_record(…) AS t(name type, …)"},
    {"jsonb_populate_record", "write jsonb_to_record(…) AS t(name type, …)"},
    {"json_populate_recordset", "write json_to_recordset(…) AS t(name type, …)"},
    {"jsonb_populate_recordset", "write jsonb_to_recordset(…) AS t(name type, …)"},
    {"nextval", "this door only reads"},
    {"currval", "sequences are not shown; write max() of the column that it fills"},
    {"lastval", "sequences are not shown; write max() of the column that it fills"},
    {"ts_rewrite", "combine queries with &&, || and !!"},
    {"pg_column_size", "write octet_length(…::text)"},
    {"setseed", "for a sample that stays, compare hashtext() of a key"},
    {"xpath", "cut texts with substring() or regexp_match()"},
};

struct TypeOid {
  const char* name;
  uint32_t oid;
  uint32_t array_oid;
};
// Object ids of built-in types are fixed (PostgreSQL's pg_type.dat).
constexpr TypeOid kTypeOids[] = {
    {"bool", 16, 1000},        {"bytea", 17, 1001},         {"int8", 20, 1016},
    {"int2", 21, 1005},        {"int4", 23, 1007},          {"text", 25, 1009},
    {"json", 114, 199},        {"float4", 700, 1021},       {"float8", 701, 1022},
    {"inet", 869, 1041},       {"cidr", 650, 651},          {"bpchar", 1042, 1014},
    {"varchar", 1043, 1015},   {"date", 1082, 1182},        {"time", 1083, 1183},
    {"timestamp", 1114, 1115}, {"timestamptz", 1184, 1185}, {"interval", 1186, 1187},
    {"timetz", 1266, 1270},    {"numeric", 1700, 1231},     {"uuid", 2950, 2951},
    {"jsonb", 3802, 3807},     {"bit", 1560, 1561},         {"varbit", 1562, 1563},
    {"oid", 26, 1028},         {"name", 19, 1003},
};

constexpr std::pair<const char*, const char*> kTypeSpellings[] = {
    {"integer", "int4"},
    {"int", "int4"},
    {"bigint", "int8"},
    {"smallint", "int2"},
    {"boolean", "bool"},
    {"decimal", "numeric"},
    {"real", "float4"},
    {"double precision", "float8"},
    {"character varying", "varchar"},
    {"character", "bpchar"},
    {"timestamp with time zone", "timestamptz"},
    {"timestamp without time zone", "timestamp"},
    {"time with time zone", "timetz"},
    {"time without time zone", "time"},
};

const Words& TextSearchConfigurations() {
  static const auto* words = new Words(SplitWords(kTextSearchConfigurations));
  return *words;
}

const Words& Functions() {
  static const auto* words = new Words(SplitWords(kFunctions));
  return *words;
}

const Words& Operators() {
  static const auto* words = new Words(SplitWords(kOperators));
  return *words;
}

const Words& Types() {
  static const auto* words = new Words(SplitWords(kTypes));
  return *words;
}

}  // namespace

bool IsNodeFieldAllowed(absl::string_view kind, absl::string_view field) {
  const auto found = NodeFields().find(kind);
  if (found == NodeFields().end()) return false;
  return field == "location" || found->second.contains(field);
}

bool IsFunctionAllowed(absl::string_view name) { return Functions().contains(name); }

absl::string_view AdviceForFunction(absl::string_view name) {
  for (const Advice& advice : kAdvice) {
    if (name == advice.function) return advice.text;
  }
  return {};
}

std::vector<std::string> OutputColumnsOf(absl::string_view function) {
  if (function == "json_each" || function == "jsonb_each" || function == "json_each_text" ||
      function == "jsonb_each_text") {
    return {"key", "value"};
  }
  if (function == "json_array_elements" || function == "jsonb_array_elements" ||
      function == "json_array_elements_text" || function == "jsonb_array_elements_text") {
    return {"value"};
  }
  if (function == "pg_get_keywords") return {"word", "catcode", "barelabel", "catdesc", "baredesc"};
  if (function == "pg_options_to_table") return {"option_name", "option_value"};
  return {};
}

bool IsTextSearchConfigurationAllowed(absl::string_view name) {
  return TextSearchConfigurations().contains(name);
}

bool IsAggregate(absl::string_view name) {
  static const auto* words = new Words(SplitWords(kAggregates));
  return words->contains(name);
}

bool ReturnsSet(absl::string_view name) {
  static const auto* words = new Words(SplitWords(kSetReturning));
  return words->contains(name);
}

bool ShowsOrder(absl::string_view name) {
  static const auto* words = new Words(SplitWords(kOrderShowing));
  return words->contains(name);
}

bool IsOperatorAllowed(absl::string_view op) { return Operators().contains(op); }

bool IsTypeAllowed(absl::string_view internal_name) { return Types().contains(internal_name); }

uint32_t ParameterTypeOid(absl::string_view name) {
  bool is_array = absl::ConsumeSuffix(&name, "[]");
  absl::ConsumePrefix(&name, "pg_catalog.");
  if (!is_array) is_array = absl::ConsumePrefix(&name, "_");
  for (const auto& [spelling, internal] : kTypeSpellings) {
    if (name == spelling) name = internal;
  }
  for (const TypeOid& type : kTypeOids) {
    if (name == type.name) return is_array ? type.array_oid : type.oid;
  }
  return 0;
}

}  // namespace sudare::sql
