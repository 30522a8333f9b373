#include "tests/support/certificates.h"

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/base/status_macros.h"
#include "tests/support/child_process.h"

namespace sudare::testing {
namespace {

// `arguments` are cut at blanks.
absl::Status OpenSsl(const std::string& arguments) {
  ChildOptions options;
  options.arguments = absl::StrSplit(absl::StrCat("/usr/bin/openssl ", arguments), ' ');
  return RunProgram(options, "").status();
}

}  // namespace

absl::StatusOr<CertificateOffice> CertificateOffice::Open(const std::string& folder) {
  mkdir(folder.c_str(), 0700);
  CertificateOffice office(folder);
  SUDARE_RETURN_IF_ERROR(OpenSsl(absl::StrCat(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
      "/CN=office -keyout ",
      folder, "/ca.key -out ", office.authority())));
  return office;
}

absl::StatusOr<CertificatePair> CertificateOffice::Issue(absl::string_view name,
                                                         absl::string_view san, int days) const {
  const std::string stem = absl::StrCat(folder_, "/", name);
  CertificatePair pair{absl::StrCat(stem, ".pem"), absl::StrCat(stem, ".key")};
  std::ofstream(absl::StrCat(stem, ".ext")) << "subjectAltName=" << san << "\n";
  SUDARE_RETURN_IF_ERROR(OpenSsl(absl::StrCat(
      "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=", name,
      " -keyout ", pair.private_key, " -out ", stem, ".csr")));
  SUDARE_RETURN_IF_ERROR(OpenSsl(absl::StrCat(
      "x509 -req -in ", stem, ".csr -CA ", authority(), " -CAkey ", folder_,
      "/ca.key -CAcreateserial -days ", days, " -extfile ", stem, ".ext -out ", pair.certificate)));
  return pair;
}

}  // namespace sudare::testing
