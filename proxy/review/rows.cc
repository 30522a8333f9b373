#include "proxy/review/rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "policy/base/status_macros.h"

namespace sudare::review {
namespace {

class Rows final : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    std::vector<Value>& values = rows_.emplace_back();
    for (const FieldView& field : row) {
      values.push_back(field.data == nullptr ? Value()
                                             : Value(std::string(field.data, field.size)));
    }
    return absl::OkStatus();
  }
  std::vector<std::vector<Value>> Take() { return std::move(rows_); }

 private:
  std::vector<std::vector<Value>> rows_;
};

}  // namespace

absl::StatusOr<std::vector<std::vector<Value>>> ReadRows(BackendSession& session,
                                                         absl::string_view sql,
                                                         std::vector<Value> parameters,
                                                         const ExecuteOptions& options) {
  Statement statement;
  statement.sql = std::string(sql);
  statement.parameters = std::move(parameters);
  statement.keep_prepared = false;
  Rows rows;
  SUDARE_RETURN_IF_ERROR(session.Execute(statement, options, rows));
  return rows.Take();
}

std::string TextArray(const std::vector<std::string>& elements) {
  const auto quote = [](std::string* out, const std::string& element) {
    absl::StrAppend(out, "\"", absl::StrReplaceAll(element, {{"\\", "\\\\"}, {"\"", "\\\""}}),
                    "\"");
  };
  return absl::StrCat("{", absl::StrJoin(elements, ",", quote), "}");
}

}  // namespace sudare::review
