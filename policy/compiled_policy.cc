#include "policy/compiled_policy.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/civil_date.h"

namespace sudare {
namespace {

// What policy.proto promises.
constexpr absl::Duration kWindowIdle = absl::Minutes(30);
constexpr int kReportMonths = 12;

MaskKind KindOf(const v1::Rule& rule) {
  switch (rule.mask_case()) {
    case v1::Rule::kAllow:
      return MaskKind::kAllow;
    case v1::Rule::kHide:
      return MaskKind::kHide;
    case v1::Rule::kRedact:
      return MaskKind::kRedact;
    case v1::Rule::kPresence:
      return MaskKind::kPresence;
    case v1::Rule::kPartial:
      return MaskKind::kPartial;
    case v1::Rule::kGeneralize:
      return MaskKind::kGeneralize;
    case v1::Rule::kScrub:
      return MaskKind::kScrub;
    case v1::Rule::kJson:
      return MaskKind::kJson;
    case v1::Rule::kTokenize:
      return MaskKind::kTokenize;
    case v1::Rule::MASK_NOT_SET:
      break;
  }
  return MaskKind::kHide;
}

template <typename Element>
void SortByName(google::protobuf::RepeatedPtrField<Element>* elements) {
  std::stable_sort(elements->pointer_begin(), elements->pointer_end(),
                   [](const Element* a, const Element* b) { return a->name() < b->name(); });
}

std::vector<v1::Certificate> Certificates(
    const google::protobuf::RepeatedPtrField<v1::Certificate>& written) {
  std::vector<v1::Certificate> certificates(written.begin(), written.end());
  for (v1::Certificate& certificate : certificates) {
    absl::AsciiStrToLower(certificate.mutable_sha256());
  }
  return certificates;
}

absl::Duration WindowIdle(const v1::Role& written) {
  if (!written.has_window_idle()) return kWindowIdle;
  return absl::Seconds(written.window_idle().seconds()) +
         absl::Nanoseconds(written.window_idle().nanos());
}

class CompiledPolicy final : public Policy {
 public:
  explicit CompiledPolicy(const text::ParsedPolicy& parsed) : hash_(PolicyHash(*parsed.proto)) {
    const v1::Policy& proto = *parsed.proto;
    AddClasses(proto);
    AddTables(proto, parsed.places);
    AddRoles(proto, parsed.places);
    AddOrganizations(proto, parsed.places);
    AddAccounts(proto, parsed.places);
    AddStaff(proto, parsed.places);
    for (const v1::AllowedFunction& function : proto.functions()) {
      functions_.push_back(function.name());
    }
  }

  // The look-ups hold pointers into the vectors.
  CompiledPolicy(const CompiledPolicy&) = delete;
  CompiledPolicy& operator=(const CompiledPolicy&) = delete;

  const Account* FindAccount(absl::string_view name) const override {
    return Find(accounts_by_name_, name);
  }
  const Role* FindRole(absl::string_view name) const override { return Find(roles_by_name_, name); }
  const PolicyTable* FindTable(absl::string_view schema, absl::string_view table) const override {
    return Find(tables_by_name_, absl::StrCat(schema, ".", table));
  }
  const DataClass* FindClass(absl::string_view name) const override {
    return Find(classes_by_name_, name);
  }
  const std::vector<PolicyTable>& tables() const override { return tables_; }
  const std::vector<DataClass>& classes() const override { return classes_; }
  const std::vector<Role>& roles() const override { return roles_; }
  const std::vector<Account>& accounts() const override { return accounts_; }
  const std::vector<StaffMember>& staff() const override { return staff_; }
  const std::vector<Organization>& organizations() const override { return organizations_; }
  const std::vector<std::string>& functions() const override { return functions_; }
  const std::string& hash() const override { return hash_; }

 private:
  template <typename T>
  using ByName = absl::flat_hash_map<std::string, const T*>;

  template <typename T>
  static const T* Find(const ByName<T>& by_name, absl::string_view name) {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
  }

  // Every vector is filled before anything points into it.
  void AddClasses(const v1::Policy& proto) {
    for (const v1::DataClass& written : proto.classes()) {
      classes_.push_back(
          {written.name(), written.title(), !written.has_convertible() || written.convertible()});
    }
    for (const DataClass& data_class : classes_) classes_by_name_[data_class.name] = &data_class;
  }

  void AddTables(const v1::Policy& proto, const text::PlaceMap& places) {
    for (const v1::Table& written : proto.tables()) {
      const std::pair<std::string, std::string> name =
          absl::StrSplit(written.name(), absl::MaxSplits('.', 1));
      PolicyTable table;
      table.schema = name.first;
      table.name = name.second;
      table.title = written.title();
      table.place = places.Of(written);
      for (const v1::Column& column : written.columns()) {
        table.columns.push_back({column.name(), FindClass(column.class_()), column.title(),
                                 column.person(), places.Of(column)});
      }
      tables_.push_back(std::move(table));
    }
    for (const PolicyTable& table : tables_) {
      tables_by_name_[absl::StrCat(table.schema, ".", table.name)] = &table;
    }
  }

