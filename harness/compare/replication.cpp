#include "compare/replication.h"

#include <stdexcept>

#include "engine/json_fault.h"
#include "report/escape.h"

namespace tricolor::harness {
namespace {

constexpr const char* kStarts[] = {"as_told", "all_green", "all_red"};
constexpr const char* kCurveNames[kCurves] = {"violation_hours", "strikes", "messages", "officer_minutes", "green"};

Json json_of(const std::map<std::string, Exposure>& groups) {
  Json out = Json::object();
  for (const auto& [name, it] : groups)
    out[name] = {it.shops,   it.innocent_days, it.wrongful_days, it.blind_days, it.watched_lawful_hours,
                 it.strikes, it.wrong_strikes};
  return out;
}

std::map<std::string, Exposure> groups_of(const Json& json) {
  std::map<std::string, Exposure> groups;
  for (const auto& [name, row] : json.items())
    groups[name] = {row.at(0).get<int>(),    row.at(1).get<double>(), row.at(2).get<double>(), row.at(3).get<double>(),
                    row.at(4).get<double>(), row.at(5).get<int>(),    row.at(6).get<int>()};
  return groups;
}

}  // namespace

const char* name_of(Start start) { return kStarts[static_cast<std::size_t>(start)]; }
const char* name_of(Curve curve) { return kCurveNames[static_cast<std::size_t>(curve)]; }

void Exposure::add(const Exposure& other) {
  shops += other.shops;
  innocent_days += other.innocent_days;
  wrongful_days += other.wrongful_days;
  blind_days += other.blind_days;
  watched_lawful_hours += other.watched_lawful_hours;
  strikes += other.strikes;
  wrong_strikes += other.wrong_strikes;
}

std::string to_text(const Replication& it) {
  Json values = Json::object(), curves = Json::object(), busy = Json::object(), moments = Json::array();
  for (std::size_t i = 0; i < kMetrics; ++i)
    values[text_of(static_cast<Metric>(i)).key] = it.values[i] ? Json(*it.values[i]) : Json();
  for (std::size_t i = 0; i < kCurves; ++i) curves[kCurveNames[i]] = it.by_day[i];
  for (const auto& [squad, hours] : it.busy_min) busy[squad] = hours;
  for (const NotedMoment& moment : it.moments) moments.push_back({moment.kind, moment.at, moment.shop});
  Json wrong = Json::array();
  for (const WrongStrikes& row : it.wrong)
    wrong.push_back({row.shop, row.trade, row.street, row.camera, row.owner, row.count});
  const Json json{{"policy", it.policy},
                  {"seed", it.seed},
                  {"start", name_of(it.start)},
                  {"profile", it.profile},
                  {"eyes", it.eyes},
                  {"events", it.events},
                  {"journal", it.journal},
                  {"values", values},
                  {"by_day", curves},
                  {"trades", json_of(it.trades)},
                  {"streets", json_of(it.streets)},
                  {"cameras", json_of(it.cameras)},
                  {"owners", json_of(it.owners)},
                  {"wrong", wrong},
                  {"busy_min", busy},
                  {"changes", it.changes},
                  {"moments", moments}};
  return json_for_file(json, -1) + "\n";
}

Replication replication_of(const std::string& text) {
  Replication it;
  try {
    const Json json = Json::parse(text);
    it.policy = json.at("policy").get<std::string>();
    it.seed = json.at("seed").get<std::uint64_t>();
    const auto start = json.at("start").get<std::string>();
    it.start = start == "all_green" ? Start::all_green : start == "all_red" ? Start::all_red : Start::as_told;
    it.profile = json.at("profile").get<std::string>();
    it.eyes = json.at("eyes").get<std::string>();
    it.events = json.at("events").get<std::uint64_t>();
    it.journal = json.at("journal").get<std::string>();
    for (std::size_t i = 0; i < kMetrics; ++i) {
      const Json& value = json.at("values").at(text_of(static_cast<Metric>(i)).key);
      if (!value.is_null()) it.values[i] = value.get<double>();
    }
    for (std::size_t i = 0; i < kCurves; ++i)
      it.by_day[i] = json.at("by_day").at(kCurveNames[i]).get<std::vector<double>>();
    it.trades = groups_of(json.at("trades"));
    it.streets = groups_of(json.at("streets"));
    it.cameras = groups_of(json.at("cameras"));
    it.owners = groups_of(json.at("owners"));
    for (const Json& row : json.at("wrong"))
      it.wrong.push_back({row.at(0).get<std::string>(), row.at(1).get<std::string>(), row.at(2).get<std::string>(),
                          row.at(3).get<std::string>(), row.at(4).get<std::string>(), row.at(5).get<int>()});
    for (const auto& [squad, hours] : json.at("busy_min").items())
      it.busy_min[squad] = hours.get<std::array<double, 24>>();
    it.changes = json.at("changes").get<std::map<std::string, int>>();
    for (const Json& moment : json.at("moments"))
      it.moments.push_back(
          {moment.at(0).get<std::string>(), moment.at(1).get<std::string>(), moment.at(2).get<std::string>()});
  } catch (const nlohmann::json::exception& wrong) {
    throw std::runtime_error("must be a replication, got " + engine::json_fault(wrong.what()));
  }
  return it;
}

}  // namespace tricolor::harness
