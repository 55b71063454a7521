#include "engine/map_reader.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "policy/punctuation.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;
using Form = KeyEntry::Form;

const Value& nothing() {
  static const Value kNothing;
  return kNothing;
}

KeyEntry entry_of(Form form, std::string_view about) {
  KeyEntry entry;
  entry.form = form;
  entry.about = about;
  return entry;
}

KeyEntry entry_of(Form form, std::string_view about, std::string low, std::string high, std::string fallback = {}) {
  KeyEntry entry = entry_of(form, about);
  entry.low = std::move(low);
  entry.high = std::move(high);
  entry.fallback = std::move(fallback);
  return entry;
}

KeyEntry list_of(KeyEntry item, Bounds bounds, std::string_view about) {
  KeyEntry entry = entry_of(Form::list, about, std::to_string(bounds.least), std::to_string(bounds.most));
  entry.items.push_back(std::move(item));
  return entry;
}

std::string range(const std::string& low, const std::string& high) {
  return "must be from " + low + " to " + high + ", got ";
}

}  // namespace

bool is_name(std::string_view text) {
  constexpr std::string_view kAllowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(kAllowed) == std::string_view::npos;
}

MapReader::MapReader(const Value& value, std::string path, Diagnostics& diagnostics)
    : value_(&value), path_(std::move(path)), diagnostics_(&diagnostics) {
  if (value.kind != Value::Kind::map && !(value.kind == Value::Kind::null && value.origin.line == 0))
    diagnostics.add(value.origin, path_, "must be a map of keys and values, got " + shown(value));
}

MapReader::MapReader(KeyTable& table) : value_(&nothing()), diagnostics_(nullptr), table_(&table) {}

MapReader::~MapReader() {
  for (const auto& [key, value] : value_->entries) {
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    diagnostics_->add(
        value.key_origin, path_of(key),
        "must be one of the known keys, got '" + key + "'" + full_width_hint(key) + diagnostics_->meant(key, asked_));
  }
}

const Value* MapReader::raw(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  return value_->find(key);
}

bool MapReader::noted(std::string_view key, KeyEntry entry) {
  if (!table_) return false;
  entry.key = key;
  auto known =
      std::find_if(table_->keys.begin(), table_->keys.end(), [&](const KeyEntry& other) { return other.key == key; });
  if (known == table_->keys.end()) {
    table_->keys.push_back(std::move(entry));
  } else {
    entry.required = known->required;
    if (entry.about.empty()) entry.about = known->about;
    if (entry.required) entry.fallback.clear();
    *known = std::move(entry);
  }
  return true;
}

bool MapReader::has(std::string_view key) { return raw(key) != nullptr; }

const Value* MapReader::required(std::string_view key, std::string_view what) {
  KeyEntry entry = entry_of(Form::text, what);
  entry.required = true;
  if (noted(key, entry)) return nullptr;
  const Value* found = raw(key);
  if (!found && value_->kind == Value::Kind::map)
    diagnostics_->add(value_->origin, path_of(key), "must be given (" + std::string(what) + "), got nothing");
  return found;
}

const Value* MapReader::custom(std::string_view key, KeyEntry entry) {
  return noted(key, std::move(entry)) ? nullptr : raw(key);
}

void MapReader::complain(const Value& value, std::string_view key, std::string text) {
  diagnostics_->add(value.origin, path_of(key), std::move(text));
}

const Value* MapReader::scalar(std::string_view key, std::string_view what) {
  const Value* found = raw(key);
  if (!found) return nullptr;
  if (found->kind == Value::Kind::scalar) return found;
  complain(*found, key, "must be " + std::string(what) + ", got " + shown(*found));
  return nullptr;
}

bool MapReader::line(std::string_view key, std::string& out, Bounds bounds, bool breaks) {
  const Value* found = scalar(key, "a text");
  if (!found) return false;
  std::string text = found->text;
  const auto is_break = [](char c) { return c == '\n' || c == '\r' || c == '\t'; };
  if (!breaks && std::any_of(text.begin(), text.end(), is_break)) {
    complain(*found, key, "must be one line without tabs, got " + shown(*found));
    return false;
  }
  std::replace_if(text.begin(), text.end(), is_break, ' ');
  if (breaks) {
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    text.erase(text.find_last_not_of(' ') + 1);
  }
  const std::size_t characters = characters_in(text);
  if (characters < bounds.least || characters > bounds.most) {
    complain(*found, key,
             "must have from " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most) +
                 " characters, got " + std::to_string(characters));
    return false;
  }
  out = std::move(text);
  return true;
}

bool MapReader::text(std::string_view key, std::string& out, std::string_view about, Bounds bounds) {
  if (noted(key, entry_of(Form::text, about, std::to_string(bounds.least), std::to_string(bounds.most), out)))
    return false;
  return line(key, out, bounds, false);
}

