#include "proxy/backend/type_names.h"

#include "gtest/gtest.h"

namespace sudare {
namespace {

TEST(TypeNamesTest, KnowsBuiltinTypes) {
  EXPECT_EQ(BuiltinTypeName(16), "bool");
  EXPECT_EQ(BuiltinTypeName(23), "int4");
  EXPECT_EQ(BuiltinTypeName(1007), "_int4");
  EXPECT_EQ(BuiltinTypeName(6157), "_int8multirange");
}

TEST(TypeNamesTest, CallsUnknownLiteralsText) { EXPECT_EQ(BuiltinTypeName(705), "text"); }

TEST(TypeNamesTest, HasNoNameForUserTypes) {
  EXPECT_EQ(BuiltinTypeName(0), "");
  EXPECT_EQ(BuiltinTypeName(16384), "");
  EXPECT_EQ(BuiltinTypeName(0xffffffff), "");
}

}  // namespace
}  // namespace sudare
