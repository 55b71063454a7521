#include "report/page/data/dossier_data.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/journal.h"
#include "report/rows/outcomes.h"
#include "report/rows/places.h"
#include "report/rows/result_names.h"

namespace tricolor::harness {

namespace {

Json time_json(const std::optional<engine::Time>& time) { return time ? Json(epoch_ms(*time)) : Json(nullptr); }
template <class T>
Json id_json(const std::optional<T>& id) {
  return id ? Json(id->value) : Json(nullptr);
}
Json text_json(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

/// Gives {street, side, along} of a ground point; null where there is no street.
Json place_json(const RunRecord& run, engine::GroundPoint point) {
  const auto place = street_place_of(run, point);
  if (!place) return nullptr;
  return {{"street", run.city.streets[place->street].name},
          {"side", side_name_of(run, *place)},
          {"along", std::lround(place->along_m)}};
}

Json pictures_json(const RunRecord& run, const std::vector<const EvidenceRow*>& evidence) {
  Json pictures = Json::array();
  for (const auto* row : evidence)
    if (!row->path.empty())
      pictures.push_back({{"path", row->path},
                          {"moment", engine::name_of(row->record.label.moment)},
                          {"time", epoch_ms(row->record.label.captured_at)},
                          {"camera", camera_name_of(run, row->record.label.camera)}});
  std::stable_sort(pictures.begin(), pictures.end(), [](const Json& a, const Json& b) {
    return a["time"].get<std::int64_t>() < b["time"].get<std::int64_t>();
  });
  return pictures;
}

/// Gives strikes, changes of colour and of owner, oldest first. At one instant a strike stands before the colour that
/// it brings about.
Json history_json(const Links& links, engine::MerchantId id) {
  std::vector<std::tuple<engine::Time, int, Json>> steps;
  const auto add = [&](engine::Time at, int order, Json step) {
    step["at"] = epoch_ms(at);
    steps.emplace_back(at, order, std::move(step));
  };
  for (const auto* it : links.strikes_of(id)) {
    const char* what = it->imported() ? "imported" : "strike";
    add(it->at, 0,
        {{"what", what},
         {"incident", id_json(it->incident)},
         {"report", id_json(it->report)},
         {"count", it->count},
         {"stands", !it->voided_at.has_value()}});
    if (it->voided_at)
      add(*it->voided_at, 0,
          {{"what", "strike_voided"}, {"incident", id_json(it->incident)}, {"report", id_json(it->report)}});
  }
  for (const auto* it : links.owner_changes_of(id)) add(it->at, 1, {{"what", "owner"}, {"text", it->legal_person}});
  for (const auto* it : links.colours_of(id))
    add(it->at, 2,
        {{"what", "colour"},
         {"from", engine::name_of(it->from)},
         {"to", engine::name_of(it->to)},
         {"count", it->count}});
  std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  Json history = Json::array();
  for (auto& [at, order, step] : steps) history.push_back(std::move(step));
  return history;
}

Json notices_json(const std::vector<const NoticeRow*>& notices) {
  Json rows = Json::array();
  for (const auto* it : notices)
    rows.push_back({{"at", epoch_ms(it->queued_at)},
                    {"incident", it->incident.value},
                    {"delivered", it->delivered ? Json(*it->delivered) : Json(nullptr)},
                    {"fate_at", time_json(it->fate_at)},
                    {"text", it->text}});
  return rows;
}

Json case_json(const RunRecord& run, const Links& links, const CaseRow& row) {
  Json moves = Json::array();
  for (const auto* move : links.moves_of(row.id))
    moves.push_back({{"at", epoch_ms(move->at)},
                     {"to", engine::name_of(move->to)},
                     {"officer", text_json(officer_name_of(run, move->officer))},
                     {"reason", move->reason}});
  return {{"id", row.id.value},
          {"incident", id_json(row.incident)},
          {"registered", epoch_ms(row.registered_at)},
          {"due", epoch_ms(row.due)},
          {"closed", time_json(row.closed_at)},
          {"state", engine::name_of(row.state)},
          {"officer", text_json(officer_name_of(run, row.officer))},
          {"moves", std::move(moves)}};
}

Json shop_json(const RunRecord& run, const Tables& tables, const Links& links, std::size_t index) {
  const engine::MerchantId id{static_cast<std::uint32_t>(index)};
  const auto& dossier = run.configuration.merchants[index];
  const auto& row = tables.merchants[index];
  Json shop{
      {"name", dossier.name},   {"anchor", shop_anchor(dossier.name, index)}, {"sign", dossier.sign},
      {"trade", dossier.trade}, {"place", place_json(run, dossier.door)},     {"colour", engine::name_of(row.colour)},
      {"count", row.count}};
  const auto incidents = links.incidents_of(id);
  const auto replies = links.replies_of(id);
  Json history = history_json(links, id);
  const bool detailed = !incidents.empty() || !replies.empty() || !history.empty();
  shop["detailed"] = detailed;
  if (!detailed) return shop;

  const LonLat door = lon_lat_of(run, dossier.door);
  const auto grid = dossier.duty_grid.value;
  shop["duty_grid"] = text_json(grid_name_of(run, dossier.duty_grid));
  shop["officer"] = text_json(officers_of_grid(run, grid));
  shop["legal_person"] = dossier.legal_person;
  shop["licence"] = dossier.licence;
  shop["lon_lat"] = Json::array({door.lon, door.lat});
  shop["history"] = std::move(history);
  Json ids = Json::array(), notices = Json::array(), cases = Json::array(), answers = Json::array();
  for (const auto* incident : incidents) {
    ids.push_back(incident->id.value);
    for (auto& notice : notices_json(links.notices_of(incident->id))) notices.push_back(std::move(notice));
    for (const auto* its_case : links.cases_of(incident->id)) cases.push_back(case_json(run, links, *its_case));
  }
  for (const auto* reply : replies) answers.push_back({{"at", epoch_ms(reply->at)}, {"text", reply->text}});
  shop["incidents"] = std::move(ids);
  shop["notices"] = std::move(notices);
  shop["replies"] = std::move(answers);
  shop["cases"] = std::move(cases);
  return shop;
}

}  // namespace

std::string shop_anchor(const std::string& name, std::size_t index) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), plain)) return "shop-" + name;
  return "shop-number-" + std::to_string(index);
}

