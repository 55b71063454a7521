#include "report/page/data/marginals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/indicators.h"
#include "judge/lines.h"
#include "report/page/data/durations.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Stages of Ningbo's funnel of 31 markets: first warnings, warned in vain, visited, prosecuted. The source: domain
// figures that the demand file marks as published.
constexpr int kFirstWarnings = 4393;

constexpr double kDaySeconds = 86400;

Json pair(const std::string& zh, const std::string& en) { return Json::array({zh, en}); }

Json length_text(double seconds) {
  if (seconds < 600) return pair(fmt::format("{:.0f} 秒", seconds), fmt::format("{:.0f} s", seconds));
  return pair(fmt::format("{:.0f} 分钟", seconds / 60), fmt::format("{:.0f} min", seconds / 60));
}

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return engine::quantile(values, 0.5);
}

// The median in both languages; a dash for none.
Json median_text(const std::vector<double>& seconds) {
  return seconds.empty() ? pair("–", "–") : length_text(median_of(seconds));
}

// Collects rows under a heading.
class Rows {
 public:
  void group(const std::string& zh, const std::string& en) { group_ = pair(zh, en); }
  void add(Json name, const char* is, const std::string& own, Json published) {
    add(std::move(name), is, pair(own, own), std::move(published));
  }
  void add(Json name, const char* is, Json own, Json published) {
    list_.push_back(
        {{"group", group_}, {"name", std::move(name)}, {"is", is}, {"own", own}, {"published", std::move(published)}});
  }
  Json take() { return std::move(list_); }

 private:
  Json group_ = pair("", ""), list_ = Json::array();
};

std::string share_text(double hits, double of) {
  return of > 0 ? fmt::format("{:.1f} % ({:.0f}/{:.0f})", 100 * hits / of, hits, of) : "–";
}

// Both languages of a text, each followed by what needs no words.
Json both_then(const Json& text, const std::string& after) {
  return pair(text[0].get<std::string>() + after, text[1].get<std::string>() + after);
}

// Stays that may be violations, by class, as the truth has them.
struct Stays {
  std::vector<double> lengths_s;
  int longer = 0, about = 0;
};

void add_lengths(const RunRecord& run, Rows& rows) {
  const Lines surveyed = Lines::surveyed(run.city, run.configuration);
  std::map<std::uint32_t, Stays> by_class;
  Stays all;
  for (const sim::Stay& stay : run.truth.stays) {
    const engine::Policy& policy = run.policies.at(stay.from);
    const OnGround on = surveyed.of(stay, policy.occupancy);
    if (!on.violation_class || !stay.until) continue;
    const std::string& code = run.configuration.classes.at(on.violation_class->value).code_name;
    const auto rules = std::find_if(policy.classes.begin(), policy.classes.end(),
                                    [&](const engine::ClassPolicy& entry) { return entry.code_name == code; });
    if (rules == policy.classes.end()) continue;
    const sim::Duration length = *stay.until - stay.from, over = length - rules->dwell;
    for (Stays* of : {&by_class[on.violation_class->value], &all}) {
      of->lengths_s.push_back(seconds_of(length));
      of->longer += over > sim::Duration{0} ? 1 : 0;
      of->about += over >= -30s && over <= 30s ? 1 : 0;
    }
  }
  rows.group("停留时长", "How long things stay where they may not");
  for (const auto& [id, of] : by_class) {
    const engine::ViolationClass& entry = run.configuration.classes.at(id);
    rows.add(pair(entry.name_zh + "：中位数；超过时限", entry.name_en + ": median; longer than the dwell"), "input",
             both_then(length_text(median_of(of.lengths_s)),
                       "; " + share_text(of.longer, static_cast<double>(of.lengths_s.size()))),
             pair("", ""));
  }
  rows.add(pair("时限前后 30 秒内结束", "ended within 30 s of the dwell"), "input",
           share_text(all.about, static_cast<double>(all.lengths_s.size())), pair("", ""));
  rows.add(pair("抓拍时限", "dwell before a capture"), "input",
           length_text(run.policy().classes.empty() ? 0 : seconds_of(run.policy().classes.front().dwell)),
           pair("来安：停留 3 至 5 分钟", "Lai'an: 3 to 5 minutes"));
}

