#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/utf8.h"
#include "policy/checks/checks.h"
#include "policy/checks/name_rules.h"
#include "policy/mask.h"
#include "policy/transforms/decimal.h"
#include "policy/transforms/json_path.h"

namespace sudare::checks {
namespace {

constexpr size_t kMaxPrefix = 16;

void CheckPartial(const v1::Partial& partial, Findings* findings) {
  if (!partial.fill().empty() && CountCharacters(partial.fill()) != 1) {
    findings->Error("bad-mask", {partial, v1::Partial::kFillFieldNumber},
                    absl::StrCat("`fill` is one character, not ", Quoted(partial.fill())),
                    "how often it is repeated says `fill_length`");
  }
}

std::optional<Decimal> FiniteDecimal(absl::string_view text) {
  std::optional<Decimal> number = ParseDecimal(text);
  if (number && number->kind != Decimal::Kind::kFinite) return std::nullopt;
  return number;
}

void CheckBrackets(const v1::Generalize& generalize, Findings* findings) {
  bool any_named = false;
  bool all_named = true;
  std::optional<Decimal> before;
  for (const v1::Bracket& bracket : generalize.brackets()) {
    any_named |= !bracket.name().empty();
    all_named &= !bracket.name().empty();
    const Spot from = {bracket, v1::Bracket::kFromFieldNumber};
    std::optional<Decimal> bound = FiniteDecimal(bracket.from());
    if (!bound) {
      findings->Error(
          "bad-mask", from,
          absl::StrCat("bracket bound ", Quoted(bracket.from()), " is not a decimal number"),
          "write digits in quotes, as in `from: \"300000\"`");
      continue;
    }
    if (before && CompareDecimals(*before, *bound) >= 0) {
      findings->Error(
          "bad-mask", from,
          absl::StrCat("bracket bound ", Quoted(bracket.from()), " is not above the one before it"),
          "bounds ascend");
    }
    before = std::move(bound);
  }
  if (any_named && !all_named) {
    findings->Error("bad-mask", {generalize, v1::Generalize::kBracketsFieldNumber},
                    "some brackets have a name and some have none",
                    "name all of them or none: the result is either text or a number");
  }
}

// Whether it looks like an IANA name; whether it exists only the database knows.
bool IsTimeZoneName(absl::string_view name) {
  if (!absl::ascii_isalpha(static_cast<unsigned char>(name[0]))) return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
  });
}

void CheckGeneralize(const v1::Generalize& generalize, Findings* findings) {
  const bool dates = generalize.date_to() != v1::Generalize::DATE_UNIT_UNSPECIFIED;
  const bool bucket = !generalize.number_bucket().empty();
  const bool brackets = !generalize.brackets().empty();
  if (dates + bucket + brackets != 1) {
    findings->Missing("bad-mask", {generalize},
                      absl::StrCat("`generalize` needs exactly one of `date_to`, "
                                   "`number_bucket` and `brackets`"),
                      "to coarsen columns of several types, write a rule for each");
  }
  const Spot bucket_spot = {generalize, v1::Generalize::kNumberBucketFieldNumber};
  if (bucket && !ParseBucket(generalize.number_bucket())) {
    findings->Error("bad-mask", bucket_spot,
                    absl::StrCat("bucket ", Quoted(generalize.number_bucket()),
                                 " is not a decimal number above zero of at most 18 digits"),
                    "write digits in quotes, as in `number_bucket: \"10000\"`");
  }
  CheckBrackets(generalize, findings);
  if (generalize.time_zone().empty()) return;
  const Spot zone = {generalize, v1::Generalize::kTimeZoneFieldNumber};
  if (!IsTimeZoneName(generalize.time_zone())) {
    findings->Error("bad-mask", zone,
                    absl::StrCat("bad time zone ", Quoted(generalize.time_zone())),
                    "use an IANA name, as in `Asia/Tokyo`");
  } else if (!dates) {
    findings->Error("bad-mask", zone, "`time_zone` has no effect on numbers", "remove it");
  }
}

void CheckScrub(const v1::Scrub& scrub, Findings* findings) {
  if (scrub.has_min_digits() && scrub.min_digits() == 0) {
    findings->Error("bad-mask", {scrub, v1::Scrub::kMinDigitsFieldNumber},
                    "`min_digits` is at least 1", "leave it out for 7");
  }
}

