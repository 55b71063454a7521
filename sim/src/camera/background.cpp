#include "camera/background.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "camera/facade.h"
#include "camera/street_rays.h"

namespace tricolor::sim {
namespace {

// Width of the kerb, metres. Assumed.
constexpr double kKerbM = 0.18;

// Factor of brightness around 1: speckle on two scales.
double grain(double x, double y, double amount, std::uint32_t salt) {
  const double fine = texture(floor_of(x * 12), floor_of(y * 12), salt);
  const double coarse = texture(floor_of(x * 0.7), floor_of(y * 0.7), salt + 1);
  return 1 + amount * (fine - 0.5) + amount * 0.7 * (coarse - 0.5);
}

class Ground {
 public:
  Ground(const City& city, const StreetRays& rays)
      : rays_(rays), bays_(2 * city.streets.size()), crossings_(city.streets.size()) {
    for (const Bay& bay : city.bays) bays_[row(bay.street, bay.side)].push_back(&bay);
    for (auto& bays : bays_)
      std::sort(bays.begin(), bays.end(), [](const Bay* a, const Bay* b) { return a->from_m < b->from_m; });
    for (const Crossing& crossing : city.crossings)
      crossings_[static_cast<std::size_t>(crossing.street)].push_back(&crossing);
  }

  Colour at(double x, double y) const {
    InStreet where;
    const int street = rays_.street_at(x, y, where);
    if (street < 0 && rays_.in_fields()) return field(x, y);
    if (street < 0) return scaled({120, 128, 126}, grain(x, y, 0.12, 11));
    return std::abs(where.across) < rays_.frames()[static_cast<std::size_t>(street)].half
               ? carriageway(street, where, x, y)
               : pavement(street, where, x, y);
  }

 private:
  static std::size_t row(int street, Side side) {
    return 2 * static_cast<std::size_t>(street) + (side == Side::left ? 1 : 0);
  }

  // Crops in rows, field by field.
  static Colour field(double x, double y) {
    const auto plot = texture_hash(floor_of(x / 60), floor_of(y / 45), 41);
    const bool green = plot % 3 != 0;
    const double row = rest_of(std::abs(plot % 2 == 0 ? x : y), 0.8) < 0.3 ? 0.8 : 1.0;
    return scaled(green ? Colour{52, 104, 84} : Colour{84, 124, 142}, row * grain(x, y, 0.2, 43));
  }

  bool in_bay(int street, const InStreet& in, bool& line) const {
    for (const Bay* bay : bays_[row(street, in.across > 0 ? Side::left : Side::right)]) {
      const double out = std::abs(in.across);
      if (in.along < bay->from_m) break;
      if (in.along > bay->to_m || out < bay->near_m || out > bay->far_m) continue;
      const double edge = std::min(std::min(in.along - bay->from_m, bay->to_m - in.along),
                                   std::min(out - bay->near_m, bay->far_m - out));
      const double pitch = bay->for_motor ? 5.5 : 2.0;
      const double slot = rest_of(in.along - bay->from_m, pitch);
      line = edge < 0.1 || slot < 0.08;
      return true;
    }
    return false;
  }

  Colour carriageway(int street, const InStreet& in, double x, double y) const {
    const StreetFrame& frame = rays_.frames()[static_cast<std::size_t>(street)];
    const double speckle = grain(x, y, 0.16, 3);
    const Colour asphalt = scaled({86, 84, 82}, speckle);
    const Colour paint = scaled({205, 208, 210}, speckle);
    for (const Crossing* crossing : crossings_[static_cast<std::size_t>(street)])
      if (std::abs(in.along - crossing->at_m) < crossing->width_m / 2)
        return rest_of(in.across + frame.half, 1.0) < 0.5 ? paint : asphalt;
    bool line = false;
    if (in_bay(street, in, line)) return line ? paint : scaled(asphalt, 1.06);
    if (std::abs(in.across) < 0.08) return rest_of(in.along, 6.0) < 4.0 ? scaled({70, 190, 215}, speckle) : asphalt;
    if (std::abs(std::abs(in.across) - (frame.half - 0.35)) < 0.06) return paint;
    return asphalt;
  }

