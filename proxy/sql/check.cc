#include "proxy/sql/check.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proxy/error.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {
namespace {

struct StatementAdvice {
  const char* node;
  const char* name;
  const char* advice;
};

// Statements as people call them. Any other is named after its node.
constexpr StatementAdvice kStatements[] = {
    {"InsertStmt", "INSERT", "this door only reads"},
    {"UpdateStmt", "UPDATE", "this door only reads"},
    {"DeleteStmt", "DELETE", "this door only reads"},
    {"MergeStmt", "MERGE", "this door only reads"},
    {"TruncateStmt", "TRUNCATE", "this door only reads"},
    {"CopyStmt", "COPY", "write the SELECT itself; `sudare query --format csv` gives a file"},
    {"ExplainStmt", "EXPLAIN",
     "plans show hidden values; use Explain of this service, `sudare query --explain`"},
    {"PrepareStmt", "PREPARE",
     "bind parameters with the call; statements are kept prepared anyway"},
    {"ExecuteStmt", "EXECUTE", "bind parameters with the call"},
    {"DeallocateStmt", "DEALLOCATE", "nothing has to be freed"},
    {"DeclareCursorStmt", "DECLARE CURSOR", "send the SELECT itself: rows are streamed"},
    {"FetchStmt", "FETCH", "send the SELECT itself: rows are streamed"},
    {"ClosePortalStmt", "CLOSE", "nothing has to be closed"},
    {"VariableSetStmt", "SET", "settings of a session are fixed"},
    {"VariableShowStmt", "SHOW", "settings of a session are fixed"},
    {"TransactionStmt", "transaction control", "every query sees one snapshot by itself"},
    {"LockStmt", "LOCK", "reading needs no lock"},
    {"ListenStmt", "LISTEN", "this door only reads"},
    {"NotifyStmt", "NOTIFY", "this door only reads"},
    {"UnlistenStmt", "UNLISTEN", "this door only reads"},
    {"DoStmt", "DO", "write one SELECT"},
    {"CallStmt", "CALL", "write one SELECT"},
    {"CreateTableAsStmt", "CREATE TABLE AS", "keep results in a WITH query"},
    {"CreateStmt", "CREATE TABLE", "this door only reads; keep results in a WITH query"},
    {"ViewStmt", "CREATE VIEW", "write a WITH query"},
    {"VacuumStmt", "VACUUM or ANALYZE", "this door only reads"},
    {"DiscardStmt", "DISCARD", "nothing has to be reset"},
    {"GrantStmt", "GRANT or REVOKE", "what an account sees is decided by the policy"},
};

struct FieldAdvice {
  const char* kind;
  const char* field;
  absl::StatusCode code;
  const char* message;
  const char* advice;
};

constexpr FieldAdvice kFields[] = {
    {"SelectStmt", "into_clause", absl::StatusCode::kPermissionDenied, "SELECT INTO makes a table",
     "keep results in a WITH query"},
    {"SelectStmt", "locking_clause", absl::StatusCode::kPermissionDenied,
     "FOR UPDATE and FOR SHARE lock rows", "leave them out"},
    {"RangeVar", "catalogname", absl::StatusCode::kUnimplemented,
     "names with a database in front are not analysed", "write schema.table"},
    {"TypeName", "setof", absl::StatusCode::kUnimplemented, "SETOF types are not analysed",
     "name the type alone"},
    {"TypeName", "pct_type", absl::StatusCode::kUnimplemented, "%TYPE is not analysed",
     "name the type"},
};

struct KindAdvice {
  const char* kind;
  const char* advice;
};
constexpr KindAdvice kKinds[] = {
    {"RangeTableSample", "sample with `WHERE random() < 0.01`, or a condition on a key"},
    {"RangeTableFunc", "take XML apart outside"},
    {"SetToDefault", "write NULL"},
    {"MultiAssignRef", "this door only reads"},
};

// As in PostgreSQL's protocol.
constexpr int kMaxParameter = 65535;

class Walker {
 public:
  explicit Walker(const ParsedSql& parsed) : parsed_(parsed) {}

