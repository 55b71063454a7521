// Gives the names of the things that rows refer to; nothing where the run has no such thing.
#pragma once

#include <optional>
#include <string>

#include "adapters/run_record.h"

namespace tricolor::harness {

inline std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
inline const engine::Dossier* dossier_of(const RunRecord& run, const std::optional<engine::MerchantId>& id) {
  return id && id->value < run.configuration.merchants.size() ? &run.configuration.merchants[id->value] : nullptr;
}
inline std::optional<std::string> shop_name_of(const RunRecord& run, const std::optional<engine::MerchantId>& id) {
  const auto* dossier = dossier_of(run, id);
  return dossier ? std::optional(dossier->name) : std::nullopt;
}
inline std::optional<std::string> sign_name_of(const RunRecord& run, const std::optional<engine::MerchantId>& id) {
  const auto* dossier = dossier_of(run, id);
  return dossier ? std::optional(dossier->sign) : std::nullopt;
}
inline std::optional<std::string> officer_name_of(const RunRecord& run, const std::optional<engine::OfficerId>& id) {
  const auto& officers = run.configuration.officers;
  return id && id->value < officers.size() ? std::optional(officers[id->value].name) : std::nullopt;
}
/// Names all officers of a duty grid, the one in charge first, separated by semicolons; nothing where there is none.
inline std::optional<std::string> officers_of_grid(const RunRecord& run, std::size_t grid) {
  if (grid >= run.configuration.duty_grids.size()) return std::nullopt;
  const auto& owner = run.configuration.duty_grids[grid].owner;
  std::string names = officer_name_of(run, owner).value_or("");
  for (std::uint32_t i = 0; i < run.configuration.officers.size(); ++i)
    if (run.configuration.officers[i].duty_grid.value == grid && owner != engine::OfficerId{i})
      names += (names.empty() ? "" : "; ") + run.configuration.officers[i].name;
  return text_or_nothing(names);
}
inline std::optional<std::string> grid_name_of(const RunRecord& run, std::optional<engine::DutyGridId> id) {
  const auto& grids = run.configuration.duty_grids;
  return id && id->value < grids.size() ? std::optional(grids[id->value].name) : std::nullopt;
}
inline const engine::ViolationClass& class_of(const RunRecord& run, engine::ClassId id) {
  return run.configuration.classes.at(id.value);
}
inline const std::string& camera_name_of(const RunRecord& run, engine::CameraId id) {
  return run.configuration.cameras.at(id.value).name;
}
inline const std::string& zone_name_of(const RunRecord& run, engine::ZoneId id) {
  return run.configuration.zones.at(id.value).name;
}

}  // namespace tricolor::harness
