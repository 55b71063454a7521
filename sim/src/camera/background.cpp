#include "camera/background.h"

#include <memory>

#include "camera/facade.h"

namespace tricolor::sim {
namespace {

constexpr double kKerbM = 0.18;
constexpr double kHouseHeightM = 13;

struct InStreet {
  double along = 0, across = 0;
  bool inside = false;  ///< Within length and width, pavements included.
};

struct StreetFrame {
  const Street* street;
  double ex, ey, length, half, reach;
  explicit StreetFrame(const Street& s)
      : street(&s), ex((s.to.x_m - s.from.x_m) / s.length_m()), ey((s.to.y_m - s.from.y_m) / s.length_m()), length(s.length_m()),
        half(s.carriageway_m / 2), reach(s.carriageway_m / 2 + s.pavement_m) {}
  InStreet locate(double x, double y) const {
    const double dx = x - street->from.x_m, dy = y - street->from.y_m;
    InStreet in{dx * ex + dy * ey, -dx * ey + dy * ex, false};
    in.inside = in.along >= 0 && in.along <= length && std::abs(in.across) <= reach;
    return in;
  }
};

// Speckle over two scales, around 1.
double grain(double x, double y, double amount, std::uint32_t salt) {
  const double fine = texture(static_cast<std::int64_t>(std::floor(x * 12)), static_cast<std::int64_t>(std::floor(y * 12)), salt);
  const double coarse = texture(static_cast<std::int64_t>(std::floor(x * 0.7)), static_cast<std::int64_t>(std::floor(y * 0.7)), salt + 1);
  return 1 + amount * (fine - 0.5) + amount * 0.7 * (coarse - 0.5);
}

class Ground {
 public:
  explicit Ground(const City& city) : city_(city) {
    for (const Street& street : city.streets) frames_.emplace_back(street);
  }
  const std::vector<StreetFrame>& frames() const { return frames_; }

  Colour at(double x, double y) const {
    int best = -1;
    InStreet where;
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      const InStreet in = frames_[i].locate(x, y);
      if (!in.inside) continue;
      // Carriageways run through the pavements of the streets that they cross.
      if (best < 0 || (std::abs(in.across) < frames_[i].half && std::abs(where.across) >= frames_[static_cast<std::size_t>(best)].half)) {
        best = static_cast<int>(i);
        where = in;
      }
    }
    if (best < 0) return scaled({120, 128, 126}, grain(x, y, 0.12, 11));
    return std::abs(where.across) < frames_[static_cast<std::size_t>(best)].half ? carriageway(best, where, x, y) : pavement(best, where, x, y);
  }

 private:
  bool in_bay(int street, const InStreet& in, bool& line) const {
    for (const Bay& bay : city_.bays) {
      if (bay.street != street || (bay.side == Side::left) != (in.across > 0)) continue;
      const double out = std::abs(in.across);
      if (in.along < bay.from_m || in.along > bay.to_m || out < bay.near_m || out > bay.far_m) continue;
      const double edge = std::min(std::min(in.along - bay.from_m, bay.to_m - in.along), std::min(out - bay.near_m, bay.far_m - out));
      const double pitch = bay.for_motor ? 5.5 : 2.0;
      const double slot = std::fmod(in.along - bay.from_m, pitch);
      line = edge < 0.1 || slot < 0.08;
      return true;
    }
    return false;
  }

  Colour carriageway(int street, const InStreet& in, double x, double y) const {
    const StreetFrame& frame = frames_[static_cast<std::size_t>(street)];
    const double speckle = grain(x, y, 0.16, 3);
    const Colour asphalt = scaled({86, 84, 82}, speckle);
    const Colour paint = scaled({205, 208, 210}, speckle);
    for (const Crossing& crossing : city_.crossings)
      if (crossing.street == street && std::abs(in.along - crossing.at_m) < crossing.width_m / 2)
        return std::fmod(in.across + frame.half, 1.0) < 0.5 ? paint : asphalt;
    bool line = false;
    if (in_bay(street, in, line)) return line ? paint : scaled(asphalt, 1.06);
    if (std::abs(in.across) < 0.08) return std::fmod(in.along, 6.0) < 4.0 ? scaled({70, 190, 215}, speckle) : asphalt;
    if (std::abs(std::abs(in.across) - (frame.half - 0.35)) < 0.06) return paint;
    return asphalt;
  }

