// The kinds of things that a city knows, as data: what each is called, which code draws it, and how large it is.
//
// The twin's own people need some kinds, which `ThingKind` names; a city may know others, which data alone bring.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/camera/looks.h"
#include "sim/scene.h"

namespace tricolor::sim {

struct Kind {
  std::string name;       ///< Code name, as used in files: "pile".
  std::string generator;  ///< Name of the code that draws it (sim/camera/generators.h).
  /// Sizes at scale 1, 1 … 9; the appearances of a kind take them in turn, by their family.
  std::vector<Extent> sizes;
};

/// A table of kinds; `ThingKind` is an index into it. Read-only after it is made; several threads may ask at once.
class KindTable {
 public:
  /// The well-known kinds alone, each drawn by the generator of its own name in that generator's own sizes.
  static const std::shared_ptr<const KindTable>& well_known();

  /// Takes kinds with distinct names, every well-known one among them. Those stand first, in the order of `ThingKind`,
  /// then the others in their own order.
  explicit KindTable(const std::vector<Kind>& kinds);

  int size() const { return static_cast<int>(kinds_.size()); }
  /// The kind must be of this table, here and below.
  const Kind& of(ThingKind kind) const { return kinds_[static_cast<std::size_t>(kind)]; }
  const std::string& name_of(ThingKind kind) const { return of(kind).name; }
  std::optional<ThingKind> named(std::string_view name) const;
  /// Size of a kind in one appearance at scale 1.
  const Extent& extent_of(ThingKind kind, std::uint32_t look) const {
    return extents_[static_cast<std::size_t>(kind)][look % kLookFamilies];
  }

 private:
  std::vector<Kind> kinds_;
  std::vector<std::array<Extent, kLookFamilies>> extents_;  ///< By kind and family of appearances.
};

}  // namespace tricolor::sim
