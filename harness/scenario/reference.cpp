#include "scenario/reference.h"

#include <map>

#include "engine/map_reader.h"

namespace tricolor::harness {
namespace {

using engine::KeyEntry;
using engine::KeyTable;
using Form = KeyEntry::Form;

std::string in_code(const std::string& text) { return "`" + text + "`"; }

std::string words_of(const std::vector<std::string>& words) {
  std::vector<std::string> shown;
  for (const std::string& word : words) shown.push_back(in_code(word));
  return engine::joined(shown);
}

std::string range_of(const KeyEntry& entry) {
  if (entry.low.empty() && entry.high.empty()) return {};
  return entry.low == entry.high ? entry.low : entry.low + " to " + entry.high;
}

std::string with_range(const std::string& what, const KeyEntry& entry, const std::string& unit = {}) {
  const std::string range = range_of(entry);
  return range.empty() ? what : what + ", " + range + unit;
}

std::string form_of(const KeyEntry& entry);

std::string plain_form_of(const KeyEntry& entry) {
  switch (entry.form) {
    case Form::text: return with_range("text", entry, " characters");
    case Form::name: return "name";
    case Form::file: return "path of a file";
    case Form::integer: return with_range("whole number", entry);
    case Form::number: return with_range("number", entry);
    case Form::yes_no: return "`true` or `false`";
    case Form::choice: return words_of(entry.words);
    case Form::duration: return with_range("length of time", entry);
    case Form::length: return with_range("metres", entry);
    case Form::share:
      return "share" + (entry.prefix.empty() ? std::string() : " (" + in_code(entry.prefix + " 20 %") + ")") + ", " +
             range_of(entry);
    case Form::count: return range_of(entry);
    case Form::quantity: return "number, " + entry.low.substr(0, entry.low.find(' ')) + " to " + entry.high;
    case Form::deadline: return "a number, " + range_of(entry) + ", of " + words_of(entry.words);
    case Form::instant: return "date and time";
    case Form::day: return "day";
    case Form::time_of_day: return "time of day";
    case Form::moment: return "time of day, or date and time";
    case Form::map: return "map";
    case Form::named_maps: return "map of names, " + range_of(entry);
    case Form::list: {
      const KeyEntry& item = entry.items.front();
      if (item.form == Form::map) return "list of maps, " + range_of(entry);
      return entry.low == entry.high ? "list of " + entry.low + ": " + form_of(item)
                                     : "list, " + range_of(entry) + ": " + form_of(item);
    }
  }
  return {};
}

std::string form_of(const KeyEntry& entry) {
  std::string text = plain_form_of(entry);
  for (const KeyEntry& other : entry.alternatives) text += "; or " + form_of(other);
  return text;
}

// Gives the maps below a key, each with the path under which its keys stand.
void inner_maps(const KeyEntry& entry, const std::string& path,
                std::vector<std::pair<std::string, const KeyTable*>>& out) {
  const std::string here = path.empty() ? entry.key : path + "." + entry.key;
  if (entry.form == Form::map) out.emplace_back(here, &entry.map);
  if (entry.form == Form::named_maps) out.emplace_back(here + ".NAME", &entry.map);
  if (entry.form == Form::list && entry.items.front().form == Form::map)
    out.emplace_back(here + "[]", &entry.items.front().map);
  for (const KeyEntry& other : entry.alternatives)
    if (other.form == Form::map) out.emplace_back(here + " as a map", &other.map);
}

std::string rows_of(const KeyTable& table) {
  std::string rows;
  for (const KeyEntry& entry : table.keys)
    rows += "| " + in_code(entry.key) + " | " + form_of(entry) + " | " +
            (entry.required           ? "**needed**"
             : entry.fallback.empty() ? ""
                                      : in_code(entry.fallback)) +
            " | " + entry.about + " |\n";
  return rows;
}

// `shown` has the tables that are on the page already, and their place; they are not repeated.
void section(const KeyTable& table, const std::string& path, std::map<std::string, std::string>& shown,
             std::string& out) {
  const std::string rows = rows_of(table);
  if (!path.empty()) out += "\n## " + in_code(path) + "\n";
  const auto [same, is_new] = shown.emplace(rows, path);
  if (!is_new) {
    out += "\nAs " + in_code(same->second) + ".\n";
    return;
  }
  out += "\n| key | value | default | what it is |\n|---|---|---|---|\n" + rows;
  std::vector<std::pair<std::string, const KeyTable*>> inner;
  for (const KeyEntry& entry : table.keys) inner_maps(entry, path, inner);
  for (const auto& [below, keys] : inner) section(*keys, below, shown, out);
}

std::string without_code(std::string text) {
  std::erase(text, '`');
  std::erase(text, '*');
  return text;
}

// `shown` has the inner tables that are above already, and their key; they are not repeated.
void comment_lines(const KeyTable& table, const std::string& indent, const std::string& path,
                   std::map<std::string, std::string>& shown, std::string& out) {
  for (const KeyEntry& entry : table.keys) {
    out += "# " + indent + entry.key + ": " + without_code(form_of(entry));
    if (entry.required) out += "; needed";
    else if (!entry.fallback.empty()) out += "; default " + entry.fallback;
    out += ". " + without_code(entry.about) + "\n";
    std::vector<std::pair<std::string, const KeyTable*>> inner;
    inner_maps(entry, path, inner);
    for (const auto& [below, keys] : inner) {
      const auto [same, is_new] = shown.emplace(rows_of(*keys), below);
      const bool of_a_list = below.ends_with("[]"), of_names = below.ends_with(".NAME");
      const std::string deeper = indent + "    ";
      if (of_a_list) out += "# " + indent + "  -\n";
      if (of_names) out += "# " + indent + "  NAME:\n";
      if (is_new) comment_lines(*keys, deeper, below, shown, out);
      else out += "# " + deeper + "as " + same->second + "\n";
    }
  }
}

}  // namespace

std::string reference_page(const FileKind& kind) {
  std::string page =
      "<!-- Made from the tables that read these files; tests/harness/scenario/reference_test.cpp keeps it current. "
      "-->\n# Reference: " +
      kind.title + "\n\n" + kind.about + "\n";
  page +=
      "\nFiles are strict YAML in UTF-8: no aliases, tags, further documents or control characters; unknown and "
      "repeated keys are errors. Every quantity carries its unit "
      "(`15 min`, `26 m`, `20 %`); times are quoted and in UTC+8 (`\"09:03:00\"`, `\"2020-11-02 08:58\"`). A name has "
      "letters, digits, `_`, `-` and `.`, at most 64.";
  if (kind.extends) page += " `extends: PATH` lays the file over another, map by map; lists are replaced.";
  page += "\n";
  std::map<std::string, std::string> shown;
  if (kind.flat) page += "\n| key | value | default | what it is |\n|---|---|---|---|\n" + rows_of(kind.keys);
  else section(kind.keys, {}, shown, page);
  return page;
}

std::string commented_keys(const FileKind& kind) {
  std::string lines;
  std::map<std::string, std::string> shown;
  comment_lines(kind.keys, {}, {}, shown, lines);
  return lines;
}

}  // namespace tricolor::harness
