#include "camera/solids.h"

#include <algorithm>
#include <map>

#include "camera/palette.h"
#include "camera/solid_builder.h"
#include "camera/vehicles.h"
#include "sim/camera/generators.h"
#include "sim/camera/looks.h"
#include "sim/check.h"

namespace tricolor::sim {
namespace {

void pile(SolidBuilder& b, std::uint32_t family) {
  const int arrangement = static_cast<int>(family % 3);
  if (arrangement == 0) {
    // Two layers of cartons, each with a strip of tape.
    const double unit = b.between(1, 0.42, 0.5);
    const int across = 3, layers = 2;
    for (int layer = 0; layer < layers; ++layer)
      for (int i = 0; i < across - layer; ++i)
        for (int j = 0; j < 2 - (layer > 0 && family >= 6); ++j) {
          const double x = (i - (across - layer - 1) / 2.0) * (unit + 0.02) +
                           0.08 * (b.pick(static_cast<std::uint32_t>(10 + i + 4 * layer)) - 0.5);
          const double y = (j - 0.5) * (unit * 0.9);
          const Colour c = b.one_of(static_cast<std::uint32_t>(20 + i + 3 * j + 7 * layer), kCarton);
          b.box(x, y, layer * (unit * 0.95), unit, unit * 0.85, unit * 0.92, c,
                0.15 * (b.pick(static_cast<std::uint32_t>(40 + i + j)) - 0.5));
          b.box(x, y, layer * (unit * 0.95) + unit * 0.925, unit * 0.98, 0.07, 0.01, scaled(c, 1.35));
        }
  } else if (arrangement == 1) {
    // Sacks, flat and bulging.
    const Colour c = b.one_of(2, kSack);
    for (int layer = 0; layer < 5; ++layer)
      for (int i = 0; i < 2; ++i)
        b.box((i - 0.5) * 0.62 + 0.06 * b.pick(static_cast<std::uint32_t>(layer)), 0.04 * (layer % 2), layer * 0.22,
              0.62, 0.78, 0.2, scaled(c, 0.86 + 0.07 * (layer % 3)), (layer % 2 ? 0.12 : -0.08), 0.86);
    b.box(0.1, 0, 1.08, 0.5, 0.6, 0.1, scaled(c, 0.9), 0.5, 0.7);
  } else {
    // Plastic crates and boards.
    for (int i = 0; i < 3; ++i)
      for (int layer = 0; layer < 1 + static_cast<int>(b.pick(static_cast<std::uint32_t>(i)) * 2.9) && layer < 2;
           ++layer) {
        const Colour c = b.one_of(static_cast<std::uint32_t>(30 + i), kCrate);
        b.box((i - 1) * 0.56, 0, layer * 0.33, 0.5, 0.62, 0.3, c);
        b.box((i - 1) * 0.56, 0, layer * 0.33 + 0.3, 0.42, 0.54, 0.02, scaled(c, 0.45));
      }
    b.box(0.1, -0.32, 0, 1.6, 0.06, 0.6, kWood, 0.05);
    b.box(0, 0.3, 0.62, 1.5, 0.25, 0.05, scaled(kWood, 1.3), 0.1);
  }
}

// Crates of produce, propped up towards the customer.
void produce(SolidBuilder& b, std::uint32_t variant) {
  if (variant == 1) {
    // Two steps of crates on the ground.
    for (int step = 0; step < 2; ++step)
      for (int i = 0; i < 4; ++i) {
        const double x = -0.78 + 0.52 * i, y = -0.2 + 0.4 * step, z = 0.3 * step;
        b.box(x, y, z, 0.48, 0.38, 0.3, b.one_of(static_cast<std::uint32_t>(50 + i + 4 * step), kCrate));
        b.box(x, y, z + 0.3, 0.42, 0.32, 0.14, b.one_of(static_cast<std::uint32_t>(5 + i + 4 * step), kFruit), 0, 0.6);
      }
    return;
  }
  // A slanted stand with heaps in a grid.
  b.box(0, 0, 0, 2.1, 0.8, 0.5, b.one_of(1, kPaint));
  b.panel({-1.05, -0.42, 0.5}, {1.05, -0.42, 0.5}, {1.05, 0.42, 0.85}, {-1.05, 0.42, 0.85}, kWood);
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 2; ++j)
      b.box(-0.84 + 0.42 * i, -0.2 + 0.4 * j, 0.56 + 0.16 * j, 0.36, 0.34, 0.2,
            b.one_of(static_cast<std::uint32_t>(5 + 3 * i + j), kFruit), 0, 0.6);
}

// A rail with clothes, a table of goods below a short rail, or shelves with goods.
void rack(SolidBuilder& b, std::uint32_t variant) {
  for (const double x : {-0.85, 0.85}) b.box(x, 0, 0, 0.05, 0.5, 1.55, kMetal, 0, 0.3);
  b.box(0, 0, 1.5, 1.8, 0.05, 0.05, kMetal);
  const auto clothes = [&](int count, double low) {
    for (int i = 0; i < count; ++i) {
      const double hem = low + 0.25 * b.pick(static_cast<std::uint32_t>(60 + i));
      b.box(0.18 * (i - (count - 1) / 2.0), 0, hem, 0.12, 0.5, 1.45 - hem,
            b.one_of(static_cast<std::uint32_t>(10 + i), kCloth), 0, 0.5);
    }
  };
  const auto shelf = [&](double z, int row) {
    b.box(0, 0, z, 1.7, 0.5, 0.04, kMetal);
    for (int i = 0; i < 6; ++i)
      b.box(-0.68 + 0.27 * i, 0, z + 0.04, 0.22, 0.4, 0.28,
            b.one_of(static_cast<std::uint32_t>(30 + i + 6 * row), kCloth));
  };
  if (variant == 0) {
    clothes(9, 0.5);
  } else if (variant == 1) {
    shelf(0.45, 0);
    clothes(8, 0.95);
  } else {
    for (int row = 0; row < 3; ++row) shelf(0.3 + 0.42 * row, row);
  }
}

// Tables and stools put out by an eating house: square ones, or a long one with benches.
void tables(SolidBuilder& b, std::uint32_t variant) {
  const Colour top = b.pick(3) < 0.5 ? kWhite : kWood;
  if (variant == 1) {
    b.box(0, 0, 0.68, 2.2, 0.7, 0.05, top);
    for (const double x : {-0.85, 0.85}) b.box(x, 0, 0, 0.1, 0.5, 0.68, kMetal);
    for (const double y : {-0.55, 0.55}) b.box(0, y, 0, 1.9, 0.26, 0.42, b.one_of(4, kCrate), 0, 0.95);
    for (int i = 0; i < 4; ++i)
      b.box(-0.75 + 0.5 * i, 0.1, 0.73, 0.15, 0.15, 0.18, b.one_of(static_cast<std::uint32_t>(6 + i), kFruit));
    return;
  }
  for (const double x : {-0.7, 0.7}) {
    b.box(x, 0, 0.68, 0.85, 0.85, 0.05, top);
    b.box(x, 0, 0, 0.12, 0.12, 0.68, kMetal);
    for (const double y : {-0.58, 0.58}) b.box(x, y, 0, 0.32, 0.32, 0.45, b.one_of(4, kCrate), 0, 0.8);
    b.box(x + 0.1, 0.1, 0.73, 0.15, 0.15, 0.2, b.one_of(6, kFruit));
  }
}

void display(SolidBuilder& b, std::uint32_t family) {
  switch (family % 3) {
    case 0: return produce(b, family / 3);
    case 1: return rack(b, family / 3);
    default: return tables(b, family / 3);
  }
}

void stall(SolidBuilder& b, std::uint32_t family) {
  const Colour body = b.one_of(1, kPaint);
  b.box(0, 0, 0.42, 1.8, 0.95, 0.4, body);
  b.box(0, 0, 0.82, 1.85, 1.0, 0.05, kMetal);
  for (const double x : {-0.6, 0.6})
    for (const double y : {-0.45, 0.45}) b.wheel(x, y, 0.26, kTyre, kHub);
  for (int i = 0; i < 4; ++i)
    b.box(-0.62 + 0.42 * i, 0, 0.87, 0.34, 0.7, 0.22, b.one_of(static_cast<std::uint32_t>(10 + i), kFruit), 0, 0.7);
  const Colour one = b.one_of(2, kUmbrella), two = b.pick(3) < 0.5 ? kWhite : b.one_of(4, kUmbrella);
  if (family % 2) {
    b.box(0, 0, 0.87, 0.05, 0.05, 1.2, kMetal);
    b.frustum(0, 0, 1.85, 1.15, 0.0, 0.42, one, two, false);
  } else {
    for (const double x : {-0.85, 0.85})
      for (const double y : {-0.45, 0.45}) b.box(x, y, 0.87, 0.04, 0.04, 1.15, kMetal);
    b.box(0, 0, 2.0, 2.1, 1.25, 0.12, one, 0, 0.9);
    for (int i = 0; i < 3; ++i) b.box(-0.7 + 0.7 * i, -0.63, 1.86, 0.34, 0.02, 0.16, two);
    b.box(0.0, -0.49, 0.45, 1.3, 0.02, 0.3, b.one_of(5, kUmbrella));
  }
}

void body_of(SolidBuilder& b, double seat_x, double z, int pose, bool seated) {
  const Colour shirt = b.one_of(11, kCloth), trousers = b.pick(12) < 0.6 ? Colour{70, 60, 52} : b.one_of(13, kCloth),
               skin = b.one_of(14, kSkin);
  const double swing = pose % 2 ? 0.16 * (pose == 1 ? 1 : -1) : 0.0;
  if (seated) {
    for (const double y : {-0.13, 0.13}) b.box(seat_x + 0.2, y, z, 0.45, 0.14, 0.15, trousers);
    for (const double y : {-0.13, 0.13}) b.box(seat_x + 0.38, y, z - 0.42, 0.14, 0.13, 0.44, trousers);
  } else {
    b.box(seat_x + swing, -0.11, z, 0.16, 0.17, 0.82, trousers, 0, 1, -swing);
    b.box(seat_x - swing, 0.11, z, 0.16, 0.17, 0.82, trousers, 0, 1, swing);
    z += 0.8;
  }
  b.box(seat_x + (seated ? 0.05 : 0), 0, z, 0.25, 0.42, 0.6, shirt, 0, 0.9, seated ? 0.12 : 0);
  for (const double y : {-0.27, 0.27})
    b.box(seat_x + (seated ? 0.28 : swing * (y > 0 ? 1 : -1)), y, z + (seated ? 0.25 : 0.0), seated ? 0.45 : 0.13, 0.12,
          seated ? 0.14 : 0.56, shirt);
  const double head_x = seat_x + (seated ? 0.17 : 0);
  b.frustum(head_x, 0, z + 0.62, 0.1, 0.11, 0.2, skin, skin);
  const bool helmet = seated && b.pick(15) < 0.6;
  b.frustum(head_x - 0.01, 0, z + 0.76, 0.12, 0.07, 0.12, helmet ? b.one_of(16, kUmbrella) : kDark,
            helmet ? b.one_of(16, kUmbrella) : kDark);
  if (!seated && b.pick(17) < 0.35) b.box(seat_x - 0.2, 0, z + 0.1, 0.16, 0.3, 0.4, b.one_of(18, kCloth));
}

void sign(SolidBuilder& b, std::uint32_t family) {
  const Colour c = b.one_of(1, kUmbrella);
  if (family % 3 == 0) {
    b.panel({0.24, -0.3, 0}, {0.24, 0.3, 0}, {0.02, 0.27, 1.0}, {0.02, -0.27, 1.0}, c);
    b.panel({-0.24, 0.3, 0}, {-0.24, -0.3, 0}, {-0.02, -0.27, 1.0}, {-0.02, 0.27, 1.0}, c);
    for (const double z : {0.75, 0.58, 0.41})
      b.panel({0.075 + 0.22 * (1 - z), -0.2, z}, {0.075 + 0.22 * (1 - z), 0.2, z},
              {0.06 + 0.22 * (1 - z), 0.2, z + 0.08}, {0.06 + 0.22 * (1 - z), -0.2, z + 0.08}, kWhite);
  } else if (family % 3 == 1) {
    b.box(0, 0, 0, 0.36, 0.36, 0.04, kDark);
    b.frustum(0, 0, 0.04, 0.16, 0.1, 0.3, {20, 90, 240}, {20, 90, 240}, false);
    b.frustum(0, 0, 0.34, 0.1, 0.07, 0.15, kWhite, kWhite, false);
    b.frustum(0, 0, 0.49, 0.07, 0.03, 0.24, {20, 90, 240}, {20, 90, 240});
  } else {
    b.box(0, 0, 0, 0.3, 0.5, 0.06, kMetal);
    b.box(0, 0, 0.06, 0.04, 0.04, 0.5, kMetal);
    b.box(0, 0, 0.5, 0.04, 0.75, 1.0, c);
    for (int i = 0; i < 3; ++i) b.box(0.022, 0, 0.65 + 0.26 * i, 0.01, 0.5, 0.12, kWhite);
  }
}

void bin(SolidBuilder& b, std::uint32_t family) {
  const std::array<Colour, 4> shells{Colour{70, 120, 50}, {90, 90, 92}, {150, 90, 40}, {60, 80, 70}};
  const Colour c = b.one_of(1, shells);
  if (family % 2 == 0) {
    for (const double y : {-0.29, 0.29}) {
      const Colour half = y < 0 ? c : b.one_of(2, shells);
      b.box(0, y, 0.08, 0.48, 0.5, 0.8, half);
      b.box(0, y, 0.88, 0.52, 0.52, 0.14, scaled(half, 0.6), 0, 0.8);
      b.box(0.245, y, 0.68, 0.01, 0.34, 0.12, kDark);
    }
  } else {
    b.frustum(0, 0, 0, 0.24, 0.3, 0.85, c, scaled(c, 0.92));
    b.frustum(0, 0, 0.85, 0.32, 0.2, 0.14, scaled(c, 0.55), scaled(c, 0.55));
  }
}

// A bin whose lid stands on what no longer goes in, with bags beside it.
void full_bin(SolidBuilder& b, std::uint32_t family) {
  const std::array<Colour, 3> bags{Colour{38, 38, 42}, {205, 205, 210}, {60, 110, 175}};
  bin(b, family);
  for (const double y : {-0.2, 0.05, 0.24}) {
    const Colour c = b.one_of(y < 0 ? 3 : 4, bags);
    b.frustum(y < 0 ? 0.04 : -0.04, y, 0.98, 0.2, 0.08, 0.26, c, scaled(c, 1.15));
  }
  for (const double y : {-0.34, 0.3}) {
    const Colour c = b.one_of(y < 0 ? 5 : 6, bags);
    b.frustum(0.36, y, 0, 0.21, 0.07, 0.36, c, scaled(c, 1.15));
  }
}

void dog(SolidBuilder& b, int pose) {
  const std::array<Colour, 4> coats{Colour{70, 110, 160}, {40, 40, 44}, {215, 220, 225}, {60, 85, 120}};
  const Colour c = b.one_of(1, coats);
  const double swing = pose % 2 ? 0.06 : 0;
  for (const double x : {-0.22, 0.22})
    for (const double y : {-0.07, 0.07}) b.box(x + (y > 0 ? swing : -swing), y, 0, 0.07, 0.06, 0.28, scaled(c, 0.8));
  b.box(0, 0, 0.26, 0.58, 0.2, 0.22, c);
  b.box(0.34, 0, 0.38, 0.2, 0.15, 0.18, c);
  b.box(0.46, 0, 0.38, 0.12, 0.08, 0.09, scaled(c, 0.7));
  b.box(-0.36, 0, 0.42, 0.16, 0.04, 0.05, c);
}

// Brings what a generator has drawn in its own size to another, about the middle of its foot.
void fit(Solid& solid, const Extent& own, const Extent& size) {
  if (own == size) return;
  const auto scale = [x = size.length_m / own.length_m, y = size.width_m / own.width_m,
                      z = size.height_m / own.height_m](Vec3 v) {
    return Vec3{v.x * x, v.y * y, v.z * z};
  };
  for (Face& face : solid) {
    for (int i = 0; i < face.corners; ++i) {
      Vec3& corner = face.corner[static_cast<std::size_t>(i)];
      corner = scale(corner);
    }
    face.centre = scale(face.centre);
    face.normal = unit(cross(face.corner[1] - face.corner[0], face.corner[2] - face.corner[0]));
  }
}

// The twin's own generators draw in sizes of their own; these depend on the family alone.
template <class Draw>
Generator own(ThingKind kind, bool walks, Draw draw) {
  return {KindTable::well_known()->name_of(kind), walks,
          [kind, draw](SolidBuilder& b, std::uint32_t family, int step, const Extent& size) {
            draw(b, family, step);
            const auto& sizes = KindTable::well_known()->of(kind).sizes;
            fit(b.solid, sizes[family % sizes.size()], size);
          }};
}

// In the order of `ThingKind`: the number of a generator is a part of what its bodies look like.
std::vector<Generator> own_generators() {
  using B = SolidBuilder;
  using F = std::uint32_t;
  return {own(ThingKind::pile, false, [](B& b, F family, int) { pile(b, family); }),
          own(ThingKind::display, false, [](B& b, F family, int) { display(b, family); }),
          own(ThingKind::stall, false, [](B& b, F family, int) { stall(b, family); }),
          own(ThingKind::motor, false, [](B& b, F family, int) { motor_body(b, family); }),
          own(ThingKind::nonmotor, false, [](B& b, F family, int) { two_wheeler_body(b, family); }),
          own(ThingKind::person, true, [](B& b, F, int step) { body_of(b, 0, 0, step, false); }),
          own(ThingKind::rider, true,
              [](B& b, F family, int step) {
                two_wheeler_body(b, family % 3 == 2 ? family - 1 : family);
                body_of(b, -0.25, 0.78, step, true);
              }),
          own(ThingKind::sign, false, [](B& b, F family, int) { sign(b, family); }),
          own(ThingKind::bin, false, [](B& b, F family, int) { bin(b, family); }),
          own(ThingKind::dog, true, [](B& b, F, int step) { dog(b, step); }),
          {"full_bin", false, [](B& b, F family, int, const Extent& size) {
             full_bin(b, family);
             const auto& sizes = KindTable::well_known()->of(ThingKind::bin).sizes;
             fit(b.solid, sizes[family % sizes.size()], size);
           }}};
}

std::vector<Generator>& generators() {
  static std::vector<Generator> all = own_generators();
  return all;
}

constexpr int kSteps = 4;

}  // namespace

