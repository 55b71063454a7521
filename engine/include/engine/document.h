// Files that people write: strict YAML as a plain tree that knows where everything stood, and the one way in which what
// is wrong with them is said. Its maps are read by engine/map_reader.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tricolor::engine {

/// A place in a file; line and column count from 1. Line 0: no file but a command line, which has no places.
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
  Origin key_origin;  ///< Of the key under which it stands, where there is one.

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
  /// One line each: "file:line:col: path: text"; of more than `kMostShown` the rest is counted. `mark` stands before
  /// the path, such as "warning: ".
  std::string text(std::string_view mark = {}) const;
  /// " (did you mean 'word'?)", or nothing. A reader's whole work here is bounded: after some millions of comparisons
  /// it gives nothing.
  std::string meant(std::string_view given, const std::vector<std::string>& words);

  static constexpr std::size_t kMostShown = 1000;

 private:
  std::vector<Diagnostic> list_;
  std::size_t compared_ = 0;
};

/// Reads a text file that people wrote: a regular file of at most `most_bytes`, in UTF-8, without control characters
/// other than tab and line ends. What it is instead is a fault at its line and column, and then the result is false.
bool read_text_file(const std::string& path, std::size_t most_bytes, std::string& out, Diagnostics& diagnostics);

/// Reads one YAML file and what it `extends:`, the extending file's keys over the extended one's, map by map. Faults
/// are duplicate keys, aliases, tags, further documents, control characters (escaped ones too), bytes that are not
/// UTF-8, what is no regular file, files over 4 MiB, more than 200,000 values, 1,000 keys in one map, 32 levels, or 16
/// files that extend one another. False when the file could not be read as YAML at all.
bool read_document(const std::string& path, Value& out, Diagnostics& diagnostics);
/// The same from a text; `name` stands for the file in diagnostics.
bool read_document_text(const std::string& text, const std::string& name, Value& out, Diagnostics& diagnostics);

/// Writes a tree as YAML of one document, so that reading the text gives the same tree (places in the file aside).
std::string to_yaml(const Value& value);

/// The word of `words` nearest to `given`, if it is near enough to be meant.
std::optional<std::string> did_you_mean(std::string_view given, const std::vector<std::string>& words);

/// "U+001B" of the first character of `text` that no file may hold: a control character other than tab and line ends, a
/// mark that changes the direction of writing, or an invisible separator. Nothing when there is none.
std::optional<std::string> unprintable_in(std::string_view text);
/// The same text for a terminal: what no file may hold, and bytes that are no UTF-8, are written out ("\x1B",
/// "\u202E"); line ends and tabs stay.
std::string made_printable(std::string_view text);
/// Number of characters of a text in UTF-8.
std::size_t characters_in(std::string_view text);

/// What a value looks like in a message: its text in quotes, "a list", "a map", "nothing".
std::string shown(const Value& value);

}  // namespace tricolor::engine
