// The disk of the audit log turns read-only under the running proxy, as ext4 does by itself after
// an error: queries stop in words, no row leaves without its intent, and after a repair nothing is
// missing.
//
// A real file system in a file of its own. That takes the right to mount, which not every machine
// that runs tests gives: there the test is skipped, and tests/proxy/audit, where each call of the
// file system fails in turn, is all there is.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/status_macros.h"
#include "tests/e2e/office.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kRow[] = "SELECT employee_no FROM payroll.employees WHERE employee_no = '000001'";

absl::StatusOr<std::string> Run(const std::vector<std::string>& arguments) {
  ChildOptions options;
  options.arguments = arguments;
  return RunProgram(options, "");
}

// An ext4 file system in a file, mounted at folder().
class OwnDisk {
 public:
  static absl::StatusOr<std::unique_ptr<OwnDisk>> Mount(const std::string& under) {
    std::unique_ptr<OwnDisk> disk(new OwnDisk(under));
    std::filesystem::create_directory(disk->folder());
    std::ofstream(disk->image_).close();
    std::filesystem::resize_file(disk->image_, 64 << 20);
    SUDARE_RETURN_IF_ERROR(Run({"/sbin/mkfs.ext4", "-q", disk->image_}).status());
    SUDARE_RETURN_IF_ERROR(disk->MountImage());
    return disk;
  }

  ~OwnDisk() { Unmount(); }

  std::string folder() const { return folder_; }

  // The kernel finds an error, and takes no more writes.
  bool Fail() {
    const std::string name = std::filesystem::path(device_).filename();
    std::ofstream trigger(absl::StrCat("/sys/fs/ext4/", name, "/trigger_fs_error"));
    trigger << "1" << std::flush;
    return trigger.good();
  }

  // What is on the disk, repaired and on another disk: the old one stays in use as long as any
  // process that was started meanwhile lives, if in a mount namespace of its own.
  absl::Status Replace() {
    Unmount();
    const std::string copy = image_ + "-repaired";
    std::filesystem::copy_file(image_, copy);
    image_ = copy;
    // Ends with 1 when it has repaired something; the second run has nothing left to do.
    Run({"/sbin/e2fsck", "-p", image_}).IgnoreError();
    SUDARE_RETURN_IF_ERROR(Run({"/sbin/e2fsck", "-p", image_}).status());
    return MountImage();
  }

 private:
  explicit OwnDisk(const std::string& under) : image_(under + "/disk"), folder_(under + "/mnt") {}

  absl::Status MountImage() {
    SUDARE_ASSIGN_OR_RETURN(const std::string device,
                            Run({"/sbin/losetup", "--find", "--show", image_}));
    device_ = std::string(absl::StripAsciiWhitespace(device));
    return Run({"/bin/mount", "-o", "errors=remount-ro", device_, folder()}).status();
  }

  void Unmount() {
    if (device_.empty()) return;
    Run({"/bin/umount", "--lazy", folder()}).IgnoreError();
    Run({"/sbin/losetup", "--detach", device_}).IgnoreError();
  }

  std::string image_;
  const std::string folder_;
  std::string device_;
};

std::set<std::string> Intents(const Office& office) {
  std::set<std::string> intents;
  const auto records = office.AuditRecords();
  EXPECT_THAT(records, IsOk());
  if (!records.ok()) return intents;
  for (const auto& record : *records) {
    if (record.has_intent()) intents.insert(record.intent().query_id());
  }
  return intents;
}

TEST(ReadOnlyDiskTest, QueriesStopInWordsAndNothingIsLost) {
  char folder[] = "/tmp/sudare-disk-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  auto disk = OwnDisk::Mount(folder);
  if (!disk.ok()) {
    std::filesystem::remove_all(folder);
    GTEST_SKIP() << "no file system can be mounted here: " << disk.status().message();
  }
  OfficeOptions options;
  options.audit_folder = (*disk)->folder() + "/audit";
  auto office = Office::Open(options);
  ASSERT_THAT(office, IsOk());
  for (int i = 0; i < 20; ++i) ASSERT_THAT((*office)->Ask("vendor", kRow), IsAnswered());
  const std::set<std::string> before = Intents(**office);

  if (!(*disk)->Fail()) {
    GTEST_SKIP() << "the kernel lets nobody have it find an error here (/sys/fs/ext4)";
  }
  const Reply reply = (*office)->Ask("vendor", kRow);
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::UNAVAILABLE, "AUDIT_UNAVAILABLE"));
  EXPECT_EQ(reply.row_count, 0u);
  EXPECT_NE(reply.detail.advice(), "");
  EXPECT_FALSE((*office)->Ask("vendor", "DROP TABLE x").status.ok());
  EXPECT_TRUE(Soon([&] {
    return (*office)->proxy().Log().find("not serving: the audit log") != std::string::npos;
  }));
  EXPECT_TRUE((*office)->proxy().IsRunning());
  EXPECT_EQ(Intents(**office), before);

  ASSERT_THAT((*office)->proxy().Stop(SIGTERM), IsOk());
  ASSERT_THAT((*disk)->Replace(), IsOk());
  EXPECT_EQ(Intents(**office), before);
  ASSERT_THAT((*office)->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] { return (*office)->Ask("vendor", kRow).status.ok(); }));
  EXPECT_GT(Intents(**office).size(), before.size());

  office->reset();
  disk->reset();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sudare::testing
