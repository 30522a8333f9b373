#include "policy/transforms/generalize_date.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/transforms/date_text.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

using Unit = sudare::v1::Generalize::DateUnit;

// Outside these bounds results could overflow the type in some unit or zone; such values become
// NULL.
constexpr char kFirst[] = "4712-01-01 00:00:00";  // and " BC"
constexpr char kEnd[] = "294276-12-31 00:00:00";
const absl::CivilSecond kFirstCivil(-4711, 1, 1);
const absl::CivilSecond kEndCivil(294276, 12, 31);

constexpr char kDefaultZone[] = "Asia/Tokyo";

struct Zone {
  absl::TimeZone zone;
  // What timezone() takes in SQL.
  std::string sql;
};

absl::CivilSecond Cut(absl::CivilSecond at, Unit unit) {
  switch (unit) {
    case sudare::v1::Generalize::MONTH:
      return absl::CivilSecond(absl::CivilMonth(at));
    case sudare::v1::Generalize::FISCAL_YEAR:
      return absl::CivilSecond(at.month() >= 4 ? at.year() : at.year() - 1, 4, 1);
    default:
      return absl::CivilSecond(absl::CivilYear(at));
  }
}

// The instant of a civil time as PostgreSQL takes it: within a gap by the offset before it, and the
// second one of a civil time that occurs twice.
absl::Time InstantOf(absl::CivilSecond civil, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(civil);
  return info.kind == absl::TimeZone::TimeInfo::REPEATED ? info.post : info.pre;
}

class DateMask final : public Mask {
 public:
  DateMask(ColumnType type, Unit unit, Zone zone)
      : type_(type), unit_(unit), zone_(std::move(zone)) {}

  MaskKind kind() const override { return MaskKind::kGeneralize; }
  ColumnType result_type() const override { return type_; }

  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    std::optional<DateText> date = ParseDateText(*value, type_.type);
    if (!date.has_value()) return std::nullopt;
    if (date->infinite) return std::string(*value);
    const absl::CivilSecond utc = date->civil - date->offset_seconds;
    if (utc < kFirstCivil || utc >= kEndCivil) return std::nullopt;
    date->microseconds = 0;
    if (type_.type == SqlType::kTimestamptz) {
      const absl::CivilSecond local = zone_.zone.At(absl::FromCivil(utc, absl::UTCTimeZone())).cs;
      const absl::Time cut = InstantOf(Cut(local, unit_), zone_.zone);
      date->civil = absl::ToCivilSecond(cut, absl::UTCTimeZone()) + date->offset_seconds;
    } else {
      date->civil = Cut(date->civil, unit_);
    }
    return FormatDateText(*date, type_.type);
  }

  std::string SqlExpression(absl::string_view column) const override {
    const std::string type = TypeName(type_);
    const std::string zone = type_.type == SqlType::kTimestamptz ? "+00" : "";
    return absl::StrCat(
        "CASE WHEN ", column, " >= ", SqlConstant(absl::StrCat(kFirst, zone, " BC"), type), " AND ",
        column, " < ", SqlConstant(absl::StrCat(kEnd, zone), type), " THEN ", CutSql(column),
        " WHEN pg_catalog.isfinite(", column, ") THEN NULL ELSE ", column, " END");
  }

 private:
  std::string CutSql(absl::string_view column) const {
    if (type_.type == SqlType::kDate) {
      return SqlCast(CutTimestampSql(SqlCast(column, "timestamp")), "date");
    }
    if (type_.type == SqlType::kTimestamp) return CutTimestampSql(std::string(column));
    const auto at_zone = [this](absl::string_view expression) {
      return absl::StrCat("pg_catalog.timezone(", zone_.sql, ", ", expression, ")");
    };
    return at_zone(CutTimestampSql(at_zone(column)));
  }

  std::string CutTimestampSql(const std::string& timestamp) const {
    if (unit_ == sudare::v1::Generalize::MONTH) {
      return absl::StrCat("pg_catalog.date_trunc('month', ", timestamp, ")");
    }
    if (unit_ == sudare::v1::Generalize::YEAR) {
      return absl::StrCat("pg_catalog.date_trunc('year', ", timestamp, ")");
    }
    const std::string quarter = SqlConstant("3 mons", "interval");
    return absl::StrCat("(pg_catalog.date_trunc('year', ", timestamp, " - ", quarter, ") + ",
                        quarter, ")");
  }

  const ColumnType type_;
  const Unit unit_;
  const Zone zone_;
};

// Names that mean the same to the time zone database here and to PostgreSQL: "Region/City" or
// "UTC". Others may be abbreviations, of which PostgreSQL has a list of its own, or files outside
// the database.
bool IsRegionName(absl::string_view name) {
  if (name == "UTC") return true;
  if (name.find('/') == absl::string_view::npos || !absl::ascii_isalpha(name[0])) return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(c) && c != '/' && c != '_' && c != '-' && c != '+') return false;
  }
  const absl::string_view region = name.substr(0, name.find('/'));
  return region != "posix" && region != "right" && region != "Fixed" && region != "SystemV";
}

absl::StatusOr<Zone> FindZone(absl::string_view name) {
  if (name.empty()) name = kDefaultZone;
  Zone zone;
  zone.sql = SqlLiteral(name);
  if (IsRegionName(name) && absl::LoadTimeZone(name, &zone.zone)) return zone;
  if (name == kDefaultZone) {
    // No time zone database on this machine: nine hours, in both forms.
    zone.zone = absl::FixedTimeZone(9 * 60 * 60);
    zone.sql = SqlConstant("09:00:00", "interval");
    return zone;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown time zone ", Quoted(name), ": use an IANA name such as `Asia/Tokyo` or `UTC`"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeDateGeneralize(
    const sudare::v1::Generalize& generalize, ColumnType type) {
  switch (generalize.date_to()) {
    case sudare::v1::Generalize::YEAR:
    case sudare::v1::Generalize::MONTH:
    case sudare::v1::Generalize::FISCAL_YEAR:
      break;
    default:
      return absl::InvalidArgumentError("`date_to` is none of YEAR, MONTH and FISCAL_YEAR");
  }
  SUDARE_ASSIGN_OR_RETURN(Zone zone, FindZone(generalize.time_zone()));
  return std::make_unique<DateMask>(type, generalize.date_to(), std::move(zone));
}

}  // namespace sudare
