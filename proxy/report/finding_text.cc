#include "proxy/report/finding_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;
using Finding = AuditReport::Finding;

// $0 who, $1 count, $2 threshold, $3 usual, $4 day, $5 days, $6 names, $7 window, $8 remark,
// $9 from when to when
struct Sentences {
  Finding::Rule rule;
  const char* title[2];
  const char* what[2];
  const char* advice[2];
};

constexpr Sentences kSentences[] = {
    {Finding::LOG_DAMAGED,
     {"記録の改ざんまたは破損", "The log was altered or damaged"},
     {"監査記録のつながりが途中で切れています。この報告書は、切れ目より前の記録だけから作られていま"
      "す。",
      "The chain of the audit log is broken. This report is made of the records before the break "
      "only."},
     {"直ちに情報システム課へ連絡し、記録のフォルダをそのまま保全してください。",
      "Tell the information systems section at once, and keep the log's folder as it is."}},
    {Finding::LOG_REPAIRED,
     {"記録の修復", "The log was repaired"},
     {"停電やディスクの満杯などで書きかけになった記録を、$1回、取り除きました。",
      "$1 [time|times], an unfinished record was dropped, as a power cut or a full disk leaves "
      "one."},
     {"その時刻にサーバが止まった理由を確かめてください。",
      "Find out why the server stopped at that time."}},
    {Finding::BULK_READING,
     {"大量の読み出し", "Bulk reading"},
     {"$0 は、$4に$1行を読み出しました。これまで最も多かった日は$3行です(このような日は$5日)。",
      "$0 read $1 [row|rows] $4. The busiest day before had $3 [row|rows] ($5 such "
      "[day|days])."},
     {"その日の作業の目的と、それだけの量が必要だった理由を確かめてください。",
      "Ask what the work of that day was, and why it needed as much."}},
    {Finding::BULK_QUERY,
     {"大きな問合せ", "Large queries"},
     {"$0 "
      "の問合せのうち$1件が、1件で$2行以上を読み出しました(最大は$4の$6行、これまでは同じ日数で$"
      "3件)。",
      "$1 [query|queries] of $0 read $2 [row|rows] or more each (the largest $4 with $6; before, "
      "$3 in as "
      "many days)."},
     {"一覧の形での取り出しが作業に必要だったかを確かめてください。",
      "Ask whether the work needed whole lists."}},
    {Finding::ENUMERATION,
     {"しらみつぶしの照会", "Enumeration"},
     {"$0 は、同じ形の問合せを少しずつ条件を変えて、$4に$1回(10分間に最大$2回)実行しました。"
      "これまで最も多かった日は$3回です。",
      "$0 ran one and the same query with other values $1 [time|times] $4 (up to $2 within ten "
      "minutes). Before, it was $3 on the busiest day."},
     {"1件ずつ順に調べて一覧を作る動きと似ています。プログラムによる処理か、人の操作かを確かめてく"
      "ださい。",
      "This is how a list is made, one person at a time. Ask whether a program did it, and what "
      "for."}},
    {Finding::SLOW_ENUMERATION,
     {"少しずつ広がる閲覧", "Ever new people, a little each day"},
     {"$0 は、1か月のうちに$5日にわたり、それまで見ていなかった人を合わせて$1人見ました"
      "(1日では最大$6人、最初は$4)。これまでの月の最多は$3人です。",
      "$0 was shown the data of $1 [person|persons] within a month that it had not seen before in "
      "it, on $5 [day|days] (up to $6 in a day, first $4). The most in a month before was $3."},
     {"調査が目的なら、同じ人を繰り返し見るのが普通です。毎日別の人を見る必要があったかを確かめてく"
      "ださい。",
      "Whoever looks for an error comes back to the same people. Ask why it took other people each "
      "day."}},
    {Finding::NEW_SHAPES,
     {"新しい形の問合せ", "New queries"},
     {"$0 は、これまでにない形の問合せを$1種類実行しました。",
      "$0 ran $1 [kind|kinds] of queries that it never ran before."},
     {"不具合の調査では普通のことです。下の一覧で内容を見てください。",
      "This is usual when an error is looked for. See the list below."}},
    {Finding::NEW_CLASSES,
     {"初めて見た情報の種類", "Data never seen before"},
     {"$0 は、これまで見ていなかった種類の情報を初めて見ました: $6。",
      "$0 saw kinds of data that it never saw before: $6."},
     {"規則の変更や作業の内容と合っているかを確かめてください。",
      "Check that this goes with the change of the policy, or with the work."}},
    {Finding::NEW_ACCOUNT,
     {"新しいアカウント", "New account"},
     {"$0 が初めて現れました(問合せ$1件)。",
      "$0 appeared for the first time ($1 [query|queries])."},
     {"登録と誓約書を確かめてください。", "Check its registration and its pledge."}},
    {Finding::ODD_HOURS,
     {"時間外の作業", "Odd hours"},
     {"$0 "
      "は、執務時間外(夜間・早朝・休日)に問合せを$1件実行しました。これまでは同じ日数で$3件です。",
      "$0 ran $1 [query|queries] outside of working hours (night, weekend, holiday). Before, $3 in "
      "as many "
      "days."},
     {"時間外の作業の届けがあったかを確かめてください。",
      "Check that work at those hours was announced."}},
    {Finding::REFUSALS,
     {"拒否の増加", "Many refusals"},
     {"$0 の要求が$4に$1件拒否されました(これまでは$3件)。主な理由: $6。",
      "$0 met $1 [refusal|refusals] $4 (before: $3). Mostly: $6."},
     {"作業に必要な表や関数が足りないのか、見えないものを探っているのかを確かめてください。",
      "Ask whether the work lacks tables or functions, or somebody looks for what is hidden."}},
    {Finding::OFF_WINDOW,
     {"許可された時間の外での試み", "Attempts outside of a window"},
     {"$0 は、作業時間の枠が開いていないときに$1回、問合せを試みて拒否されました。",
      "$0 tried $1 [time|times] while no maintenance window was open, and was refused."},
     {"連絡の行き違いか、許可のない作業の試みかを業者に確かめてください。",
      "Ask the vendor whether this was a misunderstanding, or work without approval."}},
    {Finding::FAILED_LOGINS,
     {"ログインの失敗", "Failed log-ins"},
     {"$0 のログインが$1回失敗しました。接続元: $6。",
      "$1 [log-in|log-ins] of $0 failed. From: $6."},
     {"本人の打ち間違いか、他人の試みかを確かめてください。",
      "Ask whether the person mistyped, or somebody else tried."}},
    {Finding::NO_PLEDGE,
     {"資格のないアカウントの試み", "Attempts without standing"},
     {"$0 が$1回試み、拒否されました。理由: $6。", "$0 tried $1 [time|times] and was refused: $6."},
     {"誓約書の期限と登録を確かめてください。", "Check the pledge and the registration."}},
    {Finding::STAFF_DOOR,
     {"職員用の窓口への試み", "Attempts at what is for staff"},
     {"$0 が、職員だけが使える機能(仮名の照会、監査記録)を$1回使おうとして拒否されました。",
      "$0 tried $1 [time|times] to use what only staff may use (looking up tokens, the audit log), "
      "and was "
      "refused."},
     {"業者に理由を確かめてください。", "Ask the vendor why."}},
    {Finding::DETOKENIZATIONS,
     {"仮名の照会が多い", "Many look-ups of tokens"},
     {"$0 は、$4に仮名の本人を$1件照会しました。これまで最も多かった日は$3件です。",
      "$0 looked up $1 [token|tokens] $4. Before, it was $3 on the busiest day."},
     {"目的の記録と照らし合わせてください。", "Compare with the purposes on record."}},
    {Finding::DETOKENIZATION_DENIED,
     {"職員への拒否", "Staff were refused"},
     {"$0 は、任務にない操作を$1回試みて拒否されました。",
      "$0 tried $1 [time|times] what is not among their duties, and was refused."},
     {"任務の割当てを確かめてください。", "Check the duties that the policy gives them."}},
    {Finding::POLICY_REJECTED,
     {"規則の却下", "Policies were rejected"},
     {"誤りのある規則が$1回読み込まれそうになり、却下されました。以前の規則が有効のままでした。",
      "$1 [time|times], a policy had errors and was rejected. The one before stayed in force."},
     {"規則を直した人に、その後適用されたかを確かめてください。",
      "Ask who changed it whether the corrected one came into force."}},
    {Finding::POLICY_CHANGED,
     {"規則の変更", "The policy changed"},
     {"見える情報の規則が$1回変わりました。", "The policy changed $1 [time|times]."},
     {"変更の決裁と照らし合わせてください。", "Compare with what was approved."}},
    {Finding::LIMIT_MET,
     {"上限に達した問合せ", "Queries that met a limit"},
     {"$0 の問合せ$1件が、行数や時間の上限で打ち切られました。これまでは同じ日数で$3件です。",
      "A limit on rows, bytes or time ended $1 [query|queries] of $0. Before, $3 in as many days."},
     {"取り出す量を絞れなかった理由を確かめてください。",
      "Ask why they could not be made to read less."}},
    {Finding::UNENDED_QUERIES,
     {"終わりの記録がない問合せ", "Queries without an end on record"},
     {"問合せ$1件は、サーバが途中で止まったため、読み出した行数が分かりません。",
      "The server stopped during $1 [query|queries]: how much was read isn't known."},
     {"開始の記録は残っています。件数が多ければ情報システム課へ連絡してください。",
      "That they began is on record. If there are many, tell the information systems section."}},
    {Finding::WINDOW_LEFT_OPEN,
     {"自動切断された作業", "A window that closed by itself"},
     {"作業時間の枠 $6 は、$4に職員が切断せず、自動的に切断されました。",
      "Window $6 closed by itself $4: no member of staff had disconnected it."},
     {"接続したままになった理由を確かめてください。", "Ask why it was left open."}},
    {Finding::APPROVED_WITH_WARNING,
     {"警告があるままの承認", "Approved in spite of a warning"},
     {"作業時間の枠 $7 は、警告があるまま承認または接続されました。警告: $6。承認した職員: $0。"
      "承認の理由: $8。",
      "Window $7 was approved or opened in spite of a warning: $6. Approved by $0. Reason given: "
      "$8."},
     {"足りなかった書類がその後そろったか、承認の理由がもっともかを確かめてください。",
      "Ask whether what was missing has come since, and whether the reason is a good one."}},
    {Finding::COMMAND_FAILED,
     {"接続に伴うプログラムの失敗", "Programs of a window failed"},
     {"作業時間の枠 $7 のために動かしたプログラムが$1回失敗しました($6)。",
      "Programs that were run for window $7 failed $1 [time|times] ($6)."},
     {"プログラムの出力は監査記録(種別 window_command)にあります。管理者に原因を確かめてください。",
      "The log has what they wrote (kind `window_command`). Ask the admin for the cause."}},
    {Finding::LINE_LEFT_ON,
     {"回線がつながったままだったおそれ", "A line may have stayed on"},
     {"作業時間の枠 $7 の切断の際に、回線を切るプログラムが失敗しました($6)。"
      "$9、回線がつながったままだったおそれがあります。",
      "When window $7 was closed, the program that switches the line off failed ($6). The line may "
      "have stayed on $9."},
     {"今は切れていることと、その間に別の接続がなかったことを確かめてください。",
      "Make sure that it is off now, and that nothing else was connected meanwhile."}},
    {Finding::ANCHOR_ALTERED,
     {"控えと記録の食い違い", "An anchor disagrees"},
     {"記録の控え(アンカー)に、預けたものと違う内容が$1回見つかりました。",
      "$1 [time|times], an anchor held something else than the checkpoint that it was given."},
     {"直ちに情報システム課へ連絡し、記録と控えの両方を保全してください。",
      "Tell the information systems section at once, and keep both the log and the anchor."}},
    {Finding::NOT_ALL_COUNTED,
     {"数えきれなかったもの", "Not all was counted"},
     {"問合せの形または出来事が多すぎ、$1件は形ごとの表に入っていません(合計には入っています)。",
      "There were too many shapes of queries or events: $1 are missing in the tables by shape, "
      "though "
      "not in the totals."},
     {"期間を短くして報告書を作り直してください。", "Make reports of shorter periods."}},
};

