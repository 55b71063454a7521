#include "report/page/data/stories.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "engine/journal.h"
#include "engine/subject.h"
#include "report/page/data/event_step.h"
#include "report/rows/twin_names.h"

namespace tricolor::harness {

namespace {

using engine::Time;

std::string base64(const std::string& bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) {
      return k < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[k])) : 0U;
    };
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    text += kDigits[group >> 18];
    text += kDigits[group >> 12 & 63];
    text += i + 1 < bytes.size() ? kDigits[group >> 6 & 63] : '=';
    text += i + 2 < bytes.size() ? kDigits[group & 63] : '=';
  }
  return text;
}

/// Gives the zone's outline in the picture. Its edges are sampled, so that points behind the lens are left out and the
/// rest stays correct.
Json outline_json(const engine::CameraGeometry& geometry, const engine::GroundPolygon& outline) {
  constexpr int kSteps = 16;
  Json points = Json::array();
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const auto &a = outline[i], &b = outline[(i + 1) % outline.size()];
    for (int step = 0; step < kSteps; ++step) {
      const double t = static_cast<double>(step) / kSteps;
      if (const auto point = geometry.project(a.x_m + t * (b.x_m - a.x_m), a.y_m + t * (b.y_m - a.y_m), 0))
        points.push_back(Json::array({static_cast<int>(point->x_px), static_cast<int>(point->y_px)}));
    }
  }
  return points;
}

class Teller {
 public:
  Teller(const RunRecord& run, const Tables& tables, std::filesystem::path folder)
      : run_(run), tables_(tables), evidence_(std::move(folder) / "evidence") {
    for (const auto& row : tables.sightings) sighting_[row.content.sighting] = &row;
  }

  Json three() {
    Json stories = Json::array();
    const auto take = [&](const IncidentRow* row, const char* kind) {
      if (!row || stories.size() == 3) return;
      told_.insert(row->id);
      stories.push_back(tell(*row, kind));
    };
    // The first story is of the day a shop turned yellow; where none did, of the day one turned red.
    const auto* yellow = best([&](const IncidentRow& row) { return changed_colour(row, engine::Colour::yellow); });
    const auto* turned =
        yellow ? yellow : best([&](const IncidentRow& row) { return changed_colour(row, engine::Colour::red); });
    take(turned, yellow ? "turned_yellow" : "turned_red");
    take(best([](const IncidentRow& row) { return row.closed_how == "self_corrected"; }), "corrected");
    // An error is told before a success, unless no story has had a visit yet.
    const auto* wrong =
        best([](const IncidentRow& row) { return !row.wrong_by.empty() && row.wrong_by != "duplicate"; });
    const auto* sent = best([&](const IncidentRow& row) { return visited(row); });
    const bool visit_told = (turned && visited(*turned)) || (wrong && visited(*wrong)) || !sent;
    take(visit_told ? wrong : sent, visit_told ? "wrong" : "visited");
    take(best([&](const IncidentRow& row) { return visited(row); }), "visited");
    take(best([](const IncidentRow&) { return true; }), "other");
    take(best([](const IncidentRow&) { return true; }), "other");
    return stories;
  }

 private:
  /// Gives the case that is, or was last, at work on an incident.
  const engine::CaseRecord* case_of(engine::IncidentId id) const {
    const auto its = tables_.service.incident(id)->case_id();
    return its ? tables_.service.case_of(*its) : nullptr;
  }
  bool kept(const engine::EvidenceRecord& record) const {
    return !record.sha256.empty() && std::filesystem::exists(evidence_ / (record.sha256 + ".jpg"));
  }
  int pictures_of(const IncidentRow& row) const {
    int count = 0;
    for (const auto id : row.sightings)
      if (const auto found = sighting_.find(id); found != sighting_.end())
        for (const auto& record : found->second->pictures) count += kept(record) ? 1 : 0;
    return count;
  }
  bool visited(const IncidentRow& row) const {
    const engine::CaseRecord* its = case_of(row.id);
    return its && its->arrived_at;
  }
  bool changed_colour(const IncidentRow& row, engine::Colour to) const {
    const std::optional<Time> struck_at = tables_.service.incident(row.id)->struck_at;
    if (!row.merchant || !struck_at) return false;
    return std::any_of(tables_.colours.begin(), tables_.colours.end(), [&](const ColourRow& change) {
      return change.merchant == *row.merchant && change.at == *struck_at && change.to == to && change.to > change.from;
    });
  }

  /// Rates how well the accused thing shows in the pictures, 0 … 1: 1 from a hundredth of the picture's area, 0 for a
  /// thing at its edge.
  double shown(const IncidentRow& row) const {
    double best = 0;
    for (const auto id : row.sightings) {
      const auto found = sighting_.find(id);
      if (found == sighting_.end()) continue;
      const auto& sighting = found->second->content;
      const auto& camera = run_.configuration.cameras.at(sighting.camera.value);
      const double width = camera.geometry ? camera.geometry->width_px : 640,
                   height = camera.geometry ? camera.geometry->height_px : 360;
      const auto& box = sighting.box;
      const bool at_edge = box.x_px < 0.02 * width || box.y_px < 0.02 * height ||
                           box.x_px + box.width_px > 0.98 * width || box.y_px + box.height_px > 0.98 * height;
      if (!at_edge) best = std::max(best, std::min(1.0, 100 * box.width_px * box.height_px / (width * height)));
    }
    return best;
  }

