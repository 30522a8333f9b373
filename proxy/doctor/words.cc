#include "proxy/doctor/words.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sudare::doctor {
namespace {

// Facts that are words themselves.
struct Phrase {
  absl::string_view name;
  const char* english;
  const char* japanese;
};
constexpr Phrase kPhrases[] = {
    {kNoConfiguration, "the configuration has errors", "設定にエラーがあります"},
    {kNoPolicy, "the policy has errors", "ポリシーにエラーがあります"},
    {kNoDatabase, "the database cannot be reached", "データベースに接続できません"},
    {kNoPermission, "this role may not read them", "このロールには読む権限がありません"},
    {kNoCertificate, "no certificate was given: `--cert`, `--key`",
     "証明書が指定されていません(`--cert`、`--key`)"},
    {kUnixSocket, "over a unix socket", "UNIX ソケットで接続しています"},
    {kLoopback, "over the loopback of this machine", "この機器の中だけで接続しています"},
    {kVerifiedTls, "encrypted, and the server is verified", "暗号化され、接続先も確認しています"},
    {kDoorCertificates, "TLS, client certificates", "TLS、クライアント証明書"},
    {kDoorPasswords, "TLS, passwords", "TLS、パスワード"},
    {kDoorBoth, "TLS, client certificates or passwords", "TLS、クライアント証明書かパスワード"},
    {kDoorPlain, "plain text and passwords, from this machine only",
     "平文とパスワード、この機器の中だけ"},
    {kEveryRole, "every role", "すべてのロール"},
};

std::string FactIn(Language language, const std::string& fact) {
  for (const Phrase& phrase : kPhrases) {
    if (phrase.name == fact) {
      return language == Language::kEnglish ? phrase.english : phrase.japanese;
    }
  }
  return fact;
}

std::string Filled(const char* sentence, const std::vector<std::string>& facts, Language language) {
  std::vector<std::pair<std::string, std::string>> replacements;
  for (size_t i = 0; i < facts.size(); ++i) {
    replacements.push_back({absl::StrCat("$", i), FactIn(language, facts[i])});
  }
  return absl::StrReplaceAll(sentence, replacements);
}

}  // namespace

const std::vector<TopicWords>& AllWords() {
  static const auto& all = *new std::vector<TopicWords>{
      {Topic::kConfiguration, "configuration", "Configuration", "設定", ConfigurationWords()},
      {Topic::kPolicy, "policy", "Policy", "ポリシー", PolicyWords()},
      {Topic::kFiles, "files", "Files", "ファイル", FileWords()},
      {Topic::kTls, "tls", "TLS", "TLS(証明書)", TlsWords()},
      {Topic::kDoors, "doors", "Doors", "受付口", DoorWords()},
      {Topic::kDatabase, "database", "Database", "データベース", DatabaseWords()},
      {Topic::kPrivileges, "privileges", "Privileges", "データベースの権限", PrivilegeWords()},
      {Topic::kClock, "clock", "Clock", "時計", ClockWords()},
      {Topic::kDisk, "disk", "Disk", "ディスク", DiskWords()},
      {Topic::kAudit, "audit", "Audit log", "監査ログ", AuditWords()},
      {Topic::kProxies, "proxies", "Running proxies", "稼働中のプロキシ", ProxyWords()},
  };
  return all;
}

Entry FindWords(absl::string_view code) {
  for (const TopicWords& topic : AllWords()) {
    for (const Words& words : topic.words) {
      if (words.code == code) return {&topic, &words};
    }
  }
  // A programmer's error, met by the first test that makes the finding.
  std::abort();
}

Told Tell(const Finding& finding, Language language) {
  const Words& words = *FindWords(finding.code).words;
  const Sentences& sentences = language == Language::kEnglish ? words.english : words.japanese;
  return {Filled(sentences.what, finding.facts, language),
          Filled(sentences.why, finding.facts, language),
          Filled(sentences.next, finding.facts, language)};
}

absl::string_view StateName(State state) {
  switch (state) {
    case State::kOk:
      return "ok";
    case State::kNote:
      return "note";
    case State::kWarning:
      return "warning";
    case State::kError:
      return "error";
    case State::kNotChecked:
      return "not-checked";
  }
  return "error";
}

}  // namespace sudare::doctor
