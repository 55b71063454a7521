// Files that people write: strict YAML as a plain tree that knows where everything stood, and the one way in which what is wrong
// with them is said.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time.h"

namespace tricolor::engine {

/// A place in a file; line and column count from 1.
struct Origin {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One node of a file.
struct Value {
  struct Entry;
  enum class Kind : std::uint8_t { null, scalar, list, map };
  Kind kind = Kind::null;
  std::string text;     ///< Of a scalar.
  bool quoted = false;  ///< Written in quotes: a text whatever it looks like.
  std::vector<Value> items;
  std::vector<Entry> entries;  ///< Of a map, in the order of the file.
  Origin origin;
  Origin key_origin;    ///< Of the key under which it stands, where there is one.

  const Value* find(std::string_view key) const;
};

struct Value::Entry {
  std::string key;
  Value value;
};

struct Diagnostic {
  Origin origin;
  std::string path;  ///< "merchants[1].frontage.from"
  std::string text;  ///< "must be …, got …"
};

/// Collects everything that is wrong, so that it can be said at once.
class Diagnostics {
 public:
  void add(const Origin& origin, std::string path, std::string text);
  bool empty() const { return list_.empty(); }
  /// Sorted by file, line and column.
  std::vector<Diagnostic> sorted() const;
  /// One line each: "file:line:col: path: text".
  std::string text() const;

 private:
  std::vector<Diagnostic> list_;
};

/// Reads one YAML file and what it `extends:`, the extending file's keys over the extended one's, map by map. Duplicate keys,
/// aliases, tags, further documents, bytes that are not UTF-8, what is no regular file, and files over 4 MiB are faults. False when the file could not be read as YAML at all.
bool read_document(const std::string& path, Value& out, Diagnostics& diagnostics);
/// The same from a text; `name` stands for the file in diagnostics.
bool read_document_text(const std::string& text, const std::string& name, Value& out, Diagnostics& diagnostics);

/// Writes a tree as YAML of one document, so that reading the text gives the same tree (places in the file aside).
std::string to_yaml(const Value& value);

/// The word of `words` nearest to `given`, if it is near enough to be meant.
std::optional<std::string> did_you_mean(std::string_view given, const std::vector<std::string>& words);

/// Reads the keys of one map, each once, and in the end says which were not asked for.
class MapReader {
 public:
  MapReader(const Value& value, std::string path, Diagnostics& diagnostics);
  /// Complains about keys that nobody asked for.
  ~MapReader();
  MapReader(const MapReader&) = delete;

  bool has(std::string_view key);
  /// The raw value; null when absent.
  const Value* raw(std::string_view key);
  const Value* required(std::string_view key, std::string_view what);

  /// Each reads a key if present; absent keys leave `out` alone. False when absent or at fault.
  bool text(std::string_view key, std::string& out);
  bool identifier(std::string_view key, std::string& out);
  bool integer(std::string_view key, std::int64_t& out, std::int64_t low, std::int64_t high);
  bool boolean(std::string_view key, bool& out);
  bool choice(std::string_view key, std::size_t& out, const std::vector<std::string>& words);
  /// "15 min", "1.5 s", "2 h", "30 d"
  bool duration(std::string_view key, Duration& out, Duration low, Duration high);
  /// "26 m"
  bool metres(std::string_view key, double& out, double low, double high);
  /// "20 %"; `prefix` may stand before it, such as "up_to".
  bool percent(std::string_view key, double& out, std::string_view prefix = {});
  /// "3 strikes": a whole number and exactly this unit.
  bool counted(std::string_view key, std::string_view unit, int& out, int low, int high);
  /// "2020-11-02 08:58" or with seconds, in UTC+8.
  bool instant(std::string_view key, Time& out);
  /// "09:03:00": a time of day.
  bool time_of_day(std::string_view key, Duration& out);

  void complain(const Value& value, std::string_view key, std::string text);
  std::string path_of(std::string_view key) const { return path_.empty() ? std::string(key) : path_ + "." + std::string(key); }
  Diagnostics& diagnostics() { return diagnostics_; }
  const Value& value() const { return value_; }
  const std::string& path() const { return path_; }

 private:
  const Value* scalar(std::string_view key, std::string_view what);
  const Value& value_;
  std::string path_;
  Diagnostics& diagnostics_;
  std::vector<std::string> asked_;
};

/// The same readings for a bare value, as in a list. Nothing when it is none.
std::optional<Duration> duration_of(const Value& value);
std::optional<double> metres_of(const Value& value);
std::optional<Time> instant_of(std::string_view text);
std::optional<Duration> time_of_day_of(std::string_view text);
/// "2020-10-01"; nothing when there is no such day.
std::optional<std::chrono::year_month_day> date_of(std::string_view text);

/// What a value looks like in a message: its text in quotes, "a list", "a map", "nothing".
std::string shown(const Value& value);

}  // namespace tricolor::engine
