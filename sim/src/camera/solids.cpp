#include "camera/solids.h"

#include <memory>
#include <mutex>

#include "camera/solid_builder.h"
#include "sim/camera/looks.h"

namespace tricolor::sim {
namespace {

constexpr std::array<Colour, 4> kCarton{Colour{88, 128, 170}, {70, 110, 152}, {110, 150, 188}, {60, 96, 136}};
constexpr std::array<Colour, 4> kSack{Colour{205, 214, 216}, {150, 190, 170}, {170, 200, 226}, {190, 170, 150}};
constexpr std::array<Colour, 5> kCrate{Colour{170, 80, 30}, {40, 50, 190}, {40, 160, 210}, {70, 140, 50}, {60, 60, 60}};
constexpr std::array<Colour, 6> kFruit{Colour{20, 120, 240}, {40, 40, 210}, {40, 200, 230}, {60, 170, 70}, {120, 60, 150}, {40, 160, 120}};
constexpr std::array<Colour, 8> kCloth{Colour{150, 60, 50}, {60, 60, 190}, {200, 190, 190}, {60, 150, 200}, {110, 150, 60}, {50, 40, 45}, {180, 120, 200}, {90, 90, 100}};
constexpr std::array<Colour, 7> kPaint{Colour{225, 225, 225}, {50, 45, 45}, {120, 120, 125}, {40, 35, 150}, {130, 80, 40}, {190, 195, 180}, {60, 110, 150}};
constexpr std::array<Colour, 5> kSkin{Colour{130, 165, 205}, {120, 150, 190}, {140, 175, 215}, {105, 140, 180}, {125, 160, 200}};
constexpr std::array<Colour, 5> kUmbrella{Colour{40, 40, 200}, {190, 110, 40}, {60, 150, 60}, {30, 150, 230}, {160, 60, 140}};
constexpr Colour kTyre{28, 28, 28}, kHub{150, 150, 150}, kGlass{88, 72, 58}, kMetal{140, 140, 138}, kWood{58, 92, 128}, kDark{38, 36, 34}, kWhite{228, 230, 230};

void pile(SolidBuilder& b, std::uint32_t family) {
  const int arrangement = static_cast<int>(family % 3);
  if (arrangement == 0) {
    // Cartons in two or three layers, each with a strip of tape.
    const double unit = b.between(1, 0.42, 0.5);
    const int across = 3, layers = family >= 3 ? 2 : 2;
    for (int layer = 0; layer < layers; ++layer)
      for (int i = 0; i < across - layer; ++i)
        for (int j = 0; j < 2 - (layer > 0 && family >= 6); ++j) {
          const double x = (i - (across - layer - 1) / 2.0) * (unit + 0.02) + 0.08 * (b.pick(static_cast<std::uint32_t>(10 + i + 4 * layer)) - 0.5);
          const double y = (j - 0.5) * (unit * 0.9);
          const Colour c = b.one_of(static_cast<std::uint32_t>(20 + i + 3 * j + 7 * layer), kCarton);
          b.box(x, y, layer * (unit * 0.95), unit, unit * 0.85, unit * 0.92, c, 0.15 * (b.pick(static_cast<std::uint32_t>(40 + i + j)) - 0.5));
          b.box(x, y, layer * (unit * 0.95) + unit * 0.925, unit * 0.98, 0.07, 0.01, scaled(c, 1.35));
        }
  } else if (arrangement == 1) {
    // Sacks, flat and bulging.
    const Colour c = b.one_of(2, kSack);
    for (int layer = 0; layer < 5; ++layer)
      for (int i = 0; i < 2; ++i)
        b.box((i - 0.5) * 0.62 + 0.06 * b.pick(static_cast<std::uint32_t>(layer)), 0.04 * (layer % 2), layer * 0.22, 0.62, 0.78, 0.2, scaled(c, 0.86 + 0.07 * (layer % 3)),
              (layer % 2 ? 0.12 : -0.08), 0.86);
    b.box(0.1, 0, 1.08, 0.5, 0.6, 0.1, scaled(c, 0.9), 0.5, 0.7);
  } else {
    // Plastic crates and boards.
    for (int i = 0; i < 3; ++i)
      for (int layer = 0; layer < 1 + static_cast<int>(b.pick(static_cast<std::uint32_t>(i)) * 2.9) && layer < 2; ++layer) {
        const Colour c = b.one_of(static_cast<std::uint32_t>(30 + i), kCrate);
        b.box((i - 1) * 0.56, 0, layer * 0.33, 0.5, 0.62, 0.3, c);
        b.box((i - 1) * 0.56, 0, layer * 0.33 + 0.3, 0.42, 0.54, 0.02, scaled(c, 0.45));
      }
    b.box(0.1, -0.32, 0, 1.6, 0.06, 0.6, kWood, 0.05);
    b.box(0, 0.3, 0.62, 1.5, 0.25, 0.05, scaled(kWood, 1.3), 0.1);
  }
}

void display(SolidBuilder& b, std::uint32_t family) {
  const int arrangement = static_cast<int>(family % 3);
  if (arrangement == 0) {
    // A slanted stand with heaps of produce in a grid.
    b.box(0, 0, 0, 2.1, 0.8, 0.5, b.one_of(1, kPaint));
    b.panel({-1.05, -0.42, 0.5}, {1.05, -0.42, 0.5}, {1.05, 0.42, 0.85}, {-1.05, 0.42, 0.85}, kWood);
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 2; ++j)
        b.box(-0.84 + 0.42 * i, -0.2 + 0.4 * j, 0.56 + 0.16 * j, 0.36, 0.34, 0.2, b.one_of(static_cast<std::uint32_t>(5 + 3 * i + j), kFruit), 0, 0.6);
  } else if (arrangement == 1) {
    // A rail with clothes, or shelves with goods.
    for (const double x : {-0.85, 0.85}) b.box(x, 0, 0, 0.05, 0.5, 1.55, kMetal, 0, 0.3);
    b.box(0, 0, 1.5, 1.8, 0.05, 0.05, kMetal);
    if (family < 6) {
      for (int i = 0; i < 9; ++i)
        b.box(-0.72 + 0.18 * i, 0, 0.5 + 0.25 * b.pick(static_cast<std::uint32_t>(60 + i)), 0.12, 0.5, 0.95 - 0.2 * b.pick(static_cast<std::uint32_t>(60 + i)),
              b.one_of(static_cast<std::uint32_t>(10 + i), kCloth), 0, 0.5);
    } else {
      for (int shelf = 0; shelf < 3; ++shelf) {
        b.box(0, 0, 0.3 + 0.42 * shelf, 1.7, 0.5, 0.04, kMetal);
        for (int i = 0; i < 6; ++i)
          b.box(-0.68 + 0.27 * i, 0, 0.34 + 0.42 * shelf, 0.22, 0.4, 0.28, b.one_of(static_cast<std::uint32_t>(30 + i + 6 * shelf), kCloth));
      }
    }
  } else {
    // Tables and stools put out by an eating house.
    for (const double x : {-0.7, 0.7}) {
      b.box(x, 0, 0.68, 0.85, 0.85, 0.05, b.pick(3) < 0.5 ? kWhite : kWood);
      b.box(x, 0, 0, 0.12, 0.12, 0.68, kMetal);
      for (const double y : {-0.58, 0.58}) b.box(x, y, 0, 0.32, 0.32, 0.45, b.one_of(4, kCrate), 0, 0.8);
      b.box(x + 0.1, 0.1, 0.73, 0.15, 0.15, 0.2, b.one_of(6, kFruit));
    }
  }
}

void stall(SolidBuilder& b, std::uint32_t family) {
  const Colour body = b.one_of(1, kPaint);
  b.box(0, 0, 0.42, 1.8, 0.95, 0.4, body);
  b.box(0, 0, 0.82, 1.85, 1.0, 0.05, kMetal);
  for (const double x : {-0.6, 0.6})
    for (const double y : {-0.45, 0.45}) b.wheel(x, y, 0.26, kTyre, kHub);
  for (int i = 0; i < 4; ++i) b.box(-0.62 + 0.42 * i, 0, 0.87, 0.34, 0.7, 0.22, b.one_of(static_cast<std::uint32_t>(10 + i), kFruit), 0, 0.7);
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

void motor(SolidBuilder& b, std::uint32_t family) {
  const int form = static_cast<int>(family % 3);
  const Colour paint = b.one_of(1, kPaint);
  const double length = form == 0 ? 4.4 : form == 1 ? 4.6 : 4.9, width = form == 2 ? 1.85 : 1.78;
  for (const double x : {-0.31 * length, 0.31 * length})
    for (const double y : {-width / 2 + 0.02, width / 2 - 0.02}) b.wheel(x, y, 0.32, kTyre, kHub, 0.08);
  if (form == 2 && family >= 3) {
    // A small lorry: cab and loading bed.
    b.box(1.55, 0, 0.4, 1.6, width, 1.6, paint, 0, 0.92);
    b.box(1.72, 0, 1.1, 1.42, width * 1.005, 0.6, kGlass, 0, 0.9);
    b.box(-0.85, 0, 0.55, 3.1, width, family >= 6 ? 1.6 : 0.5, family >= 6 ? b.one_of(5, kPaint) : scaled(paint, 0.8));
  } else if (form == 2) {
    b.box(0, 0, 0.32, length, width, 1.0, paint);
    b.box(-0.1, 0, 1.32, length * 0.95, width * 0.97, 0.75, paint, 0, 0.92);
    b.box(-0.1, 0, 1.36, length * 0.955, width * 0.985, 0.5, kGlass, 0, 0.93);
  } else {
    const double deck = form == 0 ? 0.55 : 0.72;
    b.box(0, 0, 0.28, length, width, deck, paint, 0, 0.97);
    b.box(form == 0 ? -0.2 : -0.35, 0, 0.28 + deck, length * (form == 0 ? 0.56 : 0.66), width * 0.95, 0.6, kGlass, 0, 0.76);
    b.box(form == 0 ? -0.2 : -0.35, 0, 0.86 + deck, length * (form == 0 ? 0.42 : 0.5), width * 0.72, 0.05, paint);
  }
  for (const double y : {-0.6, 0.6}) {
    b.box(length / 2 - 0.02, y, 0.6, 0.08, 0.32, 0.16, Colour{210, 235, 240});
    b.box(-length / 2 + 0.02, y, 0.65, 0.08, 0.32, 0.16, Colour{30, 30, 190});
  }
  b.box(-length / 2 - 0.02, 0, 0.45, 0.04, 0.44, 0.14, Colour{190, 90, 20});
}

void two_wheeler(SolidBuilder& b, std::uint32_t family) {
  const int form = static_cast<int>(family % 3);
  const Colour paint = b.one_of(1, kPaint);
  if (form == 2) {
    // A cargo tricycle.
    b.wheel(0.85, 0, 0.3, kTyre, kHub);
    for (const double y : {-0.42, 0.42}) b.wheel(-0.6, y, 0.3, kTyre, kHub);
    b.box(-0.55, 0, 0.42, 1.15, 0.85, 0.42, b.one_of(2, kCrate));
    b.box(-0.55, 0, 0.84, 1.05, 0.75, 0.02, kDark);
    b.box(0.35, 0, 0.45, 0.9, 0.12, 0.12, kDark);
    b.box(0.85, 0, 0.5, 0.06, 0.6, 0.55, kDark, 0, 0.3);
    return;
  }
  b.wheel(0.58, 0, 0.31, kTyre, form == 0 ? Colour{165, 168, 168} : kHub);
  b.wheel(-0.58, 0, 0.31, kTyre, form == 0 ? Colour{165, 168, 168} : kHub);
  if (form == 0) {
    b.box(0.05, 0, 0.5, 0.95, 0.05, 0.06, paint, 0);
    b.box(-0.25, 0, 0.32, 0.06, 0.05, 0.55, paint);
    b.box(-0.28, 0, 0.85, 0.26, 0.16, 0.07, kDark);
    b.box(0.48, 0, 0.35, 0.05, 0.05, 0.65, paint);
    b.box(0.46, 0, 0.98, 0.06, 0.55, 0.05, kDark);
    b.box(0.62, 0, 0.68, 0.32, 0.34, 0.22, b.pick(5) < 0.5 ? kMetal : kDark);
  } else {
    b.box(0.42, 0, 0.3, 0.14, 0.38, 0.6, paint, 0, 0.7);
    b.box(0.05, 0, 0.28, 0.7, 0.3, 0.12, paint);
    b.box(-0.35, 0, 0.36, 0.7, 0.3, 0.34, paint, 0, 0.85);
    b.box(-0.32, 0, 0.7, 0.66, 0.28, 0.1, kDark);
    b.box(0.4, 0, 0.92, 0.08, 0.62, 0.06, kDark);
    if (family >= 3) b.box(-0.66, 0, 0.72, 0.32, 0.34, 0.32, b.one_of(6, kUmbrella));
  }
}

void body_of(SolidBuilder& b, double seat_x, double z, int pose, bool seated) {
  const Colour shirt = b.one_of(11, kCloth), trousers = b.pick(12) < 0.6 ? Colour{70, 60, 52} : b.one_of(13, kCloth), skin = b.one_of(14, kSkin);
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
  for (const double y : {-0.27, 0.27}) b.box(seat_x + (seated ? 0.28 : swing * (y > 0 ? 1 : -1)), y, z + (seated ? 0.25 : 0.0), seated ? 0.45 : 0.13, 0.12, seated ? 0.14 : 0.56, shirt);
  const double head_x = seat_x + (seated ? 0.17 : 0);
  b.frustum(head_x, 0, z + 0.62, 0.1, 0.11, 0.2, skin, skin);
  const bool helmet = seated && b.pick(15) < 0.6;
  b.frustum(head_x - 0.01, 0, z + 0.76, 0.12, 0.07, 0.12, helmet ? b.one_of(16, kUmbrella) : kDark, helmet ? b.one_of(16, kUmbrella) : kDark);
  if (!seated && b.pick(17) < 0.35) b.box(seat_x - 0.2, 0, z + 0.1, 0.16, 0.3, 0.4, b.one_of(18, kCloth));
}

void sign(SolidBuilder& b, std::uint32_t family) {
  const Colour c = b.one_of(1, kUmbrella);
  if (family % 3 == 0) {
    b.panel({0.24, -0.3, 0}, {0.24, 0.3, 0}, {0.02, 0.27, 1.0}, {0.02, -0.27, 1.0}, c);
    b.panel({-0.24, 0.3, 0}, {-0.24, -0.3, 0}, {-0.02, -0.27, 1.0}, {-0.02, 0.27, 1.0}, c);
    for (const double z : {0.75, 0.58, 0.41}) b.panel({0.075 + 0.22 * (1 - z), -0.2, z}, {0.075 + 0.22 * (1 - z), 0.2, z}, {0.06 + 0.22 * (1 - z), 0.2, z + 0.08}, {0.06 + 0.22 * (1 - z), -0.2, z + 0.08}, kWhite);
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

Solid build(ThingKind kind, std::uint32_t look, int pose) {
  SolidBuilder b(texture_hash(look, static_cast<std::int64_t>(kind), 0x70u));
  // The builders count arrangements in threes: family % 3 is the arrangement, family / 3 the variant.
  const std::uint32_t family = arrangement_of(look) + 3 * variant_of(look);
  switch (kind) {
    case ThingKind::pile: pile(b, family); break;
    case ThingKind::display: display(b, family); break;
    case ThingKind::stall: stall(b, family); break;
    case ThingKind::motor: motor(b, family); break;
    case ThingKind::nonmotor: two_wheeler(b, family); break;
    case ThingKind::person: body_of(b, 0, 0, pose, false); break;
    case ThingKind::rider:
      two_wheeler(b, family % 3 == 2 ? family - 1 : family);
      body_of(b, -0.25, 0.78, pose, true);
      break;
    case ThingKind::sign: sign(b, family); break;
    case ThingKind::bin: bin(b, family); break;
    case ThingKind::dog: dog(b, pose); break;
  }
  return std::move(b.solid);
}

constexpr int kPoses = 4;

struct Slot {
  std::once_flag once;
  Solid solid;
};

}  // namespace

const Solid& solid_of(ThingKind kind, std::uint32_t look, int pose) {
  static const auto slots = std::make_unique<Slot[]>(static_cast<std::size_t>(kThingKinds) * kLooks * kPoses);
  const bool moves = kind == ThingKind::person || kind == ThingKind::rider || kind == ThingKind::dog;
  look %= kLooks;
  pose = moves ? pose % kPoses : 0;
  Slot& slot = slots[(static_cast<std::size_t>(kind) * kLooks + look) * kPoses + static_cast<std::size_t>(pose)];
  std::call_once(slot.once, [&] { slot.solid = build(kind, look, pose); });
  return slot.solid;
}

}  // namespace tricolor::sim