  Colour pavement(int street, const InStreet& in, double x, double y) const {
    const StreetFrame& frame = rays_.frames()[static_cast<std::size_t>(street)];
    const double out = std::abs(in.across) - frame.half;
    if (out < kKerbM) return scaled({168, 172, 172}, grain(x, y, 0.1, 5));
    bool line = false;
    if (in_bay(street, in, line) && line) return {210, 212, 212};
    const double slab = 0.5;
    const auto i = floor_of(in.along / slab), j = floor_of(in.across / slab);
    const bool joint = rest_of(in.along, slab) < 0.025 || rest_of(std::abs(in.across), slab) < 0.025;
    // A strip along the middle of the pavement guides the blind.
    const bool guide = std::abs(out - frame.street->pavement_m * 0.45) < 0.2;
    const bool red = (street + static_cast<int>(i / 8)) % 2 == 0;
    Colour base = guide ? Colour{80, 170, 195} : red ? Colour{128, 138, 164} : Colour{150, 156, 158};
    return scaled(base, (joint ? 0.82 : 1.0) * (0.94 + 0.1 * texture(i, j, 21)) * grain(x, y, 0.06, 7));
  }

  const StreetRays& rays_;
  std::vector<std::vector<const Bay*>> bays_;            ///< By street and side, along the street.
  std::vector<std::vector<const Crossing*>> crossings_;  ///< By street.
};

// The fronts of shops, made when first seen.
class Fronts {
 public:
  Fronts(const City& city, const ShopRows& rows) : city_(city), rows_(rows), fronts_(city.shops.size()) {}

  Colour at(int street, Side side, double along, double z, double px_per_m) {
    if (const int i = z < kUpperFloorM ? rows_.at(street, side, along) : -1; i >= 0) {
      const Shop& shop = city_.shops[static_cast<std::size_t>(i)];
      auto& front = fronts_[static_cast<std::size_t>(i)];
      if (!front) front = std::make_unique<ShopFront>(shop);
      return front->at(side == Side::left ? along - shop.from_m : shop.to_m - along, z, px_per_m);
    }
    const auto block = static_cast<std::uint32_t>(along / 24.0) + static_cast<std::uint32_t>(street) * 131u +
                       (side == Side::left ? 0u : 57u);
    return plain_wall(along, z, texture_hash(block, 5, 77) % 997u);
  }

 private:
  const City& city_;
  const ShopRows& rows_;
  std::vector<std::unique_ptr<ShopFront>> fronts_;
};

}  // namespace

std::size_t Background::bytes() const {
  std::size_t bytes = albedo.capacity() + night.bytes() + trees.capacity() * sizeof(TreeSprite);
  for (const TreeSprite& tree : trees) bytes += tree.spans.capacity() * sizeof(TreeSprite::Span);
  return bytes;
}

Background background_of(const City& city, const CameraPose& pose) {
  const StreetRays rays(city, pose);
  const Ground ground(city, rays);
  const ShopRows rows(city);
  Fronts fronts(city, rows);
  const auto colour_at = [&](const Vec3& ray) -> Colour {
    const RayEnd end = rays.meets(ray);
    if (end.on == RayEnd::On::wall) {
      const Colour c = fronts.at(end.street, end.side, end.along, end.z, rays.eye().focal_px / end.distance);
      return end.z < 0.5 ? scaled(c, 0.75 + 0.5 * end.z) : c;
    }
    return end.on == RayEnd::On::ground ? ground.at(end.x, end.y) : scaled({232, 222, 208}, 1 - 0.15 * end.up);
  };
  std::vector<std::uint8_t> albedo(3 * static_cast<std::size_t>(pose.width_px * pose.height_px));
  // Two rays a pixel.
  struct Column {
    Vec3 left, right;
  };
  std::vector<Column> columns;
  for (int x = 0; x < pose.width_px; ++x) columns.push_back({rays.of_column(x + 0.25), rays.of_column(x + 0.75)});
  std::size_t k = 0;
  for (int y = 0; y < pose.height_px; ++y) {
    const Vec3 upper = rays.of_row(y + 0.25), lower = rays.of_row(y + 0.75);
    for (const Column& column : columns) {
      const Colour a = colour_at(column.left + upper), b = colour_at(column.right + lower);
      albedo[k++] = static_cast<std::uint8_t>((a.b + b.b) / 2);
      albedo[k++] = static_cast<std::uint8_t>((a.g + b.g) / 2);
      albedo[k++] = static_cast<std::uint8_t>((a.r + b.r) / 2);
    }
  }
  auto trees = plant_trees(city, rays, pose, albedo);
  return {std::move(albedo), std::move(trees), NightLight(rows, rays, pose)};
}

}  // namespace tricolor::sim
