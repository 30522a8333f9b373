#include "proxy/cli/token_answer.h"

#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/cli/json_text.h"
#include "proxy/cli/terminal_text.h"

namespace sudare {
namespace {

using sudare::v1::TokenClass;
using sudare::v1::TokenHolder;
using sudare::v1::TokenOrigin;

std::string ShownScope(const TokenOrigin& origin) {
  std::string shown = origin.scope();
  if (origin.scope() == "account") {
    absl::StrAppend(&shown, " ", origin.account(), " of role ", origin.role());
  } else if (origin.scope() == "window") {
    absl::StrAppend(&shown, " ", origin.window(), " of role ", origin.role());
  } else if (origin.scope() == "role") {
    absl::StrAppend(&shown, " ", origin.role());
  }
  return shown;
}

std::string Line(absl::string_view name, absl::string_view text) {
  return absl::StrCat(name, std::string(11 - name.size(), ' '), TerminalText(text), "\n");
}

using Fields = std::initializer_list<std::pair<absl::string_view, absl::string_view>>;

std::string JsonFields(const Fields& fields) {
  return absl::StrJoin(fields, ",", [](std::string* out, const auto& field) {
    absl::StrAppend(out, "\"", field.first, "\":");
    AppendJsonText(field.second, out);
  });
}

}  // namespace

TokenAnswer ToTokenAnswer(const sudare::v1::DetokenizeResponse& response) {
  return {response.value(), response.origin(), response.call_id(), response.token_reference(),
          response.unauthenticated()};
}

TokenAnswer ToTokenAnswer(const sudare::v1::TraceResponse& response) {
  return {std::nullopt, response.origin(), response.call_id(), response.token_reference()};
}

std::string ShownTokenAnswer(const TokenAnswer& answer) {
  const TokenOrigin& origin = answer.origin;
  std::string shown = answer.value ? Line("value", *answer.value) : "";
  if (answer.is_unauthenticated) {
    shown += Line("note", "any digits read back as something: look whether this value is there");
  }
  absl::StrAppend(&shown, Line("scope", ShownScope(origin)), Line("domain", origin.domain()));
  const auto with_more = [](absl::string_view name, absl::string_view more) {
    return more.empty() ? std::string(name) : absl::StrCat(name, " (", more, ")");
  };
  absl::StrAppend(
      &shown,
      Line("data", absl::StrJoin(origin.classes(), ", ",
                                 [&](std::string* out, const TokenClass& data_class) {
                                   *out += with_more(data_class.name(), data_class.title());
                                 })),
      Line("shown to", absl::StrJoin(origin.holders(), ", ",
                                     [&](std::string* out, const TokenHolder& holder) {
                                       *out += with_more(holder.account(), holder.organization());
                                     })),
      Line("call", answer.call_id), Line("reference", answer.token_reference));
  return shown;
}

std::string JsonTokenAnswer(const TokenAnswer& answer) {
  const TokenOrigin& origin = answer.origin;
  const auto classes =
      absl::StrJoin(origin.classes(), ",", [](std::string* out, const TokenClass& data_class) {
        absl::StrAppend(out, "{",
                        JsonFields({{"name", data_class.name()}, {"title", data_class.title()}}),
                        "}");
      });
  const auto holders =
      absl::StrJoin(origin.holders(), ",", [](std::string* out, const TokenHolder& holder) {
        absl::StrAppend(out, "{",
                        JsonFields({{"account", holder.account()},
                                    {"role", holder.role()},
                                    {"organization", holder.organization()}}),
                        "}");
      });
  return absl::StrCat(
      "{", answer.value ? JsonFields({{"value", *answer.value}}) + "," : "",
      answer.is_unauthenticated ? "\"unauthenticated\":true," : "",
      JsonFields({{"domain", origin.domain()},
                  {"scope", origin.scope()},
                  {"window", origin.window()},
                  {"role", origin.role()},
                  {"account", origin.account()}}),
      ",\"classes\":[", classes, "],\"holders\":[", holders, "],",
      JsonFields({{"call_id", answer.call_id}, {"token_reference", answer.token_reference}}),
      "}\n");
}

}  // namespace sudare
