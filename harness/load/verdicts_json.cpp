// Counts how right the engine was under load, and compares two points that met the same truth.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "load/load_json.h"

namespace tricolor::harness {
namespace {

double in_seconds(engine::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

// Half of the sorted values lie below it, or it is one of the two in the middle.
LoadJson middle_of(std::vector<double> values) {
  if (values.empty()) return nullptr;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

LoadJson verdicts_json(const PointVerdicts& verdicts) {
  // A violation that began before the engine did, or whose time to be found was not over at the end, says nothing.
  // A violation that stood there when the engine began is found when its dwell has passed once more, and is no mistake.
  int could = 0, found = 0, accused = 0, wrong = 0, stood = 0, undecidable = 0, shops = 0, wrong_shops = 0,
      duplicates = 0;
  const engine::Time begun = verdicts.from + 2 * verdicts.every + engine::Duration{2'000'000};
  std::vector<double> delays_s;
  LoadJson list = LoadJson::array();
  const Judgement& judgement = verdicts.judgement;
  std::map<std::uint32_t, engine::Time> confirmed;
  LoadJson wrong_by = LoadJson::object();
  for (const JudgedIncident& it : judgement.incidents) {
    confirmed[it.incident.id.value] = it.incident.confirmed_at;
    ++accused;
    if (it.wrong_by == WrongBy::off_time && it.incident.onset <= begun) {
      ++stood;
    } else if (it.wrong_by == WrongBy::undecidable) {
      ++undecidable;
    } else if (it.wrong_by != WrongBy::none) {
      ++wrong;
      LoadJson& of_cause = wrong_by[name_of(it.wrong_by)];
      of_cause = of_cause.is_null() ? 1 : of_cause.get<int>() + 1;
    }
    if (it.incident.merchant) ++shops;
    if (it.wrong_by == WrongBy::wrong_shop) ++wrong_shops;
    if (it.wrong_by == WrongBy::duplicate) ++duplicates;
  }
  for (const JudgedViolation& it : judgement.violations) {
    const Violation& violation = it.violation;
    if (!violation.seeing.opportunity || violation.from < verdicts.from ||
        violation.dwell_end + 2 * verdicts.every + engine::Duration{1'000'000} > verdicts.until)
      continue;
    ++could;
    list.push_back(LoadJson::array({violation.id, nullptr}));
    if (!it.incident) continue;
    ++found;
    delays_s.push_back(in_seconds(confirmed[it.incident->value] - violation.dwell_end));
    list.back()[1] = delays_s.back();
  }
  std::sort(delays_s.begin(), delays_s.end());
  const auto delay = [&](double share) -> LoadJson {
    if (delays_s.empty()) return nullptr;
    const auto last = static_cast<double>(delays_s.size() - 1);
    return delays_s[static_cast<std::size_t>(std::ceil(share * last))];
  };
  LoadJson json;
  json["violations"] = could;
  json["found"] = found;
  json["recall"] = could ? LoadJson(static_cast<double>(found) / could) : LoadJson(nullptr);
  json["delay_s_median"] = delay(0.5);
  json["delay_s_most"] = delay(1);
  json["incidents"] = accused;
  json["stood_before"] = stood;
  json["undecidable"] = undecidable;
  json["wrong"] = wrong;
  json["wrong_by"] = std::move(wrong_by);
  json["duplicates"] = duplicates;
  json["shops_accused"] = shops;
  json["wrong_shop"] = wrong_shops;
  json["list"] = std::move(list);
  json["against"] = nullptr;
  return json;
}

void hold_against(LoadJson& loaded, const LoadJson& reference, const std::string& name) {
  LoadJson& verdicts = loaded["verdicts"];
  const LoadJson& unloaded = reference["verdicts"];
  if (verdicts.is_null() || unloaded.is_null()) return;
  std::map<std::uint64_t, LoadJson> delay_of;
  for (const LoadJson& it : unloaded["list"]) delay_of[it[0].get<std::uint64_t>()] = it[1];
  int both = 0, lost = 0, gained = 0, neither = 0;
  std::vector<double> later_s;
  for (const LoadJson& it : verdicts["list"]) {
    const auto known = delay_of.find(it[0].get<std::uint64_t>());
    if (known == delay_of.end()) continue;
    const bool here = !it[1].is_null(), there = !known->second.is_null();
    if (here && there) later_s.push_back(it[1].get<double>() - known->second.get<double>());
    ++(here && there ? both : here ? gained : there ? lost : neither);
  }
  LoadJson json;
  json["profile"] = name;
  json["both"] = both;
  json["lost"] = lost;
  json["gained"] = gained;
  json["neither"] = neither;
  json["later_s_most"] =
      later_s.empty() ? LoadJson(nullptr) : LoadJson(*std::max_element(later_s.begin(), later_s.end()));
  json["later_s_median"] = middle_of(std::move(later_s));
  verdicts["against"] = std::move(json);
}

}  // namespace tricolor::harness
