#include "proxy/report/report.h"

#include <sodium.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/audit_log.h"
#include "proxy/report/clipped.h"
#include "proxy/report/entry_reader.h"
#include "proxy/report/findings.h"
#include "proxy/report/organization_part.h"
#include "proxy/report/report_options.h"
#include "proxy/report/report_tables.h"
#include "proxy/report/usage.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::AuditRecord;
using sudare::v1::AuditReport;

constexpr char kDigestVersion[] = "sudare audit report 1";
constexpr size_t kMostRemarks = 1000;

// BLAKE2b with 32 bytes of output over texts, each with its length before it.
class Digester {
 public:
  Digester() { crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES); }

  void Add(absl::string_view text) {
    const std::string framed = absl::StrCat(text.size(), ":", text);
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(framed.data()),
                              framed.size());
  }
  std::string Hex() {
    std::string bytes(crypto_generichash_BYTES, '\0');
    crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(&bytes[0]), bytes.size());
    return absl::BytesToHexString(bytes);
  }

 private:
  crypto_generichash_state state_;
};

class Maker {
 public:
  // `part`: of one organization; null: the whole.
  Maker(const Period& period, const sudare::v1::AuditReportOptions& options, OrganizationPart* part)
      : period_(period),
        options_(options),
        part_(part),
        now_(options, /*keep_texts=*/true),
        before_(options, /*keep_texts=*/false),
        reader_([this](const AuditEntry& entry) { AddEntry(entry); }) {}

  void Add(const AuditRecord& record) {
    AuditReport::Log& log = *report_.mutable_log();
    // The hash of a record stands in the next one.
    if (last_is_covered_) log.set_last_hash(absl::BytesToHexString(record.previous_hash()));
    const absl::Time time = TimeOf(record.time());
    last_is_covered_ = time < period_.end();
    if (last_is_covered_) log.set_last_sequence(record.sequence());
    if (period_.Contains(time) && log.first_sequence() == 0) {
      log.set_first_sequence(record.sequence());
    }
    if (!log.has_first_record()) *log.mutable_first_record() = record.time();
    *log.mutable_last_record() = record.time();
    log.set_records(record.sequence());
    reader_.Add(record);
  }

  // kInvalidArgument: no record of the organization.
  absl::StatusOr<AuditReport> Finish(const absl::StatusOr<AuditVerification>& verified,
                                     absl::Time now) {
    reader_.Finish();
    if (in_force_.has_value()) now_.Add(*in_force_);
    if (part_ != nullptr) {
      const absl::Status known = part_->Check();
      // What a damaged log lacks may stand behind the damage.
      if (!known.ok()) return verified.ok() ? known : verified.status();
    }
    report_.set_first_day(DayText(period_.first));
    report_.set_last_day(DayText(period_.last));
    report_.set_month(period_.month());
    *report_.mutable_made_at() = TimestampOf(now);
    report_.set_is_complete(now >= period_.end());
    *report_.mutable_options() = options_;
    FillLog(verified);
    const Stretches stretches = {now_, before_, period_.days(), report_.log().baseline_days()};
    FillTables(stretches, period_, &report_);
    // Who took the steps of a window has more tables in the whole report only.
    if (part_ != nullptr) report_.clear_staff();
    if (!verified.ok()) {
      AuditReport::Finding* finding = report_.add_findings();
      finding->set_rule(AuditReport::Finding::LOG_DAMAGED);
      finding->set_needs_attention(true);
    }
    for (auto& finding : FindUnusual(stretches, options_)) *report_.add_findings() = finding;
    report_.set_digest(DigestOfInputs());
    for (AuditReport::Signature& signature : signatures_) {
      signature.set_is_of_this_report(signature.report_digest() == report_.digest());
      *report_.add_signatures() = signature;
    }
    return std::move(report_);
  }

 private:
  void AddEntry(const AuditEntry& entry) {
    if (part_ == nullptr) return Count(entry);
    const std::optional<AuditEntry> left = part_->Take(entry);
    if (!left.has_value()) return;
    const absl::Time time = TimeOf(left->time());
    if (left->reason() == "POLICY_LOADED" && time < period_.begin()) in_force_ = *left;
    if (in_force_.has_value() && time >= period_.begin()) {
      now_.Add(*in_force_);
      in_force_.reset();
    }
    Count(*left);
  }

