#include "compare/plan/metrics.h"

#include <algorithm>
#include <array>

#include "engine/document.h"

namespace tricolor::harness {
namespace {

using engine::MapReader;

constexpr const char *kRateEn = "per 100 shops and 30 days", *kRateZh = "每百店每 30 天";

constexpr std::array<MetricText, kMetrics> kTexts{{
    {"violation_hours", "violation-hours", "违规时长", "h per 100 shops and 30 days", "小时／百店·30 天",
     "hours for which something truly stood longer than the base's rule allows, found or not",
     "实际超过基准规则停留时限的时长合计，不论是否被发现", false},
    {"wrongful_days", "wrongful colour days", "误判降色天数", "days per 1,000 innocent shop-years", "天／千个无责店年",
     "days on which a shop that deserves green is yellow or red because of wrong strikes; deserved is what the same "
     "journal gives without them",
     "应为绿码的店铺因误计次而呈黄码或红码的天数；应得颜色按剔除误计次后重新折算", false},
    {"officer_minutes", "officers' work", "队员办案工时", "min a day", "分钟／天",
     "time from acknowledging a case to having dealt with it, all officers together",
     "自接单至处置完毕的用时，全体队员合计", false},
    {"wrong_strikes", "wrong strikes", "误计次", kRateEn, kRateZh,
     "strikes with no matching true violation, of the wrong shop, or for what had a strike already",
     "无对应实际违规、计错店铺或重复的计次", false},
    {"strikes", "strikes", "计次", kRateEn, kRateZh, "strikes counted, right and wrong", "计次总数，含误计次", false},
    {"messages", "SMS", "提醒短信", kRateEn, kRateZh, "messages to shops that the gateway accepted",
     "网关受理的商户短信数", false},
    {"cases", "cases", "立案数", kRateEn, kRateZh, "cases registered for officers", "派给队员的案件数", false},
    {"violations_found", "violations found", "违规发现率", "% of true violations", "占实际违规，%",
     "true violations under the policy's own rule that an incident matches, late ones too",
     "按该方案规则的实际违规中被认定（含迟认定）的比例", true},
    {"self_corrected", "self-correction", "自行整改率", "% of those checked", "占已复核，%",
     "incidents found corrected, of those re-checked in sight of a camera after a warning",
     "提醒后经复核已整改的事件占复核可见事件的比例", true},
    {"closed_on_time", "cases closed on time", "按期结案率", "% of those due", "占应结案，%",
     "cases closed by their due time, of those that should have closed", "按期结案数占应结案数的比例", true},
    {"arrival_p90", "officers' arrival, nine of ten", "到场用时（九成以内）", "min", "分钟",
     "time from dispatch to arrival that nine of ten arrivals do not exceed", "九成派单自派出至到场不超过的用时",
     false},
    {"green", "green shops at the end", "期末绿码占比", "% of shops", "占店铺，%", "share of shops that are green",
     "绿码店铺比例", true},
    {"yellow", "yellow shops at the end", "期末黄码占比", "% of shops", "占店铺，%", "share of shops that are yellow",
     "黄码店铺比例", true},
    {"red", "red shops at the end", "期末红码占比", "% of shops", "占店铺，%", "share of shops that are red",
     "红码店铺比例", true},
}};

const std::vector<std::string> kMarks{"assumed", "published", "fitted"};

void read_rules(MapReader& item, const MetricText& text, MetricRules& rules) {
  std::size_t goal = 2, mark = 0;
  item.required("goal", "the better direction; none where neither is");
  if (item.choice("goal", goal, goal_words())) rules.goal = static_cast<Goal>(goal);
  item.boolean("primary", rules.primary, "true for the one to four metrics that get a verdict");
  item.required("minimum", "the smallest difference that matters, in the metric's unit");
  const bool given =
      text.share ? item.percent("minimum", rules.minimum) : item.quantity("minimum", "", rules.minimum, 0, 1e9);
  if (given && rules.minimum <= 0)
    item.complain(*item.raw("minimum"), "minimum", "must be above 0, got " + engine::shown(*item.raw("minimum")));
  item.percent("share_of_base", rules.share_of_base, {},
               "the minimum is at least this share of the base's mean over the pilot pairs");
  item.choice("mark", mark, kMarks, "where the minimum comes from");
  rules.mark = kMarks[mark];
  item.text("why", rules.why, "source or reason", {0, 400});
}

void read_whole(MapReader& map, MetricFile& file) {
  map.required("metrics", "the file's name");
  map.identifier("metrics", file.name);
  file.rules.resize(kMetrics);
  for (std::size_t i = 0; i < kMetrics; ++i) {
    const MetricText& text = kTexts[i];
    map.required(text.key, std::string(text.about_en) + "; " + text.unit_en);
    map.map(text.key, {}, [&](MapReader& item) { read_rules(item, text, file.rules[i]); });
  }
  if (map.describing()) return;
  const std::size_t primaries = file.primaries().size();
  if (primaries == 0 || primaries > kMostPrimaries)
    map.diagnostics().add(map.value().origin, "primary",
                          "must be true for one to four metrics, got " + std::to_string(primaries));
}

}  // namespace

const MetricText& text_of(Metric metric) { return kTexts.at(static_cast<std::size_t>(metric)); }

std::vector<Metric> MetricFile::primaries() const {
  std::vector<Metric> list;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (rules[i].primary) list.push_back(static_cast<Metric>(i));
  return list;
}

MetricFile read_metrics(const std::string& path, engine::Diagnostics& diagnostics) {
  MetricFile file;
  engine::Value root;
  if (!engine::read_document(path, root, diagnostics)) return file;
  MapReader map(root, {}, diagnostics);
  read_whole(map, file);
  return file;
}

FileKind metrics_file_kind() {
  FileKind kind{
      "metrics",
      "files of metrics",
      "A file of metrics says of every figure by which `tricolor compare` compares policies which direction is "
      "better, from which difference on it matters, and which one to four of them get a verdict. The program's "
      "own is `assets/compare/metrics.yaml`; all of its minimums are assumed. Rates are for 100 shops and 30 "
      "days. A minimum of a share is in points (`2 %`).\n\n"
      "```yaml\n"
      "metrics: ours\n"
      "extends: metrics.yaml\n"
      "officer_minutes: { goal: less, primary: true, minimum: 30, mark: assumed, why: half an officer-hour }\n"
      "```",
      {}};
  MetricFile file;
  MapReader map(kind.keys);
  read_whole(map, file);
  return kind;
}

double minimum_of(const MetricRules& rules, double base_mean) {
  return std::max(rules.minimum, rules.share_of_base * (base_mean < 0 ? -base_mean : base_mean));
}

}  // namespace tricolor::harness
