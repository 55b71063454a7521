#include "types/journal_ids.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace tricolor::engine {
namespace {

using Names = std::vector<std::string>;

bool are_keys(const Names& names) {
  std::set<std::string> seen;
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return !name.empty() && seen.insert(name).second; });
}

// The id of each entry of a table, and the names by their ids.
struct Numbers {
  std::vector<std::uint32_t> of;
  Names names;

  Numbers(const Names& known, const Names& given) : names(known) {
    if (!are_keys(known) || !are_keys(given)) names.clear();
    std::map<std::string, std::uint32_t> ids;
    for (std::uint32_t i = 0; i < names.size(); ++i) ids[names[i]] = i;
    for (const std::string& name : given) {
      const auto id = ids.find(name);
      of.push_back(id == ids.end() ? static_cast<std::uint32_t>(names.size()) : id->second);
      if (id == ids.end()) names.push_back(name);
    }
  }

  // An id of the given table that its table does not have stays as it is: the check of inputs tells of it.
  template <class Tag>
  void put(Id<Tag>& id) const {
    if (id.value < of.size()) id.value = of[id.value];
  }
  template <class Tag>
  void put(std::optional<Id<Tag>>& id) const {
    if (id) put(*id);
  }
  template <class Tag>
  void put(std::vector<Id<Tag>>& ids) const {
    for (Id<Tag>& id : ids) put(id);
  }

  // The entries by their ids; `gone` makes what stands for a name that has left.
  template <class Entry, class Gone>
  std::vector<Entry> placed(std::vector<Entry> given, const Gone& gone) const {
    std::vector<Entry> entries;
    for (const std::string& name : names) entries.push_back(gone(name));
    for (std::size_t i = 0; i < given.size(); ++i) entries[of[i]] = std::move(given[i]);
    return entries;
  }
};

bool begins_with(const Names& names, const Names& first) {
  if (!are_keys(names) || !are_keys(first)) return true;
  return first.size() <= names.size() && std::equal(first.begin(), first.end(), names.begin());
}

}  // namespace

Configuration in_ids_of(const WorldTables& known, Configuration given) {
  const WorldTables tables = tables_of(given);
  const Numbers classes(known.classes, tables.classes), cameras(known.cameras, tables.cameras),
      zones(known.zones, tables.zones), merchants(known.merchants, tables.merchants),
      grids(known.duty_grids, tables.duty_grids), officers(known.officers, tables.officers);
  for (Zone& zone : given.zones) {
    merchants.put(zone.merchant);
    grids.put(zone.duty_grid);
    cameras.put(zone.cameras);
  }
  for (Dossier& shop : given.merchants) grids.put(shop.duty_grid);
  for (DutyGrid& grid : given.duty_grids) officers.put(grid.owner);
  for (Officer& officer : given.officers) grids.put(officer.duty_grid);
  for (Permit& permit : given.permits) {
    merchants.put(permit.merchant);
    classes.put(permit.classes);
  }
  given.classes = classes.placed(std::move(given.classes), [](const std::string& name) {
    ViolationClass gone;
    gone.code_name = name;
    return gone;
  });
  given.cameras = cameras.placed(std::move(given.cameras), [](const std::string& name) {
    Camera gone;
    gone.name = name;
    return gone;
  });
  given.zones = zones.placed(std::move(given.zones), [](const std::string& name) {
    Zone gone;
    gone.name = name;
    return gone;
  });
  given.merchants = merchants.placed(std::move(given.merchants), [](const std::string& name) {
    Dossier gone;
    gone.name = name;
    return gone;
  });
  given.duty_grids = grids.placed(std::move(given.duty_grids), [](const std::string& name) {
    DutyGrid gone;
    gone.name = name;
    return gone;
  });
  given.officers = officers.placed(std::move(given.officers), [](const std::string& name) {
    Officer gone;
    gone.name = name;
    gone.on_duty_from = gone.on_duty_until = Duration{0};
    return gone;
  });
  return given;
}

bool has_ids_of(const WorldTables& known, const Configuration& configuration) {
  const WorldTables tables = tables_of(configuration);
  return begins_with(tables.classes, known.classes) && begins_with(tables.cameras, known.cameras) &&
         begins_with(tables.zones, known.zones) && begins_with(tables.merchants, known.merchants) &&
         begins_with(tables.duty_grids, known.duty_grids) && begins_with(tables.officers, known.officers);
}

}  // namespace tricolor::engine
