#include "report/page/data/event_step.h"

#include <chrono>

#include "engine/journal.h"

namespace tricolor::harness {

namespace {

namespace ev = engine::event;

// Gives the step's data without its time and name, or nothing.
struct Words {
  const engine::Configuration& configuration;
  engine::Time at;

  Json step(const char* what) const { return {{"time", epoch_ms(at)}, {"what", what}}; }

  template <class Other>
  std::optional<Json> operator()(const Other&) const {
    return std::nullopt;
  }
  std::optional<Json> operator()(const ev::SightingConfirmed& it) const {
    Json json = step("confirmed");
    json["camera"] = configuration.cameras.at(it.camera.value).name;
    json["stayed_s"] = std::chrono::duration<double>(at - it.onset).count();
    return json;
  }
  std::optional<Json> operator()(const ev::NoticeQueued& it) const {
    Json json = step("sms");
    json["text"] = it.text;
    return json;
  }
  std::optional<Json> operator()(const ev::NoticeFate& it) const {
    return step(it.delivered ? "delivered" : "undelivered");
  }
  std::optional<Json> operator()(const ev::Rechecked& it) const {
    Json json = step("rechecked");
    json["outcome"] = engine::name_of(it.outcome);
    return json;
  }
  std::optional<Json> operator()(const ev::CaseRegistered& it) const {
    Json json = step("case");
    json["due"] = epoch_ms(it.due);
    return json;
  }
  std::optional<Json> operator()(const ev::CaseMoved& it) const {
    Json json = step("case_moved");
    json["to"] = engine::name_of(it.to);
    json["officer"] = it.officer ? Json(configuration.officers.at(it.officer->value).name) : Json(nullptr);
    json["reason"] = it.reason;
    return json;
  }
  std::optional<Json> operator()(const ev::ColourBecame& it) const {
    Json json = step("colour");
    json["from"] = engine::name_of(it.from);
    json["to"] = engine::name_of(it.to);
    json["count"] = it.count;
    return json;
  }
  std::optional<Json> operator()(const ev::IncidentRelapsed&) const { return step("relapsed"); }
  std::optional<Json> operator()(const ev::IncidentClosed& it) const {
    Json json = step("closed");
    json["how"] = engine::name_of(it.how);
    return json;
  }
  std::optional<Json> operator()(const ev::IncidentVoided& it) const {
    Json json = step("voided");
    json["reason"] = it.reason;
    return json;
  }
};

}  // namespace

std::optional<Json> step_of(const engine::Event& event, const engine::Configuration& configuration) {
  return std::visit(Words{configuration, event.at}, event.payload);
}

}  // namespace tricolor::harness
