// Gives the window's texts, in Chinese and in English.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/event.h"
#include "scenario/kinds_file.h"

namespace tricolor::harness {

enum class Language : std::uint8_t { zh, en };

/// Gives one of two texts by the language.
inline const char* say(Language language, const char* zh, const char* en) { return language == Language::zh ? zh : en; }

std::string class_text(const engine::Configuration& configuration, engine::ClassId id, Language language);
/// Gives "m1 阿芳水果店"; the number for an id that is unknown.
std::string shop_text(const engine::Configuration& configuration, engine::MerchantId id);
/// Gives the trade of a shop by its code: "蔬果" for "fruit_veg"; the code itself for one that the twin does not know.
std::string trade_text(const std::string& code, Language language);
const char* colour_text(engine::Colour colour, Language language);
const char* state_text(engine::CaseState state, Language language);
const char* outcome_text(engine::RecheckOutcome outcome, Language language);
const char* blind_text(engine::BlindReason reason, Language language);
const char* end_text(engine::event::IncidentClosed::How how, Language language);
/// Names a kind of thing or of detection by its code name: "杂物" or "goods" for "pile"; an object for one that the
/// table does not have.
std::string kind_text(const std::vector<KindOfThing>& kinds, const std::string& kind, Language language);

/// True for events that the feed shows: incidents, notices, cases, reports, cameras and changes of colour.
bool is_news(const engine::Event& event);
/// Gives the feed's mark for an event.
enum class FeedKind : std::uint8_t { incident, good, notice, case_work, colour, report, camera, other };
FeedKind feed_kind(const engine::Event& event);
/// Gives the colour that an event gives to a shop; none for every other event.
std::optional<engine::Colour> colour_given(const engine::Event& event);

/// Says who answers for an incident: a shop, or what the row of its class says of one without a merchant.
std::string whose_text(const engine::Configuration& configuration, const engine::event::IncidentOpened& opened,
                       Language language);
/// Gives one event in one line without its time.
std::string event_line(const engine::Event& event, const engine::Configuration& configuration, Language language);

/// Writes a length of time as a clock shows it: "03:20", "1:02:05".
std::string clock_text(engine::Duration length);
/// Writes an instant as "09:03:01", UTC+8.
std::string time_text(engine::Time time);
/// Writes a day as "2020-11-02 星期一" or "Mon 2020-11-02".
std::string day_text(engine::Time time, Language language);

}  // namespace tricolor::harness
