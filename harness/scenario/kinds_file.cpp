#include "scenario/kinds_file.h"

#include <algorithm>
#include <charconv>

#include "engine/configuration.h"
#include "engine/map_reader.h"
#include "engine/still_objects.h"

namespace tricolor::harness {
namespace {

using engine::Diagnostics;
using engine::MapReader;
using engine::Value;

// Largest number of kinds in a table. Assumed; a kind's index is kept in eight bits.
constexpr std::size_t kMostKinds = 200, kMostWithAttributes = 255;
// Sizes and depths of things that stand in a street, metres. Assumed.
constexpr double kLeastM = 0.05, kMostM = 20;

bool read_colour(const std::string& text, KindOfThing::Rgb& colour) {
  unsigned value = 0;
  if (text.size() != 7 || text.front() != '#') return false;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return false;
  colour = {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xff),
            static_cast<std::uint8_t>(value & 0xff)};
  return true;
}

void read_size(MapReader& map, KindOfThing& kind) {
  KindOfThing::Size& size = kind.sizes.emplace_back();
  const auto length = [&](const char* key, double& out, const char* about) {
    map.required(key, about);
    map.metres(key, out, kLeastM, kMostM, about);
  };
  length("length", size.length_m, "along its heading");
  length("width", size.width_m, "across it");
  length("height", size.height_m, "upwards");
}

void must_be_generator(MapReader& map, bool said, const std::string& name, const KindsOfTwin& twin) {
  if (map.describing() || std::ranges::find(twin.generators, name) != twin.generators.end()) return;
  map.diagnostics().add(said ? map.raw("drawn_by")->origin : map.value().origin, map.path_of("drawn_by"),
                        "must be one of " + engine::joined(twin.generators) + ", got '" + name + "'" +
                            map.diagnostics().meant(name, twin.generators));
}

void read_attribute(const std::string& name, MapReader& map, const KindsOfTwin& twin, KindOfThing& kind) {
  KindOfThing::Attribute attribute;
  attribute.name = name;
  if (!map.describing() && !engine::is_name(name))
    map.diagnostics().add(map.value().key_origin, map.path(),
                          "must be an attribute's code name of letters, digits, '_', '-' or '.', at most 64");
  map.required("zh", "its name in Chinese, which stands before that of the kind");
  map.text("zh", attribute.name_zh, {}, {1, 20});
  map.required("en", "its name in English, which stands before that of the kind");
  map.text("en", attribute.name_en, {}, {1, 40});
  const bool says_by_whom =
      map.identifier("drawn_by", attribute.drawn_by,
                     "the twin's generator that draws such a thing; that of the kind when it is absent");
  if (says_by_whom) must_be_generator(map, true, attribute.drawn_by, twin);
  kind.attributes.push_back(std::move(attribute));
}

void read_kind(const std::string& name, MapReader& map, const KindsOfTwin& twin, std::vector<KindOfThing>& kinds) {
  KindOfThing kind;
  kind.name = kind.drawn_by = kind.mistaken_for = name;
  if (!map.describing() && !engine::is_name(name))
    map.diagnostics().add(map.value().key_origin, map.path(),
                          "must be a kind's code name of letters, digits, '_', '-' or '.', at most 64");
  map.required("zh", "its name in Chinese, for window and report");
  map.text("zh", kind.name_zh, {}, {1, 40});
  map.required("en", "its name in English, for window and report");
  map.text("en", kind.name_en, {}, {1, 80});
  std::size_t mobility = 0, on_map = 0;
  map.choice("mobility", mobility, {"still", "moving"}, "whether it stands, or walks and rides");
  kind.moves = mobility == 1;
  map.each(
      "sizes", {1, 9},
      "its sizes at the usual scale, which its appearances take in turn; those in which its generator draws when it "
      "is absent",
      [&](MapReader& size) { read_size(size, kind); });
  map.metres("depth", kind.depth_m, kLeastM, kMostM,
             "how far it reaches back from the viewer, where a detector gives no more than a box");
  std::string colour = "#8892a6";
  map.text("colour", colour, "its colour on maps, such as \"#d6975c\"", {7, 7});
  if (!map.describing() && !read_colour(colour, kind.colour))
    map.complain(*map.raw("colour"), "colour", "must be a colour such as \"#d6975c\", got '" + colour + "'");
  map.choice("on_map", on_map, {"outline", "dot"}, "how a map shows it");
  kind.on_map = static_cast<KindOfThing::OnMap>(on_map);
  map.identifier("mistaken_for", kind.mistaken_for,
                 "at the rung events: the kind for which a detector takes it when it errs; for no other when it is "
                 "absent");
  const bool says_by_whom = map.identifier("drawn_by", kind.drawn_by,
                                           "the twin's generator that draws it; the one of its own name when it is "
                                           "absent");
  map.each_named("attributes", {0, 8},
                 "what may be told of a thing of it, by code name; classes ask for it by `with`. The program's own "
                 "detector tells none",
                 [&](const std::string& attribute, MapReader& entry) { read_attribute(attribute, entry, twin, kind); });
  if (map.describing()) return kinds.push_back(std::move(kind));
  const bool drawn = std::ranges::find(twin.generators, kind.drawn_by) != twin.generators.end();
  must_be_generator(map, says_by_whom, kind.drawn_by, twin);
  if (drawn && !map.raw("sizes")) {
    if (const auto own = twin.sizes.find(kind.drawn_by); own != twin.sizes.end()) kind.sizes = own->second;
    else
      map.complain(map.value(), "sizes",
                   "must be given, because the generator '" + kind.drawn_by + "' has no sizes of its own");
  }
  kinds.push_back(std::move(kind));
}

void read_table(MapReader& map, const KindsOfTwin& twin, std::vector<KindOfThing>& kinds) {
  map.required("kinds", "the kinds by their code names");
  map.each_named("kinds", {1, kMostKinds}, "the kinds by their code names",
                 [&](const std::string& name, MapReader& entry) { read_kind(name, entry, twin, kinds); });
}

// The names of the table's own kinds.
std::vector<std::string> names_of(const std::vector<KindOfThing>& kinds) {
  std::vector<std::string> names;
  for (const KindOfThing& kind : kinds)
    if (kind.name.find(engine::kAttributeMark) == std::string::npos) names.push_back(kind.name);
  return names;
}

// Adds the kinds that those of the table are with one of their attributes.
void add_with_attributes(std::vector<KindOfThing>& kinds) {
  for (std::size_t i = 0, own = kinds.size(); i < own; ++i)
    for (const KindOfThing::Attribute& attribute : kinds[i].attributes) {
      KindOfThing with = kinds[i];
      with.name = engine::kind_with(kinds[i].name, {attribute.name});
      with.name_zh = attribute.name_zh + kinds[i].name_zh;
      with.name_en = attribute.name_en + " " + kinds[i].name_en;
      if (!attribute.drawn_by.empty()) with.drawn_by = attribute.drawn_by;
      if (kinds[i].mistaken_for == kinds[i].name) with.mistaken_for = with.name;
      with.attributes.clear();
      kinds.push_back(std::move(with));
    }
}

}  // namespace