bool MapReader::paragraph(std::string_view key, std::string& out, std::string_view about, Bounds bounds) {
  if (noted(key, entry_of(Form::text, about, std::to_string(bounds.least), std::to_string(bounds.most), out)))
    return false;
  return line(key, out, bounds, true);
}

bool MapReader::file(std::string_view key, std::string& out, std::string_view about) {
  if (noted(key, entry_of(Form::file, about))) return false;
  return line(key, out, {1, 1024}, false);
}

bool MapReader::identifier(std::string_view key, std::string& out, std::string_view about) {
  if (noted(key, entry_of(Form::name, about, {}, {}, out))) return false;
  const Value* found = scalar(key, "a name");
  if (!found) return false;
  if (!is_name(found->text)) {
    complain(*found, key, "must be a name of letters, digits, '_', '-' or '.', at most 64, got " + shown(*found));
    return false;
  }
  out = found->text;
  return true;
}

bool MapReader::integer(std::string_view key, std::int64_t& out, std::int64_t low, std::int64_t high,
                        std::string_view about) {
  if (noted(key, entry_of(Form::integer, about, std::to_string(low), std::to_string(high), std::to_string(out))))
    return false;
  const Value* found = scalar(key, "a whole number");
  if (!found) return false;
  std::int64_t number = 0;
  const char* end = found->text.data() + found->text.size();
  const auto [rest, failed] = std::from_chars(found->text.data(), end, number);
  // In other formats 010 means eight, so a number that begins with a zero and goes on is refused rather than guessed.
  const bool octal = found->text.size() > 1 && found->text[found->text[0] == '-' ? 1 : 0] == '0';
  if (failed != std::errc{} || rest != end || octal || number < low || number > high) {
    complain(*found, key,
             "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ", got " +
                 shown(*found));
    return false;
  }
  out = number;
  return true;
}

bool MapReader::integer(std::string_view key, std::optional<int>& out, int low, int high, std::string_view about) {
  const std::string fallback = out ? std::to_string(*out) : std::string();
  if (noted(key, entry_of(Form::integer, about, std::to_string(low), std::to_string(high), fallback))) return false;
  std::int64_t number = 0;
  if (!integer(key, number, low, high)) return false;
  out = static_cast<int>(number);
  return true;
}

bool MapReader::boolean(std::string_view key, bool& out, std::string_view about) {
  if (noted(key, entry_of(Form::yes_no, about, {}, {}, out ? "true" : "false"))) return false;
  const Value* found = scalar(key, "true or false");
  if (!found) return false;
  if (found->text != "true" && found->text != "false") {
    complain(*found, key, "must be true or false, got " + shown(*found));
    return false;
  }
  out = found->text == "true";
  return true;
}

bool MapReader::choice(std::string_view key, std::optional<std::size_t>& out, const std::vector<std::string>& words,
                       std::string_view about) {
  KeyEntry entry = entry_of(Form::choice, about, {}, {}, out ? words.at(*out) : std::string());
  entry.words = words;
  if (noted(key, std::move(entry))) return false;
  const Value* found = scalar(key, joined(words));
  if (!found) return false;
  const auto at = std::find(words.begin(), words.end(), found->text);
  if (at == words.end()) {
    complain(*found, key,
             "must be " + joined(words) + ", got " + shown(*found) + diagnostics_->meant(found->text, words));
    return false;
  }
  out = static_cast<std::size_t>(at - words.begin());
  return true;
}

bool MapReader::choice(std::string_view key, std::size_t& out, const std::vector<std::string>& words,
                       std::string_view about) {
  std::optional<std::size_t> index;
  if (out < words.size()) index = out;
  if (!choice(key, index, words, about)) return false;
  out = *index;
  return true;
}

bool MapReader::duration(std::string_view key, std::optional<Duration>& out, Duration low, Duration high,
                         std::string_view about) {
  if (noted(key, entry_of(Form::duration, about, written(low), written(high), out ? written(*out) : std::string())))
    return false;
  const Value* found = scalar(key, "a length of time such as '15 min'");
  if (!found) return false;
  std::string fault;
  const auto length = duration_within(found->text, low, high, fault);
  if (!length) {
    complain(*found, key, fault);
    return false;
  }
  out = *length;
  return true;
}

bool MapReader::duration(std::string_view key, Duration& out, Duration low, Duration high, std::string_view about) {
  std::optional<Duration> length = out;
  if (!duration(key, length, low, high, about)) return false;
  out = *length;
  return true;
}

bool MapReader::metres(std::string_view key, std::optional<double>& out, double low, double high,
                       std::string_view about) {
  const std::string least = written(low) + " m", most = written(high) + " m";
  if (noted(key, entry_of(Form::length, about, least, most, out ? written(*out) + " m" : std::string()))) return false;
  const Value* found = scalar(key, "a length such as '26 m'");
  if (!found) return false;
  const auto length = metres_of(*found);
  if (!length || *length < low || *length > high) {
    complain(*found, key,
             (length ? range(least, most) : std::string("must be a length in metres, such as '26 m', got ")) +
                 shown(*found));
    return false;
  }
  out = *length;
  return true;
}

