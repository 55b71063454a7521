#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "engine/document.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::pair<const char*, std::int64_t>, 6> kTimeUnits{
    {{"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"min", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}}};

// "15 min" into 15 and "min"; false when it does not begin with a number.
bool number_and_unit(std::string_view text, double& number, std::string_view& unit) {
  const char* end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || !std::isfinite(number)) return false;
  unit = std::string_view(rest, static_cast<std::size_t>(end - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  return true;
}

bool digits(std::string_view text, std::size_t at, std::size_t count, int& out) {
  if (at + count > text.size()) return false;
  out = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = 10 * out + (text[i] - '0');
  }
  return true;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> did_you_mean(std::string_view given, const std::vector<std::string>& words) {
  std::optional<std::string> best;
  std::size_t nearest = std::max<std::size_t>(2, given.size() / 3) + 1;
  for (const std::string& word : words) {
    const std::size_t distance = edit_distance(given, word);
    if (distance >= nearest) continue;
    nearest = distance;
    best = word;
  }
  return best;
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
      return text.size() < 60 ? text + "]" : "a list";
    }
    case Value::Kind::map: return "a map";
    case Value::Kind::scalar: break;
  }
  std::string text = value.text.substr(0, 60);
  if (value.text.size() > 60) text += "…";
  return "'" + text + "'";
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

std::optional<double> metres_of(const Value& value) {
  double number = 0;
  std::string_view unit;
  if (value.kind != Value::Kind::scalar || !number_and_unit(value.text, number, unit) || unit != "m") return std::nullopt;
  return number;
}

std::optional<Duration> time_of_day_of(std::string_view text) {
  int hour = 0, minute = 0, second = 0;
  if (!digits(text, 0, 2, hour) || text.size() < 5 || text[2] != ':' || !digits(text, 3, 2, minute)) return std::nullopt;
  if (text.size() != 5 && (text.size() != 8 || text[5] != ':' || !digits(text, 6, 2, second))) return std::nullopt;
  if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second > 0)) return std::nullopt;
  return Duration{std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second}};
}

std::optional<std::chrono::year_month_day> date_of(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 0, 4, year) || !digits(text, 5, 2, month) || !digits(text, 8, 2, day)) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Time> instant_of(std::string_view text) {
  if (text.size() < 16 || text[10] != ' ') return std::nullopt;
  const auto date = date_of(text.substr(0, 10));
  const auto clock = time_of_day_of(text.substr(11));
  if (!date || !clock) return std::nullopt;
  return Time{std::chrono::sys_days{*date}} + *clock - kUtcOffset;
}

MapReader::MapReader(const Value& value, std::string path, Diagnostics& diagnostics) : value_(value), path_(std::move(path)), diagnostics_(diagnostics) {
  if (value.kind != Value::Kind::map && !(value.kind == Value::Kind::null && value.origin.line == 0))
    diagnostics_.add(value.origin, path_, "must be a map of keys and values, got " + shown(value));
}

MapReader::~MapReader() {
  for (const auto& [key, value] : value_.entries) {
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    const auto meant = did_you_mean(key, asked_);
    diagnostics_.add(value.key_origin, path_of(key), "must be one of the known keys, got '" + key + "'" + (meant ? " (did you mean '" + *meant + "'?)" : ""));
  }
}

const Value* MapReader::raw(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  return value_.find(key);
}

bool MapReader::has(std::string_view key) { return raw(key) != nullptr; }

const Value* MapReader::required(std::string_view key, std::string_view what) {
  const Value* found = raw(key);
  if (!found && value_.kind == Value::Kind::map) diagnostics_.add(value_.origin, path_of(key), "must be given (" + std::string(what) + "), got nothing");
  return found;
}

void MapReader::complain(const Value& value, std::string_view key, std::string text) { diagnostics_.add(value.origin, path_of(key), std::move(text)); }

const Value* MapReader::scalar(std::string_view key, std::string_view what) {
  const Value* found = raw(key);
  if (!found) return nullptr;
  if (found->kind == Value::Kind::scalar) return found;
  complain(*found, key, "must be " + std::string(what) + ", got " + shown(*found));
  return nullptr;
}

bool MapReader::text(std::string_view key, std::string& out) {
  const Value* found = scalar(key, "a text");
  if (!found) return false;
  out = found->text;
  return true;
}

bool MapReader::identifier(std::string_view key, std::string& out) {
  const Value* found = scalar(key, "a name");
  if (!found) return false;
  const bool good = !found->text.empty() && found->text.size() <= 64 &&
                    std::all_of(found->text.begin(), found->text.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '.'; });
  if (!good) {
    complain(*found, key, "must be a name of letters, digits, '_', '-' or '.', at most 64, got " + shown(*found));
    return false;
  }
  out = found->text;
  return true;
}