  void AddRoles(const v1::Policy& proto, const text::PlaceMap& places) {
    for (const v1::Role& written : proto.roles()) {
      Role role;
      role.name = written.name();
      role.title = written.title();
      role.database_role = written.database_role();
      role.requires_window = written.requires_window();
      role.limits = written.limits();
      role.window_idle = WindowIdle(written);
      role.budgets = written.budgets();
      role.place = places.Of(written);
      for (const v1::Rule& rule : written.rules()) {
        role.rules.push_back({rule, KindOf(rule), places.Of(rule)});
      }
      for (const v1::RowFilter& filter : written.row_filters()) {
        role.row_filters[filter.table()].push_back({filter.where(), places.Of(filter)});
      }
      roles_.push_back(std::move(role));
    }
    AddExclusions(proto);
    for (const Role& role : roles_) roles_by_name_[role.name] = &role;
  }

  // Said on one side, it holds on both.
  void AddExclusions(const v1::Policy& proto) {
    absl::flat_hash_map<std::string, std::set<std::string>> excluded;
    for (const v1::Role& written : proto.roles()) {
      for (const std::string& other : written.exclusive_with()) {
        excluded[written.name()].insert(other);
        excluded[other].insert(written.name());
      }
    }
    for (Role& role : roles_) {
      const std::set<std::string>& others = excluded[role.name];
      role.exclusive_with.assign(others.begin(), others.end());
    }
  }

  void AddOrganizations(const v1::Policy& proto, const text::PlaceMap& places) {
    for (const v1::Organization& written : proto.organizations()) {
      Organization organization;
      organization.name = written.name();
      for (const v1::SecurityReport& report : written.security_report()) {
        const std::optional<absl::CivilDay> date = ParseCivilDate(report.date());
        if (date) organization.reports.push_back({report.document(), *date});
      }
      organization.report_months =
          written.report_months() != 0 ? static_cast<int>(written.report_months()) : kReportMonths;
      organization.overdue_report_blocks = written.overdue_report() == v1::Organization::BLOCK;
      organization.expired_pledge_blocks = written.expired_pledge() != v1::Organization::WARN;
      organization.place = places.Of(written);
      organizations_.push_back(std::move(organization));
    }
    for (const Organization& one : organizations_) organizations_by_name_[one.name] = &one;
  }

  void AddAccounts(const v1::Policy& proto, const text::PlaceMap& places) {
    for (const v1::Account& written : proto.accounts()) {
      Account account;
      account.name = written.name();
      account.organization = written.organization();
      account.registered = Find(organizations_by_name_, written.organization());
      account.person = written.person();
      account.is_program = written.kind() == v1::Account::PROGRAM;
      account.role = FindRole(written.role());
      account.certificates = Certificates(written.certificate());
      account.password_hash = written.password_hash();
      account.place = places.Of(written);
      for (const v1::Pledge& pledge : written.pledge()) {
        const std::optional<absl::CivilDay> first = ParseCivilDate(pledge.signed_());
        const std::optional<absl::CivilDay> last = ParseCivilDate(pledge.expires());
        if (first && last) account.pledges.push_back({pledge.document(), *first, *last});
      }
      accounts_.push_back(std::move(account));
    }
    for (const Account& account : accounts_) accounts_by_name_[account.name] = &account;
  }

  void AddStaff(const v1::Policy& proto, const text::PlaceMap& places) {
    for (const v1::Staff& written : proto.staff()) {
      StaffMember member;
      member.name = written.name();
      member.title = written.title();
      for (int duty : written.duties()) {
        member.duties.push_back(static_cast<v1::Staff::Duty>(duty));
      }
      member.certificates = Certificates(written.certificate());
      member.place = places.Of(written);
      staff_.push_back(std::move(member));
    }
  }

  const std::string hash_;
  std::vector<DataClass> classes_;
  std::vector<PolicyTable> tables_;
  std::vector<Role> roles_;
  std::vector<Account> accounts_;
  std::vector<StaffMember> staff_;
  std::vector<Organization> organizations_;
  std::vector<std::string> functions_;
  ByName<DataClass> classes_by_name_;
  ByName<PolicyTable> tables_by_name_;
  ByName<Role> roles_by_name_;
  ByName<Organization> organizations_by_name_;
  ByName<Account> accounts_by_name_;
};

}  // namespace

std::string PolicyHash(const v1::Policy& policy) {
  v1::Policy canonical = policy;
  SortByName(canonical.mutable_classes());
  SortByName(canonical.mutable_tables());
  SortByName(canonical.mutable_roles());
  SortByName(canonical.mutable_accounts());
  SortByName(canonical.mutable_staff());
  SortByName(canonical.mutable_functions());
  SortByName(canonical.mutable_organizations());
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    canonical.SerializeToCodedStream(&coded);
  }
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(&digest[0]),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return absl::BytesToHexString(digest);
}

std::shared_ptr<const Policy> CompilePolicy(const text::ParsedPolicy& parsed) {
  return std::make_shared<CompiledPolicy>(parsed);
}

}  // namespace sudare
