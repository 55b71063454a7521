// Reads tables of classes of violation.
#include <algorithm>
#include <iterator>

#include "engine/policy_file.h"

namespace tricolor::engine {
namespace {

// Largest number of classes in a table. Assumed.
constexpr std::size_t kMostClasses = 200;

// Reads what makes it a violation beside its kinds and zones, and who answers for it.
void read_rule(MapReader& map, ViolationClass& one) {
  std::size_t per = 0, answers = 0;
  map.choice("stay_per", per, {"by_zone_kind", "zone", "thing"},
             "what one stay is of: the zone, each thing, or by the kind of the zone (a shop front holds one stay, "
             "public ground one a thing)");
  one.stay_per = static_cast<ViolationClass::StayPer>(per);
  map.choice("answers", answers, {"merchant", "place"},
             "who answers for it: the merchant of the zone, where it has one, or the place alone, so that nobody is "
             "warned and an officer sees to it");
  one.answers = static_cast<ViolationClass::Answers>(answers);
  std::vector<std::size_t> unless;
  map.choices("unless", unless, {"permit"}, {0, 1}, "what makes it lawful; permit unless said");
  if (map.has("unless")) one.unless_permitted = !unless.empty();
  map.hours("hours", one.from, one.until, "the times of day between which it is a violation; always unless said");
  map.each_named("apart_from", {0, 8}, "kinds of thing beside which it is no violation, such as a person",
                 [&](const std::string& kind, MapReader& near) {
                   ViolationClass::Apart& apart = one.apart_from.emplace_back(ViolationClass::Apart{kind, 3});
                   near.required("within", "the distance of their middles");
                   near.metres("within", apart.within_m, 0.1, 50, "the distance of their middles");
                 });
  std::int64_t least = 1;
  map.integer("at_least", least, 1, 100, "fewest things of the class that one look must show in the zone");
  one.at_least = static_cast<int>(least);
}

void read_class(MapReader& map, ClassTable& table) {
  static const std::vector<std::string> kZones(std::begin(kZoneKindNames), std::end(kZoneKindNames));
  ViolationClass one;
  map.required("id", "the class's code name");
  map.identifier("id", one.code_name);
  // Messages to shops use this name.
  map.required("zh", "the class's name in Chinese, which messages use");
  map.text("zh", one.name_zh, {}, {1, 40});
  map.text("en", one.name_en, "its name in English", {0, 80});
  map.text("gb6_code", one.gb6_code, "its code in the six-class national list, such as '01-36'", {0, 20});
  map.text("cjt_code", one.cjt_code, "its code in the CJ/T 214 style list, such as '05-07'", {0, 20});
  map.required("kinds", "the kinds of thing that show it");
  map.identifiers("kinds", one.kinds, {1, 32});
  map.required("zones", "where it can be violated");
  std::vector<std::size_t> zones;
  map.choices("zones", zones, kZones, {1, kZones.size()});
  for (const std::size_t zone : zones) one.zones.push_back(static_cast<ZoneKind>(zone));
  std::vector<std::size_t> pardons;
  map.choices("pardoned_in", pardons, kZones, {0, kZones.size()},
              "kinds of zone in which it is lawful, whatever zone lies beneath; bay unless said");
  if (map.has("pardoned_in")) one.pardoned_in.clear();
  for (const std::size_t zone : pardons) one.pardoned_in.push_back(static_cast<ZoneKind>(zone));
  for (const ZoneKind zone : map.has("pardoned_in") ? one.pardoned_in : std::vector<ZoneKind>{})
    if (std::ranges::find(one.zones, zone) != one.zones.end())
      map.complain(*map.raw("pardoned_in"), "pardoned_in",
                   std::string("must not have a kind of zone of `zones`, where it would be lawful again, got '") +
                       kZoneKindNames[static_cast<std::size_t>(zone)] + "'");
  read_rule(map, one);
  const bool again = std::any_of(table.begin(), table.end(), [&](const ViolationClass& other) {
    return other.code_name == one.code_name && !one.code_name.empty();
  });
  if (again) map.complain(*map.raw("id"), "id", "must be given once, got '" + one.code_name + "' again");
  table.push_back(std::move(one));
}

void read_table(MapReader& map, ClassTable& table) {
  map.required("classes", "a list of classes");
  map.each("classes", {1, kMostClasses}, {}, [&](MapReader& entry) { read_class(entry, table); });
}

}  // namespace

ClassTable read_classes(const std::string& path, Diagnostics& diagnostics) {
  ClassTable table;
  Value root;
  if (!read_document(path, root, diagnostics)) return table;
  for (const char* other : {"scenario", "policy"})
    if (const Value* named = root.find(other)) {
      diagnostics.add(named->key_origin, {}, std::string("must be a class table, got a ") + other);
      return table;
    }
  MapReader map(root, {}, diagnostics);
  read_table(map, table);
  return table;
}

KeyTable class_table_keys() {
  KeyTable keys;
  ClassTable table;
  MapReader map(keys);
  read_table(map, table);
  return keys;
}

}  // namespace tricolor::engine