void CheckJson(const v1::Json& json, Findings* findings) {
  if (json.keep().empty()) {
    findings->Missing("bad-mask", {json}, "`json` keeps no path",
                      "add `keep: \"$.name\"`; to drop all of it use `redact {}`");
  }
  std::set<std::string> seen;
  for (int i = 0; i < json.keep_size(); ++i) {
    const Spot spot = {json, v1::Json::kKeepFieldNumber, i};
    const auto path = ParseJsonPaths({json.keep(i)});
    if (!path.ok()) {
      findings->Error("bad-mask", spot, std::string(path.status().message()));
    } else if (!seen.insert(json.keep(i)).second) {
      findings->Warning("duplicate", spot,
                        absl::StrCat("path ", Quoted(json.keep(i)), " is listed twice"));
    }
  }
}

void CheckTokenize(const v1::Tokenize& tokenize, Findings* findings) {
  const Spot domain = {tokenize, v1::Tokenize::kDomainFieldNumber};
  if (tokenize.domain().empty()) {
    findings->Missing("bad-mask", domain, "`tokenize` without a domain",
                      "add `domain: \"…\"`: columns to be compared share one");
  } else if (!IsLowerCaseWord(tokenize.domain(), /*underscores=*/true)) {
    findings->Error("bad-mask", domain, absl::StrCat("bad domain ", Quoted(tokenize.domain())),
                    "use lower-case letters, digits and `_`, a letter first");
  }
  const std::string& prefix = tokenize.prefix();
  if (!prefix.empty() &&
      (!IsLowerCaseWord(prefix, /*underscores=*/false) || prefix.size() > kMaxPrefix)) {
    findings->Error("bad-mask", {tokenize, v1::Tokenize::kPrefixFieldNumber},
                    absl::StrCat("bad prefix ", Quoted(prefix)),
                    "use at most 16 lower-case letters and digits, a letter first");
  } else if (!prefix.empty() && tokenize.has_digits()) {
    findings->Error("bad-mask", {tokenize, v1::Tokenize::kPrefixFieldNumber},
                    "`prefix` and `digits` exclude each other",
                    "a token with a prefix isn't a number: remove one of the two");
  }
}

// A type that every mask of this kind fits, to compile it for.
ColumnType NaturalType(const v1::Rule& rule) {
  switch (rule.mask_case()) {
    case v1::Rule::kGeneralize:
      return {rule.generalize().date_to() != v1::Generalize::DATE_UNIT_UNSPECIFIED
                  ? SqlType::kDate
                  : SqlType::kNumeric};
    case v1::Rule::kJson:
      return {SqlType::kJsonb};
    default:
      return {SqlType::kText};
  }
}

void CheckParameters(const v1::Rule& rule, Findings* findings) {
  switch (rule.mask_case()) {
    case v1::Rule::kPartial:
      return CheckPartial(rule.partial(), findings);
    case v1::Rule::kGeneralize:
      return CheckGeneralize(rule.generalize(), findings);
    case v1::Rule::kScrub:
      return CheckScrub(rule.scrub(), findings);
    case v1::Rule::kJson:
      return CheckJson(rule.json(), findings);
    case v1::Rule::kTokenize:
      return CheckTokenize(rule.tokenize(), findings);
    case v1::Rule::kAllow:
    case v1::Rule::kHide:
    case v1::Rule::kRedact:
    case v1::Rule::kPresence:
    case v1::Rule::MASK_NOT_SET:
      return;
  }
}

}  // namespace

void CheckMask(const v1::Rule& rule, Findings* findings) {
  if (rule.mask_case() == v1::Rule::MASK_NOT_SET) {
    findings->Missing("incomplete", {rule}, "rule without a mask",
                      "add one of `allow {}`, `hide {}`, `redact {}`, `presence {}`, `partial`, "
                      "`generalize`, `scrub`, `json`, `tokenize`");
    return;
  }
  const size_t before = findings->count();
  CheckParameters(rule, findings);
  if (findings->count() != before || !findings->complete()) return;
  // What only the mask itself knows to be wrong must not wait until the first query.
  const auto mask = MakeMask(rule, NaturalType(rule));
  if (!mask.ok()) {
    // The case of a oneof is the number of its field.
    const int field = static_cast<int>(rule.mask_case());
    findings->Error("bad-mask", {rule, field}, std::string(mask.status().message()));
  }
}

}  // namespace sudare::checks