  Colour pavement(int street, const InStreet& in, double x, double y) const {
    const StreetFrame& frame = frames_[static_cast<std::size_t>(street)];
    const double out = std::abs(in.across) - frame.half;
    if (out < kKerbM) return scaled({168, 172, 172}, grain(x, y, 0.1, 5));
    bool line = false;
    if (in_bay(street, in, line) && line) return {210, 212, 212};
    const double slab = 0.5;
    const auto i = static_cast<std::int64_t>(std::floor(in.along / slab)), j = static_cast<std::int64_t>(std::floor(in.across / slab));
    const bool joint = std::fmod(in.along, slab) < 0.025 || std::fmod(std::abs(in.across), slab) < 0.025;
    // A guiding strip for the blind along the middle of the pavement.
    const bool guide = std::abs(out - frame.street->pavement_m * 0.45) < 0.2;
    const bool red = (street + static_cast<int>(i / 8)) % 2 == 0;
    Colour base = guide ? Colour{80, 170, 195} : red ? Colour{128, 138, 164} : Colour{150, 156, 158};
    return scaled(base, (joint ? 0.82 : 1.0) * (0.94 + 0.1 * texture(i, j, 21)) * grain(x, y, 0.06, 7));
  }

  const City& city_;
  std::vector<StreetFrame> frames_;
};

// Fronts of shops, made when first seen.
class Fronts {
 public:
  explicit Fronts(const City& city) : city_(city), fronts_(city.shops.size()), by_side_(2 * city.streets.size()) {
    for (std::size_t i = 0; i < city.shops.size(); ++i) by_side_[row(city.shops[i].street, city.shops[i].side)].push_back(i);
  }

  Colour at(int street, Side side, double along, double z, double px_per_m) {
    if (z < 4.0)
      for (const std::size_t i : by_side_[row(street, side)]) {
        const Shop& shop = city_.shops[i];
        if (along < shop.from_m || along >= shop.to_m) continue;
        if (!fronts_[i]) fronts_[i] = std::make_unique<ShopFront>(shop);
        return fronts_[i]->at(side == Side::left ? along - shop.from_m : shop.to_m - along, z, px_per_m);
      }
    const auto block = static_cast<std::uint32_t>(along / 24.0) + static_cast<std::uint32_t>(street) * 131u + (side == Side::left ? 0u : 57u);
    return plain_wall(along, z, texture_hash(block, 5, 77) % 997u);
  }

 private:
  static std::size_t row(int street, Side side) { return 2 * static_cast<std::size_t>(street) + (side == Side::left ? 1 : 0); }
  const City& city_;
  std::vector<std::unique_ptr<ShopFront>> fronts_;
  std::vector<std::vector<std::size_t>> by_side_;
};

void plant(const City& city, const Pinhole& eye, const Tree& tree, int width, int height, std::vector<std::uint8_t>& bytes) {
  const Street& street = city.streets[static_cast<std::size_t>(tree.street)];
  const double across = (street.carriageway_m / 2 + 0.7) * (tree.side == Side::left ? 1 : -1);
  const Point foot = street.at(tree.at_m, across);
  PixelPoint low, trunk_top, crown;
  if (!eye.project({foot.x_m, foot.y_m, 0}, low) || !eye.project({foot.x_m, foot.y_m, 2.9}, trunk_top) || !eye.project({foot.x_m, foot.y_m, 4.6}, crown)) return;
  const double depth = std::max(1.0, dot(Vec3{foot.x_m, foot.y_m, 2} - eye.at, eye.forward));
  if (depth < 5) return;
  const double scale = eye.focal_px / depth;
  const auto put = [&](int x, int y, Colour c) {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    std::uint8_t* p = &bytes[3 * static_cast<std::size_t>(y * width + x)];
    p[0] = c.b, p[1] = c.g, p[2] = c.r;
  };
  for (int y = static_cast<int>(trunk_top.y); y < static_cast<int>(low.y); ++y)
    for (int x = static_cast<int>(low.x - 0.1 * scale); x <= static_cast<int>(low.x + 0.1 * scale); ++x)
      put(x, y, scaled({52, 68, 84}, 0.8 + 0.4 * texture(x, y / 3, tree.look)));
  const double radius = (1.5 + 0.6 * texture(tree.look, 1, 5)) * scale;
  for (int y = static_cast<int>(crown.y - radius * 1.1); y < static_cast<int>(crown.y + radius * 1.1); ++y)
    for (int x = static_cast<int>(crown.x - radius); x < static_cast<int>(crown.x + radius); ++x) {
      const double dx = (x - crown.x) / radius, dy = (y - crown.y) / (radius * 1.1);
      const double leaf = texture(static_cast<std::int64_t>(x * 6 / std::max(4.0, scale * 0.5)), static_cast<std::int64_t>(y * 6 / std::max(4.0, scale * 0.5)), tree.look);
      if (dx * dx + dy * dy > 0.72 + 0.4 * leaf || leaf < 0.12) continue;
      put(x, y, scaled({56, 104, 76}, 0.55 + 0.5 * leaf - 0.25 * dy));
    }
}

}  // namespace

