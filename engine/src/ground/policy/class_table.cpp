// Reads tables of classes of violation.
#include <algorithm>
#include <iterator>

#include "engine/policy_file.h"

namespace tricolor::engine {
namespace {

// Largest numbers of classes and of desks in a table. Assumed.
constexpr std::size_t kMostClasses = 200, kMostDesks = 50;

void read_desk(const std::string& name, MapReader& map, std::vector<CaseDesk>& desks) {
  CaseDesk desk;
  desk.name = name;
  if (!map.describing() && !is_name(name))
    map.diagnostics().add(map.value().key_origin, map.path(),
                          "must be a desk's name of letters, digits, '_', '-' or '.', at most 64");
  map.required("zh", "the desk's name in Chinese");
  map.text("zh", desk.name_zh, {}, {1, 40});
  map.text("en", desk.name_en, "its name in English", {0, 80});
  map.required("team", "the squad (中队) whose officers handle its cases, wherever in the city");
  map.text("team", desk.team, {}, {1, 100});
  map.hours("hours", desk.from, desk.until,
            "the times of day between which it sends somebody; a case that comes at others waits. Always unless said");
  desks.push_back(std::move(desk));
}

// Reads the desk that handles the cases of a class: one of the table's own.
void read_desk_of_class(MapReader& map, ViolationClass& one, const std::vector<CaseDesk>& desks) {
  std::string name;
  if (!map.identifier("desk", name,
                      "the desk, one of `desks`, that handles its cases; the officers of the duty grid "
                      "when it is absent"))
    return;
  std::vector<std::string> known;
  for (const CaseDesk& desk : desks) {
    known.push_back(desk.name);
    if (desk.name == name) one.desk = desk;
  }
  if (!one.desk)
    map.complain(*map.raw("desk"), "desk",
                 "must be one of `desks`" + (known.empty() ? ", of which there are none" : " (" + joined(known) + ")") +
                     ", got '" + name + "'" + map.diagnostics().meant(name, known));
}

// Reads what makes it a violation beside its kinds and zones, and who answers for it.
void read_rule(MapReader& map, ViolationClass& one) {
  std::size_t per = 0, answers = 0;
  map.choice("stay_per", per, {"by_zone_kind", "zone", "thing"},
             "what one stay is of: the zone, each thing, or by the kind of the zone (a shop front holds one stay, "
             "public ground one a thing)");
  one.stay_per = static_cast<ViolationClass::StayPer>(per);
  map.choice(
      "answers", answers, {"merchant", "place", "vehicle", "nobody"},
      "who answers for it: the merchant of the zone, where it has one; or whoever keeps the place, the holder of "
      "the vehicle, or nobody: then nobody is warned, no shop has a strike, and an officer or the desk sees to it "
      "at once");
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

void read_class(MapReader& map, const std::vector<CaseDesk>& desks, ClassTable& table) {
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
  map.identifier("with", one.with,
                 "an attribute that must be told of a thing of them, such as overflowing; any thing of them shows the "
                 "class when it is absent. The program's own detector tells no attributes");
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
  read_desk_of_class(map, one, desks);
  const bool again = std::any_of(table.begin(), table.end(), [&](const ViolationClass& other) {
    return other.code_name == one.code_name && !one.code_name.empty();
  });
  if (again) map.complain(*map.raw("id"), "id", "must be given once, got '" + one.code_name + "' again");
  table.push_back(std::move(one));
}

void read_table(MapReader& map, ClassTable& table) {
  std::vector<CaseDesk> desks;
  map.each_named("desks", {0, kMostDesks}, "desks (处置席位) that handle the cases of classes, by their code names",
                 [&](const std::string& name, MapReader& entry) { read_desk(name, entry, desks); });
  map.required("classes", "a list of classes");
  map.each("classes", {1, kMostClasses}, {}, [&](MapReader& entry) { read_class(entry, desks, table); });
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
