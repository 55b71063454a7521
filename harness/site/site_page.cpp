#include "site/site_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "compare/page/compare_charts.h"
#include "compare/page/compare_words.h"
#include "compare/page/study_tables.h"
#include "report/page/html/page.h"
#include "scenario/counted.h"
#include "scenario/real_shops.h"
#include "site/site_map.h"

namespace tricolor::harness {
namespace {

constexpr std::array kShown{Metric::violation_hours, Metric::wrong_strikes,    Metric::wrongful_days,
                            Metric::officer_minutes, Metric::violations_found, Metric::strikes};
constexpr std::size_t kMostStreets = 40;

const SiteSet& chosen_of(const SiteResults& site) { return site.plan.top.at(site.chosen); }

std::string difference_text(Metric metric, const SiteDifference& it) {
  if (!it.interval) return signed_text(metric, it.mean);
  return fmt::format("{} [{} … {}]", signed_text(metric, it.mean), signed_text(metric, it.interval->low),
                     signed_text(metric, it.interval->high));
}

// "better by 3.2 [2.1 … 4.3]", "not shown to differ" …
Bilingual against_text(const SiteDifference& it, const Bilingual& other) {
  const Metric metric = Metric::violation_hours;
  const std::string figures = escape_html(difference_text(metric, it));
  if (!it.interval || !it.interval->excludes_zero())
    return {fmt::format("与{}相比差异未得证实（{}）", other.zh, figures),
            fmt::format("not shown to differ from {} ({})", other.en, figures)};
  return it.mean < 0 ? Bilingual{fmt::format("比{}<b>更少</b>（{}）", other.zh, figures),
                                 fmt::format("<b>fewer</b> than with {} ({})", other.en, figures)}
                     : Bilingual{fmt::format("比{}<b>更多</b>（{}）", other.zh, figures),
                                 fmt::format("<b>more</b> than with {} ({})", other.en, figures)};
}

Bilingual sentence(const SiteResults& site) {
  const auto hours = static_cast<std::size_t>(Metric::violation_hours);
  const Bilingual base = against_text(site.to_base[hours], {"现状", "today's"});
  const Bilingual random =
      against_text(site.to_random[hours], {fmt::format(" {} 组随机点位的平均", site.plan.random.size()),
                                           "the mean of " + counted(site.plan.random.size(), "set") + " by chance"});
  // There may be fewer places, or squads, than were asked for.
  const SiteSet& chosen = site.plan.top.at(site.chosen);
  const std::size_t cameras = chosen.cameras.size(), officers = chosen.officers.size();
  Bilingual text{fmt::format("按所选点位新增 {} 个摄像机、{} 名队员：每百店 30 天的违规时长{}；{}", cameras, officers,
                             base.zh, random.zh),
                 fmt::format("{} and {} more in the chosen places: violation-hours per 100 shops and 30 days "
                             "{}; {}",
                             counted(cameras, "camera"), counted(officers, "officer"), base.en, random.en)};
  if (cameras < static_cast<std::size_t>(site.wish.cameras)) {
    text.zh += fmt::format("；要求 {} 个，只有 {} 个位置可用", site.wish.cameras, cameras);
    text.en += fmt::format("; {} were asked for, and there are places for {} only", site.wish.cameras, cameras);
  }
  if (!site.plan.junctions.cameras.empty()) {
    const Bilingual junctions = against_text(site.to_junctions[hours], {"最繁忙路口", "the busiest junctions"});
    text.zh += "；" + junctions.zh;
    text.en += "; " + junctions.en;
  }
  return {text.zh + "。", text.en + "."};
}

std::string worth_table(const SiteResults& site) {
  Table table({"新日子上的成对差", "paired differences on fresh days"},
              {{{"指标", "figure"}},
               {{"与现状之差", "minus today"}, true},
               {{"与随机点位平均之差", "minus the mean of sets by chance"}, true},
               {{"与最繁忙路口之差", "minus the busiest junctions"}, true}},
              "stacked");
  for (const Metric metric : kShown) {
    const auto i = static_cast<std::size_t>(metric);
    const MetricText& text = text_of(metric);
    table.row(
        {fmt::format("{}<br><small>{}</small>", both({text.name_zh, text.name_en}), both({text.unit_zh, text.unit_en})),
         difference_text(metric, site.to_base[i]), difference_text(metric, site.to_random[i]),
         site.plan.junctions.cameras.empty() ? "–" : difference_text(metric, site.to_junctions[i])});
  }
  return table.html();
}

std::string places_table(const SiteResults& site) {
  Table table({"所选点位", "the chosen places"},
              {{{"编号", "number"}},
               {{"位置", "place"}},
               {{"画面内的权重", "weight in its picture"}, true},
               {{"其中尚无人看见", "of it, seen by nobody yet"}, true},
               {{"加入时的新增", "what it added when chosen"}, true}},
              "stacked");
  const SiteSet& set = chosen_of(site);
  for (std::size_t i = 0; i < set.cameras.size(); ++i) {
    const ExtraCamera& it = set.cameras[i];
    table.row({fmt::format("<b>{}</b>", i + 1), both(place_of(site, it)), fmt::format("{:.2f} %", 100 * it.all),
               it.all > 0 ? fmt::format("{:.0f} %", 100 * it.alone / it.all) : "–",
               fmt::format("{:.2f} %", 100 * it.gain)});
  }
  for (const ExtraOfficer& it : set.officers)
    table.row({both({"队员", "officer"}),
               both({fmt::format("{} {}，10:00–18:00", it.squad, it.duty_grid),
                     fmt::format("{} {}, 10:00–18:00", it.squad, it.duty_grid)}),
               "–", "–", "–"});
  return table.html();
}

std::string sets_table(const SiteResults& site) {
  Table table({"试算的各组", "the sets that were tried"},
              {{{"组", "set"}},
               {{"代理指标新增", "proxy's gain"}, true},
               {{"违规时长差", "violation-hours"}, true},
               {{"误计次差", "wrong strikes"}, true},
               {{"结论", "finding"}}},
              "stacked");
  const double most = site.screening.of(Metric::wrong_strikes).minimum;
  for (std::size_t i = 0; i < site.plan.top.size(); ++i) {
    double gain = 0;
    for (const ExtraCamera& camera : site.plan.top[i].cameras) gain += camera.gain;
    const Comparison& hours = site.screening.of(Metric::violation_hours).against_base[i + 1];
    const Comparison& wrong = site.screening.of(Metric::wrong_strikes).against_base[i + 1];
    table.row({code(site.plan.top[i].label), fmt::format("{:.2f} %", 100 * gain),
               interval_markup(Metric::violation_hours, hours), interval_markup(Metric::wrong_strikes, wrong),
               i == site.chosen          ? "<b>" + both({"选用", "chosen"}) + "</b>"
               : wrong.difference > most ? both({"误计次过多", "too many wrong strikes"})
                                         : ""});
  }
  return table.html();
}

std::string streets_table(const SiteResults& site) {
  Table table({"各街道现有覆盖", "how streets are watched today"},
              {{{"街道", "street"}},
               {{"权重", "weight"}, true},
               {{"现有摄像机已看见", "seen by cameras of today"}, true},
               {{"只会重复注视的点位", "places that would only watch again"}, true}});
  std::size_t shown = 0;
  double rest = 1, rest_watched = site.plan.watched;
  for (const auto& [name, it] : street_cover(site)) {
    if (it.weight <= 0 || ++shown > kMostStreets) continue;
    rest -= it.weight, rest_watched -= it.watched;
    table.row({escape_html(name), fmt::format("{:.1f} %", 100 * it.weight),
               fmt::format("{:.0f} %", 100 * it.watched / it.weight),
               it.poles ? fmt::format("{}/{}", it.only_again, it.poles) : "–"});
  }
  // Half of what is shown of a weight, so that no row stands for nothing but rounding.
  if (rest > 0.0005)
    table.row({both({"其余：不属店铺的路面、未列的街道", "the rest: ground of no shop, streets not listed"}),
               fmt::format("{:.1f} %", 100 * rest), fmt::format("{:.0f} %", 100 * std::max(0.0, rest_watched) / rest),
               "–"});
  table.row({both({"合计", "in all"}), "100 %", fmt::format("{:.0f} %", 100 * site.plan.watched), "–"}, "sum");
  return table.html();
}

std::string few_note(const SiteResults& site) {
  if (!site.fresh.settings.real_shops) return "";
  return "<p class=\"note\">" +
         both(
             {fmt::format("店铺取自真实名册：不足 {} 家店铺的街道不列出，点位周边图不画店铺。", kSmallestGroup),
              fmt::format("The shops are those of a real register: streets of fewer than {} are left out, and the maps "
                          "around places show no shop.",
                          kSmallestGroup)}) +
         "</p>";
}

Bilingual again_text(const SiteResults& site) {
  const auto again = static_cast<std::size_t>(std::count_if(site.plan.candidates.begin(), site.plan.candidates.end(),
                                                            [](const Candidate& it) { return only_again(it); }));
  std::map<std::string, std::size_t> streets;
  for (const auto& [name, it] : street_cover(site))
    if (it.poles >= 4 && 2 * it.only_again > it.poles) streets[name] = it.only_again;
  std::string zh, en;
  for (const auto& [name, count] : streets) {
    zh += (zh.empty() ? "" : "、") + name;
    en += (en.empty() ? "" : ", ") + name;
  }
  return {fmt::format("{} 个候选位置中，{} 个只会重复注视已被注视的店铺（新增不足其画面的 {:.0f}%）{}",
                      site.plan.candidates.size(), again, 100 * (1 - kWatchedAlready),
                      zh.empty() ? "。" : "；过半如此的街道：" + zh + "。"),
          fmt::format("Of {} places {} would only watch those who are watched already (less than {:.0f} % of what they "
                      "see is new){}",
                      site.plan.candidates.size(), again, 100 * (1 - kWatchedAlready),
                      en.empty() ? "." : "; streets where more than half do: " + en + ".")};
}

std::string details(const SiteResults& site) {
  std::string html;
  for (std::size_t i = 0; i < chosen_of(site).cameras.size(); ++i)
    html += "<figure class=\"card\">" + detail_svg(site, i) + "<figcaption><b>" + std::to_string(i + 1) + "</b> " +
            both(place_of(site, chosen_of(site).cameras[i])) + "</figcaption></figure>";
  return html;
}

}  // namespace

Bilingual place_of(const SiteResults& site, const ExtraCamera& camera) {
  const sim::Street& street = site.plan.city.streets.at(camera.street);
  static constexpr const char* kZh[] = {"东", "东北", "北", "西北", "西", "西南", "南", "东南"};
  static constexpr const char* kEn[] = {"east", "north-east", "north", "north-west",
                                        "west", "south-west", "south", "south-east"};
  const double eighth = camera.pose.heading_rad / (3.14159265358979 / 4);
  const auto to = static_cast<std::size_t>((static_cast<int>(std::lround(eighth)) % 8 + 8) % 8);
  return {fmt::format("{} {:.0f} 米处，朝{}", street.name, camera.along_m, kZh[to]),
          fmt::format("{} at {:.0f} m, looking {}", street.name, camera.along_m, kEn[to])};
}

std::string site_page(const SiteResults& site) {
  const StudyResults& fresh = site.fresh;
  const std::map<std::string, std::string, std::less<>> fragments{
      {"warning", warning_html(fresh)},
      {"sentence", both_markup(sentence(site))},
      {"facts", facts(fresh)},
      {"map", overview_svg(site)},
      {"details", details(site)},
      {"table-places", places_table(site)},
      {"table-worth", worth_table(site)},
      {"again", both(again_text(site))},
      {"table-streets", streets_table(site) + few_note(site)},
      {"table-sets", sets_table(site)},
      {"note-seeds",
       both({fmt::format("选择用种子 {} 起的 {} 对；上表用种子 {} 起的 {} 对，选择时未曾用过。",
                         site.screening.settings.first_seed, site.screening.plan.pairs, fresh.settings.first_seed,
                         fresh.plan.pairs),
             fmt::format("The choice was made on {} from seed {}; the table above is of {} from seed {}, which the "
                         "choice never saw.",
                         counted(site.screening.plan.pairs, "pair"), site.screening.settings.first_seed,
                         counted(fresh.plan.pairs, "pair"), fresh.settings.first_seed)})},
      {"limits", limits_html(fresh)},
      {"table-assumptions", assumptions_table(fresh)},
      {"table-provenance", provenance_table(fresh)}};
  const StudyPage page{"site.html",
                       {"三色码选址", "Tricolor site"},
                       fresh.settings.scenario,
                       {{"places", {"点位", "Places"}},
                        {"worth", {"成效", "Worth"}},
                        {"again", {"重复注视", "Watched already"}},
                        {"limits", {"适用范围", "Limits"}}},
                       {"compare.css", "site.css"}};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
