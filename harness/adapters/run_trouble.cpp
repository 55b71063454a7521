#include "adapters/run_trouble.h"

#include <fmt/format.h>

namespace tricolor::harness {
namespace {

std::string because(const std::string& reason) { return reason.empty() ? std::string{} : " (" + reason + ")"; }
std::string because_zh(const std::string& reason) { return reason.empty() ? std::string{} : "（" + reason + "）"; }

RunTrouble refused_to_the_end(const StorageHistory& history) {
  RunTrouble trouble;
  trouble.since = *history.unstored_since;
  trouble.count = history.refusals;
  const std::string at = engine::to_text(trouble.since);
  trouble.en = fmt::format("The journal could not be kept from {} on{}: what happened later is not in this report.", at,
                           because(history.reason));
  trouble.zh = fmt::format("自 {} 起事件日志无法写入{}，此后的情况未计入本报告。", at, because_zh(history.reason));
  if (!history.given_up) return trouble;
  trouble.en += " When there is room again, --resume goes on from there.";
  trouble.zh += "磁盘恢复后可用 --resume 继续运行。";
  return trouble;
}

RunTrouble refused_for_a_while(const StorageHistory& history) {
  RunTrouble trouble;
  trouble.since = *history.refused_since;
  trouble.until = history.refused_until;
  trouble.count = history.refusals;
  trouble.lacks = false;
  const std::string from = engine::to_text(trouble.since),
                    until = history.refused_until ? engine::to_text(*history.refused_until) : from;
  trouble.en = fmt::format(
      "The journal could not be kept at times between {} and {}: messages and dispatches left late.", from, until);
  trouble.zh = fmt::format("{} 至 {} 期间事件日志曾无法写入，短信与派单因此延迟发出。", from, until);
  return trouble;
}

RunTrouble stood_still(const StorageHistory& history) {
  RunTrouble trouble;
  trouble.since = *history.waited_since;
  trouble.count = history.waits;
  trouble.lacks = false;
  trouble.en = fmt::format(
      "The disk refused the journal {} times and took it after a while{}; the run stood still meanwhile and nothing is "
      "lost.",
      history.waits, because(history.reason));
  trouble.zh = fmt::format("磁盘曾 {} 次拒绝写入事件日志，稍后恢复{}；其间运行暂停，数据无缺失。", history.waits,
                           because_zh(history.reason));
  return trouble;
}

RunTrouble inputs_forgotten(const StorageHistory& history) {
  RunTrouble trouble;
  trouble.kind = RunTrouble::Kind::inputs_forgotten;
  trouble.since = *history.refused_since;
  trouble.count = history.forgotten;
  trouble.en =
      fmt::format("While the journal could not be kept, {} inputs were not noted to be repeated after a restart.",
                  history.forgotten);
  trouble.zh = fmt::format("事件日志无法写入期间，有 {} 条输入未能留存，重启后不会重发。", history.forgotten);
  return trouble;
}

}  // namespace

const char* name_of(RunTrouble::Kind kind) {
  switch (kind) {
    case RunTrouble::Kind::store_refused: return "store_refused";
    case RunTrouble::Kind::evidence_lost: return "evidence_lost";
    case RunTrouble::Kind::evidence_limit: return "evidence_limit";
    case RunTrouble::Kind::inputs_forgotten: return "inputs_forgotten";
    case RunTrouble::Kind::file_unwritten: return "file_unwritten";
  }
  return "";
}

std::vector<RunTrouble> troubles_of(const StorageHistory& history) {
  std::vector<RunTrouble> troubles;
  if (history.unstored_since) troubles.push_back(refused_to_the_end(history));
  if (history.forgotten > 0) troubles.push_back(inputs_forgotten(history));
  if (history.refused_until) troubles.push_back(refused_for_a_while(history));
  if (history.waited_since) troubles.push_back(stood_still(history));
  return troubles;
}

}  // namespace tricolor::harness
