// Reads files that people write. Strict YAML becomes a plain tree in which every value knows its place in the file, and
// all faults are told in one form. The tree's maps are read by engine/map_reader.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tricolor::engine {

/// A place in a file; line and column count from 1. Line 0 stands for a command line, which has no places.
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
  std::string text;     ///< Text of a scalar.
  bool quoted = false;  ///< True when the scalar is written in quotes: then it is a text whatever it looks like.
  std::vector<Value> items;
  std::vector<Entry> entries;  ///< Entries of a map, in the order of the file.
  Origin origin;
  Origin key_origin;  ///< Place of the key under which the value stands, where there is one.

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

/// Collects all faults of the files that are read, so that they can be told at once.
class Diagnostics {
 public:
  void add(const Origin& origin, std::string path, std::string text);
  bool empty() const { return list_.empty(); }
  /// Sorted by file, line and column.
  std::vector<Diagnostic> sorted() const;
  /// One line for each fault: "file:line:col: path: text"; faults beyond `kMostShown` are only counted. `mark` stands
  /// before the path, such as "warning: ".
  std::string text(std::string_view mark = {}) const;
  /// Gives " (did you mean 'word'?)", or nothing. The work for one reader is bounded: after two million
  /// comparisons of words it gives nothing.
  std::string meant(std::string_view given, const std::vector<std::string>& words);

  static constexpr std::size_t kMostShown = 1000;

 private:
  std::vector<Diagnostic> list_;
  std::size_t compared_ = 0;
};

/// Reads a text file that people wrote: a regular file of at most `most_bytes`, in UTF-8, without control characters
/// other than tab and line ends. Anything else is told as a fault with line and column, and the result is false.
bool read_text_file(const std::string& path, std::size_t most_bytes, std::string& out, Diagnostics& diagnostics);

/// Reads one YAML file and the file that it `extends:`; the extending file's keys are laid over the extended one's, map
/// by map. Faults are duplicate keys, aliases, tags, further documents, control characters (escaped ones too), bytes
/// that are not UTF-8, a path that is no regular file, files over 4 MiB, more than 200,000 values, 1,000 keys in one
/// map, 32 levels, or 16 files that extend one another. False when the file could not be read as YAML at all.
bool read_document(const std::string& path, Value& out, Diagnostics& diagnostics);
/// The same from a text; `name` stands for the file in diagnostics.
bool read_document_text(const std::string& text, const std::string& name, Value& out, Diagnostics& diagnostics);

/// Writes a tree as YAML of one document, so that reading the text gives the same tree (places in the file aside).
std::string to_yaml(const Value& value);

/// The word of `words` nearest to `given`, if it is near enough to be meant.
std::optional<std::string> did_you_mean(std::string_view given, const std::vector<std::string>& words);

/// Gives the code point, such as "U+001B", of the first character of `text` that no file may hold: a control character
/// other than tab and line ends, a mark that changes the direction of writing, or an invisible separator. Nothing when
/// there is none.
std::optional<std::string> unprintable_in(std::string_view text);
/// Gives the text in a form that is safe for a terminal: characters that no file may hold, and bytes that are not
/// UTF-8, are written out ("\x1B", "\u202E"); line ends and tabs stay.
std::string made_printable(std::string_view text);
/// Number of characters of a text in UTF-8.
std::size_t characters_in(std::string_view text);

/// Form of a value in a message: its text in quotes, "a list", "a map", "nothing".
std::string shown(const Value& value);

}  // namespace tricolor::engine