void add_generator(Generator generator) {
  auto& all = generators();
  SIM_CHECK(std::ranges::find(all, generator.name, &Generator::name) == all.end());
  all.push_back(std::move(generator));
}

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const Generator& generator : generators()) names.push_back(generator.name);
  return names;
}

Bodies::Bodies(std::shared_ptr<const KindTable> kinds)
    : kinds_(std::move(kinds)),
      slots_(std::make_unique<Slot[]>(static_cast<std::size_t>(kinds_->size()) * kLooks * kSteps)) {
  const auto& all = generators();
  for (int kind = 0; kind < kinds_->size(); ++kind) {
    const auto found = std::ranges::find(all, kinds_->of(static_cast<ThingKind>(kind)).generator, &Generator::name);
    SIM_CHECK(found != all.end());
    drawn_by_.push_back({static_cast<std::size_t>(found - all.begin()), found->walks});
  }
}

Solid Bodies::build(ThingKind kind, std::uint32_t look, int step) const {
  const std::size_t number = drawn_by_[static_cast<std::size_t>(kind)].number;
  SolidBuilder b(texture_hash(look, static_cast<std::int64_t>(number), 0x70u));
  // The generators count arrangements in threes: family % 3 is the arrangement, family / 3 the variant.
  generators()[number].draw(b, arrangement_of(look) + 3 * variant_of(look), step, kinds_->extent_of(kind, look));
  return std::move(b.solid);
}

const Solid& Bodies::of(ThingKind kind, std::uint32_t look, int step) const {
  const auto index = static_cast<std::size_t>(kind);
  look %= kLooks;
  step = drawn_by_[index].walks ? step % kSteps : 0;
  Slot& slot = slots_[(index * kLooks + look) * kSteps + static_cast<std::size_t>(step)];
  std::call_once(slot.once, [&] { slot.solid = build(kind, look, step); });
  return slot.solid;
}

std::shared_ptr<const Bodies> bodies_of(const std::shared_ptr<const KindTable>& kinds) {
  static std::mutex mutex;
  static std::map<const KindTable*, std::weak_ptr<const Bodies>> known;
  std::lock_guard lock(mutex);
  auto& entry = known[kinds.get()];
  auto bodies = entry.lock();
  if (!bodies) entry = bodies = std::make_shared<const Bodies>(kinds);
  std::erase_if(known, [](const auto& other) { return other.second.expired(); });
  return bodies;
}

}  // namespace tricolor::sim