  void Count(const AuditEntry& entry) {
    const absl::Time time = TimeOf(entry.time());
    if (period_.Contains(time)) {
      now_.Add(entry);
      // The end of a query that went on after the period is part of the report, and not of the
      // records up to the last of the period.
      if (entry.outcome_sequence() > report_.log().last_sequence()) {
        late_.push_back(absl::StrCat(entry.outcome_sequence(), " ", entry.status(), " ",
                                     entry.rows(), " ", entry.bytes()));
      }
    } else if (time < period_.begin() &&
               DayOf(time) >= period_.first - static_cast<int64_t>(options_.baseline_days())) {
      before_.Add(entry);
    }
    if (entry.kind() == AuditEntry::SIGN_OFF) AddSignature(entry);
  }

  // Of months that the period touches.
  void AddSignature(const AuditEntry& entry) {
    const absl::StatusOr<Period> month = MonthPeriod(entry.reason());
    if (!month.ok() || month->last < period_.first || period_.last < month->first) return;
    AuditReport::Signature& signature = signatures_.emplace_back();
    *signature.mutable_time() = entry.time();
    signature.set_month(entry.reason());
    signature.set_reviewer(entry.caller().staff());
    signature.set_report_digest(entry.fingerprint());
    signature.set_remarks(Clipped(entry.detail(), kMostRemarks));
  }

  void FillLog(const absl::StatusOr<AuditVerification>& verified) {
    AuditReport::Log& log = *report_.mutable_log();
    if (verified.ok()) {
      log.set_segments(verified->segments);
      log.set_head(verified->head);
      log.set_torn_tail(verified->torn_tail);
      if (last_is_covered_) log.set_last_hash(verified->head);
    } else {
      log.set_damage(std::string(verified.status().message()));
    }
    if (!log.has_first_record()) return;
    const int64_t before = period_.first - DayOf(TimeOf(log.first_record()));
    log.set_baseline_days(static_cast<uint32_t>(
        std::clamp<int64_t>(before, 0, static_cast<int64_t>(options_.baseline_days()))));
  }

  std::string DigestOfInputs() const {
    Digester digester;
    digester.Add(kDigestVersion);
    digester.Add(report_.first_day());
    digester.Add(report_.last_day());
    digester.Add(options_.SerializeAsString());
    digester.Add(absl::StrCat(report_.log().last_sequence()));
    digester.Add(report_.log().last_hash());
    for (const std::string& outcome : late_) digester.Add(outcome);
    digester.Add(report_.log().damage());
    return digester.Hex();
  }

  const Period period_;
  const sudare::v1::AuditReportOptions options_;
  OrganizationPart* const part_;
  // The policy that was in force when the period began, until it begins.
  std::optional<AuditEntry> in_force_;
  Usage now_;
  Usage before_;
  AuditReport report_;
  bool last_is_covered_ = false;
  std::vector<std::string> late_;
  std::vector<AuditReport::Signature> signatures_;
  EntryReader reader_;
};

}  // namespace

absl::StatusOr<AuditReport> MakeReport(const std::string& folder, const Period& period,
                                       const sudare::v1::AuditReportOptions& options,
                                       absl::Time now) {
  if (sodium_init() < 0) return absl::InternalError("libsodium doesn't start");
  SUDARE_ASSIGN_OR_RETURN(const sudare::v1::AuditReportOptions complete, WithDefaults(options));
  std::unique_ptr<OrganizationPart> part;
  if (!complete.organization().empty()) {
    SUDARE_ASSIGN_OR_RETURN(part, OrganizationPart::Create(complete.organization()));
  }
  Maker maker(period, complete, part.get());
  const absl::StatusOr<AuditVerification> verified =
      VerifyAuditLog(folder, "", [&maker](const AuditRecord& record) { maker.Add(record); });
  if (!verified.ok() && !absl::IsDataLoss(verified.status())) return verified.status();
  return maker.Finish(verified, now);
}

bool IsOperator(const AuditReport& report, const std::string& staff) {
  return std::any_of(report.staff().begin(), report.staff().end(), [&staff](const auto& member) {
    return member.staff() == staff && member.is_operator();
  });
}

int NeedsAttention(const AuditReport& report) {
  return static_cast<int>(
      std::count_if(report.findings().begin(), report.findings().end(),
                    [](const auto& finding) { return finding.needs_attention(); }));
}

std::string ReportJson(const AuditReport& report) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = true;
  std::string json;
  // It fails on Any only.
  return google::protobuf::util::MessageToJsonString(report, &json, options).ok() ? json : "";
}

}  // namespace sudare::report
