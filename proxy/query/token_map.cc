#include "proxy/query/token_map.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/json_string.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"

namespace sudare {
namespace {

// PostgreSQL's limit for one object, with room for its headers.
constexpr size_t kMaxBytes = 200 << 20;

class MapBuilder : public RowReceiver {
 public:
  MapBuilder(const sql::TokenMapPlan& plan, uint32_t max_values)
      : plan_(plan), max_values_(max_values) {}

  absl::Status OnFields(const std::vector<ResultField>& fields) override {
    return absl::OkStatus();
  }

  absl::Status OnRow(absl::Span<const FieldView> row) override {
    if (++values_ > max_values_ || json_.size() > kMaxBytes) {
      return MakeError(
          absl::StatusCode::kResourceExhausted,
          absl::StrCat("`", plan_.column, "` is shown as tokens and has more than ", max_values_,
                       " distinct values: too many to sort, group or compute with"),
          {"TOKEN_MAP_TOO_LARGE",
           "use the column only in the select list and in comparisons with tokens (=, IN), or "
           "group and join by "
           "another key of the table",
           0, 0, ""});
    }
    const absl::string_view value(row[0].data, row[0].size);
    json_.push_back(values_ == 1 ? '{' : ',');
    AppendJsonString(value, &json_);
    json_.append(":\"");
    plan_.tokenizer->AppendToken(value, &json_);
    json_.push_back('"');
    return absl::OkStatus();
  }

  std::string Finish() && {
    if (values_ == 0) return "{}";
    json_.push_back('}');
    return std::move(json_);
  }

 private:
  const sql::TokenMapPlan& plan_;
  const uint32_t max_values_;
  uint32_t values_ = 0;
  std::string json_;
};

}  // namespace

absl::StatusOr<std::string> ReadTokenMap(const sql::TokenMapPlan& plan, uint32_t max_values,
                                         const ExecuteOptions& options, BackendSession& session) {
  MapBuilder builder(plan, max_values);
  Statement statement;
  statement.sql = plan.sql;
  SUDARE_RETURN_IF_ERROR(session.Execute(statement, options, builder));
  return std::move(builder).Finish();
}

}  // namespace sudare
