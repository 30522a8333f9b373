#include "policy/base/secret_bytes.h"

#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;

template <typename T, typename = void>
struct IsPrintable : std::false_type {};
template <typename T>
struct IsPrintable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T>())>>
    : std::true_type {};

static_assert(!std::is_copy_constructible_v<SecretBytes>, "secrets aren't copied");
static_assert(!std::is_copy_assignable_v<SecretBytes>, "secrets aren't copied");
static_assert(!IsPrintable<SecretBytes>::value, "secrets aren't printed");
static_assert(!std::is_convertible_v<SecretBytes, absl::string_view>, "secrets aren't text");
static_assert(!std::is_convertible_v<SecretBytes, std::string>, "secrets aren't text");

SecretBytes Secret(const std::string& bytes) {
  auto secret = SecretBytes::CopyOf(bytes);
  EXPECT_THAT(secret, IsOk());
  return *std::move(secret);
}

TEST(SecretBytesTest, HoldsACopy) {
  std::string bytes = "0123456789";
  const SecretBytes secret = Secret(bytes);
  bytes[0] = 'x';
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(secret.ExposeBytes()), secret.size()),
            "0123456789");
}

TEST(SecretBytesTest, StartsAsZeros) {
  ASSERT_OK_AND_ASSIGN(const SecretBytes secret, SecretBytes::Allocate(64));
  EXPECT_TRUE(secret.ConstantTimeEquals(Secret(std::string(64, '\0'))));
}

TEST(SecretBytesTest, RandomBytesDiffer) {
  ASSERT_OK_AND_ASSIGN(const SecretBytes a, SecretBytes::Random(32));
  ASSERT_OK_AND_ASSIGN(const SecretBytes b, SecretBytes::Random(32));
  EXPECT_FALSE(a.ConstantTimeEquals(b));
}

TEST(SecretBytesTest, ComparesBytesAndSizes) {
  EXPECT_TRUE(Secret("abc").ConstantTimeEquals(Secret("abc")));
  EXPECT_FALSE(Secret("abc").ConstantTimeEquals(Secret("abd")));
  EXPECT_FALSE(Secret("abc").ConstantTimeEquals(Secret("abcd")));
  EXPECT_TRUE(Secret("").ConstantTimeEquals(SecretBytes()));
}

TEST(SecretBytesTest, MovingLeavesNothingBehind) {
  SecretBytes from = Secret("abc");
  SecretBytes to = std::move(from);
  EXPECT_EQ(from.size(), 0u);
  EXPECT_EQ(from.ExposeBytes(), nullptr);
  EXPECT_TRUE(to.ConstantTimeEquals(Secret("abc")));
  to = Secret("defg");
  EXPECT_EQ(to.size(), 4u);
}

TEST(SecretBytesDeathTest, ReadOnlyBytesCannotBeWritten) {
  SecretBytes secret = Secret("abc");
  ASSERT_THAT(secret.MakeReadOnly(), IsOk());
  EXPECT_EQ(secret.ExposeBytes()[0], 'a');
  EXPECT_DEATH(secret.MutableBytes()[0] = 'x', "");
}

// The memory past the end is a guard page.
TEST(SecretBytesDeathTest, ReadingPastTheEndEndsTheProcess) {
  const SecretBytes secret = Secret(std::string(4096, 'a'));
  volatile unsigned char byte = 0;
  EXPECT_DEATH(byte = secret.ExposeBytes()[4096], "");
  (void)byte;
}

// AddressSanitizer replaces mlock by a function that does nothing and succeeds.
#ifndef __SANITIZE_ADDRESS__

// What lets root lock memory without limit. libcap would be a dependency for one call.
int DropCapabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  return static_cast<int>(syscall(SYS_capset, &header, none));
}

// In a child that may lock no memory.
TEST(SecretBytesTest, SaysSoWhenMemoryCannotBeLocked) {
  ASSERT_THAT(InitSodium(), IsOk());
  const pid_t child = fork();
  if (child == 0) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_MEMLOCK, &none) != 0) _exit(10);
    if (DropCapabilities() != 0) _exit(11);
    const auto secret = SecretBytes::Allocate(32);
    if (secret.ok()) _exit(12);
    if (!absl::IsResourceExhausted(secret.status())) _exit(13);
    if (secret.status().message().find("ulimit -l") == std::string::npos) _exit(14);
    if (!SecretBytes::AllocateLockedIfPossible(32).ok()) _exit(15);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

#endif  // __SANITIZE_ADDRESS__

}  // namespace
}  // namespace sudare
