#include "sim/camera/camera_view.h"

#include <algorithm>
#include <cstring>
#include <numbers>

#include "camera/background.h"
#include "camera/exposure.h"
#include "camera/solids.h"
#include "camera/street_rays.h"
#include "sim/camera/looks.h"

namespace tricolor::sim {
namespace {

// Largest distance of a drawn thing, metres; farther things are smaller than a detector can use.
constexpr double kReachM = 75;

struct Placed {
  const Thing* thing;
  double depth;
  std::uint16_t number;  ///< Position in the scene plus one.
};

struct ScreenFace {
  std::array<PixelPoint, 10> corner;
  int corners;
  double depth;
  Colour colour;
};

struct Bounds {
  float low_x = 1e9f, low_y = 1e9f, high_x = -1e9f, high_y = -1e9f;
  void add(PixelPoint p) {
    low_x = std::min(low_x, p.x);
    low_y = std::min(low_y, p.y);
    high_x = std::max(high_x, p.x);
    high_y = std::max(high_y, p.y);
  }
};

// The rectangle under a thing as the camera sees it; from far enough away, the picture of a middle is the middle of the
// picture.
GroundMark ground_mark(const Thing& thing, const Extent& extent, const Pinhole& eye) {
  const double c = std::cos(thing.heading_rad), s = std::sin(thing.heading_rad);
  const auto place = [&](double forward, double left) {
    const double x = forward * extent.length_m * thing.scale / 2, y = left * extent.width_m * thing.scale / 2;
    PixelPoint point{};
    eye.project({thing.at.x_m + x * c - y * s, thing.at.y_m + x * s + y * c, 0}, point);
    return point;
  };
  const auto half = [](PixelPoint a, PixelPoint b) { return GroundMark::Offset{(a.x - b.x) / 2, (a.y - b.y) / 2}; };
  const PixelPoint middle = place(0, 0);
  GroundMark mark{{middle.x, middle.y}, half(place(1, 0), place(-1, 0)), half(place(0, 1), place(0, -1))};
  if (std::abs(mark.right.x_px * mark.up.y_px) < std::abs(mark.up.x_px * mark.right.y_px))
    std::swap(mark.right, mark.up);
  if (mark.right.x_px < 0) mark.right = {-mark.right.x_px, -mark.right.y_px};
  if (mark.up.y_px > 0) mark.up = {-mark.up.x_px, -mark.up.y_px};
  return mark;
}

int pose_of(const Thing& thing) { return static_cast<int>(thing.phase * 4) & 3; }

}  // namespace

struct CameraView::Impl {
  CameraPose pose;
  Pinhole eye;
  Background background;
  std::shared_ptr<const Bodies> bodies;
  std::vector<Street> here;  ///< Streets in which the camera stands: what is in others is hidden by houses.

  Impl(const City& city, const CameraPose& p)
      : pose(p), eye(p), background(background_of(city, p)), bodies(bodies_of(city.kinds)) {
    std::vector<StreetFrame> frames;
    for (const Street& street : city.streets) {
      frames.emplace_back(street);
      if (within(street, p.at)) here.push_back(street);
    }
    for (const int stretch : stretches_beyond_bends(city, frames, p.at))
      here.push_back(city.streets[static_cast<std::size_t>(stretch)]);
  }

  static bool within(const Street& street, Point at) {
    const double heading = street.heading_rad(), dx = at.x_m - street.from.x_m, dy = at.y_m - street.from.y_m;
    const double along = dx * std::cos(heading) + dy * std::sin(heading),
                 across = -dx * std::sin(heading) + dy * std::cos(heading);
    return along > -3 && along < street.length_m() + 3 &&
           std::abs(across) < street.carriageway_m / 2 + street.pavement_m + 0.3;
  }

