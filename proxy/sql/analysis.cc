#include "proxy/sql/analysis.h"

namespace sudare::sql {
namespace {

int Strength(MaskKind kind) {
  switch (kind) {
    case MaskKind::kAllow:
      return 0;
    case MaskKind::kScrub:
      return 1;
    case MaskKind::kJson:
      return 2;
    case MaskKind::kGeneralize:
      return 3;
    case MaskKind::kPartial:
      return 4;
    case MaskKind::kTokenize:
      return 5;
    case MaskKind::kPresence:
      return 6;
    case MaskKind::kRedact:
      return 7;
    case MaskKind::kHide:
      return 8;
  }
  return 8;
}

}  // namespace

const VisibleColumn* TokenBehind(const ItemColumn& column) {
  const ItemColumn* current = &column;
  while (current != nullptr) {
    if (current->visible != nullptr) {
      return current->visible->is_token() ? current->visible : nullptr;
    }
    current = current->output == nullptr ? nullptr : current->output->bare;
  }
  return nullptr;
}

const VisibleColumn* RelationColumnBehind(const ItemColumn& column) {
  if (column.visible != nullptr) return column.visible;
  return column.output == nullptr ? nullptr : column.output->column;
}

bool EqualityIsTextual(const CatalogColumn& column) {
  if (column.type.is_array || !column.deterministic_collation) return false;
  switch (column.type.type) {
    case SqlType::kInt2:
    case SqlType::kInt4:
    case SqlType::kInt8:
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
    case SqlType::kUuid:
      return true;
    default:
      return false;
  }
}

MaskKind Stronger(MaskKind a, MaskKind b) { return Strength(a) >= Strength(b) ? a : b; }

}  // namespace sudare::sql
