#include "view/model/story_card.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/journal.h"
#include "engine/subject.h"
#include "view/model/figures.h"

namespace tricolor::harness {
namespace {

using About = engine::Subject::Kind;
using Kind = StoryLine::Kind;

// Number of the latest events that are told.
constexpr std::size_t kEventsTold = 9;
// Length of the lines in which a query is shown, characters.
constexpr std::size_t kQueryColumns = 46;

class Teller {
 public:
  Teller(const Timeline& timeline, const Replay& replay, const PolicyHistory& policies, const Moment& moment,
         Language language)
      : timeline_(timeline),
        replay_(replay),
        c_(replay.configuration()),
        policies_(policies),
        moment_(moment),
        l_(language) {}

  StoryCard shop(std::uint32_t id) {
    const engine::Dossier& dossier = c_.merchants.at(id);
    const engine::MerchantRecord& shop = moment_.shop(id);
    card_.title = fmt::format("{}  {}", dossier.sign, dossier.name);
    card_.subtitle =
        fmt::format("{} · {}", trade_text(dossier.trade, l_),
                    dossier.duty_grid.value < c_.duty_grids.size() ? c_.duty_grids[dossier.duty_grid.value].name : "");
    card_.colour = static_cast<int>(shop.colour);
    const engine::ColourPolicy& rules = policies_.at(moment_.at).colour;
    const int next = shop.colour == engine::Colour::green ? rules.yellow_from : rules.red_from;
    text(fmt::format("{}：{} · {} {}", say(l_, "当前", "now"), colour_text(shop.colour, l_),
                     say(l_, "变色时记录次数", "strikes at its last change"),
                     shop.changes.empty() ? 0 : shop.changes.back().count));
    if (shop.colour != engine::Colour::red)
      dim(fmt::format("{} {}", say(l_, "下一级门槛（次）", "the next colour is from strike"), next));
    text(fmt::format("{} {} · {} {} · {} {}", say(l_, "事件", "incidents"), shop.incidents, say(l_, "短信", "SMS"),
                     shop.notices, say(l_, "案件", "cases"), shop.cases));
    std::set<std::uint64_t> incidents, cases, notices;
    for (const auto& [number, it] : moment_.service.incidents())
      if (it.opened.merchant && it.opened.merchant->value == id) {
        incidents.insert(number.value);
        for (const engine::CaseId its : it.cases) cases.insert(its.value);
        if (it.notice) notices.insert(it.notice->value);
      }
    events([&](const engine::Event& event, const engine::Subject& subject) {
      switch (subject.kind) {
        case About::merchant: return subject.id == id && feed_kind(event) == FeedKind::colour;
        case About::incident: return incidents.contains(subject.id) && is_news(event);
        case About::notice: return notices.contains(subject.id) && is_news(event);
        case About::case_work: return cases.contains(subject.id) && is_news(event);
        default: return false;
      }
    });
    return std::move(card_);
  }

  StoryCard verdict(const Verdict& verdict, const std::string& subtitle) {
    card_.title = verdict.headline;
    card_.subtitle = subtitle;
    for (const VerdictStep& step : verdict.steps)
      card_.lines.push_back({step.mark == VerdictStep::Mark::yes  ? Kind::yes
                             : step.mark == VerdictStep::Mark::no ? Kind::no
                                                                  : Kind::pending,
                             step.text, FeedKind::other});
    return std::move(card_);
  }

  StoryCard case_work(std::uint32_t id) {
    const engine::CaseRecord* found = moment_.service.case_of(engine::CaseId{id});
    if (!found) return {};
    const engine::CaseRecord& it = *found;
    const engine::IncidentRecord* incident =
        it.registered.incident ? moment_.service.incident(*it.registered.incident) : nullptr;
    card_.title = fmt::format("{} #{}  {}", say(l_, "案件", "Case"), id, state_text(it.state, l_));
    card_.subtitle = fmt::format("{} {}", say(l_, "立案", "registered"), time_text(it.registered_at));
    const bool public_place = incident && !incident->opened.merchant;
    if (public_place) text(say(l_, "公共场所，直接派单", "a public place: an officer is sent at once"));
    else
      text(it.registered.warned ? say(l_, "短信提醒后未整改", "warned in vain")
                                : say(l_, "未能提醒到人", "nobody could be warned"));
    text(fmt::format("{} {}", say(l_, "处置期限", "due"), time_text(it.registered.due)));
    if (it.over_at)
      text(fmt::format(
          "{} {}",
          *it.over_at <= it.registered.due ? say(l_, "按期完成", "over in time") : say(l_, "超期完成", "over too late"),
          time_text(*it.over_at)));
    else if (moment_.at <= it.registered.due)
      text(fmt::format("{} {}", say(l_, "剩余", "left"), clock_text(it.registered.due - moment_.at)));
    else
      card_.lines.push_back(
          {Kind::no, fmt::format("{} {}", say(l_, "已超期", "overdue by"), clock_text(moment_.at - it.registered.due)),
           FeedKind::other});
    if (it.last_officer)
      text(fmt::format("{} {}", say(l_, "队员", "officer"), c_.officers.at(it.last_officer->value).name));
    if (incident) {
      const auto& opened = incident->opened;
      text(fmt::format("{} #{} {}", say(l_, "事件", "incident"), opened.incident.value,
                       class_text(c_, opened.violation_class, l_)));
      if (opened.merchant) text(shop_text(c_, *opened.merchant));
    }
    events([&](const engine::Event& event, const engine::Subject& subject) {
      return subject.kind == About::case_work && subject.id == id && is_news(event);
    });
    return std::move(card_);
  }

