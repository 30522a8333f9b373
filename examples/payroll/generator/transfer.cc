#include "examples/payroll/generator/transfer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "examples/payroll/generator/kana.h"
#include "examples/payroll/generator/runs.h"

namespace sudare::example {
namespace {

using absl::CivilDay;
using absl::CivilMonth;

class TransferWriter {
 public:
  TransferWriter(Dataset& dataset, const Person& person, int run)
      : dataset_(dataset),
        person_(person),
        run_(run),
        holder_(HalfWidthKana(person.name.FullKana())) {}

  void Write(const Account& account, int amount, const char* status, bool second) {
    Dataset::Transfers& transfers = dataset_.transfers[run_];
    Dataset::TransferFile& file = second ? transfers.second : transfers.first;
    ++file.records;
    file.yen += amount;
    dataset_.Table("payroll.bank_transfers")
        .Int(TransferFileId(run_, second))
        .Int(file.records)
        .Int(run_)
        .Text(person_.employee_no)
        .Text(account.bank_code)
        .Text(account.branch_code)
        .Text(std::string(1, account.type))
        .Text(account.number)
        .Text(holder_)
        .Int(amount)
        .Text(status)
        .Text(ZenginRecord(account, holder_, amount, person_.employee_no))
        .End();
  }

 private:
  Dataset& dataset_;
  const Person& person_;
  const int run_;
  const std::string holder_;
};

}  // namespace

CivilDay TransferDay(CivilMonth month, bool bonus) { return CivilDay(month) + (bonus ? 9 : 20); }

std::string ZenginRecord(const Account& account, absl::string_view holder, int amount,
                         absl::string_view employee_no) {
  return absl::StrCat("2", account.bank_code, PadTo("ｽﾀﾞﾚｷﾞﾝｺｳ", 15), account.branch_code,
                      PadTo("ﾎﾝﾃﾝ", 15), "0000", std::string(1, account.type), account.number,
                      PadTo(holder, 30), absl::StrFormat("%010d", amount), "0",
                      PadTo(employee_no, 20), "7", PadTo("", 8));
}

void WriteTransfers(Dataset& dataset, const Person& person, const Papers& papers,
                    const Slip& slip) {
  if (slip.Net() <= 0) return;
  const bool bonus = slip.run % 2 == 0;
  const CivilDay day = TransferDay(slip.month, bonus);
  TransferWriter writer(dataset, person, slip.run);
  int rest = slip.Net();
  for (const AccountPeriod& account : papers.accounts) {
    if (account.sequence != 2 || bonus || rest <= 2 * kSecondAccountAmount) continue;
    writer.Write(account.account, kSecondAccountAmount, "paid", false);
    rest -= kSecondAccountAmount;
  }
  const bool november = slip.month == CivilMonth(2023, 11) && !bonus;
  const bool returned = november && person.part == Part::kReturnedAndSentAgain;
  const bool twice = november && person.part == Part::kPaidTwice;
  for (const AccountPeriod& account : papers.accounts) {
    if (account.sequence != 1 || !account.period.Holds(day)) continue;
    writer.Write(account.account, rest, returned ? "returned" : "paid", false);
    if (returned || twice) writer.Write(account.account, rest, "paid", true);
  }
  if (twice) dataset.Planted("S09", person.employee_no);
  if (returned) dataset.Decoy("S09", person.employee_no, "came back and was sent again");
}

}  // namespace sudare::example
