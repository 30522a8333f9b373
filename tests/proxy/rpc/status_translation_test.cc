#include "proxy/rpc/status_translation.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/rpc_status.pb.h"
#include "proxy/error.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::Status Refusal() {
  ErrorFields fields;
  fields.reason = "FUNCTION_NOT_ALLOWED";
  fields.advice = "use `now()`";
  fields.line = 2;
  fields.column = 8;
  fields.sqlstate = "42501";
  return MakeError(absl::StatusCode::kPermissionDenied, "function `f` is not on the list", fields);
}

TEST(StatusTranslationTest, KeepsEveryFieldThereAndBack) {
  const absl::Status back = FromWire(ToWire(Refusal()));
  EXPECT_EQ(back.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(back.message(), "function `f` is not on the list");
  EXPECT_EQ(DetailOf(back).SerializeAsString(), DetailOf(Refusal()).SerializeAsString());
}

TEST(StatusTranslationTest, WhatStaffAreToldStaysHere) {
  absl::Status status = Refusal();
  SetStaffNote("next window W00042", &status);
  EXPECT_EQ(StaffNoteOf(status), "next window W00042");
  const grpc::Status wire = ToWire(status);
  EXPECT_THAT(wire.error_message() + wire.error_details(), Not(HasSubstr("W00042")));
  EXPECT_EQ(wire.error_details(), ToWire(Refusal()).error_details());
  EXPECT_EQ(StaffNoteOf(FromWire(wire)), "");
}

TEST(StatusTranslationTest, KeepsEveryCode) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "words");
    EXPECT_EQ(ToWire(status).error_code(), code);
    EXPECT_EQ(static_cast<int>(FromWire(ToWire(status)).code()), code);
  }
}

TEST(StatusTranslationTest, PacksTheDetailAsGoogleRpcStatusDoes) {
  sudare::v1::RpcStatus status;
  ASSERT_TRUE(status.ParseFromString(ToWire(Refusal()).error_details()));
  EXPECT_EQ(status.code(), 7);
  ASSERT_EQ(status.details_size(), 1);
  EXPECT_EQ(status.details(0).type_url(), "type.googleapis.com/sudare.v1.ErrorDetail");
}

TEST(StatusTranslationTest, AnInternalErrorKeepsItsWordsToItself) {
  ErrorFields fields;
  fields.reason = "DEPARSE_DIFFERS";
  fields.advice = "ask about row 山田";
  const grpc::Status wire =
      ToWire(MakeError(absl::StatusCode::kInternal, "row 山田 broke it", fields));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(wire.error_message(), Not(HasSubstr("山田")));
  EXPECT_THAT(wire.error_details(), Not(HasSubstr("山田")));
  EXPECT_EQ(DetailOf(FromWire(wire)).reason(), "DEPARSE_DIFFERS");
}

TEST(StatusTranslationTest, ReadsAStatusWithoutDetails) {
  const absl::Status status =
      FromWire(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no route", "not a protobuf \xff"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "no route");
  EXPECT_EQ(DetailOf(status).reason(), "");
}

}  // namespace
}  // namespace sudare
