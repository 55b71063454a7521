#include "camera/vehicles.h"

#include "camera/palette.h"

namespace tricolor::sim {
namespace {

constexpr Colour kLamp{225, 240, 245}, kRearLamp{35, 30, 190}, kPlate{190, 90, 20};

/// A car seen from its side, x forward, metres: nose, bonnet, windscreen, roof, rear window, tail.
struct CarShape {
  double tail_x, nose_x;
  double sill_z = 0.28, nose_z, belt_z, tail_z, roof_z;
  double screen_low_x, screen_high_x, rear_high_x, rear_low_x;
  double half_m, half_roof_m;
};

void car(SolidBuilder& b, const CarShape& s, Colour paint, Colour roof) {
  const double belt_front = s.belt_z, belt_rear = s.belt_z + 0.03;
  for (const double x : {0.32 * s.nose_x + 0.68 * s.nose_x - 0.85, s.tail_x + 0.8})
    for (const double side : {-1.0, 1.0}) {
      b.wheel(x, side * (s.half_m - 0.06), 0.32, kTyre, kHub, 0.16, 0.5);
    }
  // Each side in three pieces, so that a wheel is always drawn over the piece on which it sits; then the windows.
  for (const double side : {-1.0, 1.0}) {
    const auto at = [&](double x, double z) { return Vec3{x, side * s.half_m, z}; };
    const auto up = [&](double x, double z) { return Vec3{x, side * s.half_roof_m, z}; };
    const auto strip = [&](Vec3 low_front, Vec3 low_rear, Vec3 high_front, Vec3 high_rear,
                           std::initializer_list<SolidBuilder::Tile> tiles) {
      if (side > 0) b.strip(low_front, low_rear, high_front, high_rear, tiles);
      else b.strip(low_rear, low_front, high_rear, high_front, tiles);
    };
    const double door_front = s.nose_x - 1.35, door_rear = s.tail_x + 1.3;
    strip(at(s.nose_x, s.sill_z), at(door_front, s.sill_z), at(s.nose_x - 0.06, s.nose_z), at(door_front, belt_front),
          {{1, paint}});
    strip(at(door_front, s.sill_z), at(door_rear, s.sill_z), at(door_front, belt_front), at(door_rear, belt_rear),
          {{0.48, paint}, {0.5, scaled(paint, 0.6)}, {1, paint}});
    strip(at(door_rear, s.sill_z), at(s.tail_x, s.sill_z), at(door_rear, belt_rear), at(s.tail_x + 0.05, s.tail_z),
          {{1, paint}});
    strip(at(s.screen_low_x, belt_front), at(s.rear_low_x, belt_rear), up(s.screen_high_x, s.roof_z),
          up(s.rear_high_x, s.roof_z), {{0.06, paint}, {0.46, kGlass}, {0.51, paint}, {0.9, kGlass}, {1, paint}});
  }
  const auto across = [&](double x_low, double z_low, double half_low, double x_high, double z_high, double half_high,
                          bool front, std::initializer_list<SolidBuilder::Tile> tiles) {
    const double side = front ? -1 : 1;
    b.strip({x_low, side * half_low, z_low}, {x_low, -side * half_low, z_low}, {x_high, side * half_high, z_high},
            {x_high, -side * half_high, z_high}, tiles);
  };
  const double h = s.half_m;
  across(s.nose_x, s.sill_z, h, s.nose_x, s.sill_z + 0.2, h, true,
         {{0.38, scaled(paint, 0.7)}, {0.62, kPlate}, {1, scaled(paint, 0.7)}});
  across(s.nose_x, s.sill_z + 0.2, h, s.nose_x - 0.06, s.nose_z, h, true,
         {{0.2, kLamp}, {0.28, paint}, {0.72, kDark}, {0.8, paint}, {1, kLamp}});
  across(s.nose_x - 0.06, s.nose_z, h, s.screen_low_x, belt_front, h, true, {{1, scaled(paint, 1.05)}});
  across(s.screen_low_x, belt_front, h, s.screen_high_x, s.roof_z, s.half_roof_m, true,
         {{0.06, paint}, {0.94, kGlass}, {1, paint}});
  across(s.screen_high_x, s.roof_z, s.half_roof_m, s.rear_high_x, s.roof_z, s.half_roof_m, true, {{1, roof}});
  across(s.rear_low_x, belt_rear, h, s.rear_high_x, s.roof_z, s.half_roof_m, false,
         {{0.07, paint}, {0.93, kGlass}, {1, paint}});
  if (s.rear_low_x - s.tail_x > 0.2)
    across(s.tail_x + 0.05, s.tail_z, h, s.rear_low_x, belt_rear, h, false, {{1, scaled(paint, 1.05)}});
  across(s.tail_x, s.sill_z + 0.2, h, s.tail_x + 0.05, s.tail_z, h, false,
         {{0.2, kRearLamp}, {0.36, paint}, {0.64, kPlate}, {0.8, paint}, {1, kRearLamp}});
  across(s.tail_x, s.sill_z, h, s.tail_x, s.sill_z + 0.2, h, false, {{1, scaled(paint, 0.7)}});
}

// A cab with its windscreen, and behind it a box, or a bed with low boards.
void lorry(SolidBuilder& b, Colour paint, bool box, Colour load) {
  constexpr double kHalf = 0.92;
  for (const double x : {1.6, -1.5})
    for (const double side : {-1.0, 1.0}) b.wheel(x, side * (kHalf - 0.08), 0.36, kTyre, kHub, 0.2, 0.8);
  for (const double side : {-1.0, 1.0}) {
    const auto strip = [&](double z_low, double z_high, double front, std::initializer_list<SolidBuilder::Tile> tiles) {
      const Vec3 low_front{2.45, side * kHalf, z_low}, low_rear{0.95, side * kHalf, z_low},
          high_front{front, side * kHalf, z_high}, high_rear{0.95, side * kHalf, z_high};
      if (side > 0) b.strip(low_front, low_rear, high_front, high_rear, tiles);
      else b.strip(low_rear, low_front, high_rear, high_front, tiles);
    };
    strip(0.4, 1.2, 2.45, {{1, paint}});
    if (side > 0) strip(1.2, 2.0, 2.3, {{0.12, paint}, {0.7, kGlass}, {1, paint}});
    else strip(1.2, 2.0, 2.3, {{0.3, paint}, {0.88, kGlass}, {1, paint}});
  }
  b.strip({2.45, -kHalf, 0.4}, {2.45, kHalf, 0.4}, {2.45, -kHalf, 0.75}, {2.45, kHalf, 0.75},
          {{0.2, kLamp}, {0.4, scaled(paint, 0.6)}, {0.6, kPlate}, {0.8, scaled(paint, 0.6)}, {1, kLamp}});
  b.strip({2.45, -kHalf, 0.75}, {2.45, kHalf, 0.75}, {2.45, -kHalf, 1.2}, {2.45, kHalf, 1.2}, {{1, paint}});
  b.strip({2.45, -kHalf, 1.2}, {2.45, kHalf, 1.2}, {2.3, -kHalf, 2.0}, {2.3, kHalf, 2.0},
          {{0.06, paint}, {0.94, kGlass}, {1, paint}});
  b.strip({2.3, -kHalf, 2.0}, {2.3, kHalf, 2.0}, {0.95, -kHalf, 2.0}, {0.95, kHalf, 2.0}, {{1, scaled(paint, 1.05)}});
  b.strip({0.95, kHalf, 0.4}, {0.95, -kHalf, 0.4}, {0.95, kHalf, 2.0}, {0.95, -kHalf, 2.0}, {{1, scaled(paint, 0.8)}});
  b.box(-0.85, 0, 0.55, 3.2, 2 * kHalf + 0.06, box ? 1.62 : 0.48, load);
  if (!box) b.box(-0.85, 0, 1.0, 3.0, 2 * kHalf - 0.1, 0.04, scaled(load, 0.5));
  b.box(-2.47, 0, 0.45, 0.04, 0.44, 0.14, kPlate);
}

void bicycle(SolidBuilder& b, std::uint32_t variant, Colour paint) {
  const Colour rim{165, 168, 168};
  b.wheel(0.54, 0, 0.32, kTyre, rim, 0.06);
  b.wheel(-0.54, 0, 0.32, kTyre, rim, 0.06);
  const Vec3 head{0.36, 0, 0.82}, crank{-0.05, 0, 0.34}, seat{-0.2, 0, 0.8}, rear{-0.54, 0, 0.32};
  b.bar(head, crank, 0.06, paint);
  b.bar({0.36, 0, 0.78}, {-0.17, 0, 0.7}, 0.05, paint);
  b.bar(crank, seat, 0.05, paint);
  b.bar(rear, crank, 0.05, paint);
  b.bar(rear, {-0.18, 0, 0.66}, 0.05, paint);
  b.bar({0.54, 0, 0.32}, {0.33, 0, 0.98}, 0.06, paint);
  b.box(-0.22, 0, 0.82, 0.28, 0.17, 0.08, kDark);
  b.bar({0.34, -0.3, 1.0}, {0.34, 0.3, 1.0}, 0.05, kDark);
  for (const double y : {-0.28, 0.28}) b.box(0.27, y, 0.97, 0.16, 0.05, 0.06, kDark);
  // A basket, mudguards of a shared bicycle, or a rack behind.
  if (variant != 1) b.box(0.6, 0, 0.7, 0.3, 0.36, 0.24, b.pick(5) < 0.5 ? kMetal : kDark, 0, 1.15);
  if (variant == 1) {
    b.box(-0.6, 0, 0.66, 0.34, 0.1, 0.05, paint);
    b.box(0.56, 0, 0.66, 0.34, 0.1, 0.05, paint);
  }
  if (variant == 2) b.box(-0.52, 0, 0.7, 0.4, 0.2, 0.05, kMetal);
}

void e_bike(SolidBuilder& b, std::uint32_t variant, Colour paint) {
  b.wheel(0.6, 0, 0.26, kTyre, kHub, 0.1);
  b.wheel(-0.58, 0, 0.26, kTyre, kHub, 0.1);
  b.box(0.6, 0, 0.44, 0.34, 0.16, 0.1, paint, 0, 0.7);
  // Leg shield, floorboard, seat over the battery, tail.
  b.strip({0.5, -0.17, 0.3}, {0.5, 0.17, 0.3}, {0.38, -0.2, 0.9}, {0.38, 0.2, 0.9},
          {{0.3, paint}, {0.7, scaled(paint, 0.8)}, {1, paint}});
  b.strip({0.44, 0.17, 0.3}, {0.44, -0.17, 0.3}, {0.34, 0.2, 0.9}, {0.34, -0.2, 0.9}, {{1, scaled(paint, 0.6)}});
  b.box(0.13, 0, 0.26, 0.62, 0.28, 0.1, scaled(paint, 0.7));
  b.box(-0.38, 0, 0.34, 0.72, 0.3, 0.34, paint, 0, 0.86);
  b.box(-0.34, 0, 0.68, 0.68, 0.28, 0.1, kDark);
  b.box(-0.76, 0, 0.5, 0.06, 0.2, 0.12, kRearLamp);
  b.box(0.42, 0, 0.84, 0.14, 0.2, 0.16, paint, 0, 0.8);
  b.box(0.5, 0, 0.86, 0.03, 0.14, 0.1, kLamp);
  b.bar({0.34, -0.33, 1.02}, {0.34, 0.33, 1.02}, 0.06, kDark);
  for (const double y : {-0.3, 0.3}) b.box(0.36, y, 1.06, 0.03, 0.1, 0.1, kDark);
  // Plain, with a quilt against the wind, or with a box for deliveries.
  if (variant == 1) {
    const Colour quilt = b.one_of(7, kCloth);
    b.strip({0.46, -0.3, 0.32}, {0.46, 0.3, 0.32}, {0.4, -0.36, 1.0}, {0.4, 0.36, 1.0},
            {{0.2, scaled(quilt, 0.85)}, {0.8, quilt}, {1, scaled(quilt, 0.85)}});
  }
  if (variant == 2) b.box(-0.68, 0, 0.76, 0.36, 0.38, 0.36, b.one_of(6, kUmbrella));
}

void tricycle(SolidBuilder& b, std::uint32_t variant, Colour paint) {
  b.wheel(0.9, 0, 0.28, kTyre, kHub, 0.1);
  for (const double y : {-0.42, 0.42}) b.wheel(-0.6, y, 0.28, kTyre, kHub, 0.1);
  const Colour bed = b.one_of(2, kCrate);
  b.box(-0.55, 0, 0.42, 1.2, 0.88, 0.4, bed);
  b.box(-0.55, 0, 0.82, 1.08, 0.76, 0.02, kDark);
  b.bar({0.9, 0, 0.28}, {0.7, 0, 1.0}, 0.08, paint);
  b.bar({0.68, -0.32, 1.02}, {0.68, 0.32, 1.02}, 0.06, kDark);
  b.box(0.36, 0, 0.36, 0.8, 0.3, 0.14, paint);
  b.box(0.12, 0, 0.72, 0.34, 0.34, 0.1, kDark);
  if (variant == 0) return;
  for (int i = 0; i < 3; ++i)
    b.box(-0.9 + 0.36 * i, 0.06 * (i % 2), 0.82, 0.34, 0.6, 0.2 + 0.16 * b.pick(static_cast<std::uint32_t>(40 + i)),
          variant == 1 ? b.one_of(static_cast<std::uint32_t>(30 + i), kCarton)
                       : b.one_of(static_cast<std::uint32_t>(30 + i), kFruit));
}

}  // namespace

void motor_body(SolidBuilder& b, std::uint32_t family) {
  const std::uint32_t form = family % 3, variant = family / 3;
  const Colour paint = b.one_of(1, kPaint);
  if (form == 0) {
    // A saloon, a hatchback, a taxi.
    CarShape shape{-2.22, 2.22, 0.28, 0.72, 0.9, 0.88, 1.43, 1.02, 0.32, -0.98, -1.68, 0.89, 0.66};
    if (variant == 1)
      shape.rear_high_x = -1.55, shape.rear_low_x = -2.12, shape.tail_x = -2.2, shape.tail_z = 0.92,
      shape.roof_z = 1.47;
    car(b, shape, paint, variant == 2 ? scaled(paint, 0.6) : scaled(paint, 1.05));
    if (variant == 2) b.box(-0.2, 0, 1.43, 0.2, 0.5, 0.14, {40, 200, 235});
  } else if (form == 1) {
    // Off-road and family cars; one with a rack on its roof.
    CarShape shape{-2.3, 2.3, 0.34, 0.92, 1.06, 1.05, 1.68, 1.05, 0.45, -1.75, -2.2, 0.92, 0.72};
    if (variant == 2) shape.nose_z = 0.82, shape.screen_low_x = 1.5, shape.screen_high_x = 0.75, shape.roof_z = 1.72;
    car(b, shape, paint, scaled(paint, 1.05));
    if (variant == 1)
      for (const double y : {-0.55, 0.55}) b.bar({0.3, y, 1.74}, {-1.6, y, 1.74}, 0.06, kDark);
  } else if (variant == 0) {
    car(b, {-2.42, 2.42, 0.34, 0.98, 1.2, 1.2, 2.08, 1.95, 1.3, -2.2, -2.38, 0.93, 0.82}, paint, scaled(paint, 1.05));
  } else {
    lorry(b, paint, variant == 2, variant == 2 ? b.one_of(5, kPaint) : scaled(paint, 0.8));
  }
}

void two_wheeler_body(SolidBuilder& b, std::uint32_t family) {
  const Colour paint = b.one_of(1, kPaint);
  switch (family % 3) {
    case 0: return bicycle(b, family / 3, paint);
    case 1: return e_bike(b, family / 3, paint);
    default: return tricycle(b, family / 3, paint);
  }
}

}  // namespace tricolor::sim
