// Lists each wrong accusation, each miss and each episode that nobody can decide, with what stood there.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "campaigns/campaigns.h"
#include "engine/geometry.h"

namespace tricolor::harness {
namespace {

// Distance from a place within which true stays and stays of the engine are told, metres.
constexpr double kAboutM = 6;
// Largest distance of a camera that is named as one that could see a place, metres.
constexpr double kInViewM = 60;

double distance_m(sim::Point at, engine::GroundPoint spot) { return std::hypot(at.x_m - spot.x_m, at.y_m - spot.y_m); }

std::string instant(std::optional<sim::Time> at) { return at ? engine::to_text(*at) : "-"; }

double seconds(sim::Duration span) { return std::chrono::duration<double>(span).count(); }

engine::GroundPolygon ground_of(const sim::Stay& stay) {
  const double c = std::cos(stay.heading_rad), s = std::sin(stay.heading_rad);
  engine::GroundPolygon corners;
  constexpr std::pair<double, double> kCorners[]{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}};
  for (const auto& [along, across] : kCorners) {
    const double x = along * stay.length_m, y = across * stay.width_m;
    corners.push_back({stay.at.x_m + x * c - y * s, stay.at.y_m + x * s + y * c});
  }
  return corners;
}

// The zones as drawn in which a thing lies, each with its share.
std::string zones_of(const sim::Stay& stay, const engine::Configuration& configuration) {
  std::string text;
  if (stay.length_m <= 0) return text;
  const engine::GroundPolygon ground = ground_of(stay);
  for (const engine::Zone& zone : configuration.zones) {
    const double share = engine::overlap_m2(ground, zone.outline) / (stay.length_m * stay.width_m);
    if (share > 0.005) text += fmt::format(" {} {:.2f}", zone.name, share);
  }
  return text;
}

// The cameras in whose picture a place lies, each with its distance and the zones there that it watches.
std::string cameras_of(sim::Point at, const engine::Configuration& configuration) {
  std::string text;
  for (std::uint32_t i = 0; i < configuration.cameras.size(); ++i) {
    const engine::Camera& camera = configuration.cameras[i];
    const auto place = camera.geometry ? camera.geometry->project(at.x_m, at.y_m, 0) : std::nullopt;
    if (!place || place->x_px < 0 || place->x_px > camera.geometry->width_px || place->y_px < 0 ||
        place->y_px > camera.geometry->height_px)
      continue;
    const double away_m = std::hypot(at.x_m - camera.geometry->x_m, at.y_m - camera.geometry->y_m);
    if (away_m > kInViewM) continue;
    text += fmt::format(" {} ({:.0f} m) {:.0f},{:.0f}", camera.name, away_m, place->x_px, place->y_px);
    for (const engine::Zone& zone : configuration.zones)
      if (engine::contains(zone.outline, {at.x_m, at.y_m}) &&
          std::find(zone.cameras.begin(), zone.cameras.end(), engine::CameraId{i}) != zone.cameras.end())
        text += " " + zone.name;
  }
  return text;
}

void tell_place(const RunRecord& run, sim::Point at, sim::Time from, sim::Time until) {
  for (const sim::Stay& stay : run.truth.stays) {
    if (std::hypot(stay.at.x_m - at.x_m, stay.at.y_m - at.y_m) > kAboutM || stay.from > until ||
        (stay.until && *stay.until < from))
      continue;
    const OnGround on = Lines::drawn(run.configuration, *run.city.kinds).of(stay, run.policies.at(stay.from).occupancy);
    fmt::print(
        "    truth {}: {} \"{}\" shop {} at {:.2f}, {:.2f} heading {:.2f} of {:.2f} x {:.2f} m, {} … {} ({:.1f} s, "
        "{}); "
        "{}{}; in{}; before{}\n",
        stay.id, run.city.kinds->name_of(stay.kind), stay.class_name, stay.shop.value_or(-1), stay.at.x_m, stay.at.y_m,
        stay.heading_rad, stay.length_m, stay.width_m, instant(stay.from), instant(stay.until),
        stay.until ? seconds(*stay.until - stay.from) : -1, stay.ended_by, on.violation_class ? "outside" : "lawful",
        on.certain ? "" : " perhaps", zones_of(stay, run.configuration), cameras_of(stay.at, run.configuration));
  }
  engine::ServiceState service;
  const auto tell = [&](const engine::StayRecord& stay) {
    const auto& started = stay.started;
    if (distance_m(at, started.spot) > kAboutM || started.onset > until + std::chrono::minutes{10} ||
        (stay.last_seen && *stay.last_seen < from))
      return;
    fmt::print("    stay {}: {} in {} seen by {} at {:.2f}, {:.2f}, onset {} … {}{}{}, box {:.0f} x {:.0f}\n",
               started.occupancy, run.configuration.classes.at(started.violation_class.value).code_name,
               run.configuration.zones.at(started.zone.value).name,
               run.configuration.cameras.at(started.camera.value).name, started.spot.x_m, started.spot.y_m,
               instant(started.onset), instant(stay.last_seen), stay.by_blindness ? " by blindness" : "",
               stay.sighting ? fmt::format(", sighting of score {}", stay.score_256) : "", started.box.width_px,
               started.box.height_px);
  };
  for (const engine::Event& event : run.journal) {
    service.apply(event);
    if (service.just_ended()) tell(*service.just_ended());
  }
  for (const auto& [number, stay] : service.stays()) tell(stay);
}

void tell_violation(const RunRecord& run, const JudgedViolation& judged, const char* what) {
  const Violation& violation = judged.violation;
  fmt::print("  {}: {} of {} at {:.2f}, {:.2f}, {} … {}, dwell ends {}, {}{}{}\n", what,
             run.configuration.classes.at(violation.violation_class.value).code_name,
             violation.merchant ? static_cast<int>(violation.merchant->value) : -1, violation.at.x_m, violation.at.y_m,
             instant(violation.from), instant(violation.until), instant(violation.dwell_end),
             violation.by_day ? "by day" : "by night", violation.between_shops ? ", between shops" : "",
             violation.across_line ? ", across a line" : "");
}

}  // namespace