bool MapReader::integer(std::string_view key, std::int64_t& out, std::int64_t low, std::int64_t high) {
  const Value* found = scalar(key, "a whole number");
  if (!found) return false;
  std::int64_t number = 0;
  const char* end = found->text.data() + found->text.size();
  const auto [rest, failed] = std::from_chars(found->text.data(), end, number);
  // Elsewhere 010 is eight: what begins with a zero and goes on is refused rather than guessed.
  const bool octal = found->text.size() > 1 && found->text[found->text[0] == '-' ? 1 : 0] == '0';
  if (failed != std::errc{} || rest != end || octal || number < low || number > high) {
    complain(*found, key, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ", got " + shown(*found));
    return false;
  }
  out = number;
  return true;
}

bool MapReader::boolean(std::string_view key, bool& out) {
  const Value* found = scalar(key, "true or false");
  if (!found) return false;
  if (found->text != "true" && found->text != "false") {
    complain(*found, key, "must be true or false, got " + shown(*found));
    return false;
  }
  out = found->text == "true";
  return true;
}

bool MapReader::choice(std::string_view key, std::size_t& out, const std::vector<std::string>& words) {
  const Value* found = scalar(key, joined(words));
  if (!found) return false;
  const auto at = std::find(words.begin(), words.end(), found->text);
  if (at == words.end()) {
    const auto meant = did_you_mean(found->text, words);
    complain(*found, key, "must be " + joined(words) + ", got " + shown(*found) + (meant ? " (did you mean '" + *meant + "'?)" : ""));
    return false;
  }
  out = static_cast<std::size_t>(at - words.begin());
  return true;
}

bool MapReader::duration(std::string_view key, Duration& out, Duration low, Duration high) {
  const Value* found = scalar(key, "a length of time such as '15 min'");
  if (!found) return false;
  const auto length = duration_of(*found);
  if (!length) {
    complain(*found, key, "must be a length of time with its unit (s, min, h, d), such as '15 min', got " + shown(*found));
    return false;
  }
  if (*length < low || *length > high) {
    complain(*found, key, "must be from " + to_text(low) + " to " + to_text(high) + ", got " + shown(*found));
    return false;
  }
  out = *length;
  return true;
}

bool MapReader::metres(std::string_view key, double& out, double low, double high) {
  const Value* found = scalar(key, "a length such as '26 m'");
  if (!found) return false;
  const auto length = metres_of(*found);
  if (!length) {
    complain(*found, key, "must be a length in metres, such as '26 m', got " + shown(*found));
    return false;
  }
  if (*length < low || *length > high) {
    char range[64];
    std::snprintf(range, sizeof range, "must be from %g m to %g m, got ", low, high);
    complain(*found, key, range + shown(*found));
    return false;
  }
  out = *length;
  return true;
}

bool MapReader::percent(std::string_view key, double& out, std::string_view prefix) {
  const std::string sample = prefix.empty() ? "20 %" : std::string(prefix) + " 20 %";
  const Value* found = scalar(key, "a share such as '" + sample + "'");
  if (!found) return false;
  std::string_view text = found->text;
  if (!prefix.empty() && text.substr(0, prefix.size()) == prefix) {
    text.remove_prefix(prefix.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  double number = 0;
  std::string_view unit;
  if (!number_and_unit(text, number, unit) || unit != "%" || number < 0 || number > 100) {
    complain(*found, key, "must be a share from 0 % to 100 %, such as '" + sample + "', got " + shown(*found));
    return false;
  }
  out = number / 100;
  return true;
}

bool MapReader::counted(std::string_view key, std::string_view unit, int& out, int low, int high) {
  const Value* found = scalar(key, "a number of " + std::string(unit));
  if (!found) return false;
  double number = 0;
  std::string_view given;
  if (!number_and_unit(found->text, number, given) || given != unit || number != std::floor(number) || number < low || number > high) {
    complain(*found, key, "must be from " + std::to_string(low) + " to " + std::to_string(high) + " with the unit '" + std::string(unit) + "', such as '" + std::to_string(low) + " " +
                              std::string(unit) + "', got " + shown(*found));
    return false;
  }
  out = static_cast<int>(number);
  return true;
}

bool MapReader::instant(std::string_view key, Time& out) {
  const Value* found = scalar(key, "a date and time");
  if (!found) return false;
  const auto at = instant_of(found->text);
  if (!at) {
    complain(*found, key, "must be a date and time such as \"2020-11-02 08:58\", got " + shown(*found));
    return false;
  }
  out = *at;
  return true;
}

bool MapReader::time_of_day(std::string_view key, Duration& out) {
  const Value* found = scalar(key, "a time of day");
  if (!found) return false;
  const auto at = time_of_day_of(found->text);
  if (!at) {
    complain(*found, key, "must be a time of day in quotes, such as \"09:03:00\", got " + shown(*found));
    return false;
  }
  out = *at;
  return true;
}

}  // namespace tricolor::engine
