#include "policy/text/place_map.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"

namespace sudare::text {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;
using ParseInfoTree = google::protobuf::TextFormat::ParseInfoTree;

// Stands for the message itself: no field has this number.
constexpr int kWholeMessage = 0;

// The parser saw blanks in place of tabs, so that its columns are bytes.
std::optional<size_t> OffsetOf(const SourceText& source, TextFormat::ParseLocation location) {
  if (location.line < 0 || static_cast<size_t>(location.line) >= source.line_count()) {
    return std::nullopt;
  }
  return source.LineStart(location.line) + location.column;
}

// Where the fields of this name are written, in order. A list (`keep: ["a", "b"]`) is written once.
std::vector<size_t> Writings(const SourceText& source, const FieldDescriptor* field, int most,
                             const ParseInfoTree& tree) {
  std::vector<size_t> offsets;
  for (int i = 0; i < most; ++i) {
    const auto offset = OffsetOf(source, tree.GetLocation(field, i));
    if (!offset) break;
    offsets.push_back(*offset);
  }
  return offsets;
}

// The first thing written inside a message.
std::optional<size_t> FirstInside(const SourceText& source, const Message& message,
                                  const ParseInfoTree* tree) {
  std::optional<size_t> first;
  if (tree == nullptr) return first;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const auto offset = OffsetOf(source, tree->GetLocation(field, field->is_repeated() ? 0 : -1));
    if (offset && (!first || *offset < *first)) first = offset;
  }
  return first;
}

// From the name of a scalar field to its value, if that is on the same line.
size_t ValueAfter(const std::string& text, size_t name) {
  size_t i = name;
  while (i < text.size() && (absl::ascii_isalnum(text[i]) || text[i] == '_')) ++i;
  while (i < text.size() && (text[i] == ' ' || text[i] == '\t' || text[i] == ':')) ++i;
  const bool value_here = i < text.size() && text[i] != '\n' && text[i] != '\r' && text[i] != '#';
  return value_here ? i : name;
}

// From the start of a text in quotes to its end.
size_t AfterQuotes(const std::string& text, size_t i) {
  const char quote = text[i++];
  while (i < text.size() && text[i] != quote && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
  return i + 1;
}

// From "[" or an element of a list of scalars to the element after it; npos if there is none.
size_t NextElement(const std::string& text, size_t i) {
  bool separated = i < text.size() && text[i] == '[';
  if (separated) ++i;
  while (i < text.size() && text[i] != ']') {
    if (text[i] == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else if (absl::ascii_isspace(text[i]) || text[i] == ',') {
      separated |= text[i++] == ',';
    } else if (separated) {
      return i;
    } else {
      i = text[i] == '"' || text[i] == '\'' ? AfterQuotes(text, i) : i + 1;
    }
  }
  return std::string::npos;
}

}  // namespace

void PlaceMap::Add(std::shared_ptr<const SourceText> source, const Message& message,
                   const ParseInfoTree& tree) {
  sources_.push_back(std::move(source));
  AddMessage(message, &tree, {sources_.size() - 1, 0});
}

void PlaceMap::AddMessage(const Message& message, const ParseInfoTree* tree, Spot spot) {
  spots_[Key(&message, kWholeMessage, 0)] = spot;
  if (tree == nullptr) return;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated()) {
      AddRepeated(message, field, tree, spot);
    } else {
      AddSingular(message, field, tree, spot);
    }
  }
}

void PlaceMap::AddRepeated(const Message& message, const FieldDescriptor* field,
                           const ParseInfoTree* tree, Spot spot) {
  const Reflection* reflection = message.GetReflection();
  const SourceText& source = *sources_[spot.source];
  const int size = reflection->FieldSize(message, field);
  const std::vector<size_t> writings = Writings(source, field, size, *tree);
  size_t last_writing = writings.size();
  size_t element_offset = std::string::npos;
  for (int i = 0; i < size; ++i) {
    // One writing an element, unless there are lists: then the elements of messages tell themselves
    // where they are.
    size_t writing = std::min<size_t>(i, writings.empty() ? 0 : writings.size() - 1);
    Spot place = {spot.source, writings.empty() ? spot.offset : writings[writing]};
    if (field->message_type() == nullptr) {
      place.offset = ValueAfter(source.text(), place.offset);
      if (writings.size() == 1 && source.text()[place.offset] == '[') {
        element_offset = NextElement(source.text(), i == 0 ? place.offset : element_offset);
        if (element_offset == std::string::npos) break;
        place.offset = element_offset;
      }
      spots_[Key(&message, field->number(), i)] = place;
      continue;
    }
    const Message& element = reflection->GetRepeatedMessage(message, field, i);
    const ParseInfoTree* nested = tree->GetTreeForNested(field, i);
    const std::optional<size_t> first = FirstInside(source, element, nested);
    if (first && !writings.empty()) {
      const auto after = std::upper_bound(writings.begin(), writings.end(), *first);
      writing = after == writings.begin() ? 0 : after - writings.begin() - 1;
      // A second element of the same writing: both are in a list.
      place.offset = writing == last_writing ? *first : writings[writing];
    }
    last_writing = writing;
    spots_[Key(&message, field->number(), i)] = place;
    AddMessage(element, nested, place);
  }
}

void PlaceMap::AddSingular(const Message& message, const FieldDescriptor* field,
                           const ParseInfoTree* tree, Spot spot) {
  const SourceText& source = *sources_[spot.source];
  Spot place = spot;
  if (const auto offset = OffsetOf(source, tree->GetLocation(field, -1))) place.offset = *offset;
  if (field->message_type() == nullptr) place.offset = ValueAfter(source.text(), place.offset);
  spots_[Key(&message, field->number(), 0)] = place;
  if (field->message_type() != nullptr) {
    AddMessage(message.GetReflection()->GetMessage(message, field),
               tree->GetTreeForNested(field, -1), place);
  }
}

const PlaceMap::Spot* PlaceMap::Find(const Message& message, int field_number, int index) const {
  const auto found = spots_.find(Key(&message, field_number, index));
  return found == spots_.end() ? nullptr : &found->second;
}

SourcePlace PlaceMap::Of(const Message& message) const {
  const Spot* spot = Find(message, kWholeMessage, 0);
  return spot == nullptr ? SourcePlace() : sources_[spot->source]->PlaceAt(spot->offset);
}

Issue PlaceMap::IssueAt(const Message& message, int field_number, int index, std::string text,
                        std::string advice) const {
  const Spot* spot = Find(message, field_number, index);
  if (spot == nullptr) spot = Find(message, kWholeMessage, 0);
  if (spot != nullptr) {
    return sources_[spot->source]->IssueAt(spot->offset, std::move(text), std::move(advice));
  }
  Issue issue;
  issue.message = std::move(text);
  issue.advice = std::move(advice);
  return issue;
}

Issue PlaceMap::IssueAt(const Message& message, std::string text, std::string advice) const {
  return IssueAt(message, kWholeMessage, 0, std::move(text), std::move(advice));
}

}  // namespace sudare::text