bool MapReader::metres(std::string_view key, double& out, double low, double high, std::string_view about) {
  std::optional<double> length = out;
  if (!metres(key, length, low, high, about)) return false;
  out = *length;
  return true;
}

bool MapReader::percent(std::string_view key, double& out, std::string_view prefix, std::string_view about) {
  const std::string before = prefix.empty() ? std::string() : std::string(prefix) + " ";
  KeyEntry entry = entry_of(Form::share, about, "0 %", "100 %", before + written(100 * out) + " %");
  entry.prefix = prefix;
  if (noted(key, std::move(entry))) return false;
  const std::string sample = before + "20 %";
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

bool MapReader::counted(std::string_view key, std::string_view unit, int& out, int low, int high,
                        std::string_view about) {
  const auto with_unit = [&](int number) { return std::to_string(number) + " " + std::string(unit); };
  KeyEntry entry = entry_of(Form::count, about, with_unit(low), with_unit(high), with_unit(out));
  entry.unit = unit;
  if (noted(key, std::move(entry))) return false;
  const Value* found = scalar(key, "a number of " + std::string(unit));
  if (!found) return false;
  double number = 0;
  std::string_view given;
  if (!number_and_unit(found->text, number, given) || given != unit || number != std::floor(number) || number < low ||
      number > high) {
    complain(*found, key,
             "must be from " + std::to_string(low) + " to " + std::to_string(high) + " with the unit '" +
                 std::string(unit) + "', such as '" + with_unit(low) + "', got " + shown(*found));
    return false;
  }
  out = static_cast<int>(number);
  return true;
}

bool MapReader::quantity(std::string_view key, std::string_view unit, double& out, double low, double high,
                         std::string_view about) {
  const auto with_unit = [&](double number) {
    return unit.empty() ? written(number) : written(number) + " " + std::string(unit);
  };
  KeyEntry entry = entry_of(Form::quantity, about, with_unit(low), with_unit(high), with_unit(out));
  entry.unit = unit;
  if (noted(key, std::move(entry))) return false;
  const Value* found =
      scalar(key, unit.empty() ? std::string("a number") : "a number with the unit '" + std::string(unit) + "'");
  if (!found) return false;
  double number = 0;
  std::string_view given;
  if (!number_and_unit(found->text, number, given) || given != unit || number < low || number > high) {
    complain(*found, key,
             "must be from " + written(low) + " to " + written(high) +
                 (unit.empty() ? std::string(" without a unit") : " with the unit '" + std::string(unit) + "'") +
                 ", such as '" + with_unit(out) + "', got " + shown(*found));
    return false;
  }
  out = number;
  return true;
}

bool MapReader::instant(std::string_view key, Time& out, std::string_view about) {
  if (noted(key, entry_of(Form::instant, about))) return false;
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

bool MapReader::time_of_day(std::string_view key, Duration& out, std::string_view about) {
  if (noted(key, entry_of(Form::time_of_day, about))) return false;
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

bool MapReader::hours(std::string_view key, Duration& from, Duration& until, std::string_view about) {
  if (noted(key, list_of(entry_of(Form::time_of_day, {}), {2, 2}, about))) return false;
  const Value* found = raw(key);
  if (!found) return false;
  if (found->kind == Value::Kind::list && found->items.size() == 2) {
    const auto a = time_of_day_of(found->items[0].text), b = time_of_day_of(found->items[1].text);
    if (a && b && (*a - *b) % 24h != 0s) {
      from = *a;
      until = *b;
      return true;
    }
    if (a && b) {
      complain(*found, key, "must be two different times of day, got " + shown(*found));
      return false;
    }
  }
  complain(*found, key, "must be two times of day such as [\"08:00\", \"17:00\"], got " + shown(*found));
  return false;
}

bool MapReader::point(std::string_view key, double& x_m, double& y_m, double limit_m, std::string_view about) {
  const std::string low = written(-limit_m) + " m", high = written(limit_m) + " m";
  if (noted(key, list_of(entry_of(Form::length, {}, low, high), {2, 2}, about))) return false;
  const Value* found = raw(key);
  if (!found) return false;
  if (found->kind == Value::Kind::list && found->items.size() == 2)
    if (const auto x = metres_of(found->items[0]), y = metres_of(found->items[1]); x && y) {
      if (std::abs(*x) > limit_m || std::abs(*y) > limit_m) {
        complain(*found, key, "must be two lengths from " + low + " to " + high + ", got " + shown(*found));
        return false;
      }
      x_m = *x;
      y_m = *y;
      return true;
    }
  complain(*found, key, "must be two lengths such as [23 m, -9 m], got " + shown(*found));
  return false;
}

}  // namespace tricolor::engine
