#include "view/subjects.h"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace tricolor::harness {
namespace {

namespace ev = engine::event;
using What = Selection::What;

template <class T, class... Others>
constexpr bool kIsOneOf = (std::is_same_v<T, Others> || ...);

}  // namespace

Selection subject_of(const engine::Event& event, const Moment& moment) {
  return std::visit(
      [&](const auto& e) -> Selection {
        using T = std::decay_t<decltype(e)>;
        if constexpr (kIsOneOf<T, ev::IncidentOpened, ev::IncidentClosed, ev::IncidentVoided, ev::IncidentRelapsed,
                               ev::Rechecked, ev::NoticeQueued, ev::StrikeCounted>) {
          return {What::incident, e.incident.value};
        } else if constexpr (std::is_same_v<T, ev::NoticeFate>) {
          const auto incident = moment.notice_of.find(e.notice.value);
          return incident == moment.notice_of.end() ? Selection{} : Selection{What::incident, incident->second.value};
        } else if constexpr (kIsOneOf<T, ev::CaseRegistered, ev::CaseMoved>) {
          return {What::case_work, e.case_id.value};
        } else if constexpr (std::is_same_v<T, ev::ColourBecame>) {
          return {What::shop, e.merchant.value};
        } else if constexpr (std::is_same_v<T, ev::CameraBecame>) {
          return {What::camera, e.camera.value};
        } else {
          return {};
        }
      },
      event.payload);
}

std::vector<std::size_t> events_of_incident(const Timeline& timeline, const Moment& moment, std::uint32_t incident) {
  std::vector<std::size_t> found;
  const auto known = moment.incidents.find(incident);
  if (known == moment.incidents.end()) return found;
  const IncidentMoment& it = known->second;
  const Selection self{What::incident, incident}, shop{What::shop, it.opened.merchant ? it.opened.merchant->value : 0};
  std::optional<engine::Time> strike;
  const auto& journal = timeline.journal();
  for (std::size_t i = 0; i < moment.events && i < journal.size(); ++i) {
    if (journal[i].at < it.at) continue;
    const Selection subject = subject_of(journal[i], moment);
    const bool own = subject == self || (it.case_id && subject == Selection{What::case_work, it.case_id->value});
    if (std::holds_alternative<ev::StrikeCounted>(journal[i].payload) && own) strike = journal[i].at;
    const bool coloured = strike == journal[i].at && it.opened.merchant && subject == shop;
    if (own || coloured) found.push_back(i);
  }
  return found;
}

engine::Colour colour_after(const engine::Event& event) {
  const auto* became = std::get_if<ev::ColourBecame>(&event.payload);
  return became ? became->to : engine::Colour::green;
}

std::optional<engine::Time> colour_since(const Timeline& timeline, const Moment& moment, std::uint32_t shop) {
  const auto& journal = timeline.journal();
  for (std::size_t i = std::min(moment.events, journal.size()); i > 0; --i)
    if (subject_of(journal[i - 1], moment) == Selection{What::shop, shop}) return journal[i - 1].at;
  return std::nullopt;
}

}  // namespace tricolor::harness
