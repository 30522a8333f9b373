#include "proxy/doctor/certificate_file.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"

namespace sudare::doctor {
namespace {

template <typename T, void (*kFree)(T*)>
struct FreeWith {
  void operator()(T* object) const { kFree(object); }
};
using OwnedBio = std::unique_ptr<BIO, FreeWith<BIO, BIO_free_all>>;
using OwnedKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY, EVP_PKEY_free>>;
using OwnedNames = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES, GENERAL_NAMES_free>>;
using OwnedStore = std::unique_ptr<X509_STORE, FreeWith<X509_STORE, X509_STORE_free>>;
using OwnedContext = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX, X509_STORE_CTX_free>>;

absl::StatusOr<std::string> ReadBytes(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(std::strerror(errno != 0 ? errno : EIO));
  return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

OwnedBio BioOf(const std::string& text) {
  return OwnedBio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// A key that asks for a passphrase can't be used: nobody is there to answer.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTimeT(timegm(&parts));
}

std::string NameOf(const GENERAL_NAME& name) {
  if (name.type == GEN_IPADD) {
    const ASN1_OCTET_STRING* const address = name.d.iPAddress;
    const int family = ASN1_STRING_length(address) == 16 ? AF_INET6 : AF_INET;
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text);
    return text;
  }
  if (name.type != GEN_DNS && name.type != GEN_EMAIL && name.type != GEN_URI) return "";
  const ASN1_STRING* const text = name.d.ia5;
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<size_t>(ASN1_STRING_length(text)));
}

std::vector<std::string> NamesOf(const X509* certificate) {
  const OwnedNames all(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; all != nullptr && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    std::string name = NameOf(*sk_GENERAL_NAME_value(all.get(), i));
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

std::string WeaknessOf(X509* certificate) {
  const EVP_PKEY* const key = X509_get0_pubkey(certificate);
  if (key == nullptr) return "unknown key";
  const int bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && bits < 2048) return absl::StrCat("RSA ", bits);
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && bits < 224) return absl::StrCat("EC ", bits);
  int digest = NID_undef;
  X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr);
  if (digest == NID_md5 || digest == NID_sha1) return OBJ_nid2sn(digest);
  return "";
}

CertificateFacts FactsOf(X509* certificate) {
  CertificateFacts facts;
  char subject[256] = "";
  X509_NAME_oneline(X509_get_subject_name(certificate), subject, sizeof subject);
  facts.subject = subject;
  facts.begins = TimeOf(X509_get0_notBefore(certificate));
  facts.ends = TimeOf(X509_get0_notAfter(certificate));
  facts.names = NamesOf(certificate);
  facts.is_authority = X509_check_ca(certificate) != 0;
  facts.weakness = WeaknessOf(certificate);
  return facts;
}

}  // namespace

absl::StatusOr<CertificateFile> CertificateFile::Read(const std::string& path) {
  CertificateFile file;
  SUDARE_ASSIGN_OR_RETURN(file.pem_, ReadBytes(path));
  const OwnedBio bio = BioOf(file.pem_);
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, NoPassphrase, nullptr)) {
    file.certificates_.emplace_back(certificate);
    file.facts_.push_back(FactsOf(certificate));
  }
  // The end of the file counts as one.
  ERR_clear_error();
  if (file.facts_.empty()) return absl::InvalidArgumentError("no PEM of a certificate");
  return file;
}

bool CertificateFile::IsIssuedBy(const CertificateFile& authorities) const {
  const OwnedStore store(X509_STORE_new());
  for (const auto& authority : authorities.certificates_) {
    X509_STORE_add_cert(store.get(), authority.get());
  }
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (size_t i = 1; i < certificates_.size(); ++i) {
    sk_X509_push(others.get(), certificates_[i].get());
  }
  const OwnedContext context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), certificates_.front().get(), others.get());
  X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
  const bool is_good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  return is_good;
}

absl::StatusOr<bool> CertificateFile::IsKeyIn(const std::string& path) const {
  absl::StatusOr<std::string> bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  const OwnedKey key(PEM_read_bio_PrivateKey(BioOf(*bytes).get(), nullptr, NoPassphrase, nullptr));
  OPENSSL_cleanse(bytes->data(), bytes->size());
  const bool fits =
      key != nullptr && X509_check_private_key(certificates_.front().get(), key.get()) == 1;
  ERR_clear_error();
  if (key == nullptr) return absl::InvalidArgumentError("no private key without passphrase");
  return fits;
}

}  // namespace sudare::doctor
