#include "view/model/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/journal.h"
#include "engine/subject.h"

namespace tricolor::harness {
namespace {

using Mark = VerdictStep::Mark;

// Greatest distance between a stay's spot and its thing, metres: the detector finds the foot of a thing with the error
// of its box.
constexpr double kFootErrorM = 2.5;

std::vector<engine::CameraId> looking_at(const engine::Configuration& configuration, const sim::Thing& thing) {
  std::vector<engine::CameraId> cameras;
  for (std::uint32_t i = 0; i < configuration.cameras.size(); ++i) {
    const auto& geometry = configuration.cameras[i].geometry;
    if (!geometry || std::hypot(thing.at.x_m - geometry->x_m, thing.at.y_m - geometry->y_m) > 60) continue;
    const auto point = geometry->project(thing.at.x_m, thing.at.y_m, 0.3);
    if (point && point->x_px >= 0 && point->y_px >= 0 && point->x_px < geometry->width_px &&
        point->y_px < geometry->height_px)
      cameras.push_back(engine::CameraId{i});
  }
  return cameras;
}

std::string names_of(const engine::Configuration& configuration, const std::vector<engine::CameraId>& cameras) {
  std::string text;
  for (std::size_t i = 0; i < cameras.size() && i < 4; ++i)
    text += (i ? " " : "") + configuration.cameras[cameras[i].value].name;
  return cameras.size() > 4 ? text + " …" : text;
}

// Follows an incident through the journal: the events of its notice and its case that the feed shows, the strike, and
// its return.
void follow(const Timeline& timeline, const engine::Configuration& c, const Moment& moment,
            const engine::IncidentRecord& incident, Language l, Verdict& verdict) {
  using Kind = engine::Subject::Kind;
  const engine::IncidentId id = incident.opened.incident;
  const auto of_a_case = [&](std::uint64_t number) {
    return std::any_of(incident.cases.begin(), incident.cases.end(),
                       [&](engine::CaseId its) { return its.value == number; });
  };
  for (std::size_t i = 0; i < moment.events; ++i) {
    const engine::Event& event = timeline.journal()[i];
    const engine::Subject subject = engine::subject_of(event);
    const bool own = subject.incident == id ||
                     (subject.kind == Kind::notice && incident.notice && subject.id == incident.notice->value) ||
                     (subject.kind == Kind::case_work && of_a_case(subject.id));
    const bool told = engine::name_of(event.payload) == std::string_view("incident_opened");
    const FeedKind kind = feed_kind(event);
    const bool worth_a_line = is_news(event) || kind == FeedKind::incident || kind == FeedKind::colour;
    if (own && !told && worth_a_line)
      verdict.steps.push_back({Mark::yes, fmt::format("{}  {}", time_text(event.at), event_line(event, c, l))});
  }
}

}  // namespace

engine::Duration dwell_of(const engine::Configuration& configuration, const engine::Policy& policy, engine::ClassId id,
                          engine::ZoneId zone) {
  if (id.value < configuration.classes.size() && zone.value < configuration.zones.size())
    for (const auto& entry : policy.classes)
      if (entry.code_name == configuration.classes[id.value].code_name)
        return entry.dwell_at(configuration.zones[zone.value].kind);
  return engine::Duration{0};
}

const engine::StayRecord* stay_of(const Replay& replay, const Moment& moment, const sim::Thing& thing) {
  const auto& classes = replay.configuration().classes;
  const std::string& kind = replay.city().kinds->name_of(thing.kind);
  const engine::StayRecord* nearest = nullptr;
  double nearest_m = kFootErrorM;
  for (const auto& [number, stay] : moment.service.stays()) {
    if (stay.started.violation_class.value >= classes.size() ||
        !engine::shows(classes[stay.started.violation_class.value], kind))
      continue;
    const double away_m = std::hypot(stay.started.spot.x_m - thing.at.x_m, stay.started.spot.y_m - thing.at.y_m);
    // A stay with a sighting is preferred to a later stay of a second camera.
    if (away_m < nearest_m || (nearest && away_m < kFootErrorM && stay.sighting && !nearest->sighting)) {
      nearest = &stay;
      nearest_m = away_m;
    }
  }
  return nearest;
}

Verdict verdict_of_thing(const Replay& replay, const PolicyHistory& policies, const Moment& moment, sim::ThingId id,
                         Language l) {
  const engine::Configuration& c = replay.configuration();
  Verdict verdict;
  const auto found = moment.standing.find(id);
  if (found == moment.standing.end()) {
    verdict.headline = say(l, "已经不在", "It is gone");
    return verdict;
  }
  const sim::Thing& thing = found->second.thing;
  const auto step = [&](bool yes, std::string text) {
    verdict.steps.push_back({yes ? Mark::yes : Mark::no, std::move(text)});
    return yes;
  };
  const auto fail = [&](const char* zh, const char* en) {
    verdict.headline = fmt::format("{}{}", say(l, "不是事件：", "Not an incident: "), say(l, zh, en));
  };

  const auto cameras = looking_at(c, thing);
  if (!step(!cameras.empty(), cameras.empty() ? say(l, "画面：没有摄像机看到这里", "frame: no camera looks here")
                                              : fmt::format("{} {}", say(l, "画面：在视野内", "frame: in view of"),
                                                            names_of(c, cameras)))) {
    fail("没有摄像机", "no camera");
    return verdict;
  }
  std::vector<engine::CameraId> seeing;
  for (const auto camera : cameras)
    if (moment.camera(camera.value).sees) seeing.push_back(camera);
  if (seeing.empty()) {
    step(false, fmt::format("{} {}", say(l, "摄像机失明：", "camera blind:"),
                            blind_text(moment.camera(cameras.front().value).reason, l)));
    fail("摄像机失明", "the camera is blind");
    return verdict;
  }
  const std::string& kind_name = replay.city().kinds->name_of(thing.kind);
  std::vector<engine::ClassId> classes;
  for (std::uint32_t i = 0; i < c.classes.size(); ++i)
    if (engine::shows(c.classes[i], kind_name)) classes.push_back(engine::ClassId{i});
  if (!step(!classes.empty(),
            classes.empty()
                ? fmt::format("{}{}", kind_text(replay.kinds(), kind_name, l),
                              say(l, "：不属于任何违规类别", ": belongs to no class of violation"))
                : fmt::format("{}{} → {}", say(l, "识别：", "kind: "), kind_text(replay.kinds(), kind_name, l),
                              class_text(c, classes.front(), l)))) {
    fail("合法的东西", "a lawful thing");
    return verdict;
  }
  const engine::GroundPoint at{thing.at.x_m, thing.at.y_m};
  const engine::Zone* zone = nullptr;
  const engine::Zone* bay = nullptr;
  for (const engine::Zone& candidate : c.zones) {
    if (!engine::contains(candidate.outline, at)) continue;
    if (candidate.kind == engine::ZoneKind::bay) bay = &candidate;
    for (const auto id_of_class : classes)
      for (const auto kind : c.classes[id_of_class.value].zones)
        if (kind == candidate.kind && !zone) zone = &candidate;
  }
  const engine::StayRecord* stay = stay_of(replay, moment, thing);
  if (!stay && bay) {
    step(false, fmt::format("{}{}", say(l, "区域：在划定泊位内 ", "zone: in a marked bay "), bay->name));
    fail("停在泊位内", "it stands in a bay");
    return verdict;
  }
  if (!stay && !zone) {
    step(false, say(l, "区域：不在禁止区域内（线内或无区域）",
                    "zone: in none where it is forbidden (within the line, or nowhere)"));
    fail("没有占用公共区域", "it takes up no public place");
    return verdict;
  }
  if (!stay) {
    step(true, fmt::format("{}{}", say(l, "区域：中心在 ", "zone: its centre is in "), zone->name));
    step(false, fmt::format("{} {:.0f} %",
                            say(l, "占用：引擎没有计时——未识别、被遮挡，或占区不足",
                                "stay: no clock runs; not recognised, hidden, or less inside than"),
                            100 * policies.at(moment.at).occupancy.min_overlap));
    fail("没有计时", "no clock runs");
    return verdict;
  }
  step(true, fmt::format("{}{}", say(l, "区域：", "zone: "), c.zones.at(stay->started.zone.value).name));
  const engine::Duration dwell = dwell_of(c, policies.at(moment.at), stay->started.violation_class, stay->started.zone),
                         so_far = moment.at - stay->started.onset;
  if (!stay->sighting) {
    verdict.steps.push_back(
        {Mark::pending, fmt::format("{} {} / {}", say(l, "计时", "clock"), clock_text(so_far), clock_text(dwell))});
    verdict.headline = say(l, "尚未：规定时间未到", "Not yet: within the time allowed");
    return verdict;
  }
  step(true, fmt::format("{} {} > {}", say(l, "计时", "clock"), clock_text(so_far), clock_text(dwell)));
  for (const auto& [incident_id, incident] : moment.service.incidents())
    if (incident.opened.sighting == *stay->sighting ||
        (incident.open() && incident.opened.violation_class == stay->started.violation_class &&
         incident.opened.zone == stay->started.zone)) {
      step(true, fmt::format("{} #{}  {} {}/256", say(l, "事件", "incident"), incident_id.value,
                             say(l, "置信度", "score"), static_cast<int>(stay->score_256)));
      verdict.incident = true;
      verdict.headline = fmt::format("{} #{}", say(l, "是事件", "It is incident"), incident_id.value);
      return verdict;
    }
  verdict.steps.push_back(
      {Mark::pending, say(l, "等待人工审核，或并入另一事件", "waits for review, or joined another incident")});
  verdict.headline = say(l, "尚未：等待审核", "Not yet: under review");
  return verdict;
}

Verdict verdict_of_incident(const Timeline& timeline, const Replay& replay, const PolicyHistory& policies,
                            const Moment& moment, std::uint32_t incident, Language l) {
  const engine::Configuration& c = replay.configuration();
  Verdict verdict;
  const engine::IncidentRecord* record = moment.service.incident(engine::IncidentId{incident});
  if (!record) {
    verdict.headline = say(l, "此刻尚无此事件", "No such incident by now");
    return verdict;
  }
  const engine::IncidentRecord& it = *record;
  verdict.incident = true;
  verdict.headline =
      fmt::format("{} #{} {}", say(l, "事件", "Incident"), incident, class_text(c, it.opened.violation_class, l));
  if (const engine::SightingRecord* seen = moment.service.sighting(it.opened.sighting)) {
    const auto& s = seen->content;
    verdict.steps.push_back({Mark::yes, fmt::format("{}  {} {}", time_text(s.onset), c.cameras.at(s.camera.value).name,
                                                    say(l, "画面中开始停留", "frame: the stay begins"))});
    verdict.steps.push_back(
        {Mark::yes, fmt::format("{}{}  {} {:.2f}", say(l, "识别：", "detector: "), class_text(c, s.violation_class, l),
                                say(l, "置信度", "score"), s.score_256 / 256.0)});
    verdict.steps.push_back(
        {Mark::yes, fmt::format("{}{}", say(l, "区域：", "zone: "), c.zones.at(s.zone.value).name)});
    verdict.steps.push_back(
        {Mark::yes, fmt::format("{} {} > {}", say(l, "计时", "dwell"), clock_text(it.opened_at - s.onset),
                                clock_text(dwell_of(c, policies.at(it.opened_at), s.violation_class, s.zone)))});
    verdict.steps.push_back(
        {Mark::yes, fmt::format("{} {}", s.evidence.size(), say(l, "张证据图片", "pictures of evidence"))});
    verdict.steps.push_back({Mark::yes, fmt::format("{}{}", say(l, "归属：", "whose: "), whose_text(c, it.opened, l))});
  }
  verdict.steps.push_back(
      {Mark::yes, fmt::format("{}  {} #{}", time_text(it.opened_at), say(l, "立为事件", "incident"), incident)});
  follow(timeline, c, moment, it, l, verdict);
  if (it.open() && it.correction_due && !it.case_id())
    verdict.steps.push_back(
        {Mark::pending, fmt::format("{} {}", say(l, "整改期限", "to be cleared by"), time_text(*it.correction_due))});
  return verdict;
}

}  // namespace tricolor::harness
