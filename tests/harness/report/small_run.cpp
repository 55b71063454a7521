#include "small_run.h"

#include <unistd.h>

#include <fstream>
#include <iterator>

#include "adapters/build_city.h"

namespace tricolor::harness {

namespace {

namespace ev = engine::event;
using namespace std::chrono_literals;

class Journal {
 public:
  explicit Journal(engine::Time start) : start_(start) {}
  void add(engine::Duration after, engine::event::Payload payload) {
    events_.push_back({events_.size() + 1, start_ + after, std::move(payload)});
  }
  std::vector<engine::Event> take() { return std::move(events_); }

 private:
  engine::Time start_;
  std::vector<engine::Event> events_;
};

ev::SightingConfirmed sighting(std::uint32_t id, engine::Time onset, std::uint32_t merchant) {
  ev::SightingConfirmed it;
  it.sighting = {id};
  it.zone = {merchant};
  it.onset = onset;
  it.spot = {5, 7};
  it.box = {100, 100, 40, 30};
  it.merchant = engine::MerchantId{merchant};
  engine::EvidenceRecord record;
  record.label.captured_at = onset + 3min;
  record.label.box = it.box;
  record.sha256 = std::string(64, static_cast<char>('a' + id));
  it.evidence.push_back(record);
  return it;
}

ev::IncidentOpened incident(std::uint32_t id, engine::Time onset, std::uint32_t merchant) {
  ev::IncidentOpened it;
  it.incident = {id};
  it.sighting = {id};
  it.merchant = engine::MerchantId{merchant};
  it.zone = {merchant};
  it.spot = {5, 7};
  it.onset = onset;
  return it;
}

std::vector<engine::Event> journal(engine::Time start) {
  Journal out(start);
  const engine::MerchantId m1{0}, m2{1};
  for (int i = 0; i < 2; ++i) out.add(0s, ev::StrikeImported{m1, start - 240h});
  // Shop 1 is warned in vain, gets its third strike, and is visited.
  out.add(4min, sighting(1, start + 1min, 0));
  out.add(4min, incident(1, start + 1min, 0));
  out.add(4min, ev::StrikeCounted{m1, {1}, start + 4min});
  out.add(4min, ev::ColourBecame{m1, engine::Colour::green, engine::Colour::yellow, 3});
  out.add(4min,
          ev::NoticeQueued{{1}, {1}, m1, "k1", "您好，您所经营的店铺门口发现杂物堆放，请您于15分钟内进行清理", start});
  out.add(4min, ev::NoticeSent{{1}, 0});
  out.add(5min, ev::NoticeFate{{1}, true});
  out.add(19min, ev::Rechecked{{1}, engine::RecheckOutcome::not_corrected});
  ev::CaseRegistered opened;
  opened.case_id = {1};
  opened.incident = engine::IncidentId{1};
  opened.due = start + 3h;
  opened.warned = true;
  out.add(19min, opened);
  const engine::OfficerId officer{0};
  using engine::CaseState;
  out.add(19min, ev::CaseMoved{{1}, CaseState::registered, CaseState::dispatched, officer, ""});
  out.add(20min, ev::CaseMoved{{1}, CaseState::dispatched, CaseState::acknowledged, officer, ""});
  out.add(25min, ev::CaseMoved{{1}, CaseState::acknowledged, CaseState::arrived, officer, ""});
  out.add(33min, ev::CaseMoved{{1}, CaseState::arrived, CaseState::disposed, officer, ""});
  out.add(40min, ev::CaseMoved{{1}, CaseState::checking, CaseState::closed, {}, "seen clear"});
  out.add(40min, ev::IncidentClosed{{1}, ev::IncidentClosed::How::case_closed});
  // Shop 2 is accused of nothing, and its SMS gets lost.
  out.add(50min, sighting(2, start + 47min, 1));
  out.add(50min, incident(2, start + 47min, 1));
  out.add(50min, ev::NoticeQueued{{2}, {2}, m2, "k2", "a, \"quoted\"\ntext", start});
  out.add(51min, ev::NoticeFate{{2}, false});
  ev::ReportReceived report;
  report.report = {1};
  report.content.text = "</script><b>claim</b>";
  out.add(52min, report);
  out.add(53min, ev::ReportReplied{{1}, "已收到"});
  return out.take();
}

}  // namespace

RunRecord small_run() {
  RunRecord run;
  run.scenario = "small";
  run.about = "a run of 2 h written by hand";
  run.seed = 7;
  run.fingerprints = {"00000000000000a1", "00000000000000a2", "00000000000000a3", "00000000000000a4",
                      "00000000000000a5"};
  run.commit = "abc1234";
  run.start = engine::Time(std::chrono::seconds(1'604'278'800));  // 2020-11-02 09:00 in UTC+8.
  run.end = run.planned_end = run.start + 2h;
  engine::Diagnostics faults;
  run.kinds = read_kinds(own_kinds(TRICOLOR_SOURCE_DIR "/assets"), kinds_of_twin(), faults);
  run.policies.first().name = "pinghu";
  run.policies.first().classes.push_back({"piled_goods", 180s, {}});

  auto& street = run.city.streets.emplace_back();
  street.id = "xinhua";
  street.name = "新华路";
  street.to = {60, 0};
  for (int i = 0; i < 2; ++i) {
    auto& shop = run.city.shops.emplace_back();
    shop.id = i ? "m2" : "m1";
    shop.name = i ? "=1+1</script>{{data}}" : "阿芳水果店";
    shop.from_m = 10 + 8 * i;
    shop.to_m = shop.from_m + 7;
    auto& dossier = run.configuration.merchants.emplace_back();
    dossier.name = shop.id;
    dossier.sign = shop.name;
    dossier.trade = "fruit_veg";
    auto& zone = run.configuration.zones.emplace_back();
    zone.name = "z" + shop.id;
    zone.merchant = engine::MerchantId{static_cast<std::uint32_t>(i)};
    zone.outline = {{10.0 + 8 * i, 6}, {17.0 + 8 * i, 6}, {17.0 + 8 * i, 10}, {10.0 + 8 * i, 10}};
  }
  run.city.cameras.emplace_back().id = "c1";
  engine::Camera camera;
  camera.name = "c1";
  camera.geometry.emplace();
  camera.geometry->y_m = -9;
  camera.geometry->heading_rad = 1.2;
  run.configuration.cameras.push_back(camera);
  run.configuration.classes.push_back(
      {"piled_goods", "杂物堆放", "piled goods", "01-36", "05-07", {"pile"}, {engine::ZoneKind::shop_front}});
  run.configuration.duty_grids.push_back({"g1", engine::OfficerId{0}});
  engine::Officer officer;
  officer.name = "o1";
  officer.on_duty_from = 8h;
  officer.on_duty_until = 17h;
  run.configuration.officers.push_back(officer);
  run.frames.pictures = 40;
  run.frames.by_cause[1] = 40;
  run.frames.looks_by_camera = {40};
  run.journal = journal(run.start);

  JudgedViolation seen;
  seen.violation.id = 1;
  seen.violation.merchant = engine::MerchantId{0};
  seen.violation.from = run.start + 1min;
  seen.violation.dwell_end = run.start + 4min;
  seen.violation.seeing = {true, true, true, 5, 5};
  seen.incident = engine::IncidentId{1};
  JudgedViolation missed = seen;
  missed.violation.id = 2;
  missed.violation.merchant.reset();
  missed.incident.reset();
  missed.lost_at = LostAt::detector;
  run.judgement.violations = {seen, missed};
  for (const auto& incident : incidents_of(run.journal)) {
    JudgedIncident judged;
    judged.incident = incident;
    if (incident.id.value == 1) judged.violation = 1;
    else judged.wrong_by = WrongBy::nothing_there;
    run.judgement.incidents.push_back(judged);
  }
  run.judgement.lost = {{"found", 1}, {"detector", 1}};
  run.judgement.wrong = {{"right", 1}, {"nothing_there", 1}};
  Score score;
  score.precision = {1, 2};
  score.recall_all = score.recall_working = score.recall_opportunities = {1, 2};
  score.delay_s = {1.5};
  run.judgement.by_class_by_day = {{"", score}, {"piled_goods", score}};
  return run;
}

Folder::Folder(const std::string& name)
    : path_(std::filesystem::temp_directory_path() / ("tricolor_report_" + name + "_" + std::to_string(getpid()))) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace tricolor::harness
