// Reads the maps of files that people write, key by key. Every fault is told with its place, and keys that nobody asked
// for are faults. The same calls describe the map when a reader is made for a table instead of a value.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document.h"
#include "engine/key_table.h"
#include "engine/time.h"

namespace tricolor::engine {

/// The bounds of a list's length or of a text's number of characters.
struct Bounds {
  std::size_t least = 0, most = 200;
};

/// Reads the keys of one map, each once, and at the end complains about keys that were not asked for. `about` is a
/// phrase for the reference: it says what the key is, begins in lower case and has no full stop.
class MapReader {
 public:
  MapReader(const Value& value, std::string path, Diagnostics& diagnostics);
  /// Makes a reader that has no value and complains of nothing: it writes every key that it is asked for into `table`.
  explicit MapReader(KeyTable& table);
  /// Complains about keys that nobody asked for.
  ~MapReader();
  MapReader(const MapReader&) = delete;

  /// True when there is no value: every branch of the reading code should then be gone through once.
  bool describing() const { return table_ != nullptr; }
  bool has(std::string_view key);
  /// The raw value; null when absent.
  const Value* raw(std::string_view key);
  /// Complains when the key is absent. `what` is its phrase in the reference too.
  const Value* required(std::string_view key, std::string_view what);
  /// Reads a key of a form of its own: adds `entry` to the table when describing. Gives the raw value; null when
  /// absent.
  const Value* custom(std::string_view key, KeyEntry entry);

  /// Each of these reads a key if present; absent keys leave `out` alone. False when absent or at fault. The value of
  /// `out` before the call is the default in the reference, unless it is empty. `text` reads one line: no line breaks,
  /// no control characters, and `bounds` counts characters.
  bool text(std::string_view key, std::string& out, std::string_view about = {}, Bounds bounds = {0, 200});
  /// Reads the same, but takes line breaks and tabs as spaces and leaves none at the ends.
  bool paragraph(std::string_view key, std::string& out, std::string_view about = {}, Bounds bounds = {0, 1000});
  bool identifier(std::string_view key, std::string& out, std::string_view about = {});
  /// Reads the path of a file; it does not check whether the file exists.
  bool file(std::string_view key, std::string& out, std::string_view about = {});
  bool integer(std::string_view key, std::int64_t& out, std::int64_t low, std::int64_t high,
               std::string_view about = {});
  bool integer(std::string_view key, std::optional<int>& out, int low, int high, std::string_view about = {});
  bool boolean(std::string_view key, bool& out, std::string_view about = {});
  bool choice(std::string_view key, std::size_t& out, const std::vector<std::string>& words,
              std::string_view about = {});
  bool choice(std::string_view key, std::optional<std::size_t>& out, const std::vector<std::string>& words,
              std::string_view about = {});
  /// Reads a length of time: "15 min", "1.5 s", "2 h", "30 d".
  bool duration(std::string_view key, Duration& out, Duration low, Duration high, std::string_view about = {});
  bool duration(std::string_view key, std::optional<Duration>& out, Duration low, Duration high,
                std::string_view about = {});
  /// Reads a length in metres: "26 m".
  bool metres(std::string_view key, double& out, double low, double high, std::string_view about = {});
  bool metres(std::string_view key, std::optional<double>& out, double low, double high, std::string_view about = {});
  /// Reads a share: "20 %"; `prefix` may stand before it, such as "up_to".
  bool percent(std::string_view key, double& out, std::string_view prefix = {}, std::string_view about = {});
  /// Reads a count: "3 strikes" is a whole number and exactly this unit.
  bool counted(std::string_view key, std::string_view unit, int& out, int low, int high, std::string_view about = {});
  /// Reads a number with exactly this unit, such as "2.5 per_km_day"; an empty unit stands for a bare number.
  bool quantity(std::string_view key, std::string_view unit, double& out, double low, double high,
                std::string_view about = {});
  /// Reads an instant in UTC+8: "2020-11-02 08:58", or with seconds.
  bool instant(std::string_view key, Time& out, std::string_view about = {});
  /// Reads a time of day: "09:03:00".
  bool time_of_day(std::string_view key, Duration& out, std::string_view about = {});
  /// Reads two different times of day, such as ["08:00", "17:00"].
  bool hours(std::string_view key, Duration& from, Duration& until, std::string_view about = {});
  /// Reads two lengths such as [23 m, -9 m], each from −`limit_m` to `limit_m`.
  bool point(std::string_view key, double& x_m, double& y_m, double limit_m, std::string_view about = {});
  /// Each of these reads a list and leaves out entries that are at fault. Names and words must be given once.
  bool identifiers(std::string_view key, std::vector<std::string>& out, Bounds bounds, std::string_view about = {});
  bool choices(std::string_view key, std::vector<std::size_t>& out, const std::vector<std::string>& words,
               Bounds bounds, std::string_view about = {});
  bool days(std::string_view key, std::vector<std::chrono::year_month_day>& out, Bounds bounds,
            std::string_view about = {});

  /// Reads the map under a key, when it is there.
  bool map(std::string_view key, std::string_view about, const std::function<void(MapReader&)>& read);
  /// Reads the maps of a list, in order.
  void each(std::string_view key, Bounds bounds, std::string_view about, const std::function<void(MapReader&)>& read);
  /// Reads the maps of a map, by their names.
  void each_named(std::string_view key, Bounds bounds, std::string_view about,
                  const std::function<void(const std::string& name, MapReader&)>& read);
  /// The items of a list; complains and gives none when it is no list, or not of that length.
  const std::vector<Value>& items(std::string_view key, Bounds bounds);

  void complain(const Value& value, std::string_view key, std::string text);
  std::string path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }
  Diagnostics& diagnostics() { return *diagnostics_; }
  const Value& value() const { return *value_; }
  const std::string& path() const { return path_; }

 private:
  const Value* scalar(std::string_view key, std::string_view what);
  bool line(std::string_view key, std::string& out, Bounds bounds, bool breaks);
  /// Notes the key as asked for. True when describing: then there is nothing to be read.
  bool noted(std::string_view key, KeyEntry entry);
  const Value* value_;
  std::string path_;
  Diagnostics* diagnostics_;
  KeyTable* table_ = nullptr;
  std::vector<std::string> asked_;
};

/// Each of these reads a bare value in the same way, as in a list. Nothing when it has another form.
std::optional<Duration> duration_of(const Value& value);
std::optional<double> metres_of(const Value& value);
std::optional<Time> instant_of(std::string_view text);
std::optional<Duration> time_of_day_of(std::string_view text);
/// Reads a day: "2020-10-01"; nothing when there is no such day.
std::optional<std::chrono::year_month_day> date_of(std::string_view text);
/// True for 1 to 64 letters, digits, '_', '-' and '.'.
bool is_name(std::string_view text);
/// Splits "2 urgent_hour" into 2 and "urgent_hour". False for a number that begins with a zero and goes on (010).
bool number_and_unit(std::string_view text, double& number, std::string_view& unit);
/// Reads a length of time from `low` to `high` out of a text that stands alone, as on a command line. Otherwise it
/// gives nothing, and `fault` says what the text must be.
std::optional<Duration> duration_within(const std::string& text, Duration low, Duration high, std::string& fault);

/// A length of time as people write it: "15 min", "1.5 s".
std::string written(Duration length);
/// A number as people write it: "20000", "0.5".
std::string written(double number);

/// Joins words for a sentence: "a, b or c".
std::string joined(const std::vector<std::string>& words);

}  // namespace tricolor::engine
