// The tables of the keys that a kind of map takes, written down by the very calls that read the map. The JSON Schemas
// and the reference in docs are made from these tables, so that they cannot differ from what is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tricolor::engine {

struct KeyEntry;

/// The keys of one kind of map, in the order in which its reader asks for them.
struct KeyTable {
  std::vector<KeyEntry> keys;

  const KeyEntry* find(const std::string& key) const;
};

/// One key, or one item of a list (then `key` is empty).
struct KeyEntry {
  enum class Form : std::uint8_t {
    text,         ///< One line of text.
    name,         ///< Letters, digits, '_', '-' and '.'.
    file,         ///< The path of a file, relative to the file that names it.
    integer,      ///< A whole number.
    yes_no,       ///< true or false.
    choice,       ///< One of `words`.
    duration,     ///< "15 min"
    length,       ///< "26 m"
    share,        ///< "20 %"
    count,        ///< "3 strikes": a whole number and `unit`.
    quantity,     ///< "2.5 per_km_day": a number and `unit`, which may be empty.
    deadline,     ///< "2 urgent_hour": a whole number and one of `words`.
    number,       ///< A number without a unit, as pixels are.
    instant,      ///< "2020-11-02 08:58"
    day,          ///< "2020-10-01"
    time_of_day,  ///< "09:03:00"
    moment,       ///< A time of day or an instant.
    list,         ///< A list of `items`.
    map,          ///< A map with the keys of `map`.
    named_maps,   ///< A map whose keys are names; each has the keys of `map`.
  };
  std::string key;
  Form form = Form::text;
  bool required = false;
  std::string about;               ///< A phrase that says what the key is.
  std::string unit, prefix;        ///< Unit of a count or quantity; prefix that may stand before a share.
  std::vector<std::string> words;  ///< Words of a choice; of a text, those with a meaning of their own.
  /// Bounds as people write them; empty: no bound. Of a text and of a list: of its length.
  std::string low, high;
  std::string fallback;         ///< The value when the key is absent, as people write it; empty: nothing.
  std::vector<KeyEntry> items;  ///< Form of the items of a list, one entry.
  KeyTable map;
  std::vector<KeyEntry> alternatives;  ///< Other forms that the key may take.
};

inline const KeyEntry* KeyTable::find(const std::string& key) const {
  for (const KeyEntry& entry : keys)
    if (entry.key == key) return &entry;
  return nullptr;
}

}  // namespace tricolor::engine
