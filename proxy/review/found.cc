#include "proxy/review/found.h"

#include <utility>

namespace sudare::review {
namespace {

void Add(Issue::Severity severity, const SourcePlace& place, Found found,
         std::vector<Issue>* issues) {
  Issue& issue = issues->emplace_back();
  issue.severity = severity;
  issue.code = found.code;
  issue.place = place;
  issue.role = std::move(found.role);
  issue.object = std::move(found.object);
  issue.message = std::move(found.message);
  issue.advice = std::move(found.advice);
}

}  // namespace

void AddError(const SourcePlace& place, Found found, std::vector<Issue>* issues) {
  Add(Issue::Severity::kError, place, std::move(found), issues);
}

void AddWarning(const SourcePlace& place, Found found, std::vector<Issue>* issues) {
  Add(Issue::Severity::kWarning, place, std::move(found), issues);
}

void AddNote(const SourcePlace& place, Found found, std::vector<Issue>* issues) {
  Add(Issue::Severity::kNote, place, std::move(found), issues);
}

}  // namespace sudare::review
