#include "proxy/prove/debug_templates.h"

namespace sudare::prove {
namespace {

constexpr DebugTemplate kTemplates[] = {
    {"all", "SELECT * FROM $T"},
    {"columns", "SELECT $A, $B, $C FROM $T"},
    {"ordered", "SELECT $A, $B, $C FROM $T ORDER BY 1, 2, 3", true},
    {"top", "SELECT $A, $B FROM $T ORDER BY 1 DESC, 2 DESC LIMIT 10", true},
    {"page", "SELECT $A, $B FROM $T ORDER BY $A, $B LIMIT 10 OFFSET 5", true},
    {"look_up", "SELECT $A, $B, $C FROM $T WHERE $A = $a"},
    {"look_up_in", "SELECT $A, $B FROM $T WHERE $A IN ($a, $a) OR $B IS NULL"},
    {"look_up_any", "SELECT $B, $C FROM $T WHERE $A = ANY (ARRAY[$a])"},
    {"not_equal", "SELECT $A, $B FROM $T WHERE $A <> $a AND $B IS NOT NULL"},
    {"like", "SELECT $A, $B FROM $T WHERE $A::text LIKE '%1%'"},
    {"like_start", "SELECT $A FROM $T WHERE $A::text LIKE left($a, 3) || '%'"},
    {"is_null", "SELECT $A, $B FROM $T WHERE $C IS NULL"},
    {"count", "SELECT count(*), count($A), count(DISTINCT $A::text) FROM $T"},
    {"group", "SELECT $A, count(*) FROM $T GROUP BY $A"},
    {"group_ordered", "SELECT $A, count(*) AS n FROM $T GROUP BY $A ORDER BY n DESC, $A LIMIT 20",
     true},
    {"group_two", "SELECT $A, $B, count(*) FROM $T GROUP BY 1, 2 HAVING count(*) > 1"},
    {"duplicates",
     "SELECT $A FROM $T WHERE $A IN (SELECT $A FROM $T GROUP BY $A HAVING count(*) > 1)"},
    {"distinct", "SELECT DISTINCT $A, $B FROM $T"},
    {"distinct_on", "SELECT DISTINCT ON ($A) $A, $B FROM $T ORDER BY $A, $B", true},
    {"min_max", "SELECT min($A::text), max($B::text) FROM $T"},
    {"sum", "SELECT sum($N), min($N), max($N), count($N) FROM $T"},
    {"sum_by", "SELECT $A, sum($N) FROM $T GROUP BY $A"},
    {"range", "SELECT $A, $N FROM $T WHERE $N BETWEEN 10 AND 5000 ORDER BY 2, 1", true},
    {"arithmetic", "SELECT $A, $N + 1, -$N, $N > 100 FROM $T"},
    {"above_average", "SELECT $A FROM $T WHERE $N > (SELECT avg($N) FROM $T)"},
    {"case",
     "SELECT $A, CASE WHEN $N > 100 THEN 'high' WHEN $N IS NULL THEN '?' ELSE 'low' END "
     "FROM $T"},
    {"by_month", "SELECT date_trunc('month', $D::timestamp), count(*) FROM $T GROUP BY 1"},
    {"by_year", "SELECT extract(year FROM $D), count(*) FROM $T GROUP BY 1 ORDER BY 1", true},
    {"since", "SELECT $A, $D FROM $T WHERE $D >= '2000-01-01' ORDER BY 2, 1", true},
    {"date_text", "SELECT to_char($D, 'YYYY-MM'), $A FROM $T"},
    {"window", "SELECT $A, $B, row_number() OVER (PARTITION BY $A ORDER BY $B, $C) FROM $T"},
    {"running", "SELECT $A, $N, sum($N) OVER (PARTITION BY $A ORDER BY $N) FROM $T"},
    {"lag", "SELECT $A, $B, lag($B) OVER (ORDER BY $A, $B) FROM $T"},
    {"text",
     "SELECT upper($A::text), length($A::text), $A::text || '/' || coalesce($B::text, '') "
     "FROM $T"},
    {"string_agg", "SELECT $A, string_agg($B::text, ',' ORDER BY $B::text) FROM $T GROUP BY $A"},
    {"json", "SELECT jsonb_build_object('a', $A, 'b', $B) FROM $T"},
    {"sub_select",
     "SELECT x.$A, x.n FROM (SELECT $A, count(*) AS n FROM $T GROUP BY $A) AS x "
     "WHERE x.n > 1"},
    {"cte",
     "WITH x AS (SELECT $A, $B FROM $T WHERE $A IS NOT NULL) SELECT $B, count(*) FROM x "
     "GROUP BY $B"},
    {"union", "SELECT $A::text FROM $T UNION SELECT $B::text FROM $T"},
    {"except", "SELECT $A::text FROM $T EXCEPT SELECT $B::text FROM $T"},
    {"values", "SELECT t.$A, v.n FROM $T AS t JOIN (VALUES ($a, 1)) AS v (k, n) ON v.k = t.$A"},
    {"join", "SELECT t.$A, u.$Q FROM $T AS t JOIN $U AS u ON u.$Y = t.$X"},
    {"join_ordered",
     "SELECT t.$A, u.$Q FROM $T AS t JOIN $U AS u ON u.$Y = t.$X ORDER BY 1, 2 LIMIT 50", true},
    {"left_join", "SELECT t.$A, u.$Q FROM $T AS t LEFT JOIN $U AS u ON u.$Y = t.$X"},
    {"anti_join", "SELECT t.$A FROM $T AS t LEFT JOIN $U AS u ON u.$Y = t.$X WHERE u.$Y IS NULL"},
    {"exists", "SELECT t.$A FROM $T AS t WHERE EXISTS (SELECT 1 FROM $U AS u WHERE u.$Y = t.$X)"},
    {"not_exists",
     "SELECT u.$Q FROM $U AS u WHERE NOT EXISTS (SELECT 1 FROM $T AS t WHERE t.$X = u.$Y)"},
    {"in_join", "SELECT $A FROM $T WHERE $X IN (SELECT $Y FROM $U WHERE $Q IS NOT NULL)"},
    {"join_count", "SELECT u.$Q, count(*) FROM $T AS t JOIN $U AS u ON u.$Y = t.$X GROUP BY u.$Q"},
    {"lateral",
     "SELECT u.$Y, l.n FROM $U AS u, LATERAL (SELECT count(*) AS n FROM $T AS t WHERE "
     "t.$X = u.$Y) AS l"},
    {"full_join", "SELECT count(*) FROM $T AS t FULL JOIN $U AS u ON u.$Y = t.$X"},
};

}  // namespace

absl::Span<const DebugTemplate> DebugTemplates() { return kTemplates; }

}  // namespace sudare::prove
