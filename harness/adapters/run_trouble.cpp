#include "adapters/run_trouble.h"

#include <fmt/format.h>

#include <map>

#include "engine/journal.h"
#include "engine/ports.h"
#include "scenario/counted.h"

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
      "The journal could not be kept at times between {} and {}: messages, dispatches and requests for pictures left "
      "late."
      " What was decided meanwhile may be late too.",
      from, until);
  trouble.zh = fmt::format("{} 至 {} 期间事件日志曾无法写入，短信、派单与取图请求因此延迟发出，其间的认定也可能延后。",
                           from, until);
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

std::string loss_en(const std::string& reason) {
  if (reason == engine::name_of(engine::EvidenceLoss::disk_full)) return "for a full disk";
  if (reason == engine::name_of(engine::EvidenceLoss::restart)) return "by a restart";
  return "refused by the store";
}

std::string loss_zh(const std::string& reason) {
  if (reason == engine::name_of(engine::EvidenceLoss::disk_full)) return "磁盘已满";
  if (reason == engine::name_of(engine::EvidenceLoss::restart)) return "系统重启";
  return "存储拒绝写入";
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

RunTrouble unwritten_files(engine::Time end, const std::string& reason) {
  RunTrouble trouble;
  trouble.kind = RunTrouble::Kind::file_unwritten;
  trouble.since = end;
  trouble.count = 1;
  trouble.en = fmt::format("The run's folder is not whole: {}.", reason);
  trouble.zh = fmt::format("运行文件夹不完整：{}。", reason);
  return trouble;
}

std::vector<RunTrouble> lost_pictures(const engine::ServiceState& service) {
  RunTrouble lost, limit;
  lost.kind = RunTrouble::Kind::evidence_lost;
  limit.kind = RunTrouble::Kind::evidence_limit;
  std::map<std::string, std::uint64_t> reasons;
  for (const auto& [id, sighting] : service.sightings())
    for (const auto& kept : sighting.kept) {
      if (!kept.sha256.empty() || kept.reason == engine::name_of(engine::EvidenceLoss::not_wanted)) continue;
      RunTrouble& trouble = kept.reason == engine::name_of(engine::EvidenceLoss::limit) ? limit : lost;
      if (trouble.count++ == 0 || sighting.confirmed_at < trouble.since) trouble.since = sighting.confirmed_at;
      if (&trouble == &lost) ++reasons[kept.reason];
    }
  std::vector<RunTrouble> troubles;
  if (lost.count > 0) {
    std::string en, zh;
    for (const auto& [reason, count] : reasons) {
      en += fmt::format("{}{} {}", en.empty() ? "" : ", ", count, loss_en(reason));
      zh += fmt::format("{}{} {} 张", zh.empty() ? "" : "、", loss_zh(reason), count);
    }
    lost.en = fmt::format("{} of evidence could not be kept, the first at {} ({}). Decisions are as they would be.",
                          counted(lost.count, "picture"), engine::to_text(lost.since), en);
    lost.zh = fmt::format("有 {} 张证据图片未能保存，最早为 {}（{}）。不影响各项认定。", lost.count,
                          engine::to_text(lost.since), zh);
    troubles.push_back(std::move(lost));
  }
  if (limit.count > 0) {
    limit.en =
        fmt::format("{} of evidence from {} on {} left out: the run keeps no more.", counted(limit.count, "picture"),
                    engine::to_text(limit.since), limit.count == 1 ? "was" : "were");
    limit.zh = fmt::format("自 {} 起有 {} 张证据图片超出本次运行的保存上限，未予保存。", engine::to_text(limit.since),
                           limit.count);
    troubles.push_back(std::move(limit));
  }
  return troubles;
}

}  // namespace tricolor::harness
