// Reads the lists and further maps that a map holds.
#include <algorithm>
#include <set>

#include "engine/map_reader.h"

namespace tricolor::engine {
namespace {

KeyEntry list_of(KeyEntry::Form form, Bounds bounds, std::string_view about) {
  KeyEntry entry, item;
  item.form = form;
  entry.form = KeyEntry::Form::list;
  entry.about = about;
  entry.low = std::to_string(bounds.least);
  entry.high = std::to_string(bounds.most);
  entry.items.push_back(std::move(item));
  return entry;
}

std::string number_of(std::size_t count, Bounds bounds) {
  const std::string most = std::to_string(bounds.most);
  const std::string must = bounds.least == bounds.most ? most
                           : bounds.least > 0          ? std::to_string(bounds.least) + " to " + most
                                                       : "at most " + most;
  return "must have " + must + " items, got " + (count ? std::to_string(count) : "none");
}

}  // namespace

const std::vector<Value>& MapReader::items(std::string_view key, Bounds bounds) {
  static const std::vector<Value> kNone;
  const Value* list = raw(key);
  if (!list) return kNone;
  if (list->kind != Value::Kind::list) {
    complain(*list, key, "must be a list, got " + shown(*list));
    return kNone;
  }
  if (list->items.size() < bounds.least || list->items.size() > bounds.most) {
    complain(*list, key, number_of(list->items.size(), bounds));
    return kNone;
  }
  return list->items;
}

bool MapReader::identifiers(std::string_view key, std::vector<std::string>& out, Bounds bounds,
                            std::string_view about) {
  if (noted(key, list_of(KeyEntry::Form::name, bounds, about))) return false;
  const std::size_t before = out.size();
  for (const Value& item : items(key, bounds)) {
    if (item.kind != Value::Kind::scalar || !is_name(item.text))
      complain(item, key, "must be names of letters, digits, '_', '-' or '.', at most 64, got " + shown(item));
    else if (std::find(out.begin(), out.end(), item.text) != out.end())
      complain(item, key, "must be given once, got '" + item.text + "' again");
    else out.push_back(item.text);
  }
  return out.size() > before;
}

bool MapReader::choices(std::string_view key, std::vector<std::size_t>& out, const std::vector<std::string>& words,
                        Bounds bounds, std::string_view about) {
  KeyEntry entry = list_of(KeyEntry::Form::choice, bounds, about);
  entry.items.front().words = words;
  if (noted(key, std::move(entry))) return false;
  const std::size_t before = out.size();
  for (const Value& item : items(key, bounds)) {
    const auto at = std::find(words.begin(), words.end(), item.text);
    if (item.kind != Value::Kind::scalar || at == words.end()) {
      complain(item, key, "must be " + joined(words) + ", got " + shown(item) + diagnostics_->meant(item.text, words));
      continue;
    }
    const auto index = static_cast<std::size_t>(at - words.begin());
    if (std::find(out.begin(), out.end(), index) != out.end())
      complain(item, key, "must be given once, got '" + item.text + "' again");
    else out.push_back(index);
  }
  return out.size() > before;
}

bool MapReader::days(std::string_view key, std::vector<std::chrono::year_month_day>& out, Bounds bounds,
                     std::string_view about) {
  if (noted(key, list_of(KeyEntry::Form::day, bounds, about))) return false;
  const std::size_t before = out.size();
  for (const Value& item : items(key, bounds)) {
    const auto day = date_of(item.text);
    if (!day) complain(item, key, "must be a day such as \"2020-10-01\", got " + shown(item));
    else if (std::find(out.begin(), out.end(), *day) != out.end())
      complain(item, key, "must be given once, got " + shown(item) + " again");
    else out.push_back(*day);
  }
  return out.size() > before;
}

bool MapReader::map(std::string_view key, std::string_view about, const std::function<void(MapReader&)>& read) {
  if (describing()) {
    KeyEntry entry;
    entry.form = KeyEntry::Form::map;
    entry.about = about;
    {
      MapReader inner(entry.map);
      read(inner);
    }
    noted(key, std::move(entry));
    return false;
  }
  const Value* value = raw(key);
  if (!value) return false;
  MapReader inner(*value, path_of(key), *diagnostics_);
  read(inner);
  return true;
}

void MapReader::each(std::string_view key, Bounds bounds, std::string_view about,
                     const std::function<void(MapReader&)>& read) {
  if (describing()) {
    KeyEntry entry = list_of(KeyEntry::Form::map, bounds, about);
    {
      MapReader inner(entry.items.front().map);
      read(inner);
    }
    noted(key, std::move(entry));
    return;
  }
  const std::vector<Value>& list = items(key, bounds);
  for (std::size_t i = 0; i < list.size(); ++i) {
    MapReader inner(list[i], path_of(key) + "[" + std::to_string(i) + "]", *diagnostics_);
    read(inner);
  }
}

void MapReader::each_named(std::string_view key, Bounds bounds, std::string_view about,
                           const std::function<void(const std::string&, MapReader&)>& read) {
  if (describing()) {
    KeyEntry entry;
    entry.form = KeyEntry::Form::named_maps;
    entry.about = about;
    entry.low = std::to_string(bounds.least);
    entry.high = std::to_string(bounds.most);
    {
      MapReader inner(entry.map);
      read({}, inner);
    }
    noted(key, std::move(entry));
    return;
  }
  const Value* value = raw(key);
  if (!value) return;
  if (value->kind != Value::Kind::map) {
    complain(*value, key, "must be a map of names and what belongs to them, got " + shown(*value));
  } else if (value->entries.size() < bounds.least || value->entries.size() > bounds.most) {
    complain(*value, key, number_of(value->entries.size(), bounds));
  } else {
    for (const auto& [name, inner_value] : value->entries) {
      MapReader inner(inner_value, path_of(key) + "." + name, *diagnostics_);
      read(name, inner);
    }
  }
}

}  // namespace tricolor::engine