  StoryCard camera(std::uint32_t id) {
    const engine::Camera& camera = c_.cameras.at(id);
    const engine::CameraRecord& now = moment_.camera(id);
    card_.title = fmt::format("{} {}", say(l_, "摄像机", "Camera"), camera.name);
    card_.subtitle = fmt::format("{} {}", say(l_, "所属", "of"), camera.owner);
    if (now.sees) card_.lines.push_back({Kind::yes, say(l_, "画面正常", "it sees"), FeedKind::other});
    else
      card_.lines.push_back(
          {Kind::no, fmt::format("{}，{} {}", blind_text(now.reason, l_), say(l_, "自", "since"), time_text(now.since)),
           FeedKind::other});
    int zones = 0, incidents = 0;
    for (const engine::Zone& zone : c_.zones)
      zones += std::count(zone.cameras.begin(), zone.cameras.end(), engine::CameraId{id}) > 0 ? 1 : 0;
    for (const auto& [number, it] : moment_.service.incidents())
      incidents += moment_.camera_of(it) == engine::CameraId{id} ? 1 : 0;
    text(fmt::format("{} {} · {} {}", say(l_, "看守区域", "zones watched"), zones,
                     say(l_, "发现事件", "incidents found"), incidents));
    for (const auto& [number, stay] : moment_.service.stays())
      if (stay.started.camera.value == id) {
        const auto dwell = dwell_of(c_, policies_.at(moment_.at), stay.started.violation_class, stay.started.zone);
        card_.lines.push_back({stay.sighting ? Kind::no : Kind::pending,
                               fmt::format("{}  {} / {}", class_text(c_, stay.started.violation_class, l_),
                                           clock_text(moment_.at - stay.started.onset), clock_text(dwell)),
                               FeedKind::other});
      }
    events([&](const engine::Event& event, const engine::Subject& subject) {
      if (subject.camera != engine::CameraId{id}) return false;
      // The beginning of a stay is told here, though the feed leaves it out.
      return subject.kind == About::stay || is_news(event) || feed_kind(event) == FeedKind::incident;
    });
    return std::move(card_);
  }

  StoryCard officer(std::uint32_t id) {
    const OfficerMoment& now = moment_.officers.at(id);
    card_.title = fmt::format("{} {}", say(l_, "队员", "Officer"), c_.officers.at(id).name);
    const auto grid = c_.officers[id].duty_grid.value;
    card_.subtitle = grid < c_.duty_grids.size() ? c_.duty_grids[grid].name : "";
    if (now.case_id)
      text(fmt::format("{} #{} · {}", say(l_, "案件", "case"), now.case_id->value, state_text(now.doing, l_)));
    else text(say(l_, "待命", "waiting"));
    if (now.on_the_way(moment_.at))
      text(fmt::format("{} {}", say(l_, "在途，预计到达", "on the way, there by"), time_text(now.arrives_at)));
    std::set<engine::CaseId> mine;
    for (const auto& [number, it] : moment_.service.cases())
      if (it.last_officer == engine::OfficerId{id}) mine.insert(number);
    text(fmt::format("{} {}", say(l_, "经手案件", "cases so far"), mine.size()));
    events([&](const engine::Event& event, const engine::Subject& subject) {
      if (subject.kind != About::case_work) return false;
      const engine::CaseId its{static_cast<std::uint32_t>(subject.id)};
      const auto& moves = moment_.service.case_of(its)->moves;
      const auto move = std::find_if(moves.begin(), moves.end(),
                                     [&](const engine::CaseMove& m) { return m.sequence == event.sequence; });
      return move != moves.end() && (move->officer ? *move->officer == engine::OfficerId{id} : mine.contains(its));
    });
    return std::move(card_);
  }

  StoryCard town(const CityPlaces& places, std::size_t id) {
    const TownPlace& town = places.towns[id];
    const PlaceCounts counts = counts_of_towns(places, moment_)[id];
    card_.title = town.name;
    int at_work = 0;
    for (const std::size_t officer : town.officers) at_work += moment_.officers.at(officer).case_id ? 1 : 0;
    counted(town.shops.size(), counts);
    text(fmt::format("{} {} · {} {}", say(l_, "摄像机", "cameras"), town.cameras.size(), say(l_, "失明", "blind"),
                     counts.blind));
    text(fmt::format("{} {} · {} {}", say(l_, "队员", "officers"), town.officers.size(), say(l_, "在办", "at work"),
                     at_work));
    events([&](const engine::Event& event, const engine::Subject& subject) {
      const auto* it = subject.incident ? moment_.service.incident(*subject.incident) : nullptr;
      return it && is_news(event) && places.town_at({it->opened.spot.x_m, it->opened.spot.y_m}) == id;
    });
    return std::move(card_);
  }