void add_amounts(const RunRecord& run, Rows& rows) {
  const double camera_days = std::max(run.camera_days(), 1e-9);
  const double violations = static_cast<double>(run.judgement.violations.size());
  rows.group("每台摄像机每日", "A camera and day");
  rows.add(pair("系统认定的事件", "incidents that the engine confirmed"), "result",
           fmt::format("{:.2f}", static_cast<double>(run.judgement.incidents.size()) / camera_days),
           pair("三台：0.42（239 路，每月 3000 余起）", "Santai: 0.42 (239 cameras, over 3,000 a month)"));
  rows.add(pair("实际违规", "true violations"), "input", fmt::format("{:.2f}", violations / camera_days), pair("", ""));
  std::map<std::uint32_t, int> by_class;
  for (const JudgedViolation& judged : run.judgement.violations) ++by_class[judged.violation.violation_class.value];
  static const std::map<std::string, std::pair<const char*, const char*>> kPublished{
      {"piled_goods", {"湖州 13.3 %、16.8 %；天门 13.2 %", "Huzhou 13.3 %, 16.8 %; Tianmen 13.2 %"}},
      {"out_of_store", {"达州 33.3 %", "Dazhou 33.3 %"}},
      {"road_occupying", {"达州游商 36.4 %", "Dazhou, vendors 36.4 %"}},
      {"motor_parking", {"湖州 23.6 %、18.2 %", "Huzhou 23.6 %, 18.2 %"}},
      {"nonmotor_parking", {"湖州 6.2 %、4.9 %", "Huzhou 6.2 %, 4.9 %"}}};
  rows.group("类别构成（公开数据含本页未列的类别）", "Classes (published shares are of more classes than these)");
  for (std::uint32_t id = 0; id < run.configuration.classes.size(); ++id) {
    const engine::ViolationClass& entry = run.configuration.classes[id];
    const auto published = kPublished.find(entry.code_name);
    rows.add(pair(entry.name_zh, entry.name_en), "input", share_text(by_class[id], violations),
             published == kPublished.end() ? pair("", "") : pair(published->second.first, published->second.second));
  }
}

