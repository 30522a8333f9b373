#include "tests/proxy/audit/log_folder.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "proxy/audit/files.h"
#include "proxy/audit/frame.h"

namespace sudare::testing {
namespace {

void Require(bool condition, absl::string_view what) {
  if (condition) return;
  std::fprintf(stderr, "test support: %s\n", std::string(what).c_str());
  abort();
}

}  // namespace

sudare::v1::AuditRecord IntentOf(absl::string_view id) {
  sudare::v1::AuditRecord record;
  sudare::v1::Intent& intent = *record.mutable_intent();
  intent.set_query_id(std::string(id));
  intent.mutable_caller()->set_account("payroll-vendor-01");
  intent.mutable_caller()->set_peer("192.0.2.1:40000");
  intent.set_normalized_sql("SELECT gross FROM payroll.payslips WHERE employee_no = $1");
  return record;
}

LogFolder::LogFolder() {
  const char* base = getenv("TEST_TMPDIR");
  path_ = absl::StrCat(base != nullptr ? base : "/tmp", "/audit.XXXXXX");
  Require(mkdtemp(&path_[0]) != nullptr, "no temporary folder");
}

LogFolder::~LogFolder() { std::filesystem::remove_all(path_); }

AuditLogOptions LogFolder::options() const {
  AuditLogOptions options;
  options.folder = path_;
  return options;
}

std::string LogFolder::PathOf(uint64_t segment) const {
  return absl::StrCat(path_, "/", audit::SegmentName(segment));
}

void LogFolder::Write(int records, uint64_t segment_bytes) const {
  AuditLogOptions chosen = options();
  chosen.segment_bytes = segment_bytes;
  auto log = OpenAuditLog(chosen);
  Require(log.ok(), log.status().message());
  for (int i = 0; i < records; ++i) {
    Require((*log)->AppendDurably(IntentOf(absl::StrCat("q", i))).ok(), "append fails");
  }
}

std::vector<std::string> LogFolder::Ids() const {
  std::vector<std::string> ids;
  const auto verification = VerifyAuditLog(path_, {}, [&](const sudare::v1::AuditRecord& record) {
    if (record.has_intent()) ids.push_back(record.intent().query_id());
  });
  Require(verification.ok(), verification.status().message());
  return ids;
}

std::vector<uint64_t> LogFolder::SegmentSizes() const {
  const auto numbers = audit::ListSegments(path_);
  Require(numbers.ok(), "no segments");
  std::vector<uint64_t> sizes;
  for (uint64_t number : *numbers) sizes.push_back(std::filesystem::file_size(PathOf(number)));
  return sizes;
}

std::string LogFolder::Read(uint64_t segment) const {
  std::ifstream file(PathOf(segment), std::ios::binary);
  Require(file.good(), "no such segment");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void LogFolder::Overwrite(uint64_t segment, absl::string_view bytes) const {
  std::ofstream file(PathOf(segment), std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  Require(file.good(), "can't write a segment");
}

void LogFolder::Remove(uint64_t segment) const { std::filesystem::remove(PathOf(segment)); }

void LogFolder::Rename(uint64_t from, uint64_t to) const {
  std::filesystem::rename(PathOf(from), PathOf(to));
}

std::vector<size_t> LogFolder::FrameOffsets(uint64_t segment) const {
  const std::string bytes = Read(segment);
  std::vector<size_t> offsets = {audit::kSegmentHeaderBytes};
  while (offsets.back() < bytes.size()) {
    const auto prefix = audit::DecodeFramePrefix(absl::string_view(bytes).substr(offsets.back()));
    Require(prefix.has_value(), "segment isn't sound");
    offsets.push_back(offsets.back() + audit::FrameBytes(prefix->payload_bytes));
  }
  return offsets;
}

}  // namespace sudare::testing