  // Visits things and trees in the order in which they cover one another.
  template <class OnTree, class OnThing>
  void far_to_near(const std::vector<Placed>& placed, OnTree&& on_tree, OnThing&& on_thing) const {
    auto tree = background.trees.begin();
    for (const Placed& entry : placed) {
      for (; tree != background.trees.end() && tree->depth > entry.depth; ++tree) on_tree(*tree);
      on_thing(entry);
    }
    for (; tree != background.trees.end(); ++tree) on_tree(*tree);
  }

  std::vector<Placed> order(const SceneView& scene) const {
    std::vector<Placed> placed;
    for (std::size_t i = 0; i < scene.things.size(); ++i) {
      const Thing& thing = scene.things[i];
      const double depth = dot(Vec3{thing.at.x_m, thing.at.y_m, 0.5} - eye.at, eye.forward);
      if (depth < 1 || depth > kReachM) continue;
      if (!here.empty() &&
          std::none_of(here.begin(), here.end(), [&](const Street& street) { return within(street, thing.at); }))
        continue;
      placed.push_back({&thing, depth, static_cast<std::uint16_t>(i + 1)});
    }
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
      return a.depth != b.depth ? a.depth > b.depth : a.thing->id < b.thing->id;
    });
    return placed;
  }

  // Collects the faces of a thing that look at the camera, from far to near, with the box around all of them.
  void faces_of(const Thing& thing, const Light& light, std::vector<ScreenFace>& faces, Bounds& bounds) const {
    faces.clear();
    const Solid& solid = bodies->of(thing.kind, thing.look, pose_of(thing));
    const double c = std::cos(thing.heading_rad), s = std::sin(thing.heading_rad), k = thing.scale;
    const auto turned = [&](Vec3 v) { return Vec3{v.x * c - v.y * s, v.x * s + v.y * c, v.z}; };
    const Vec3 foot{thing.at.x_m, thing.at.y_m, 0};
    const bool sunny = light.sun_height_rad > 0.05 && light.level > 0.3;
    const Vec3 sun{std::cos(light.sun_azimuth_rad) * std::cos(light.sun_height_rad),
                   std::sin(light.sun_azimuth_rad) * std::cos(light.sun_height_rad), std::sin(light.sun_height_rad)};
    for (const Face& face : solid) {
      const Vec3 normal = turned(face.normal);
      const Vec3 centre = foot + k * turned(face.centre);
      const Vec3 view = eye.at - centre;
      double facing = dot(normal, view);
      if (facing <= 0 && !face.both_sides) continue;
      ScreenFace out;
      out.corners = face.corners;
      bool seen = true;
      for (int i = 0; i < face.corners && seen; ++i) {
        const auto index = static_cast<std::size_t>(i);
        seen = eye.project(foot + k * turned(face.corner[index]), out.corner[index]);
        if (seen) bounds.add(out.corner[index]);
      }
      if (!seen) continue;
      double shade = sunny ? 0.62 + 0.46 * std::max(0.0, dot(facing < 0 ? -1 * normal : normal, sun))
                           : 0.72 + 0.16 * std::max(0.0, normal.z) + 0.08 * normal.y;
      out.depth = dot(view, view);
      out.colour = scaled(face.colour, shade);
      faces.push_back(out);
    }
    std::stable_sort(faces.begin(), faces.end(),
                     [](const ScreenFace& a, const ScreenFace& b) { return a.depth > b.depth; });
  }

  void cast_shadow(const Thing& thing, const Light& light, std::vector<std::uint8_t>& bytes) const {
    const Extent& extent = bodies->kinds().extent_of(thing.kind, thing.look);
    const double c = std::cos(thing.heading_rad), s = std::sin(thing.heading_rad);
    const bool sunny = light.sun_height_rad > 0.12 && light.level > 0.3;
    const double reach =
        sunny ? std::min(2.2, 1 / std::tan(light.sun_height_rad)) * extent.height_m * thing.scale : 0.0;
    const double sx = -std::cos(light.sun_azimuth_rad) * reach, sy = -std::sin(light.sun_azimuth_rad) * reach;
    // The shadow is a hexagon: the foot's outline drawn out along the light. Under a grey sky it is a soft dark patch
    // under the thing.
    const double grow = sunny ? 1.0 : 1.12;
    std::array<Vec3, 8> points;
    int count = 0;
    for (const auto& [fx, fy] : {std::pair{-1.0, -1.0}, {1.0, -1.0}, {1.0, 1.0}, {-1.0, 1.0}}) {
      const double lx = fx * grow * extent.length_m * thing.scale / 2,
                   ly = fy * grow * extent.width_m * thing.scale / 2;
      const Vec3 p{thing.at.x_m + lx * c - ly * s, thing.at.y_m + lx * s + ly * c, 0.01};
      points[static_cast<std::size_t>(count++)] = p;
      if (sunny) points[static_cast<std::size_t>(count++)] = p + Vec3{sx * 0.92, sy * 0.92, 0};
    }
    std::array<PixelPoint, 8> corner;
    for (int i = 0; i < count; ++i)
      if (!eye.project(points[static_cast<std::size_t>(i)], corner[static_cast<std::size_t>(i)])) return;
    // The hull is found by gift wrapping, over at most eight points.
    std::array<PixelPoint, 8> hull;
    int size = 0, start = 0;
    for (int i = 1; i < count; ++i)
      if (corner[static_cast<std::size_t>(i)].x < corner[static_cast<std::size_t>(start)].x) start = i;
    int current = start;
    do {
      hull[static_cast<std::size_t>(size++)] = corner[static_cast<std::size_t>(current)];
      int next = (current + 1) % count;
      for (int i = 0; i < count; ++i) {
        const auto &a = corner[static_cast<std::size_t>(current)], &b = corner[static_cast<std::size_t>(next)],
                   &p = corner[static_cast<std::size_t>(i)];
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) < 0) next = i;
      }
      current = next;
    } while (current != start && size < 8);
    if (size < 3) return;
    const int darken = sunny ? 150 : 190;
    fill_convex(hull.data(), size, pose.width_px, pose.height_px, [&](int y, int x0, int x1) {
      std::uint8_t* p = &bytes[3 * static_cast<std::size_t>(y * pose.width_px + x0)];
      for (int i = 0; i < 3 * (x1 - x0); ++i) p[i] = static_cast<std::uint8_t>((p[i] * darken) >> 8);
    });
  }

  // Light on a thing: by night it is as bright as the ground on which it stands.
  std::uint8_t light_on(const Thing& thing, const Exposure& exposure) const {
    PixelPoint foot;
    return eye.project({thing.at.x_m, thing.at.y_m, 0}, foot)
               ? exposure.light_at(foot.x, foot.y)
               : exposure.light_at(pose.width_px / 2.0, pose.height_px - 1.0);
  }

  // Counts pixels of things: the numbers of things by pixel, far things overwritten by near ones; and each thing's
  // pixels if it stood alone.
  std::vector<Visible> account(const std::vector<Placed>& placed, const SceneView& scene) const {
    std::vector<std::uint16_t> mask(static_cast<std::size_t>(pose.width_px * pose.height_px), 0);
    std::vector<std::uint32_t> alone(scene.things.size() + 1, 0), visible(scene.things.size() + 1, 0);
    std::vector<Bounds> bounds(scene.things.size() + 1);
    std::vector<ScreenFace> faces;
    const auto hide = [&](const TreeSprite& tree) {
      for (const auto& [y, from, to] : tree.spans)
        for (std::uint16_t* p = &mask[static_cast<std::size_t>(y * pose.width_px + from)];
             p != &mask[static_cast<std::size_t>(y * pose.width_px)] + to; ++p) {
          if (*p) --visible[*p];
          *p = 0;
        }
    };
    far_to_near(placed, hide, [&](const Placed& entry) {
      faces_of(*entry.thing, scene.light, faces, bounds[entry.number]);
      for (const ScreenFace& face : faces)
        fill_convex(face.corner.data(), face.corners, pose.width_px, pose.height_px, [&](int y, int x0, int x1) {
          std::uint16_t* p = &mask[static_cast<std::size_t>(y * pose.width_px)];
          for (int x = x0; x < x1; ++x) {
            if (p[x] == entry.number) continue;
            if (p[x]) --visible[p[x]];
            p[x] = entry.number;
            ++alone[entry.number];
            ++visible[entry.number];
          }
        });
    });
    std::vector<Visible> list;
    for (std::size_t number = 1; number <= scene.things.size(); ++number) {
      if (alone[number] == 0) continue;
      const Bounds& box = bounds[number];
      const float x0 = std::max(0.0f, box.low_x), y0 = std::max(0.0f, box.low_y);
      const float x1 = std::min(static_cast<float>(pose.width_px), box.high_x),
                  y1 = std::min(static_cast<float>(pose.height_px), box.high_y);
      const float whole = (box.high_x - box.low_x) * (box.high_y - box.low_y);
      const float inside = (x1 - x0) * (y1 - y0) / std::max(whole, 1.0f);
      const Thing& thing = scene.things[number - 1];
      list.push_back({thing.id, thing.kind, x0, y0, x1 - x0, y1 - y0,
                      inside * static_cast<float>(visible[number]) / static_cast<float>(alone[number]),
                      ground_mark(thing, bodies->kinds().extent_of(thing.kind, thing.look), eye)});
    }
    return list;
  }
};

