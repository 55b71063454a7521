// Reads quantities with their units and times, writes them, and suggests words that may have been meant.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "engine/map_reader.h"
#include "policy/punctuation.h"

namespace tricolor::engine {
namespace {

constexpr std::array<std::pair<const char*, std::int64_t>, 6> kTimeUnits{
    {{"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"min", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}}};

bool digits(std::string_view text, std::size_t at, std::size_t count, int& out) {
  if (at + count > text.size()) return false;
  out = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = 10 * out + (text[i] - '0');
  }
  return true;
}

// Longest word, in bytes, that is compared; no name of ours is longer.
constexpr std::size_t kLongestWord = 64;

// The number of edits from `a` to `b`; `limit` when it is not smaller than that.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter >= limit || longer > kLongestWord) return limit;
  std::array<std::size_t, kLongestWord + 1> row;
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0], least = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least >= limit) return limit;
  }
  return row[b.size()];
}

// The first 60 bytes of a text at most, cut between characters.
std::string beginning_of(const std::string& text) {
  if (text.size() <= 60) return text;
  std::size_t end = 60;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

bool number_and_unit(std::string_view text, double& number, std::string_view& unit) {
  const char* end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || !std::isfinite(number)) return false;
  // In other formats 010 means eight, so a number that begins with a zero and goes on is refused rather than guessed.
  const std::size_t first = text[0] == '-' ? 1 : 0;
  if (first + 1 < text.size() && text[first] == '0' && text[first + 1] >= '0' && text[first + 1] <= '9') return false;
  unit = std::string_view(rest, static_cast<std::size_t>(end - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  return true;
}

std::optional<std::string> did_you_mean(std::string_view given, const std::vector<std::string>& words) {
  std::optional<std::string> best;
  std::size_t nearest = std::max<std::size_t>(2, given.size() / 3) + 1;
  for (const std::string& word : words) {
    const std::size_t distance = edit_distance(given, word, nearest);
    if (distance >= nearest) continue;
    nearest = distance;
    best = word;
  }
  return best;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return text;
}

std::string shown(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: return "nothing";
    case Value::Kind::list: {
      std::string text = "[";
      for (std::size_t i = 0; i < value.items.size() && text.size() < 60; ++i) {
        const Value& item = value.items[i];
        text += (i ? ", " : "") + (item.kind == Value::Kind::scalar ? item.text : shown(item));
      }
      return text.size() < 60 ? text + "]" + full_width_hint(text) : "a list";
    }
    case Value::Kind::map: return "a map";
    case Value::Kind::scalar: break;
  }
  return "'" + beginning_of(value.text) + "'" + full_width_hint(value.text);
}

std::optional<Duration> duration_of(const Value& value) {
  double number = 0;
  std::string_view unit;
  if (value.kind != Value::Kind::scalar || !number_and_unit(value.text, number, unit)) return std::nullopt;
  for (const auto& [name, microseconds] : kTimeUnits)
    if (unit == name) {
      const double length = number * static_cast<double>(microseconds);
      if (std::abs(length) > 9e17) return std::nullopt;
      return Duration{static_cast<std::int64_t>(std::llround(length))};
    }
  return std::nullopt;
}

std::optional<Duration> duration_within(const std::string& text, Duration low, Duration high, std::string& fault) {
  Value value;
  value.kind = Value::Kind::scalar;
  value.text = text;
  const auto length = duration_of(value);
  if (!length) {
    fault = "must be a length of time with its unit (s, min, h, d), such as '15 min', got " + shown(value);
  } else if (*length < low || *length > high) {
    fault = "must be from " + written(low) + " to " + written(high) + ", got " + shown(value);
  } else {
    return length;
  }
  return std::nullopt;
}

std::optional<double> metres_of(const Value& value) {
  double number = 0;
  std::string_view unit;
  if (value.kind != Value::Kind::scalar || !number_and_unit(value.text, number, unit) || unit != "m")
    return std::nullopt;
  return number;
}

std::optional<Duration> time_of_day_of(std::string_view text) {
  int hour = 0, minute = 0, second = 0;
  if (!digits(text, 0, 2, hour) || text.size() < 5 || text[2] != ':' || !digits(text, 3, 2, minute))
    return std::nullopt;
  if (text.size() != 5 && (text.size() != 8 || text[5] != ':' || !digits(text, 6, 2, second))) return std::nullopt;
  if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second > 0)) return std::nullopt;
  return Duration{std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second}};
}

std::optional<std::chrono::year_month_day> date_of(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 0, 4, year) ||
      !digits(text, 5, 2, month) || !digits(text, 8, 2, day))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Time> instant_of(std::string_view text) {
  if (text.size() < 16 || text[10] != ' ') return std::nullopt;
  const auto date = date_of(text.substr(0, 10));
  const auto clock = time_of_day_of(text.substr(11));
  if (!date || !clock) return std::nullopt;
  return Time{std::chrono::sys_days{*date}} + *clock - kUtcOffset;
}

std::string written(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

std::string written(Duration length) {
  // Chooses the largest unit that gives a whole number; under a second it writes seconds.
  for (auto unit = kTimeUnits.rbegin(); unit != kTimeUnits.rend(); ++unit) {
    if (unit->second < 1'000'000) break;
    if (length.count() % unit->second == 0 && length.count() != 0)
      return std::to_string(length.count() / unit->second) + " " + unit->first;
  }
  return written(static_cast<double>(length.count()) / 1e6) + " s";
}

}  // namespace tricolor::engine