void add_answers(const RunRecord& run, const Tables& tables, Rows& rows) {
  const engine::Indicators kpi = engine::indicators_of(engine::state_of(run.journal), run.end);
  rows.group("响应", "Answers");
  rows.add(pair("短信后按时整改", "put right in time after the SMS"), "fitted",
           share_text(kpi.correction().hits, kpi.correction().of),
           pair("萧山 88 %；宁波 86.4 %", "Xiaoshan 88 %; Ningbo 86.4 %"));
  std::vector<double> answers_s;
  for (const auto& [id, record] : tables.service.incidents())
    if (record.notice && record.seen_clear_at && record.closed_at && record.cases.empty())
      answers_s.push_back(seconds_of(*record.seen_clear_at - record.opened_at));
  rows.add(pair("认定至整改，中位数", "from the incident to its correction, median"), "input",
           median_text(answers_s), pair("", ""));
  rows.add(pair("派单至接单，中位数", "dispatch to acknowledgement, median"), "input",
           median_text(kpi.acknowledge_s), pair("", ""));
  rows.add(pair("派单至到场，中位数", "dispatch to arrival, median"), "result",
           median_text(kpi.arrive_s), pair("", ""));
  rows.add(pair("立案至结案，中位数", "registration to closing, median"), "result",
           median_text(kpi.close_s),
           pair("运城 1.4 小时（全部类别）；三台 10 分钟（最佳个案）",
                "Yuncheng 1.4 h (all classes); Santai 10 min (best case)"));
  rows.add(pair("超期结案", "closed too late"), "result",
           share_text(kpi.cases_should_have_closed - kpi.cases_on_time, kpi.cases_should_have_closed),
           pair("运城 1.2–1.3 %；达州一大队 12.4 %", "Yuncheng 1.2 to 1.3 %; a brigade of Dazhou 12.4 %"));
  rows.add(pair("30 日内再犯店铺的事件占比", "incidents of shops that had one within 30 days"), "result",
           share_text(kpi.recurrence().hits, kpi.recurrence().of),
           pair("运城：3 次以上点位占 29 %", "Yuncheng: places with three or more hold 29 %"));
  const auto visited = std::count_if(tables.cases.begin(), tables.cases.end(),
                                     [](const CaseRow& row) { return row.warned && row.arrived_at; });
  const auto scaled = [&](double count) {
    return kpi.notices > 0 ? fmt::format("{:.0f} ({:.0f})", count / kpi.notices * kFirstWarnings, count) : "–";
  };
  rows.group(fmt::format("流转（折合 {} 次首次提醒，括号内为本次）", kFirstWarnings),
             fmt::format("The funnel, scaled to {} first warnings (this run's own count in brackets)", kFirstWarnings));
  rows.add(pair("首次提醒", "first warnings"), "result", scaled(kpi.notices), pair("宁波 4393", "Ningbo 4393"));
  rows.add(pair("提醒无效，立案", "warned in vain, a case"), "fitted", scaled(kpi.cases_warned),
           pair("宁波 599", "Ningbo 599"));
  rows.add(pair("队员到场", "an officer came"), "result", scaled(static_cast<double>(visited)),
           pair("宁波 343", "Ningbo 343"));
  rows.add(pair("立案处罚（未纳入仿真）", "prosecuted (not simulated)"), "result", std::string("–"), pair("宁波 15", "Ningbo 15"));
}

void add_hours(const RunRecord& run, Rows& rows) {
  constexpr int kHours = 3;
  std::array<int, 24 / kHours> bins{};
  for (const JudgedViolation& judged : run.judgement.violations) {
    const double of_day = seconds_of(sim::time_of_day(judged.violation.from)) / kDaySeconds;
    ++bins[std::min(bins.size() - 1, static_cast<std::size_t>(of_day * static_cast<double>(bins.size())))];
  }
  rows.group("违规开始时段", "The hours at which violations begin");
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const std::string hours = fmt::format("{:02}–{:02}", i * kHours, (i + 1) * kHours);
    rows.add(pair(hours, hours), "input", share_text(bins[i], static_cast<double>(run.judgement.violations.size())),
             pair("", ""));
  }
}

void add_errors(const RunRecord& run, Rows& rows) {
  Proportion precision;
  for (const JudgedIncident& judged : run.judgement.incidents)
    if (judged.wrong_by != WrongBy::undecidable) precision.add(judged.wrong_by == WrongBy::none);
  rows.group("差错", "Errors");
  rows.add(pair("告警准确率（按画定区域）", "precision, by the zones as drawn"), "result",
           share_text(static_cast<double>(precision.hits), static_cast<double>(precision.of)),
           pair("三台“70 % 以上”；车载巡查“81 % 以上”", "Santai “over 70 %”; a vehicle-borne system “81 % or more”"));
  rows.add(pair("无法判定", "undecidable"), "result",
           share_text(static_cast<double>(run.judgement.undecidable_stays.hits),
                      static_cast<double>(run.judgement.undecidable_stays.of)),
           pair("", ""));
}

}  // namespace

Json marginals_json(const RunRecord& run, const Tables& tables) {
  Rows rows;
  add_amounts(run, rows);
  add_lengths(run, rows);
  add_answers(run, tables, rows);
  add_hours(run, rows);
  add_errors(run, rows);
  return rows.take();
}

}  // namespace tricolor::harness
