#include "engine/digest.h"

namespace tricolor::engine {

WorldTables tables_of(const Configuration& configuration) {
  WorldTables tables;
  for (const ViolationClass& entry : configuration.classes) tables.classes.push_back(entry.code_name);
  for (const Camera& entry : configuration.cameras) tables.cameras.push_back(entry.name);
  for (const Zone& entry : configuration.zones) tables.zones.push_back(entry.name);
  for (const Dossier& entry : configuration.merchants) tables.merchants.push_back(entry.name);
  for (const DutyGrid& entry : configuration.duty_grids) tables.duty_grids.push_back(entry.name);
  for (const Officer& entry : configuration.officers) tables.officers.push_back(entry.name);
  return tables;
}

std::string digest_of(const WorldTables& tables) {
  std::string text;
  for (const auto* table :
       {&tables.classes, &tables.cameras, &tables.zones, &tables.merchants, &tables.duty_grids, &tables.officers}) {
    for (const std::string& name : *table) text.append(name).push_back('\0');
    text.push_back('\0');
  }
  return sha256(text);
}

}  // namespace tricolor::engine
