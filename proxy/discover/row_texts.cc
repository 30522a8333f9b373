#include "proxy/discover/row_texts.h"

#include <utility>

#include "policy/base/status_macros.h"

namespace sudare::discover {
namespace {

class Keeping : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    std::vector<Value>& values = rows.emplace_back();
    for (const FieldView& field : row) {
      values.push_back(field.data == nullptr ? Value()
                                             : Value(std::string(field.data, field.size)));
    }
    return absl::OkStatus();
  }

  Rows rows;
};

}  // namespace

absl::StatusOr<Rows> Ask(BackendSession& session, const Statement& statement,
                         const ExecuteOptions& options) {
  Keeping keeping;
  SUDARE_RETURN_IF_ERROR(session.Execute(statement, options, keeping));
  return std::move(keeping.rows);
}

}  // namespace sudare::discover
