// Binding: the values of a rewritten statement's parameters, with tokens turned back into what they
// stand for.
#ifndef SUDARE_PROXY_QUERY_BIND_H_
#define SUDARE_PROXY_QUERY_BIND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proto/query.pb.h"
#include "proxy/backend/backend.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

// The client's parameters as plain values.
std::vector<Value> ValuesOf(
    const google::protobuf::RepeatedPtrField<sudare::v1::Parameter>& parameters);

// kInvalidArgument: the statement uses a $n that wasn't given, or a parameter declares an unknown
// type.
// `maps[i]` is the JSON object of token map i, `order_salt` the salt of open row order.
absl::StatusOr<Statement> Bind(
    const sql::MaskedSql& masked,
    const google::protobuf::RepeatedPtrField<sudare::v1::Parameter>& parameters,
    const std::vector<std::string>& maps, const std::string& order_salt);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_BIND_H_
