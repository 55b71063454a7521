#include "sim/kinds.h"

#include <algorithm>

#include "sim/check.h"

namespace tricolor::sim {
namespace {

// The well-known kinds in the order of `ThingKind`, with the sizes in which the generators of these names draw.
std::vector<Kind> own_kinds() {
  const auto kind = [](const char* name, std::vector<Extent> sizes) { return Kind{name, name, std::move(sizes)}; };
  return {kind("pile", {{1.5, 0.9, 0.95}, {1.2, 1.0, 1.15}, {1.8, 0.8, 0.75}}),
          kind("display", {{2.2, 0.9, 0.95}, {1.8, 0.7, 1.6}, {2.4, 1.3, 0.85}}),
          kind("stall", {{2.1, 1.1, 2.3}, {1.9, 1.0, 2.2}}),
          kind("motor", {{4.5, 1.8, 1.5}, {4.7, 1.85, 1.75}, {5.0, 1.95, 2.2}}),
          kind("nonmotor", {{1.75, 0.6, 1.1}, {1.75, 0.6, 1.1}, {2.4, 1.0, 1.1}}),
          kind("person", {{0.45, 0.55, 1.68}}),
          kind("rider", {{1.75, 0.65, 1.7}}),
          kind("sign", {{0.5, 0.6, 1.0}, {0.35, 0.35, 0.75}, {0.3, 0.8, 1.5}}),
          kind("bin", {{0.5, 1.1, 1.05}, {0.55, 0.6, 1.0}}),
          kind("dog", {{0.75, 0.25, 0.55}})};
}

}  // namespace

KindTable::KindTable(const std::vector<Kind>& kinds) {
  static const std::vector<Kind> kOwn = own_kinds();
  SIM_CHECK(kOwn.size() == static_cast<std::size_t>(kWellKnownKinds));
  for (const Kind& own : kOwn) {
    const auto found = std::ranges::find(kinds, own.name, &Kind::name);
    SIM_CHECK(found != kinds.end());
    kinds_.push_back(*found);
  }
  for (const Kind& kind : kinds)
    if (std::ranges::find(kOwn, kind.name, &Kind::name) == kOwn.end()) kinds_.push_back(kind);
  SIM_CHECK(kinds_.size() == kinds.size());
  for (const Kind& kind : kinds_) {
    SIM_CHECK(!kind.sizes.empty());
    auto& extents = extents_.emplace_back();
    for (std::uint32_t look = 0; look < kLookFamilies; ++look)
      extents[look] = kind.sizes[(arrangement_of(look) + 3 * variant_of(look)) % kind.sizes.size()];
  }
}

const std::shared_ptr<const KindTable>& KindTable::well_known() {
  static const auto table = std::make_shared<const KindTable>(own_kinds());
  return table;
}

std::optional<ThingKind> KindTable::named(std::string_view name) const {
  const auto found = std::ranges::find(kinds_, name, &Kind::name);
  if (found == kinds_.end()) return std::nullopt;
  return static_cast<ThingKind>(found - kinds_.begin());
}

}  // namespace tricolor::sim
