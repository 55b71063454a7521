#include "camera/trees.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tricolor::sim {
namespace {

constexpr double kNearestM = 5;  // A crown nearer than this would fill the picture: nobody hangs a camera behind one.
// Distance of a tree from the kerb, half the width of its trunk, height of the trunk and of the crown's middle, metres.
// Assumed.
constexpr double kFromKerbM = 0.7, kTrunkM = 0.1, kTrunkTopM = 2.9, kCrownM = 4.6;

struct Canvas {
  int width, height;
  std::vector<std::uint8_t>& albedo;
  std::vector<std::uint8_t>& covered;  ///< 1 where the tree is.
  int top, bottom = 0;                 ///< First row and one past the last in which it is.

  void put(int x, int y, Colour c) {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const auto i = static_cast<std::size_t>(y * width + x);
    albedo[3 * i] = c.b, albedo[3 * i + 1] = c.g, albedo[3 * i + 2] = c.r;
    covered[i] = 1;
    top = std::min(top, y);
    bottom = std::max(bottom, y + 1);
  }
};

// A crown is a handful of clumps of leaves; light falls from above left, gaps let the wall through.
void paint_crown(Canvas& canvas, PixelPoint middle, double radius_px, double px_per_m, std::uint32_t look) {
  struct Clump {
    double x, y, per_r;
  };
  std::array<Clump, 8> clumps;
  for (std::size_t i = 0; i < clumps.size(); ++i) {
    const auto n = static_cast<std::int64_t>(i);
    const double angle = 6.2832 * (static_cast<double>(i) + 0.5 * texture(look, n, 31)) /
                         static_cast<double>(clumps.size()),
                 out = 0.5 + 0.12 * texture(look, n, 33);
    clumps[i] =
        i == 0 ? Clump{middle.x, middle.y, 1 / (0.72 * radius_px)}
               : Clump{middle.x + out * radius_px * std::cos(angle), middle.y + 0.9 * out * radius_px * std::sin(angle),
                       1 / ((0.42 + 0.14 * texture(look, n, 37)) * radius_px)};
  }
  const double leaf_px = std::max(1.0, 0.09 * px_per_m);
  // The part of a crown outside of the picture is not painted.
  const int top = std::max(0, static_cast<int>(middle.y - 1.1 * radius_px)),
            bottom = std::min(canvas.height - 1, static_cast<int>(middle.y + 1.1 * radius_px)),
            left = std::max(0, static_cast<int>(middle.x - 1.15 * radius_px)),
            right = std::min(canvas.width - 1, static_cast<int>(middle.x + 1.15 * radius_px));
  for (int y = top; y <= bottom; ++y)
    for (int x = left; x <= right; ++x) {
      const double leaf = texture(floor_of(x / leaf_px), floor_of(y / leaf_px), look);
      double light = -1;
      for (const Clump& clump : clumps) {
        const double dx = (x - clump.x) * clump.per_r, dy = (y - clump.y) * clump.per_r, far = dx * dx + dy * dy;
        if (far < 0.78 + 0.3 * leaf) light = std::max(light, 0.62 - 0.3 * dy - 0.12 * dx - 0.18 * far);
      }
      if (light < 0) continue;
      canvas.put(x, y, scaled({54, 112, 82}, std::clamp(light, 0.2, 1.0) * (0.78 + 0.5 * leaf)));
    }
}

}  // namespace

std::vector<TreeSprite> plant_trees(const City& city, const StreetRays& rays, const CameraPose& pose,
                                    std::vector<std::uint8_t>& albedo) {
  struct Standing {
    double depth;
    const Tree* tree;
    Point foot;
  };
  std::vector<Standing> order;
  for (const Tree& tree : city.trees) {
    const StreetFrame& frame = rays.frames()[static_cast<std::size_t>(tree.street)];
    // Houses hide the trees of other streets.
    if (!frame.locate(pose.at.x_m, pose.at.y_m).inside) continue;
    const Point foot = frame.street->at(tree.at_m, (frame.half + kFromKerbM) * (tree.side == Side::left ? 1 : -1));
    const double depth = dot(Vec3{foot.x_m, foot.y_m, 0.5} - rays.eye().at, rays.eye().forward);
    if (depth >= kNearestM) order.push_back({depth, &tree, foot});
  }
  std::stable_sort(order.begin(), order.end(), [](const Standing& a, const Standing& b) { return a.depth > b.depth; });
  std::vector<TreeSprite> sprites;
  std::vector<std::uint8_t> covered(static_cast<std::size_t>(pose.width_px * pose.height_px), 0);
  for (const auto& [depth, tree, foot] : order) {
    PixelPoint low, trunk_top, crown;
    const Pinhole& eye = rays.eye();
    if (!eye.project({foot.x_m, foot.y_m, 0}, low) || !eye.project({foot.x_m, foot.y_m, kTrunkTopM}, trunk_top) ||
        !eye.project({foot.x_m, foot.y_m, kCrownM}, crown))
      continue;
    const double px_per_m = eye.focal_px / depth;
    Canvas canvas{pose.width_px, pose.height_px, albedo, covered, pose.height_px};
    for (int y = static_cast<int>(trunk_top.y); y < static_cast<int>(low.y); ++y)
      for (int x = static_cast<int>(low.x - kTrunkM * px_per_m); x <= static_cast<int>(low.x + kTrunkM * px_per_m); ++x)
        canvas.put(x, y, scaled({52, 68, 84}, (0.8 + 0.3 * texture(x, y / 3, tree->look)) * (x < low.x ? 1.1 : 0.85)));
    paint_crown(canvas, crown, (1.5 + 0.6 * texture(tree->look, 1, 5)) * px_per_m, px_per_m, tree->look);
    TreeSprite sprite{depth, {}};
    for (int y = canvas.top; y < canvas.bottom; ++y) {
      std::uint8_t* row = &covered[static_cast<std::size_t>(y * pose.width_px)];
      for (int x = 0; x < pose.width_px; ++x) {
        if (!row[x]) continue;
        const int from = x;
        for (; x < pose.width_px && row[x]; ++x) row[x] = 0;
        sprite.spans.push_back(
            {static_cast<std::int16_t>(y), static_cast<std::int16_t>(from), static_cast<std::int16_t>(x)});
      }
    }
    sprite.spans.shrink_to_fit();
    if (!sprite.spans.empty()) sprites.push_back(std::move(sprite));
  }
  return sprites;
}

}  // namespace tricolor::sim
