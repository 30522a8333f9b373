#include "policy/transforms/json.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/transforms/fit.h"
#include "policy/transforms/json_path.h"
#include "policy/transforms/json_text.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

// Every \u escape in the text can be decoded. PostgreSQL's json keeps escapes unread, but taking a
// member out of a document reads them all, and fails on \u0000 and on half surrogate pairs.
constexpr char kUsableEscapes[] =
    "^(?:[^\\\\]|\\\\[^u]"
    "|\\\\u(?:[1-9a-cA-CefEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}|0[1-9a-fA-F][0-9a-fA-F]{2}"
    "|00[1-9a-fA-F][0-9a-fA-F]|000[1-9a-fA-F]"
    "|[dD][89aAbB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}))*$";

class JsonMask final : public Mask {
 public:
  JsonMask(ColumnType type, std::unique_ptr<const JsonKeep> keep)
      : type_(type),
        is_jsonb_(type.type == SqlType::kJsonb),
        colon_(is_jsonb_ ? ": " : ":"),
        comma_(is_jsonb_ ? ", " : ","),
        keep_(std::move(keep)) {}
  MaskKind kind() const override { return MaskKind::kJson; }
  ColumnType result_type() const override { return type_; }

  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr || !IsJson(*value) || HasUnusableEscape(*value)) return std::nullopt;
    std::string result;
    if (!Append(TrimJson(*value), *keep_, &result)) return std::nullopt;
    return result;
  }

  std::string SqlExpression(absl::string_view column) const override {
    if (is_jsonb_) return JsonbSql(std::string(column), *keep_, 0);
    const std::string text = SqlCast(column, "text");
    return absl::StrCat("CASE WHEN pg_catalog.strpos(", text, ", ", SqlLiteral("\\u"), ") = 0 OR ",
                        text, " ~ ", SqlLiteral(kUsableEscapes), " THEN ",
                        SqlCast(JsonSql(std::string(column), *keep_, 0), "json"), " END");
  }

 private:
  // Appends what is kept of `value`; false, and nothing appended, if it has another shape than the
  // paths.
  bool Append(absl::string_view value, const JsonKeep& keep, std::string* out) const {
    if (keep.whole) {
      absl::StrAppend(out, value);
      return true;
    }
    if (value[0] == '{' && !keep.members.empty()) {
      AppendObject(value, keep, out);
      return true;
    }
    if (value[0] == '[' && keep.elements != nullptr) {
      AppendArray(value, *keep.elements, out);
      return true;
    }
    return false;
  }

  void AppendObject(absl::string_view value, const JsonKeep& keep, std::string* out) const {
    // The last of several members with one key counts.
    std::vector<absl::string_view> found(keep.members.size());
    for (const JsonMember& member : JsonMembers(value)) {
      const std::string key = UnescapeJsonString(member.key);
      for (size_t i = 0; i < found.size(); ++i) {
        if (keep.members[i].key == key) found[i] = member.value;
      }
    }
    const size_t start = out->size();
    for (size_t i = 0; i < found.size(); ++i) {
      if (found[i].empty()) continue;
      const size_t before = out->size();
      absl::StrAppend(out, before == start ? "" : comma_, QuoteJsonString(keep.members[i].key),
                      colon_);
      if (!Append(found[i], *keep.members[i].keep, out)) out->resize(before);
    }
    out->insert(start, "{");
    out->push_back('}');
  }

  void AppendArray(absl::string_view value, const JsonKeep& keep, std::string* out) const {
    absl::string_view comma;
    out->push_back('[');
    for (const absl::string_view element : JsonElements(value)) {
      absl::StrAppend(out, comma);
      if (!Append(element, keep, out)) absl::StrAppend(out, "null");
      comma = comma_;
    }
    out->push_back(']');
  }

  // CASE typeof(value) WHEN 'object' THEN … WHEN 'array' THEN … END: NULL for any other shape.
  std::string ByShape(const std::string& type, const std::string& value, const JsonKeep& keep,
                      const std::string& object, const std::string& array) const {
    return absl::StrCat("CASE pg_catalog.", type, "_typeof(", value, ")",
                        keep.members.empty() ? "" : absl::StrCat(" WHEN 'object' THEN ", object),
                        keep.elements == nullptr ? "" : absl::StrCat(" WHEN 'array' THEN ", array),
                        " END");
  }

  static std::string FieldSql(absl::string_view type, const std::string& value,
                              const std::string& key) {
    return absl::StrCat("pg_catalog.", type, "_object_field(", value, ", ", SqlLiteral(key), ")");
  }

  // "FROM …" for the elements of `value`, which `element` then names.
  static std::string ElementsSql(absl::string_view type, const std::string& value,
                                 const std::string& element) {
    return absl::StrCat(" FROM pg_catalog.", type, "_array_elements(", value,
                        ") WITH ORDINALITY AS ", element, "(v, n))");
  }

  static std::string ElementName(int depth) { return absl::StrCat("sudare_element_", depth); }

  // An expression of type jsonb for what is kept of `value`, another one.
  std::string JsonbSql(const std::string& value, const JsonKeep& keep, int depth) const {
    if (keep.whole) return value;
    std::string object;
    for (const JsonKeep::Member& member : keep.members) {
      // jsonb_set gives NULL for a NULL member, that is, one which isn't there.
      const std::string empty_member = absl::StrCat("{", QuoteJsonString(member.key), ": null}");
      absl::StrAppend(&object, object.empty() ? "" : " || ", "COALESCE(pg_catalog.jsonb_set(",
                      SqlConstant(empty_member, "jsonb"), ", CAST(ARRAY[", SqlLiteral(member.key),
                      "] AS pg_catalog._text), ",
                      JsonbSql(FieldSql("jsonb", value, member.key), *member.keep, depth), "), ",
                      SqlConstant("{}", "jsonb"), ")");
    }
    std::string array;
    if (keep.elements != nullptr) {
      const std::string element = ElementName(depth);
      array = absl::StrCat("(SELECT COALESCE(pg_catalog.jsonb_agg(",
                           JsonbSql(element + ".v", *keep.elements, depth + 1), " ORDER BY ",
                           element, ".n), ", SqlConstant("[]", "jsonb"), ")",
                           ElementsSql("jsonb", value, element));
    }
    return ByShape("jsonb", value, keep, object, array);
  }

  // An expression of type text for what is kept of `value`, one of type json.
  std::string JsonSql(const std::string& value, const JsonKeep& keep, int depth) const {
    if (keep.whole) return SqlCast(value, "text");
    std::string members;
    for (const JsonKeep::Member& member : keep.members) {
      const std::string prefix = absl::StrCat(",", QuoteJsonString(member.key), ":");
      absl::StrAppend(&members, members.empty() ? "" : " || ", "COALESCE(", SqlLiteral(prefix),
                      " || ", JsonSql(FieldSql("json", value, member.key), *member.keep, depth),
                      ", '')");
    }
    const std::string object = absl::StrCat("'{' || pg_catalog.substr(", members, ", 2) || '}'");
    std::string array;
    if (keep.elements != nullptr) {
      const std::string element = ElementName(depth);
      array = absl::StrCat("(SELECT '[' || COALESCE(pg_catalog.string_agg(COALESCE(",
                           JsonSql(element + ".v", *keep.elements, depth + 1),
                           ", 'null'), ',' ORDER BY ", element, ".n), '') || ']'",
                           ElementsSql("json", value, element));
    }
    return ByShape("json", value, keep, object, array);
  }

  const ColumnType type_;
  const bool is_jsonb_;
  const std::string colon_;
  const std::string comma_;
  const std::unique_ptr<const JsonKeep> keep_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeJson(const sudare::v1::Json& json,
                                                     ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kJson, type));
  const std::vector<std::string> paths(json.keep().begin(), json.keep().end());
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<const JsonKeep> keep, ParseJsonPaths(paths));
  return std::make_unique<JsonMask>(type, std::move(keep));
}

}  // namespace sudare