  absl::Status Walk(const google::protobuf::Message& message) {
    const google::protobuf::Descriptor* kind = message.GetDescriptor();
    const google::protobuf::Reflection* reflection = message.GetReflection();
    const auto fields = PresentFields(message);
    const bool is_node = kind == ast::Node::descriptor();
    RememberLocation(message, *kind, *reflection);
    if (kind == ast::ParamRef::descriptor()) {
      const int number = static_cast<const ast::ParamRef&>(message).number();
      if (number < 1 || number > kMaxParameter) {
        return Refuse(absl::StatusCode::kInvalidArgument, "MISSING_PARAMETER",
                      absl::StrCat("there is no parameter $", number),
                      absl::StrCat("parameters are $1 to $", kMaxParameter));
      }
    }
    for (const auto* field : fields) {
      if (!is_node && !IsNodeFieldAllowed(kind->name(), field->name())) {
        return RefuseField(kind->name(), *field);
      }
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
        const std::string name = reflection->GetString(message, field);
        if (kind->name() != "A_Const" && absl::StartsWith(name, kReservedPrefix) && !in_constant_) {
          return Refuse(absl::StatusCode::kInvalidArgument, "RESERVED_NAME",
                        absl::StrCat("names beginning with `", kReservedPrefix, "` are reserved"),
                        "choose another name");
        }
        continue;
      }
      if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const bool was_in_constant = in_constant_;
      in_constant_ = kind->name() == "A_Const";
      absl::Status status = WalkField(message, *reflection, *field);
      in_constant_ = was_in_constant;
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status WalkField(const google::protobuf::Message& message,
                         const google::protobuf::Reflection& reflection,
                         const google::protobuf::FieldDescriptor& field) {
    if (!field.is_repeated()) return WalkChild(reflection.GetMessage(message, &field));
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      absl::Status status = WalkChild(reflection.GetRepeatedMessage(message, &field, i));
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status WalkChild(const google::protobuf::Message& child) {
    const std::string& kind = child.GetDescriptor()->name();
    if (kind != "Node" && !IsNodeFieldAllowed(kind, "location")) return RefuseKind(kind);
    return Walk(child);
  }

  absl::Status RefuseKind(const std::string& kind) {
    for (const StatementAdvice& statement : kStatements) {
      if (kind == statement.node) {
        return Refuse(absl::StatusCode::kPermissionDenied, "STATEMENT_NOT_ALLOWED",
                      absl::StrCat(statement.name, " is not allowed"), statement.advice);
      }
    }
    if (absl::EndsWith(kind, "Stmt")) {
      return Refuse(absl::StatusCode::kPermissionDenied, "STATEMENT_NOT_ALLOWED",
                    absl::StrCat("statements of kind `", kind, "` are not allowed"),
                    "write one SELECT");
    }
    std::string advice =
        "write it with other constructs of SELECT, and tell us that it was missing";
    for (const KindAdvice& known : kKinds) {
      if (kind == known.kind) advice = known.advice;
    }
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  absl::StrCat("the construct `", kind, "` is not analysed"), advice);
  }

  absl::Status RefuseField(const std::string& kind,
                           const google::protobuf::FieldDescriptor& field) {
    for (const FieldAdvice& known : kFields) {
      if (kind == known.kind && field.name() == known.field) {
        return Refuse(known.code,
                      known.code == absl::StatusCode::kPermissionDenied ? "STATEMENT_NOT_ALLOWED"
                                                                        : "CONSTRUCT_NOT_ANALYSED",
                      known.message, known.advice);
      }
    }
    return Refuse(
        absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
        absl::StrCat("`", field.name(), "` of the construct `", kind, "` is not analysed"),
        "write it with other constructs of SELECT, and tell us that it was missing");
  }

  // Errors point at the nearest place that the parser noted.
  void RememberLocation(const google::protobuf::Message& message,
                        const google::protobuf::Descriptor& kind,
                        const google::protobuf::Reflection& reflection) {
    const auto* field = kind.FindFieldByName("location");
    if (field == nullptr) return;
    const int location = reflection.GetInt32(message, field);
    if (location > 0) location_ = location;
  }

  absl::Status Refuse(absl::StatusCode code, const char* reason, const std::string& message,
                      const std::string& advice) {
    const TextPlace place = PlaceOf(parsed_.text(), location_);
    return MakeError(code, message, {reason, advice, place.line, place.column});
  }

  const ParsedSql& parsed_;
  int location_ = 0;
  bool in_constant_ = false;
};

}  // namespace

absl::Status CheckStatement(const ParsedSql& parsed) { return Walker(parsed).Walk(parsed.tree()); }

}  // namespace sudare::sql