std::vector<std::uint8_t> background_of(const City& city, const CameraPose& pose) {
  const Pinhole eye(pose);
  const Ground ground(city);
  Fronts fronts(city);
  std::vector<std::uint8_t> bytes(3 * static_cast<std::size_t>(pose.width_px * pose.height_px));
  const auto sample = [&](double px, double py) -> Colour {
    const Vec3 ray = eye.forward + ((px - eye.centre_x) / eye.focal_px) * eye.right + ((eye.centre_y - py) / eye.focal_px) * eye.up;
    double nearest = ray.z < -1e-6 ? -eye.at.z / ray.z : 1e9;
    int wall_street = -1;
    Side wall_side = Side::left;
    double wall_along = 0, wall_z = 0;
    for (std::size_t i = 0; i < ground.frames().size(); ++i) {
      const StreetFrame& frame = ground.frames()[i];
      const double dx = eye.at.x - frame.street->from.x_m, dy = eye.at.y - frame.street->from.y_m;
      const double along0 = dx * frame.ex + dy * frame.ey, across0 = -dx * frame.ey + dy * frame.ex;
      const double run = ray.x * frame.ex + ray.y * frame.ey, rise = -ray.x * frame.ey + ray.y * frame.ex;
      if (std::abs(across0) > frame.reach || std::abs(rise) < 1e-9) continue;  // Fronts are seen from within their own street only.
      const Side side = rise > 0 ? Side::left : Side::right;
      const double t = ((side == Side::left ? frame.reach : -frame.reach) - across0) / rise;
      if (t <= 0 || t >= nearest) continue;
      const double along = along0 + t * run, z = eye.at.z + t * ray.z;
      if (z < 0 || z > kHouseHeightM || along < 0 || along > frame.length) continue;
      // Where another street opens there is no house.
      const double x = eye.at.x + t * ray.x, y = eye.at.y + t * ray.y;
      bool open = false;
      for (std::size_t k = 0; k < ground.frames().size() && !open; ++k) open = k != i && ground.frames()[k].locate(x, y).inside;
      if (open) continue;
      nearest = t;
      wall_street = static_cast<int>(i);
      wall_side = side;
      wall_along = along;
      wall_z = z;
    }
    if (wall_street >= 0) {
      const Colour c = fronts.at(wall_street, wall_side, wall_along, wall_z, eye.focal_px / nearest);
      return wall_z < 0.5 ? scaled(c, 0.75 + 0.5 * wall_z) : c;
    }
    if (nearest < 1e9) {
      const Colour c = ground.at(eye.at.x + nearest * ray.x, eye.at.y + nearest * ray.y);
      return c;
    }
    const double up = std::clamp(ray.z / std::sqrt(dot(ray, ray)) * 2, 0.0, 1.0);
    return scaled({232, 222, 208}, 1 - 0.15 * up);
  };
  std::size_t k = 0;
  for (int y = 0; y < pose.height_px; ++y)
    for (int x = 0; x < pose.width_px; ++x) {
      const Colour a = sample(x + 0.25, y + 0.25), b = sample(x + 0.75, y + 0.75);
      bytes[k++] = static_cast<std::uint8_t>((a.b + b.b) / 2);
      bytes[k++] = static_cast<std::uint8_t>((a.g + b.g) / 2);
      bytes[k++] = static_cast<std::uint8_t>((a.r + b.r) / 2);
    }
  // Houses hide whatever stands in another street.
  for (const Tree& tree : city.trees)
    if (const StreetFrame& frame = ground.frames()[static_cast<std::size_t>(tree.street)]; frame.locate(pose.at.x_m, pose.at.y_m).inside) plant(city, eye, tree, pose.width_px, pose.height_px, bytes);
  return bytes;
}

}  // namespace tricolor::sim