  /// Chooses the incident that fits and can be shown best: a true one before a wrong one, then pictures that show it,
  /// daylight, a visit; then the earliest.
  template <class Fits>
  const IncidentRow* best(Fits fits) const {
    const IncidentRow* found = nullptr;
    int found_worth = -1;
    for (const auto& row : tables_.incidents) {
      if (told_.count(row.id) || !fits(row)) continue;
      const int worth = std::min(pictures_of(row), 4) * 10 + (visited(row) ? 20 : 0) + (row.closed_at ? 5 : 0) +
                        (row.by_day ? 20 : 0) + (row.merchant ? 8 : 0) + (row.violation ? 60 : 0) +
                        static_cast<int>(20 * shown(row));
      if (worth > found_worth) found = &row, found_worth = worth;
    }
    return found;
  }

  Json picture_json(const engine::EvidenceRecord& record, const engine::event::SightingConfirmed& sighting) const {
    const auto& camera = run_.configuration.cameras.at(record.label.camera.value);
    Json picture{{"camera", camera.name},
                 {"time", epoch_ms(record.label.captured_at)},
                 {"moment", engine::name_of(record.label.moment)},
                 {"box", nullptr},
                 {"outline", Json::array()},
                 {"width", 640},
                 {"height", 360},
                 {"jpeg", nullptr}};
    if (const auto& box = record.label.box)
      picture["box"] = Json::array({static_cast<int>(box->x_px), static_cast<int>(box->y_px),
                                    static_cast<int>(box->width_px), static_cast<int>(box->height_px)});
    if (camera.geometry) {
      picture["width"] = camera.geometry->width_px;
      picture["height"] = camera.geometry->height_px;
      picture["outline"] = outline_json(*camera.geometry, run_.configuration.zones.at(sighting.zone.value).outline);
    }
    if (kept(record)) {
      std::ifstream in(evidence_ / (record.sha256 + ".jpg"), std::ios::binary);
      picture["jpeg"] = base64(std::string(std::istreambuf_iterator<char>(in), {}));
    }
    return picture;
  }

  /// True for an event of an incident's story: its sightings, notice, case and strike, and the colour that followed
  /// from it.
  bool belongs(const engine::Event& event, const engine::IncidentRecord& incident) const {
    using Kind = engine::Subject::Kind;
    const engine::Subject subject = engine::subject_of(event);
    const auto holds = [&](const auto& ids) {
      return std::any_of(ids.begin(), ids.end(), [&](auto id) { return id.value == subject.id; });
    };
    switch (subject.kind) {
      case Kind::incident: return subject.id == incident.opened.incident.value;
      case Kind::sighting: return holds(incident.sightings);
      case Kind::notice: return incident.notice && subject.id == incident.notice->value;
      case Kind::case_work: return holds(incident.cases);
      case Kind::merchant:
        return incident.opened.merchant && subject.id == incident.opened.merchant->value &&
               event.at == incident.struck_at;
      default: return false;
    }
  }

  /// Gives all events of the journal about one incident, in its order.
  Json tell(const IncidentRow& row, const char* kind) const {
    Json steps = Json::array(), pictures = Json::array();
    const engine::IncidentRecord& incident = *tables_.service.incident(row.id);
    steps.push_back({{"time", epoch_ms(row.onset)}, {"what", "onset"}});
    for (const auto& event : run_.journal) {
      if (!belongs(event, incident)) continue;
      if (auto step = step_of(event, run_.configuration)) steps.push_back(std::move(*step));
    }
    for (const auto id : row.sightings)
      if (const auto seen = sighting_.find(id); seen != sighting_.end())
        for (const auto& record : seen->second->pictures)
          if (kept(record) && pictures.size() < 4) pictures.push_back(picture_json(record, seen->second->content));
    std::stable_sort(pictures.begin(), pictures.end(), [](const Json& a, const Json& b) {
      return a["time"].get<std::int64_t>() < b["time"].get<std::int64_t>();
    });
    Json story{
        {"kind", kind},    {"incident", row.id.value}, {"class", row.violation_class.value}, {"shop", nullptr},
        {"sign", nullptr}, {"trade", nullptr},         {"wrong_by", row.wrong_by},           {"stood_there", nullptr},
        {"truth", nullptr}};
    if (row.merchant) {
      const auto& dossier = run_.configuration.merchants.at(row.merchant->value);
      story["shop"] = dossier.name;
      story["sign"] = dossier.sign;
      story["trade"] = dossier.trade;
    }
    if (row.wrong_by == "lawful_thing")
      if (const auto stood_there = kind_near(run_, row.spot.x_m, row.spot.y_m, row.onset, row.confirmed_at))
        story["stood_there"] = *stood_there;
    for (const auto& judged : run_.judgement.violations)
      if (judged.incident == row.id)
        story["truth"] = {{"from", epoch_ms(judged.violation.from)},
                          {"until", judged.violation.until ? Json(epoch_ms(*judged.violation.until)) : Json(nullptr)}};
    story["steps"] = std::move(steps);
    story["pictures"] = std::move(pictures);
    return story;
  }

  const RunRecord& run_;
  const Tables& tables_;
  std::filesystem::path evidence_;
  std::map<engine::SightingId, const SightingRow*> sighting_;
  std::set<engine::IncidentId> told_;
};

}  // namespace

Json stories_json(const RunRecord& run, const Tables& tables, const std::filesystem::path& folder) {
  return Teller(run, tables, folder).three();
}

}  // namespace tricolor::harness
