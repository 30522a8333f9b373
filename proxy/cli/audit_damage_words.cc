#include "proxy/cli/audit_damage_words.h"

namespace sudare {
namespace {

using audit::DamageKind;

// What is right for all changes of the log itself.
constexpr absl::string_view kKeepAll =
    "copy the log's folder, its archives and anchors as they are, stop trusting what comes from "
    "that place on, restore the segment from a backup beside it and verify that, and find out who "
    "could write there";
constexpr absl::string_view kKeepAllJa =
    "ログのフォルダー、保管分、アンカーを現状のまま複製して保全し、その位置以降の記録を信用せず、"
    "別の場所に復元したバックアップを検証し、書き込めた者を調査してください";

}  // namespace

DamageWords WordsFor(DamageKind kind) {
  switch (kind) {
    case DamageKind::kChanged:
      return {
          "bytes of the log were changed or added after they were written, or the disk is broken",
          kKeepAll, "書き込み後に変更または追加されています(ディスク障害の可能性もあります)",
          kKeepAllJa};
    case DamageKind::kRemoved:
      return {"records were taken out of the log", kKeepAll, "記録が削除されています", kKeepAllJa};
    case DamageKind::kReordered:
      return {"records stand where they weren't written: moved or repeated", kKeepAll,
              "記録の順序が変えられているか、重複しています", kKeepAllJa};
    case DamageKind::kReplaced:
      return {"something of another log stands in this one", kKeepAll,
              "別のログの内容に置き換えられています", kKeepAllJa};
    case DamageKind::kTruncated:
      return {"the end of a segment was cut off", kKeepAll, "セグメントの末尾が切り取られています",
              kKeepAllJa};
    case DamageKind::kSegmentMissing:
      return {
          "a whole segment is missing, and no note of archiving explains it",
          "if it was archived, name the archive by --archive, and give the log's folder its file "
          "`archived` back; else treat the log as altered: copy everything as it is, and look "
          "for the file in backups",
          "セグメントが丸ごとなく、保管の記録もありません",
          "保管済みなら --archive で保管先を指定し、ログのフォルダーに `archived` ファイルを"
          "戻してください。そうでなければ改ざんとして扱い、現状を保全してバックアップを"
          "探してください"};
    case DamageKind::kRewritten:
      return {
          "the log was rewritten: its hashes fit each other, but not what was signed or anchored "
          "at the time",
          kKeepAll,
          "ログが書き直されています。ハッシュは整合していますが、当時の署名または"
          "アンカーと一致しません",
          kKeepAllJa};
    case DamageKind::kForgedCheckpoint:
      return {"a checkpoint was made up, or changed: its signature isn't that of its key", kKeepAll,
              "チェックポイントが偽造または変更されています", kKeepAllJa};
    case DamageKind::kUnknownKey:
      return {
          "something is signed by a key that you didn't name: a key in use before or since, or "
          "that of a forger",
          "compare the key's id with your records of the keys in use; if it is one of yours, give "
          "its public key too (--key may be repeated); else treat the log as forged",
          "指定されていない鍵で署名されています。以前または以後の正規の鍵か、偽造者の鍵です",
          "鍵のIDを鍵の管理記録と照合してください。正規の鍵なら --key で追加指定し、"
          "そうでなければ偽造として扱ってください"};
    case DamageKind::kCheckpointsAltered:
      return {
          "checkpoints are missing, repeated, or of another log: only who has the signing key "
          "could write them so",
          "treat the signing key as stolen: make a new one, and compare the log with its anchors "
          "and backups",
          "チェックポイントが欠落、重複、または別のログのものです。署名鍵を持つ者の関与が"
          "疑われます",
          "署名鍵が漏えいしたものとして新しい鍵に替え、アンカーおよびバックアップと照合して"
          "ください"};
    case DamageKind::kUncovered:
      return {
          "records that should be signed aren't: they were added or rewritten by somebody "
          "without the key, or the proxy ran without its signing key or could not sign",
          "look whether `signing_key` was in the configuration at that time, and for errors about "
          "checkpoints in the proxy's own log; if neither explains it, the records are forged",
          "署名されているはずの記録に署名がありません。鍵を持たない者の追記または書き直しか、"
          "署名鍵なしの運転、または署名の失敗です",
          "当時の設定の `signing_key` と、プロキシのログのチェックポイントの誤りを確認して"
          "ください。いずれでも説明できなければ偽造です"};
    case DamageKind::kRolledBack:
      return {
          "the log is older than what is known of it elsewhere: records at its end were cut off, "
          "or an old copy was put back",
          "look for the newer log (backups, disks, who restored what); keep this one and the "
          "anchor as they are; the records in between are missing",
          "ログが、別の場所に残る記録より古い状態です。末尾が切り取られたか、古い複製に"
          "差し替えられています",
          "より新しいログをバックアップ等から探し、このログとアンカーは現状のまま保全して"
          "ください。間の記録は失われています"};
    case DamageKind::kAnchorDamaged:
      return {
          "what the anchor holds was changed, or its disk is broken; the log itself may be good",
          "verify the log without this anchor, and with the others; find out who could write to "
          "the anchor; begin a new one under a new name",
          "アンカーの内容が変更または破損しています。ログ自体は正常かもしれません",
          "このアンカーなしで、また他のアンカーで検証し、アンカーに書き込めた者を調査し、"
          "新しい名前でアンカーを作り直してください"};
    case DamageKind::kAnchorForged:
      return {
          "a checkpoint in the anchor was made up, changed or moved",
          "verify the log without this anchor, and with the others; find out who could write to "
          "the anchor; begin a new one under a new name",
          "アンカーのチェックポイントが偽造、変更または移動されています",
          "このアンカーなしで、また他のアンカーで検証し、アンカーに書き込めた者を調査し、"
          "新しい名前でアンカーを作り直してください"};
    case DamageKind::kAnchorLinesRemoved:
      return {
          "checkpoints that the anchor had taken are gone from it",
          "find out who could write to the anchor, and restore it from its own backup; until then "
          "it can't show that the log's end is complete",
          "アンカーが受け取ったはずのチェックポイントがなくなっています",
          "アンカーに書き込めた者を調査し、アンカーのバックアップから復元してください。"
          "それまでは、ログの末尾が完全であることを示せません"};
    case DamageKind::kAnchorOfAnotherLog:
      return {
          "log and anchor don't belong together: the wrong one was named, or the log was replaced "
          "by another",
          "see that folder and anchor are those of one proxy; if they are, the log was replaced: "
          "look for the right one",
          "ログとアンカーの組み合わせが違います。指定の誤りか、ログが丸ごと差し替えられて"
          "います",
          "フォルダーとアンカーが同じプロキシのものか確認してください。正しければ、ログが"
          "差し替えられています。本来のログを探してください"};
    case DamageKind::kArchiveNote:
      return {"the note that tells which segments were archived was changed", kKeepAll,
              "保管の記録が変更されています", kKeepAllJa};
  }
  return {};
}

}  // namespace sudare