Json incident_rows_json(const RunRecord& run, const Tables& tables, const Links& links) {
  Json rows = Json::array();
  for (const auto& it : tables.incidents) {
    const auto cases = links.cases_of(it.id);
    std::optional<engine::OfficerId> officer;  // The officer who had one of its cases last.
    for (const auto* its_case : cases)
      if (its_case->officer) officer = its_case->officer;
    const auto notices = links.notices_of(it.id);
    Json delivered = nullptr;
    for (const auto* notice : notices)
      if (notice->delivered) delivered = *notice->delivered;
    rows.push_back(
        {{"id", it.id.value},
         {"class", it.violation_class.value},
         {"shop", id_json(it.merchant)},
         {"place", place_json(run, it.spot)},
         {"onset", epoch_ms(it.onset)},
         {"confirmed", epoch_ms(it.confirmed_at)},
         {"closed", time_json(it.closed_at)},
         {"outcome", outcome_of(it, cases)},
         {"rechecked", it.rechecks.empty() ? Json(nullptr) : Json(engine::name_of(it.rechecks.back().outcome))},
         {"relapses", it.relapses.size()},
         {"void_reason", it.void_reason},
         {"wrong_by", it.wrong_by},
         {"held_s",
          it.held_after_end ? Json(std::chrono::duration<double>(*it.held_after_end).count()) : Json(nullptr)},
         {"notices", notices.size()},
         {"delivered", std::move(delivered)},
         {"case", cases.empty() ? Json(nullptr) : Json(cases.back()->id.value)},
         {"officer", text_json(officer_name_of(run, officer))},
         {"pictures", pictures_json(run, links.evidence_of(it.id))}});
  }
  return rows;
}

Json shops_json(const RunRecord& run, const Tables& tables, const Links& links) {
  Json shops = Json::array();
  for (std::size_t i = 0; i < tables.merchants.size(); ++i) shops.push_back(shop_json(run, tables, links, i));
  return shops;
}

}  // namespace tricolor::harness
