#include "proxy/catalog/builtin_types.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

// As pg_type of PostgreSQL 15 has them: oid name array length by_value kind category is_preferred
// align storage collation element, the functions in the order of BuiltinTypeFunctions, SQL name.
constexpr char kTypes[] = R"(
16 bool 1000 1 t b B t c p 0 0 1242 1243 2436 2437 0 0 0 0 boolean
17 bytea 1001 -1 f b U f i x 0 0 1244 31 2412 2413 0 0 0 0 bytea
18 char 1002 1 t b Z f c p 0 0 1245 33 2434 2435 0 0 0 0 "char"
19 name 1003 64 f b S f c p 950 18 34 35 2422 2423 0 0 0 6180 name
20 int8 1016 8 t b N f d p 0 0 460 461 2408 2409 0 0 0 0 bigint
21 int2 1005 2 t b N f s p 0 0 38 39 2404 2405 0 0 0 0 smallint
22 int2vector 1006 -1 f b A f i p 0 21 40 41 2410 2411 0 0 0 6179 int2vector
23 int4 1007 4 t b N f i p 0 0 42 43 2406 2407 0 0 0 0 integer
25 text 1009 -1 f b S t i x 100 0 46 47 2414 2415 0 0 0 0 text
26 oid 1028 4 t b N t i p 0 0 1798 1799 2418 2419 0 0 0 0 oid
30 oidvector 1013 -1 f b A f i p 0 26 54 55 2420 2421 0 0 0 6179 oidvector
114 json 199 -1 f b U f i x 0 0 321 322 323 324 0 0 0 0 json
142 xml 143 -1 f b U f i x 0 0 2893 2894 2898 2899 0 0 0 0 xml
194 pg_node_tree 0 -1 f b Z f i x 100 0 195 196 197 198 0 0 0 0 pg_node_tree
650 cidr 651 -1 f b I f i m 0 0 1267 1427 2498 2499 0 0 0 0 cidr
700 float4 1021 4 t b N f i p 0 0 200 201 2424 2425 0 0 0 0 real
701 float8 1022 8 t b N t d p 0 0 214 215 2426 2427 0 0 0 0 double precision
869 inet 1041 -1 f b I t i m 0 0 910 911 2496 2497 0 0 0 0 inet
1042 bpchar 1014 -1 f b S f i x 100 0 1044 1045 2430 2431 2913 2914 0 0 character
1043 varchar 1015 -1 f b S f i x 100 0 1046 1047 2432 2433 2915 2916 0 0 character varying
1082 date 1182 4 t b D f i p 0 0 1084 1085 2468 2469 0 0 0 0 date
1083 time 1183 8 t b D f d p 0 0 1143 1144 2470 2471 2909 2910 0 0 time without time zone
1114 timestamp 1115 8 t b D f d p 0 0 1312 1313 2474 2475 2905 2906 0 0 timestamp without time zone
1184 timestamptz 1185 8 t b D t d p 0 0 1150 1151 2476 2477 2907 2908 0 0 timestamp with time zone
1186 interval 1187 16 f b T t d p 0 0 1160 1161 2478 2479 2903 2904 0 0 interval
1266 timetz 1270 12 f b D f d p 0 0 1350 1351 2472 2473 2911 2912 0 0 time with time zone
1560 bit 1561 -1 f b V f i x 0 0 1564 1565 2456 2457 2919 2920 0 0 bit
1562 varbit 1563 -1 f b V t i x 0 0 1579 1580 2458 2459 2902 2921 0 0 bit varying
1700 numeric 1231 -1 f b N f i m 0 0 1701 1702 2460 2461 2917 2918 0 0 numeric
2950 uuid 2951 16 f b U f c p 0 0 2952 2953 2961 2962 0 0 0 0 uuid
3614 tsvector 3643 -1 f b U f i x 0 0 3610 3611 3639 3638 0 0 3688 0 tsvector
3615 tsquery 3645 -1 f b U f i p 0 0 3612 3613 3641 3640 0 0 0 0 tsquery
3802 jsonb 3807 -1 f b U f i x 0 0 3806 3804 3805 3803 0 0 0 6098 jsonb
3904 int4range 3905 -1 f r R f i x 0 0 3834 3835 3836 3837 0 0 3916 0 int4range
3906 numrange 3907 -1 f r R f i x 0 0 3834 3835 3836 3837 0 0 3916 0 numrange
3908 tsrange 3909 -1 f r R f d x 0 0 3834 3835 3836 3837 0 0 3916 0 tsrange
3910 tstzrange 3911 -1 f r R f d x 0 0 3834 3835 3836 3837 0 0 3916 0 tstzrange
3912 daterange 3913 -1 f r R f i x 0 0 3834 3835 3836 3837 0 0 3916 0 daterange
3926 int8range 3927 -1 f r R f d x 0 0 3834 3835 3836 3837 0 0 3916 0 int8range
4072 jsonpath 4073 -1 f b U f i x 0 0 4001 4003 4002 4004 0 0 0 0 jsonpath
4451 int4multirange 6150 -1 f m R f i x 0 0 4231 4232 4233 4234 0 0 4242 0 int4multirange
4532 nummultirange 6151 -1 f m R f i x 0 0 4231 4232 4233 4234 0 0 4242 0 nummultirange
4533 tsmultirange 6152 -1 f m R f d x 0 0 4231 4232 4233 4234 0 0 4242 0 tsmultirange
4534 tstzmultirange 6153 -1 f m R f d x 0 0 4231 4232 4233 4234 0 0 4242 0 tstzmultirange
4535 datemultirange 6155 -1 f m R f i x 0 0 4231 4232 4233 4234 0 0 4242 0 datemultirange
4536 int8multirange 6157 -1 f m R f d x 0 0 4231 4232 4233 4234 0 0 4242 0 int8multirange
)";

