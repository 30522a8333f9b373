// An application that hands on a message as an account may see it:
//   message_export POLICY KEYRING PASSPHRASE_FILE ACCOUNT < employee.txt
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "employee.pb.h"
#include "google/protobuf/text_format.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/masker.h"
#include "policy/messages/message_masker.h"

namespace {

int Fail(const std::string& why) {
  std::cerr << "message_export failed: " << why << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return Fail("give POLICY KEYRING PASSPHRASE_FILE ACCOUNT");
  const sudare::LoadResult loaded = sudare::LoadPolicy(argv[1]);
  if (loaded.policy == nullptr) return Fail(loaded.issues[0].ToString());
  std::string passphrase;
  std::ifstream passphrase_file(argv[3]);
  std::getline(passphrase_file, passphrase);
  const auto keyring = sudare::Keyring::Load(argv[2], passphrase);
  if (!keyring.ok()) return Fail(keyring.status().ToString());

  auto masker = sudare::Masker::Create(loaded.policy, *keyring, argv[4], absl::Now());
  if (!masker.ok()) return Fail(masker.status().ToString());
  const sudare::MessageMasker messages(*std::move(masker));

  city::Employee employee;
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (!google::protobuf::TextFormat::ParseFromString(text, &employee)) return Fail("no message");
  const absl::Status status = messages.Mask(&employee);
  if (!status.ok()) return Fail(status.ToString());
  std::cout << employee.Utf8DebugString();
  return 0;
}