  StoryCard road(const CityPlaces& places, std::size_t id) {
    const RoadPlace& road = places.roads[id];
    card_.title = road.name;
    if (road.town) card_.subtitle = places.towns[*road.town].name;
    text(fmt::format("{} {:.0f} m", say(l_, "长度", "length"), road.length_m));
    counted(road.shops.size(), counts_of_road(road, moment_));
    events([&](const engine::Event& event, const engine::Subject& subject) {
      const auto* it = subject.incident ? moment_.service.incident(*subject.incident) : nullptr;
      return it && it->opened.merchant && is_news(event) &&
             std::binary_search(road.shops.begin(), road.shops.end(), std::size_t{it->opened.merchant->value});
    });
    return std::move(card_);
  }

  StoryCard figure(std::size_t index) {
    const auto figures = figures_of(moment_);
    if (index >= figures.size()) return {};
    card_.title =
        fmt::format("{}  {}", say(l_, figures[index].name_zh, figures[index].name_en), value_text(figures[index]));
    card_.subtitle = say(l_, "每个数字都是对日志的一条查询", "Every figure is a query on the journal");
    // A query is broken at spaces, so that it can be read and copied from the picture.
    std::string line;
    const std::string query = figures[index].sql;
    for (std::size_t from = 0; from < query.size();) {
      std::size_t to = query.find(' ', from);
      if (to == std::string::npos) to = query.size();
      if (to - from > kQueryColumns) to = query.find('=', from);  // Long comparisons are broken at their sign.
      const bool split = to < query.size() && query[to] == '=';
      const std::string word = query.substr(from, to - from + (split ? 1 : 0));
      if (!line.empty() && line.size() + word.size() > kQueryColumns) {
        card_.lines.push_back({Kind::query, line, FeedKind::other});
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
      from = to + 1;
    }
    if (!line.empty()) card_.lines.push_back({Kind::query, line, FeedKind::other});
    return std::move(card_);
  }

 private:
  void text(std::string line) { card_.lines.push_back({Kind::text, std::move(line), FeedKind::other}); }
  void counted(std::size_t shops, const PlaceCounts& counts) {
    text(fmt::format("{} {} · {} {} · {} {} · {} {}", say(l_, "店铺", "shops"), shops, say(l_, "绿", "green"),
                     counts.shops[0], say(l_, "黄", "yellow"), counts.shops[1], say(l_, "红", "red"), counts.shops[2]));
    text(fmt::format("{} {}", say(l_, "未结事件", "open incidents"), counts.incidents_open));
  }
  void dim(std::string line) { card_.lines.push_back({Kind::dim, std::move(line), FeedKind::other}); }

  // Gives the latest events of the journal for which `mine` is true of the event and its subject, newest first.
  template <class Mine>
  void events(const Mine& mine) {
    std::size_t told = 0;
    for (std::size_t i = moment_.events; i > 0 && told < kEventsTold; --i) {
      const engine::Event& event = timeline_.journal()[i - 1];
      if (!mine(event, engine::subject_of(event))) continue;
      card_.lines.push_back(
          {Kind::event, fmt::format("{}  {}", time_text(event.at), event_line(event, c_, l_)), feed_kind(event)});
      ++told;
    }
  }

  const Timeline& timeline_;
  const Replay& replay_;
  const engine::Configuration& c_;
  const PolicyHistory& policies_;
  const Moment& moment_;
  Language l_;
  StoryCard card_;
};

}  // namespace

StoryCard story_of(const Selection& selection, const Timeline& timeline, const Replay& replay,
                   const PolicyHistory& policies, const Moment& moment, Language l, const CityPlaces* places) {
  Teller teller(timeline, replay, policies, moment, l);
  const auto id = static_cast<std::uint32_t>(selection.id);
  const char* why = say(l, "从画面到结论", "from frame to verdict");
  switch (selection.what) {
    case Selection::What::none: return {};
    case Selection::What::shop: return teller.shop(id);
    case Selection::What::incident:
      return teller.verdict(verdict_of_incident(timeline, replay, policies, moment, id, l), why);
    case Selection::What::case_work: return teller.case_work(id);
    case Selection::What::camera: return teller.camera(id);
    case Selection::What::officer: return teller.officer(id);
    case Selection::What::thing:
      return teller.verdict(verdict_of_thing(replay, policies, moment, selection.id, l), why);
    case Selection::What::figure: return teller.figure(selection.id);
    case Selection::What::town:
      return places && selection.id < places->towns.size() ? teller.town(*places, selection.id) : StoryCard{};
    case Selection::What::road:
      return places && selection.id < places->roads.size() ? teller.road(*places, selection.id) : StoryCard{};
  }
  return {};
}

}  // namespace tricolor::harness