CameraView::CameraView(const City& city, const CameraPose& pose) : impl_(std::make_unique<Impl>(city, pose)) {}
CameraView::~CameraView() = default;
CameraView::CameraView(CameraView&&) noexcept = default;

std::size_t CameraView::bytes() const { return sizeof(Impl) + impl_->background.bytes(); }

Picture CameraView::draw(const SceneView& scene, std::uint64_t noise_key, std::vector<Visible>* visible) const {
  const Impl& self = *impl_;
  const auto& albedo = self.background.albedo;
  Picture picture{self.pose.width_px, self.pose.height_px, albedo};
  const auto placed = self.order(scene);
  for (const Placed& entry : placed) self.cast_shadow(*entry.thing, scene.light, picture.bytes);
  Exposure exposure(scene.light, self.background.night, picture.width_px, picture.height_px);
  // The trees stand in the albedo picture already, so that their pixels are copied back over things drawn behind them.
  const auto uncover = [&](const TreeSprite& tree) {
    for (const auto& [y, from, to] : tree.spans) {
      const auto first = 3 * static_cast<std::size_t>(y * picture.width_px + from);
      std::memcpy(&picture.bytes[first], &albedo[first], 3 * static_cast<std::size_t>(to - from));
    }
  };
  std::vector<ScreenFace> faces;
  self.far_to_near(placed, uncover, [&](const Placed& entry) {
    Bounds bounds;
    self.faces_of(*entry.thing, scene.light, faces, bounds);
    const std::uint8_t light = exposure.uneven() ? self.light_on(*entry.thing, exposure) : 0;
    for (const ScreenFace& face : faces)
      fill_convex(face.corner.data(), face.corners, picture.width_px, picture.height_px, [&](int y, int x0, int x1) {
        std::uint8_t* p = &picture.bytes[3 * static_cast<std::size_t>(y * picture.width_px + x0)];
        for (int x = x0; x < x1; ++x, p += 3) p[0] = face.colour.b, p[1] = face.colour.g, p[2] = face.colour.r;
        if (exposure.uneven()) exposure.lit_as(y, x0, x1, light);
      });
  });
  exposure.expose(picture.bytes, noise_key);
  if (visible) *visible = self.account(placed, scene);
  return picture;
}

std::vector<Visible> CameraView::measure(const SceneView& scene) const {
  return impl_->account(impl_->order(scene), scene);
}

}  // namespace tricolor::sim
