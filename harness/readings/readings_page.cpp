#include "readings/readings_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "adapters/build_city.h"
#include "report/csv_table.h"
#include "report/escape.h"
#include "report/page/html/html.h"
#include "report/page/html/page.h"
#include "report/page_parts.h"
#include "readings/shop_groups.h"
#include "scenario/counted.h"
#include "scenario/real_shops.h"

namespace tricolor::harness {
namespace {

std::int64_t milliseconds_of(engine::Time at) {
  return std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

std::string day_of(engine::Time at) { return date_text(milliseconds_of(at)); }

// The fronts of one street, in order, by side.
struct Road {
  std::string name;
  std::vector<std::pair<double, std::size_t>> left, right;  // Place along the street, and index of the shop.
};

// Streets, with the stretches of one that bends laid end to end.
std::vector<Road> roads_of(const sim::City& city) {
  std::vector<Road> roads;
  std::vector<std::size_t> road_of(city.streets.size());
  std::vector<double> begins(city.streets.size(), 0);
  for (std::size_t i = 0; i < city.streets.size(); ++i) {
    const auto& street = city.streets[i];
    if (street.continues < 0) {
      road_of[i] = roads.size();
      roads.push_back({street.name, {}, {}});
      continue;
    }
    const auto before = static_cast<std::size_t>(street.continues);
    road_of[i] = road_of[before];
    begins[i] = begins[before] + city.streets[before].length_m();
  }
  for (std::size_t shop = 0; shop < city.shops.size(); ++shop) {
    const sim::Shop& it = city.shops[shop];
    const auto street = static_cast<std::size_t>(it.street);
    Road& road = roads[road_of[street]];
    (it.side == sim::Side::left ? road.left : road.right).emplace_back(begins[street] + it.from_m, shop);
  }
  std::erase_if(roads, [](const Road& road) { return road.left.empty() && road.right.empty(); });
  for (Road& road : roads) {
    std::sort(road.left.begin(), road.left.end());
    std::sort(road.right.begin(), road.right.end());
  }
  return roads;
}

// The most fronts that one row of the page holds.
constexpr std::size_t kMostInARow = 56;

// Cuts a long road into stretches, so that the fronts of both sides face each other.
std::vector<Road> stretches_of(const Road& road) {
  const std::size_t rows = (std::max(road.left.size(), road.right.size()) + kMostInARow - 1) / kMostInARow;
  double length = 0;
  for (const auto* side : {&road.left, &road.right})
    for (const auto& [along, shop] : *side) length = std::max(length, along + 1);
  std::vector<Road> stretches(rows);
  const auto cut = [&](const auto& from, auto Road::*side) {
    for (const auto& front : from)
      (stretches[static_cast<std::size_t>(front.first / length * static_cast<double>(rows))].*side).push_back(front);
  };
  cut(road.left, &Road::left);
  cut(road.right, &Road::right);
  return stretches;
}

std::string front_html(const sim::Shop& shop, std::size_t struck, char letter) {
  const std::string named = escape_html(shop.name + " " + shop.id);
  if (struck == std::string::npos) return fmt::format(R"(<i class="front G" title="{}"></i>)", named);
  return fmt::format(R"(<i class="front {}" data-shop="{}" title="{}"></i>)", letter, struck, named);
}

// Index into `struck` of each shop of the city; npos for one without a record.
std::vector<std::size_t> places_of(const sim::City& city, const FoldedReadings& folded) {
  std::vector<std::size_t> place(city.shops.size(), std::string::npos);
  for (std::size_t i = 0; i < folded.struck.size(); ++i)
    if (folded.struck[i].value < place.size()) place[folded.struck[i].value] = i;
  return place;
}

std::string groups_html(const sim::City& city, const FoldedReadings& folded) {
  const std::vector<std::size_t> place = places_of(city, folded);
  const std::string& now = folded.row(0, folded.own_thresholds, folded.instants.size() - 1);
  std::string html;
  for (const ShopGroup& group : groups_to_be_told(city)) {
    std::vector<std::size_t> marks;
    for (const std::size_t shop : group.shops) marks.push_back(place[shop]);
    std::sort(marks.begin(), marks.end());
    html += fmt::format(R"(<div class="road"><h4>{}</h4>)", both({group.zh, group.en}));
    for (std::size_t from = 0; from < marks.size(); from += kMostInARow) {
      html += R"(<div class="stretch"><div class="side">)";
      for (std::size_t i = from; i < std::min(marks.size(), from + kMostInARow); ++i)
        html += marks[i] == std::string::npos
                    ? std::string(R"(<i class="front G"></i>)")
                    : fmt::format(R"(<i class="front {}" data-shop="{}"></i>)", now[marks[i]], marks[i]);
      html += "</div></div>";
    }
    html += "</div>";
  }
  return html;
}

std::string street_html(const sim::City& city, const FoldedReadings& folded) {
  const std::vector<std::size_t> place = places_of(city, folded);
  const std::string& now = folded.row(0, folded.own_thresholds, folded.instants.size() - 1);
  std::string html;
  for (const Road& road : roads_of(city)) {
    html += fmt::format(R"(<div class="road"><h4>{}</h4>)", escape_html(road.name));
    for (const Road& stretch : stretches_of(road)) {
      html += R"(<div class="stretch">)";
      for (const auto* side : {&stretch.left, &stretch.right}) {
        html += R"(<div class="side">)";
        for (const auto& [along, shop] : *side)
          html += front_html(city.shops[shop], place[shop], place[shop] == std::string::npos ? 'G' : now[place[shop]]);
        html += "</div>";
      }
      html += "</div>";
    }
    html += "</div>";
  }
  return html;
}

std::string share_text(std::size_t part, std::size_t whole) {
  return whole ? fmt::format("{:.1f}\u00a0%", 100.0 * static_cast<double>(part) / static_cast<double>(whole)) : "–";
}

// A bar of three parts, each with its own hatching, so that hue is never alone.
std::string bar_of(const ColourCounts& counts, std::size_t shops) {
  const double all = std::max<double>(1, static_cast<double>(shops));
  return fmt::format(R"(<span class="census"><i class="Y" style="--w:{:.2f}"></i><i class="R" style="--w:{:.2f}"></i>)"
                     R"(</span>)",
                     100 * static_cast<double>(counts.yellow) / all, 100 * static_cast<double>(counts.red) / all);
}

std::string name_html(const ColourReading& reading) {
  const std::string name = both({reading.zh, reading.en});
  return reading.question.empty()
             ? "<b>" + name + "</b>"
             : fmt::format("<small>{}</small> {}<br><code>{}</code>", reading.question, name, escape_html(reading.key));
}

std::string readings_table(const FoldedReadings& folded, std::size_t shops) {
  Table table({"各种读法", "readings side by side"},
              {{{"读法", "reading"}},
               {{"黄码与红码", "yellow and red"}},
               {{"绿码", "green"}, true},
               {{"黄码", "yellow"}, true},
               {{"红码", "red"}, true},
               {{"与运行时不同的店铺", "shops of another colour than as run"}, true}});
  const std::size_t last = folded.instants.size() - 1;
  const std::string& own = folded.row(0, folded.own_thresholds, last);
  for (std::size_t i = 0; i < folded.readings.size(); ++i) {
    const std::string& row = folded.row(i, folded.own_thresholds, last);
    const ColourCounts counts = counts_of(row, shops);
    std::size_t others = 0;
    for (std::size_t shop = 0; shop < row.size(); ++shop) others += row[shop] != own[shop] ? 1 : 0;
    table.row({name_html(folded.readings[i]), bar_of(counts, shops), fmt::format("{}", counts.green),
               fmt::format("{}", counts.yellow), fmt::format("{}", counts.red), fmt::format("{}", others)},
              i == 0 ? "sum chosen" : "", fmt::format(R"( data-reading="{}")", i));
  }
  return table.html();
}

std::string options_html(const FoldedReadings& folded) {
  std::string html;
  for (std::size_t i = 0; i < folded.readings.size(); ++i) {
    const ColourReading& it = folded.readings[i];
    const std::string question = it.question.empty() ? "" : it.question + " ";
    html += fmt::format(R"(<option value="{}" data-zh="{}" data-en="{}">{}</option>)", i, escape_html(question + it.zh),
                        escape_html(question + it.en), escape_html(question + it.zh));
  }
  return html;
}

// The name under which a page may speak of a shop: its own, or that of its group. Nothing for a shop of a group that is
// left out.
struct ShownShop {
  std::string id;
  Bilingual sign;
};

std::vector<ShownShop> shown_shops(const KeptRun& run, const engine::Configuration& configuration,
                                   const sim::City& city) {
  std::vector<ShownShop> shown;
  for (const engine::Dossier& dossier : configuration.merchants)
    shown.push_back({dossier.name, {dossier.sign, dossier.sign}});
  if (!has_real_shops(run.inputs.scenario)) return shown;
  for (ShownShop& shop : shown) shop = {};
  for (const ShopGroup& group : groups_to_be_told(city))
    for (const std::size_t shop : group.shops) shown.at(shop).sign = {group.zh, group.en};
  return shown;
}

Json data_of(const KeptRun& run, const engine::Configuration& configuration, const engine::ServiceState& state,
             const FoldedReadings& folded, const std::vector<ShownShop>& shown) {
  const engine::Policy& policy = run.inputs.policies.at(folded.instants.back());
  Json shops = Json::array();
  for (const engine::MerchantId id : folded.struck) {
    Json strikes = Json::array();
    const ShownShop& it = shown.at(id.value);
    if (!it.sign.zh.empty())
      for (const engine::Strike& strike : engine::colour_history_of(state, configuration, policy, id).strikes)
        strikes.push_back(day_of(strike.at) + (strike.voided_at ? "×" : ""));
    shops.push_back({{"id", it.id}, {"sign", {it.sign.zh, it.sign.en}}, {"strikes", strikes}});
  }
  Json thresholds = Json::array(), instants = Json::array();
  for (const Thresholds& pair : folded.thresholds) thresholds.push_back({pair.yellow, pair.red});
  for (const engine::Time at : folded.instants) instants.push_back(day_of(at));
  return {{"shops", shops},           {"all", configuration.merchants.size()},
          {"thresholds", thresholds}, {"own", folded.own_thresholds},
          {"instants", instants},     {"rows", folded.rows},
          {"rowOf", folded.row_of}};
}

std::string sentence(const FoldedReadings& folded, std::size_t shops) {
  const std::size_t last = folded.instants.size() - 1;
  std::size_t least = shops, most = 0;
  for (std::size_t i = 0; i < folded.readings.size(); ++i) {
    const ColourCounts counts = counts_of(folded.row(i, folded.own_thresholds, last), shops);
    least = std::min(least, counts.yellow + counts.red);
    most = std::max(most, counts.yellow + counts.red);
  }
  const ColourCounts own = counts_of(folded.row(0, folded.own_thresholds, last), shops);
  return both_markup(
      {fmt::format(
           "同一批违规记录、{} 种读法：{} 黄码与红码店铺占比从 <b>{}</b> 到 <b>{}</b>；按运行时的规则为 <b>{}</b>。",
           folded.readings.size(), day_of(folded.instants.back()), share_text(least, shops), share_text(most, shops),
           share_text(own.yellow + own.red, shops)),
       fmt::format("The same violations in {} readings: on {}, from <b>{}</b> to <b>{}</b> of the shops are yellow or "
                   "red; by the rule as run <b>{}</b>.",
                   folded.readings.size(), day_of(folded.instants.back()), share_text(least, shops),
                   share_text(most, shops), share_text(own.yellow + own.red, shops))});
}

std::string facts_html(const KeptRun& run, const FoldedReadings& folded, std::size_t shops) {
  const Scenario& scenario = run.inputs.scenario;
  return fmt::format(R"(<ul class="facts"><li class="twin">{}</li><li>{}</li><li>{}</li><li>{}</li></ul>)",
                     both({"同一行为，重新解读：规则改变后人们的行为不会随之改变",
                           "Same behaviour, read again: nobody answers to the "
                           "other rule"}),
                     both({fmt::format("场景 {}，种子 {}", scenario.name, scenario.seed),
                           fmt::format("scenario {}, seed {}", scenario.name, scenario.seed)}),
                     both({fmt::format("{} 至 {}", engine::to_text(scenario.start), day_of(folded.instants.back())),
                           fmt::format("{} to {}", engine::to_text(scenario.start), day_of(folded.instants.back()))}),
                     both({fmt::format("{} 家店铺，其中 {} 家有违规记录", shops, folded.struck.size()),
                           fmt::format("{}, {} of them with a record", counted(shops, "shop"), folded.struck.size())}));
}

}  // namespace

ColourCounts counts_of(const std::string& row, std::size_t shops) {
  ColourCounts counts;
  counts.yellow = static_cast<std::size_t>(std::count(row.begin(), row.end(), 'Y'));
  counts.red = static_cast<std::size_t>(std::count(row.begin(), row.end(), 'R'));
  counts.green = shops - counts.yellow - counts.red;
  return counts;
}

std::string readings_csv(const FoldedReadings& folded, std::size_t shops) {
  Csv csv({"reading", "question", "yellow_from", "red_from", "at", "green", "yellow", "red"});
  for (std::size_t i = 0; i < folded.readings.size(); ++i)
    for (std::size_t pair = 0; pair < folded.thresholds.size(); ++pair)
      for (std::size_t at = 0; at < folded.instants.size(); ++at) {
        const ColourCounts counts = counts_of(folded.row(i, pair, at), shops);
        csv.row({folded.readings[i].key, folded.readings[i].question, fmt::format("{}", folded.thresholds[pair].yellow),
                 fmt::format("{}", folded.thresholds[pair].red), engine::to_text(folded.instants[at]),
                 fmt::format("{}", counts.green), fmt::format("{}", counts.yellow), fmt::format("{}", counts.red)});
      }
  return csv.text();
}

std::string readings_page(const KeptRun& run, const engine::Configuration& configuration,
                          const engine::ServiceState& state, const FoldedReadings& told) {
  const bool real = has_real_shops(run.inputs.scenario);
  const FoldedReadings folded = real ? in_order_of_records(told) : told;
  const sim::City city = build_city(run.inputs);
  const Json data = data_of(run, configuration, state, folded, shown_shops(run, configuration, city));
  const std::size_t shops = configuration.merchants.size();
  const Thresholds own = folded.thresholds[folded.own_thresholds];
  const std::map<std::string, std::string, std::less<>> fragments{
      {"warning",
       run.ended ? "" : fmt::format(R"(<p class="limit">{}</p>)", both({"本次运行未完成。", "This run was cut off."}))},
      {"sentence", sentence(folded, shops)},
      {"facts", facts_html(run, folded, shops)},
      {"options", options_html(folded)},
      {"yellow", fmt::format("{}", own.yellow)},
      {"red", fmt::format("{}", own.red)},
      {"most-yellow", fmt::format("{}", folded.thresholds.back().yellow)},
      {"most-red", fmt::format("{}", folded.thresholds.back().red)},
      {"last-instant", fmt::format("{}", folded.instants.size() - 1)},
      {"instant", day_of(folded.instants.back())},
      {"street", real ? groups_html(city, folded) : street_html(city, folded)},
      {"note-street",
       both(real ? Bilingual{fmt::format("每个标记为一家店铺。店铺取自真实名册：只按街道分组，组内不按位置排列、不列名"
                                         "称；不足 {} 家的组不列出。",
                                         kSmallestGroup),
                             fmt::format("Each mark is a shop. The shops are those of a real register: they are shown "
                                         "by street, within it in no order of places and without names; groups of "
                                         "fewer than {} are left out.",
                                         kSmallestGroup)}
                 : Bilingual{"每个标记为一家店铺，按沿街次序排列，上下两行为道路两侧；长街分段。",
                             "Each mark is a shop, in its order along the street; the two rows are the two sides of "
                             "the road, and a long road is shown in stretches."})},
      {"table-readings", readings_table(folded, shops)}};
  const StudyPage page{"readings.html",
                       {"三色码规则读法", "Tricolor readings"},
                       run.inputs.scenario.name,
                       {{"street", {"街道", "Street"}},
                        {"readings", {"各种读法", "Readings"}},
                        {"changes", {"哪些店铺不同", "Which shops differ"}},
                        {"limits", {"适用范围", "Limits"}}},
                       {"readings.css"},
                       "const data = " + json_for_script(data) + ";\n" + std::string(page_part("readings.js"))};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
