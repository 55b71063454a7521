#include "view/model/tooltip.h"

#include <fmt/format.h>

#include "view/model/subjects.h"
#include "view/model/verdict.h"

namespace tricolor::harness {
namespace {

using What = Selection::What;

class Words {
 public:
  Words(const Replay& replay, const PolicyHistory& policies, const Moment& moment, Language language)
      : c_(replay.configuration()), replay_(replay), policies_(policies), moment_(moment), l_(language) {}

  Tooltip shop(std::uint32_t id) {
    Tooltip tip;
    if (id >= c_.merchants.size()) return tip;
    const engine::Dossier& dossier = c_.merchants[id];
    const engine::MerchantRecord& shop = moment_.shop(id);
    tip.title = fmt::format("{}  {}", dossier.sign, dossier.name);
    tip.lines.push_back(fmt::format("{} · {}", say("店铺", "shop"), trade_text(dossier.trade, l_)));
    colour(id, tip);
    tip.lines.push_back(fmt::format("{} {} · {} {} · {} {}", say("事件", "incidents"), shop.incidents,
                                    say("短信", "SMS"), shop.notices, say("案件", "cases"), shop.cases));
    return tip;
  }

  Tooltip incident(std::uint32_t number) {
    Tooltip tip;
    const engine::IncidentRecord* it = moment_.service.incident(engine::IncidentId{number});
    if (!it) return tip;
    tip.title =
        fmt::format("{} #{} · {}", say("事件", "Incident"), number, class_text(c_, it->opened.violation_class, l_));
    tip.lines.push_back(whose_text(c_, it->opened, l_));
    if (it->opened.merchant) colour(it->opened.merchant->value, tip);
    tip.lines.push_back(since(say("发现于", "since"), it->opened_at));
    if (const auto id = it->case_id()) {
      if (const auto* work = moment_.service.case_of(*id))
        tip.lines.push_back(fmt::format("{} #{} · {}", say("案件", "case"), id->value, state_text(work->state, l_)));
    } else if (it->correction_due && moment_.at < *it->correction_due) {
      tip.lines.push_back(fmt::format("{} {}", say("整改期限", "to be cleared by"), time_text(*it->correction_due)));
    }
    return tip;
  }

  Tooltip camera(std::uint32_t id) {
    Tooltip tip;
    if (id >= c_.cameras.size()) return tip;
    tip.title = fmt::format("{} {}", say("摄像机", "Camera"), c_.cameras[id].name);
    const engine::CameraRecord& now = moment_.camera(id);
    tip.lines.push_back(now.sees
                            ? std::string(say("画面正常", "it sees"))
                            : fmt::format("{} · {}", blind_text(now.reason, l_), since(say("自", "since"), now.since)));
    int clocks = 0;
    for (const auto& [number, stay] : moment_.service.stays()) clocks += stay.started.camera.value == id ? 1 : 0;
    tip.lines.push_back(fmt::format("{} · {} {}", c_.cameras[id].owner, say("计时中", "clocks running"), clocks));
    return tip;
  }

  Tooltip officer(std::uint32_t id) {
    Tooltip tip;
    if (id >= c_.officers.size()) return tip;
    tip.title = fmt::format("{} {}", say("队员", "Officer"), c_.officers[id].name);
    const OfficerMoment& now = moment_.officers.at(id);
    tip.lines.push_back(
        now.case_id ? fmt::format("{} #{} · {}", say("案件", "case"), now.case_id->value, state_text(now.doing, l_))
                    : std::string(say("待命", "waiting")));
    if (now.on_the_way(moment_.at))
      tip.lines.push_back(
          fmt::format("{} {}", say("在途，预计到达", "on the way, there by"), time_text(now.arrives_at)));
    return tip;
  }

  Tooltip town(const CityPlaces& places, std::size_t id) {
    Tooltip tip;
    if (id >= places.towns.size()) return tip;
    const TownPlace& town = places.towns[id];
    const PlaceCounts counts = counts_of_towns(places, moment_)[id];
    tip.title = town.name;
    tip.lines.push_back(fmt::format("{} {} · G {} · Y {} · R {}", say("店铺", "shops"), town.shops.size(),
                                    counts.shops[0], counts.shops[1], counts.shops[2]));
    tip.lines.push_back(fmt::format("{} {} · {} {} · {} {}", say("未结事件", "open incidents"), counts.incidents_open,
                                    say("摄像机", "cameras"), town.cameras.size(), say("失明", "blind"), counts.blind));
    return tip;
  }

  Tooltip thing(std::uint64_t id) {
    Tooltip tip;
    const auto found = moment_.standing.find(id);
    if (found == moment_.standing.end()) return tip;
    tip.title = kind_text(replay_.kinds(), replay_.city().kinds->name_of(found->second.thing.kind), l_);
    tip.lines.push_back(since(say("放置于", "there since"), found->second.since));
    if (const engine::StayRecord* stay = stay_of(replay_, moment_, found->second.thing))
      tip.lines.push_back(fmt::format(
          "{} {}/{}", say("计时", "clock"), clock_text(moment_.at - stay->started.onset),
          clock_text(dwell_of(c_, policies_.at(moment_.at), stay->started.violation_class, stay->started.zone))));
    return tip;
  }

 private:
  const char* say(const char* zh, const char* en) const { return harness::say(l_, zh, en); }

  // Writes "since 09:03:01 (04:20)", with the day where it was another one.
  std::string since(const char* word, engine::Time at) const {
    const bool today = engine::to_text(at).substr(0, 10) == engine::to_text(moment_.at).substr(0, 10);
    const std::string day = today ? std::string() : engine::to_text(at).substr(5, 5) + " ";
    return fmt::format("{} {}{} ({})", word, day, time_text(at), clock_text(moment_.at - at));
  }

  void colour(std::uint32_t shop, Tooltip& tip) const {
    static constexpr const char* kLetters[] = {"G", "Y", "R"};
    const auto now = static_cast<std::size_t>(moment_.shop(shop).colour);
    tip.colour = static_cast<int>(now);
    const auto changed = colour_since(moment_, shop);
    tip.lines.push_back(
        fmt::format("{} {} · {}", kLetters[now], colour_text(moment_.shop(shop).colour, l_),
                    changed ? since(say("自", "since"), *changed) : std::string(say("未变色", "from the beginning"))));
  }

  const engine::Configuration& c_;
  const Replay& replay_;
  const PolicyHistory& policies_;
  const Moment& moment_;
  Language l_;
};

}  // namespace

Tooltip tooltip_of(const Selection& selection, const Replay& replay, const PolicyHistory& policies,
                   const Moment& moment, Language language, std::size_t others, const CityPlaces* places) {
  Words words(replay, policies, moment, language);
  const auto id = static_cast<std::uint32_t>(selection.id);
  Tooltip tip;
  switch (selection.what) {
    case What::shop: tip = words.shop(id); break;
    case What::incident: tip = words.incident(id); break;
    case What::camera: tip = words.camera(id); break;
    case What::officer: tip = words.officer(id); break;
    case What::thing: tip = words.thing(selection.id); break;
    case What::town:
      if (places) tip = words.town(*places, selection.id);
      break;
    case What::road:
    case What::case_work:
    case What::figure:
    case What::none: break;
  }
  if (!tip.title.empty() && others > 0)
    tip.lines.push_back(language == Language::zh ? fmt::format("此处另有 {} 个标记，再次点击切换", others)
                                                 : fmt::format("{} more here: click again", others));
  return tip;
}

}  // namespace tricolor::harness
