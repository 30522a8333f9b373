// Finding: one thing that an examination looked at, and what it met there. Without words: those are
// in words.h, in each language.
#ifndef SUDARE_PROXY_DOCTOR_FINDING_H_
#define SUDARE_PROXY_DOCTOR_FINDING_H_

#include <string>
#include <utility>
#include <vector>

namespace sudare::doctor {

struct Finding {
  // One of the table behind FindWords(); stable (docs/doctor.md).
  const char* code;
  // A path, an address, a role, a setting; may be empty.
  std::string where;
  // What the words of the code put in place of $0, $1, …: names, numbers, dates. Never a value of
  // the database, a key or a password.
  std::vector<std::string> facts;
};

// Facts that are words, told in the language of the report.
inline constexpr char kNoConfiguration[] = "{no-configuration}";
inline constexpr char kNoPolicy[] = "{no-policy}";
inline constexpr char kNoDatabase[] = "{no-database}";
inline constexpr char kNoPermission[] = "{no-permission}";
inline constexpr char kNoCertificate[] = "{no-certificate}";
inline constexpr char kUnixSocket[] = "{unix-socket}";
inline constexpr char kLoopback[] = "{loopback}";
inline constexpr char kVerifiedTls[] = "{verified-tls}";
inline constexpr char kDoorCertificates[] = "{door-certificates}";
inline constexpr char kDoorPasswords[] = "{door-passwords}";
inline constexpr char kDoorBoth[] = "{door-both}";
inline constexpr char kDoorPlain[] = "{door-plain}";
inline constexpr char kEveryRole[] = "{every-role}";

// The findings of an examination, in the order in which they were made.
//
// Thread-safety: one thread at a time.
class Findings {
 public:
  void Add(const char* code, std::string where, std::vector<std::string> facts = {}) {
    all_.push_back({code, std::move(where), std::move(facts)});
  }
  const std::vector<Finding>& all() const { return all_; }

 private:
  std::vector<Finding> all_;
};

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_FINDING_H_
