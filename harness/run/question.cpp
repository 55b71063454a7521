#include "run/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "engine/document.h"

namespace tricolor::harness {
namespace {

using engine::Dossier;

// Gives the ids of the shops whose id or sign is exactly this.
std::vector<std::string> shops_named(const std::string& text, const engine::Configuration& configuration) {
  std::vector<std::string> ids;
  for (const Dossier& shop : configuration.merchants)
    if (shop.name == text) return {shop.name};
  for (const Dossier& shop : configuration.merchants)
    if (shop.sign == text) ids.push_back(shop.name);
  return ids;
}

// Gives " (did you mean m1 阿芳水果店?)" by a part of the sign, else by the nearest id or sign; empty when nothing is
// near.
std::string meant(const std::string& text, const engine::Configuration& configuration) {
  std::vector<std::string> words, parts;
  for (const Dossier& shop : configuration.merchants) {
    words.push_back(shop.name);
    words.push_back(shop.sign);
    if (shop.sign.find(text) != std::string::npos) parts.push_back(shop.name + " " + shop.sign);
  }
  constexpr std::size_t kMost = 5;
  if (parts.size() > kMost) parts.resize(kMost);
  if (parts.empty())
    if (const auto near = engine::did_you_mean(text, words))
      for (const Dossier& shop : configuration.merchants)
        if ((shop.name == *near || shop.sign == *near) && parts.size() < kMost)
          parts.push_back(shop.name + " " + shop.sign);
  return parts.empty() ? std::string() : fmt::format(" (did you mean {}?)", fmt::join(parts, " or "));
}

std::optional<std::string> shop_of(const char* option, const std::string& text,
                                   const engine::Configuration& configuration, std::string& fault) {
  const std::vector<std::string> ids = shops_named(text, configuration);
  if (ids.size() == 1) return ids.front();
  if (ids.size() > 1)
    fault = fmt::format("{}: must name one shop, got '{}', which is on the sign of {}: say the id", option, text,
                        fmt::join(ids, ", "));
  else
    fault = fmt::format("{}: must be a shop of this run, by its id or the name on its sign, got '{}'{}", option, text,
                        meant(text, configuration));
  return std::nullopt;
}

template <class Records>
std::optional<int> number_of(const char* option, const char* what, const std::string& text, const Records& records,
                             std::string& fault) {
  int number = 0;
  const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = failed == std::errc{} && rest == text.data() + text.size();
  if (whole && number > 0 && records.contains({static_cast<std::uint32_t>(number)})) return number;
  if (records.empty()) fault = fmt::format("{}: this run has no {}, got '{}'", option, what, text);
  else
    fault =
        fmt::format("{}: must be the number of {} {} of this run, {} to {}, got '{}'", option,
                    *what == 'i' ? "an" : "a", what, records.begin()->first.value, records.rbegin()->first.value, text);
  return std::nullopt;
}

}  // namespace

std::optional<Question> question_of(const Asked& asked, const engine::Configuration& configuration,
                                    const engine::ServiceState& state, std::string& fault) {
  Question question;
  if (!asked.shop.empty()) {
    const auto shop = shop_of("--shop", asked.shop, configuration, fault);
    if (!shop) return std::nullopt;
    question.shop = *shop;
  } else if (!asked.colour.empty()) {
    const auto shop = shop_of("--colour", asked.colour, configuration, fault);
    if (!shop) return std::nullopt;
    question.colour_of = *shop;
  } else if (!asked.incident.empty()) {
    const auto number = number_of("--incident", "incident", asked.incident, state.incidents(), fault);
    if (!number) return std::nullopt;
    question.incident_number = *number;
  } else {
    const auto number = number_of("--case", "case", asked.case_number, state.cases(), fault);
    if (!number) return std::nullopt;
    question.case_number = *number;
  }
  return question;
}

std::string nothing_to_tell(const Question& question, const engine::Configuration& configuration) {
  const std::string& id = question.shop.empty() ? question.colour_of : question.shop;
  for (const Dossier& shop : configuration.merchants)
    if (shop.name == id)
      return question.shop.empty()
                 ? fmt::format("{} {}: green throughout, without a strike\n", shop.name, shop.sign)
                 : fmt::format("{} {}: nothing happened to it in this run; it is green\n", shop.name, shop.sign);
  return "nothing in this run is about that\n";
}

}  // namespace tricolor::harness
