// CollectingReceiver: keeps what a statement gave, for tests.
#ifndef SUDARE_TESTS_SUPPORT_COLLECTING_RECEIVER_H_
#define SUDARE_TESTS_SUPPORT_COLLECTING_RECEIVER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "policy/value.h"
#include "proxy/backend/backend.h"

namespace sudare::testing {

class CollectingReceiver : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>& result_fields) override {
    ++on_fields_calls;
    fields = result_fields;
    return absl::OkStatus();
  }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    std::vector<Value>& values = rows.emplace_back();
    for (const FieldView& field : row) {
      values.push_back(field.data == nullptr ? Value()
                                             : Value(std::string(field.data, field.size)));
    }
    return absl::OkStatus();
  }

  int on_fields_calls = 0;
  std::vector<ResultField> fields;
  std::vector<std::vector<Value>> rows;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_COLLECTING_RECEIVER_H_
