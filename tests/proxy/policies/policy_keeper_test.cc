// When a policy is loaded, what is said of it, and what stays in force.
#include "proxy/policies/policy_keeper.h"

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/identity/fake_audit_log.h"

namespace sudare {
namespace {

using ::sudare::testing::FakeAuditLog;
using sudare::v1::ServerEvent;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PolicyKeeperTest : public ::testing::Test {
 protected:
  PolicyKeeperTest() {
    Write("one");
    PolicyInForce::Options options;
    options.path = path_;
    keeper_ = std::make_unique<PolicyKeeper>(std::move(options), &log_);
    keeper_->OnLoaded([this] { ++told_; });
  }
  ~PolicyKeeperTest() override { std::remove(path_.c_str()); }

  void Write(const std::string& name) {
    std::ofstream(path_) << "classes { name: \"" << name << "\" }\n";
  }
  // Polls until a changed file counts as at rest.
  void Look() {
    for (int i = 0; i < 3; ++i) keeper_->LoadIfChanged();
  }
  std::vector<std::string> Causes() const {
    std::vector<std::string> causes;
    for (const auto& record : log_.records()) causes.push_back(record.server().cause());
    return causes;
  }

  const std::string path_ = absl::StrCat(::testing::TempDir(), "/kept.textproto");
  FakeAuditLog log_;
  int told_ = 0;
  std::unique_ptr<PolicyKeeper> keeper_;
};

TEST_F(PolicyKeeperTest, ChangedFilesAreLoadedOnceTheyRest) {
  ASSERT_TRUE(keeper_->Load({"start", {}}));
  Look();
  EXPECT_EQ(told_, 0);
  Write("another");
  keeper_->LoadIfChanged();
  EXPECT_EQ(told_, 0) << "somebody may still be writing";
  keeper_->LoadIfChanged();
  EXPECT_EQ(told_, 1);
  EXPECT_NE(keeper_->source().Current()->FindClass("another"), nullptr);
  Look();
  EXPECT_THAT(Causes(), ElementsAre("start", "changed files"));
}

TEST_F(PolicyKeeperTest, WhatWasLoadedForAnotherCauseIsNoChange) {
  ASSERT_TRUE(keeper_->Load({"start", {}}));
  Write("another");
  LoadCause call{"call", {}};
  call.caller.set_staff("admin");
  ASSERT_TRUE(keeper_->Load(call));
  Look();
  EXPECT_THAT(Causes(), ElementsAre("start", "call"));
  EXPECT_EQ(log_.records()[1].server().caller().staff(), "admin");
}

TEST_F(PolicyKeeperTest, ARejectedPolicyLeavesTheOldOneAndIsTriedOnce) {
  ASSERT_TRUE(keeper_->Load({"start", {}}));
  const std::string hash = keeper_->Status().hash;
  std::ofstream(path_) << "clases {}\n";
  Look();
  Look();
  const PolicyStatus status = keeper_->Status();
  EXPECT_FALSE(status.last_was_loaded);
  EXPECT_EQ(status.hash, hash);
  EXPECT_EQ(status.rejected, 1u);
  ASSERT_FALSE(status.issues.empty());
  EXPECT_EQ(told_, 0);
  EXPECT_NE(keeper_->source().Current()->FindClass("one"), nullptr);
  const ServerEvent event = log_.records().back().server();
  EXPECT_EQ(event.kind(), ServerEvent::POLICY_REJECTED);
  EXPECT_EQ(event.policy_hash(), hash);
  EXPECT_THAT(event.detail(), HasSubstr("clases"));
  std::remove(path_.c_str());
  Look();
  EXPECT_EQ(keeper_->Status().rejected, 2u);
  EXPECT_EQ(keeper_->Status().hash, hash);
}

}  // namespace
}  // namespace sudare