const char* Pick(const char* const (&texts)[2], const Words& words) {
  return words(texts[0], texts[1]);
}

bool IsAboutCommands(const Finding& finding) {
  return finding.rule() == Finding::COMMAND_FAILED || finding.rule() == Finding::LINE_LEFT_ON;
}

// Of "CLOSE 3".
std::string CommandText(const std::string& name, const Words& words) {
  const size_t space = name.find(' ');
  const std::string event = words.Command(name.substr(0, space));
  if (space == std::string::npos) return event;
  const std::string count = name.substr(space + 1);
  return Filled(words("$0$1回", "$0: $1"), {event, count});
}

std::string SpanText(const Finding& finding, const Words& words) {
  if (!finding.has_from()) return "";
  const auto minute = [](const google::protobuf::Timestamp& time) {
    return TimeText(time).substr(0, 16);
  };
  const std::string to = finding.has_to() ? minute(finding.to())
                                          : std::string(words("期間の終わり", "the period's end"));
  return Filled(words("$0から$1まで", "from $0 to $1"), {minute(finding.from()), to});
}

// Classes stand as "class/mask", and reasons as codes.
std::string NamesOf(const Finding& finding, const Words& words) {
  std::vector<std::string> names;
  for (const std::string& name : finding.names()) {
    const size_t slash = name.find('/');
    if (finding.rule() == Finding::NEW_CLASSES && slash != std::string::npos) {
      names.push_back(
          absl::StrCat(name.substr(0, slash), " (", words.Mask(name.substr(slash + 1)), ")"));
    } else if (finding.rule() == Finding::BULK_QUERY ||
               finding.rule() == Finding::SLOW_ENUMERATION) {
      names.push_back(Number(std::strtoull(name.c_str(), nullptr, 10)));
    } else if (finding.rule() == Finding::APPROVED_WITH_WARNING) {
      names.push_back(words.Half(name));
    } else if (IsAboutCommands(finding)) {
      names.push_back(CommandText(name, words));
    } else {
      names.push_back(words.Reason(name));
    }
  }
  return absl::StrJoin(names, words("、", ", "));
}

}  // namespace

FindingText TextOf(const Finding& finding, const Words& words) {
  const std::string who =
      words.Name(finding.account().empty() ? finding.staff() : finding.account());
  const std::string day = finding.day().empty() ? std::string(words("期間中", "in the period"))
                                                : absl::StrCat(words("", "on "), finding.day());
  const std::string remark =
      finding.remark().empty() ? std::string(words("記入なし", "none")) : finding.remark();
  for (const Sentences& sentences : kSentences) {
    if (sentences.rule != finding.rule()) continue;
    return {Pick(sentences.title, words),
            Filled(Pick(sentences.what, words),
                   {who, Number(finding.count()), Number(finding.threshold()),
                    Number(finding.usual()), day, Number(finding.days()), NamesOf(finding, words),
                    finding.window(), remark, SpanText(finding, words)}),
            Pick(sentences.advice, words)};
  }
  return {Finding::Rule_Name(finding.rule()), "", ""};
}

}  // namespace sudare::report