// Functions of arrays, the same for each.
constexpr uint32_t kArrayIn = 750;
constexpr uint32_t kArrayOut = 751;
constexpr uint32_t kArrayReceive = 2400;
constexpr uint32_t kArraySend = 2401;
constexpr uint32_t kArrayAnalyze = 3816;
constexpr uint32_t kArraySubscript = 6179;

BuiltinType ArrayOf(const BuiltinType& element) {
  BuiltinType array;
  array.oid = element.array;
  array.name = absl::StrCat("_", element.name);
  array.sql_name = absl::StrCat(element.sql_name, "[]");
  array.category = 'A';
  array.align = element.align == 'd' ? 'd' : 'i';
  array.collation = element.collation;
  array.element = element.oid;
  array.functions = {kArrayIn,
                     kArrayOut,
                     kArrayReceive,
                     kArraySend,
                     element.functions.modifier_in,
                     element.functions.modifier_out,
                     kArrayAnalyze,
                     kArraySubscript};
  return array;
}

uint32_t ToOid(absl::string_view text) {
  uint32_t oid = 0;
  return absl::SimpleAtoi(text, &oid) ? oid : 0;
}

BuiltinType ParseType(absl::string_view line) {
  const std::vector<std::string> words = absl::StrSplit(line, absl::MaxSplits(' ', 20));
  BuiltinType type;
  type.oid = ToOid(words[0]);
  type.name = words[1];
  type.array = ToOid(words[2]);
  if (!absl::SimpleAtoi(words[3], &type.length)) type.length = -1;
  type.by_value = words[4] == "t";
  type.kind = words[5][0];
  type.category = words[6][0];
  type.is_preferred = words[7] == "t";
  type.align = words[8][0];
  type.storage = words[9][0];
  type.collation = ToOid(words[10]);
  type.element = ToOid(words[11]);
  type.functions = {ToOid(words[12]), ToOid(words[13]), ToOid(words[14]), ToOid(words[15]),
                    ToOid(words[16]), ToOid(words[17]), ToOid(words[18]), ToOid(words[19])};
  type.sql_name = words[20];
  return type;
}

// Spellings beside the internal name and that of format_type.
constexpr std::pair<const char*, const char*> kSpellings[] = {
    {"int", "int4"},      {"decimal", "numeric"},  {"timestamp", "timestamp"},
    {"char", "bpchar"},   {"character", "bpchar"}, {"time", "time"},
    {"float", "float8"},  {"dec", "numeric"},      {"national character", "bpchar"},
    {"\"char\"", "char"},
};

// Names that clients compare type functions with.
constexpr std::pair<const char*, uint32_t> kFunctions[] = {
    {"array_in", kArrayIn},     {"array_out", kArrayOut}, {"array_recv", kArrayReceive},
    {"array_send", kArraySend}, {"range_in", 3834},       {"range_recv", 3836},
    {"multirange_in", 4231},    {"domain_in", 2597},      {"domain_recv", 2598},
    {"enum_in", 3506},          {"enum_recv", 3532},      {"record_in", 2290},
    {"record_recv", 2402},      {"textin", 46},           {"textrecv", 2414},
    {"boolin", 1242},           {"int4in", 42},           {"int8in", 460},
};

// One blank for many, lower case but within quotes.
std::string Squeezed(absl::string_view text) {
  std::string squeezed;
  bool in_quotes = false;
  for (const char c : absl::StripAsciiWhitespace(text)) {
    if (c == '"') in_quotes = !in_quotes;
    if (!in_quotes && absl::ascii_isspace(c)) {
      if (squeezed.back() != ' ') squeezed.push_back(' ');
    } else {
      squeezed.push_back(in_quotes ? c : absl::ascii_tolower(c));
    }
  }
  return squeezed;
}

}  // namespace

const std::vector<BuiltinType>& BuiltinTypes() {
  static const auto* types = [] {
    auto* all = new std::vector<BuiltinType>();
    for (absl::string_view line : absl::StrSplit(kTypes, '\n', absl::SkipWhitespace())) {
      all->push_back(ParseType(line));
      if (all->back().array != 0) all->push_back(ArrayOf(BuiltinType(all->back())));
    }
    std::sort(all->begin(), all->end(),
              [](const BuiltinType& a, const BuiltinType& b) { return a.oid < b.oid; });
    return all;
  }();
  return *types;
}

const BuiltinType* FindBuiltinType(absl::string_view name) {
  static const auto* by_name = [] {
    auto* map = new absl::flat_hash_map<std::string, const BuiltinType*>();
    for (const BuiltinType& type : BuiltinTypes()) (*map)[type.name] = &type;
    return map;
  }();
  const auto found = by_name->find(name);
  return found == by_name->end() ? nullptr : found->second;
}

const BuiltinType* FindBuiltinTypeInSql(absl::string_view sql) {
  std::string name = Squeezed(sql);
  absl::string_view base = name;
  absl::ConsumePrefix(&base, "pg_catalog.");
  const bool is_array = absl::ConsumeSuffix(&base, "[]");
  base = absl::StripTrailingAsciiWhitespace(base);
  std::string internal(base);
  for (const auto& [spelling, type] : kSpellings) {
    if (base == spelling) internal = type;
  }
  for (const BuiltinType& type : BuiltinTypes()) {
    if (base == type.sql_name) internal = type.name;
  }
  return FindBuiltinType(is_array ? absl::StrCat("_", internal) : internal);
}

uint32_t BuiltinFunctionOid(absl::string_view name) {
  absl::ConsumePrefix(&name, "pg_catalog.");
  for (const auto& [known, oid] : kFunctions) {
    if (name == known) return oid;
  }
  return 0;
}

}  // namespace sudare