void list_errors(const RunRecord& run) {
  fmt::print("seed {}\n", run.seed);
  for (const JudgedIncident& judged : run.judgement.incidents) {
    if (judged.wrong_by == WrongBy::none || judged.wrong_by == WrongBy::undecidable) continue;
    const Incident& incident = judged.incident;
    fmt::print("  wrong, {}: {} of {} at {:.2f}, {:.2f}, onset {}, confirmed {}, {}\n", name_of(judged.wrong_by),
               run.configuration.classes.at(incident.violation_class.value).code_name,
               incident.merchant ? static_cast<int>(incident.merchant->value) : -1, incident.spot.x_m,
               incident.spot.y_m, instant(incident.onset), instant(incident.confirmed_at),
               judged.by_day ? "by day" : "by night");
    tell_place(run, {incident.spot.x_m, incident.spot.y_m}, incident.onset, incident.confirmed_at);
  }
  for (const JudgedViolation& judged : run.judgement.violations) {
    if (judged.lost_at == LostAt::none) continue;
    tell_violation(run, judged,
                   fmt::format("lost, {}{}, {} of {} looks", name_of(judged.lost_at),
                               judged.violation.seeing.opportunity ? "" : ", no opportunity",
                               judged.violation.seeing.looks_detected, judged.violation.seeing.looks)
                       .c_str());
    if (judged.violation.seeing.opportunity)
      tell_place(run, judged.violation.at, judged.violation.from, judged.violation.until.value_or(run.end));
  }
  for (const JudgedViolation& judged : run.judgement.undecidable)
    tell_violation(
        run, judged,
        judged.violation.undecidable == Undecidable::by_time ? "undecidable by time" : "undecidable by place");
  for (const JudgedViolation& judged : run.judgement.violations)
    for (const JudgedIncident& found : run.judgement.incidents)
      if (judged.incident == found.incident.id)
        fmt::print("  found after {:.1f} s\n", seconds(found.incident.confirmed_at - judged.violation.dwell_end));
  std::fflush(stdout);
}

}  // namespace tricolor::harness