std::vector<KindOfThing> read_kinds(const std::string& path, const KindsOfTwin& twin, Diagnostics& diagnostics) {
  std::vector<KindOfThing> kinds;
  Value root;
  if (!engine::read_document(path, root, diagnostics)) return kinds;
  {
    MapReader map(root, {}, diagnostics);
    read_table(map, twin, kinds);
  }
  const Value* table = root.find("kinds");
  // A table that was not read at all has been complained of.
  if (!table || table->kind != Value::Kind::map || kinds.empty()) return kinds;
  const engine::Origin& all = table->key_origin;
  for (const std::string& name : twin.needed)
    if (!kind_named(kinds, name))
      diagnostics.add(all, "kinds", "must have the kind '" + name + "', which the twin's own people need");
  for (const KindOfThing& kind : kinds)
    if (!kind_named(kinds, kind.mistaken_for))
      diagnostics.add(all, "kinds." + kind.name + ".mistaken_for",
                      "must be a kind of this table, got '" + kind.mistaken_for + "'" +
                          diagnostics.meant(kind.mistaken_for, names_of(kinds)));
  add_with_attributes(kinds);
  if (kinds.size() > kMostWithAttributes)
    diagnostics.add(all, "kinds",
                    "must have at most " + std::to_string(kMostWithAttributes) +
                        " kinds, each counted once more for each of its attributes, got " +
                        std::to_string(kinds.size()));
  return kinds;
}

void check_kinds_of_classes(const std::string& classes_path, const std::vector<KindOfThing>& kinds,
                            Diagnostics& diagnostics) {
  Value table;
  Diagnostics said_elsewhere;
  if (kinds.empty() || !engine::read_document(classes_path, table, said_elsewhere)) return;
  const Value* classes = table.find("classes");
  if (!classes) return;
  const std::vector<std::string> known = names_of(kinds);
  const auto check = [&](const Value& kind, const std::string& name, const std::string& path) {
    if (name == engine::kUnknownObject || std::ranges::find(known, name) != known.end()) return;
    diagnostics.add(
        kind.origin, path,
        "must be a kind of thing (" + engine::joined(known) + "), got '" + name + "'" + diagnostics.meant(name, known));
  };
  for (std::size_t i = 0; i < classes->items.size(); ++i) {
    const std::string path = "classes[" + std::to_string(i) + "].";
    if (const Value* shown = classes->items[i].find("kinds"))
      for (const Value& kind : shown->items) check(kind, kind.text, path + "kinds");
    if (const Value* with = classes->items[i].find("with")) {
      std::vector<std::string> told;
      if (const Value* shown = classes->items[i].find("kinds"))
        for (const Value& kind : shown->items)
          if (const KindOfThing* it = kind_named(kinds, kind.text))
            for (const KindOfThing::Attribute& attribute : it->attributes) told.push_back(attribute.name);
      if (std::ranges::find(told, with->text) == told.end())
        diagnostics.add(with->origin, path + "with",
                        told.empty()
                            ? "must not be given, because its kinds have no attributes, got '" + with->text + "'"
                            : "must be an attribute of its kinds (" + engine::joined(told) + "), got '" + with->text +
                                  "'" + diagnostics.meant(with->text, told));
    }
    if (const Value* apart = classes->items[i].find("apart_from"))
      for (const auto& [name, value] : apart->entries) check(value, name, path + "apart_from");
  }
}

const KindOfThing* kind_named(const std::vector<KindOfThing>& kinds, std::string_view name) {
  const auto found = std::ranges::find(kinds, name, &KindOfThing::name);
  return found == kinds.end() ? nullptr : &*found;
}

std::string own_kinds(const std::string& assets) { return assets + "/kinds.yaml"; }

engine::KeyTable kinds_keys() {
  engine::KeyTable keys;
  std::vector<KindOfThing> kinds;
  MapReader map(keys);
  read_table(map, {}, kinds);
  return keys;
}

}  // namespace tricolor::harness
