#include "camera/facade.h"

#include <array>
#include <cmath>

#include "sim/city/trades.h"

namespace tricolor::sim {
namespace {

constexpr std::array<Colour, 7> kBoards{Colour{40, 36, 190}, {150, 70, 30}, {60, 120, 40}, {30, 150, 220},
                                        {225, 228, 230},     {48, 44, 42},  {120, 50, 120}};
constexpr std::array<Colour, 7> kLetters{Colour{90, 225, 250}, {235, 240, 245}, {235, 240, 245}, {40, 40, 160},
                                         {40, 36, 180},        {90, 215, 245},  {235, 240, 245}};
constexpr std::array<Colour, 6> kWalls{Colour{150, 165, 178}, {130, 142, 160}, {168, 172, 172},
                                       {120, 140, 170},       {175, 185, 195}, {140, 150, 150}};
constexpr std::array<Colour, 6> kGoods{Colour{40, 110, 220}, {60, 160, 80}, {50, 50, 190},
                                       {60, 200, 225},       {150, 90, 60}, {200, 200, 205}};

int index_of(const std::string& code) {
  for (std::size_t i = 0; i < kTrades.size(); ++i)
    if (code == kTrades[i].code) return static_cast<int>(i);
  return 0;
}

Colour mixed(Colour a, Colour b, double k) {
  const auto one = [k](int x, int y) { return static_cast<std::uint8_t>(x + k * (y - x)); };
  return {one(a.b, b.b), one(a.g, b.g), one(a.r, b.r)};
}

}  // namespace

ShopFront::ShopFront(const Shop& shop)
    : width_m_(shop.to_m - shop.from_m),
      look_(shop.look),
      trade_(index_of(shop.trade)),
      sign_(std::make_shared<SignText>(shop.name)) {
  const std::size_t board = texture_hash(look_, 1, 0xB0u) % kBoards.size();
  board_ = kBoards[board];
  letters_ = kLetters[board];
  wall_ = kWalls[texture_hash(look_, 2, 0xB1u) % kWalls.size()];
  frame_ = texture(look_, 3, 0xB2u) < 0.5 ? Colour{70, 70, 72} : Colour{176, 178, 180};
}

// Gives the colour behind the window: rows and columns of goods in the manner of the trade.
Colour ShopFront::goods(double s_m, double z_m) const {
  const Colour dusk{52, 50, 50};
  const auto cell = [&](double across_m, double up_m, double filled, std::uint32_t salt) {
    const auto i = floor_of(s_m / across_m), j = floor_of(z_m / up_m);
    const double fx = s_m / across_m - static_cast<double>(i), fz = z_m / up_m - static_cast<double>(j);
    if (fx < 0.08 || fz > filled || texture(i, j, salt ^ look_) < 0.12) return dusk;
    return scaled(kGoods[texture_hash(i, j, salt + look_) % kGoods.size()], 0.75);
  };
  switch (trade_) {
    case 0: return z_m < 1.3 ? cell(0.34, 0.3, 0.85, 1) : dusk;  // Heaps of fruit.
    case 1:
      return z_m < 0.8                 ? cell(0.9, 0.8, 0.9, 2)
             : rest_of(s_m, 1.4) < 0.1 ? Colour{90, 130, 160}
                                       : Colour{96, 128, 150};                                  // Tables, warm light.
    case 2: return z_m > 0.35 && z_m < 1.75 ? cell(0.26, 1.5, 0.9, 3) : Colour{110, 116, 120};  // Clothes on rails.
    case 3: return cell(0.22, 0.24, 0.75, 4);  // Small boxes to the ceiling.
    case 4: return cell(0.3, 0.42, 0.78, 5);   // Shelves.
    case 5:
      return rest_of(z_m, 0.4) < 0.06 ? Colour{190, 200, 190}
                                      : mixed(cell(0.18, 0.4, 0.6, 6), {210, 225, 215}, 0.6);  // White and green.
    case 6:
      return z_m > 0.7 && z_m < 1.1 ? Colour{220, 215, 205}
                                    : mixed(dusk, {190, 150, 110}, z_m > 1.2 ? 0.7 : 0.2);  // Lit counter.
    case 7:
      return z_m > 0.5 && z_m < 1.6 ? mixed(cell(0.3, 0.35, 0.6, 7), {110, 170, 220}, 0.6) : Colour{100, 140, 170};
    case 8: return rest_of(s_m, 1.1) < 0.5 && z_m > 0.9 ? Colour{195, 200, 205} : Colour{80, 75, 85};  // Mirrors.
    case 9: return z_m < 1.1 ? cell(0.6, 1.1, 0.9, 8) : dusk;
    case 10: return z_m < 1.5 ? mixed(cell(0.22, 0.22, 0.9, 9), {60, 150, 70}, 0.4) : dusk;
    default: return cell(0.4, 0.5, 0.7, 10);
  }
}

Colour ShopFront::at(double s_m, double z_m, double px_per_m) const {
  if (z_m >= kSignLowM && z_m < kSignHighM) {
    if (s_m < 0.12 || s_m > width_m_ - 0.12) return scaled(wall_, 0.8);
    const double edge = std::min(z_m - kSignLowM, kSignHighM - z_m);
    if (edge < 0.06) return scaled(board_, 0.7);
    const double room_m = width_m_ - 0.7;
    const double tall_m = std::min(0.62, room_m / sign_->aspect());
    const double wide_m = tall_m * sign_->aspect();
    const double u = (s_m - (width_m_ - wide_m) / 2) / wide_m,
                 v = ((kSignLowM + kSignHighM) / 2 + tall_m / 2 - z_m) / tall_m;
    if (u < 0 || u > 1 || v < 0 || v > 1) return board_;
    return mixed(board_, letters_, sign_->ink(u, v, tall_m * px_per_m));
  }
  if (z_m >= kSignHighM) return scaled(wall_, 0.92);
  if (z_m < 0.18) return scaled(wall_, 0.6);
  if (s_m < 0.25 || s_m > width_m_ - 0.25 || z_m > 2.6) return wall_;
  // One bay of the front is the door, the others are windows; the shop's look decides which one.
  const int bays = std::max(2, static_cast<int>((width_m_ - 0.5) / 1.6));
  const double bay_m = (width_m_ - 0.5) / bays;
  const int bay = std::min(bays - 1, static_cast<int>((s_m - 0.25) / bay_m));
  const double in_bay = s_m - 0.25 - bay * bay_m;
  const int door = static_cast<int>(texture_hash(look_, 4, 0xB3u) % static_cast<std::uint32_t>(bays));
  if (in_bay < 0.07 || in_bay > bay_m - 0.07 || z_m > 2.52) return frame_;
  if (bay == door) {
    if (std::abs(in_bay - bay_m / 2) < 0.03) return frame_;
    if (z_m > 0.95 && z_m < 1.15 && std::abs(in_bay - bay_m / 2) < 0.16) return {200, 205, 205};
    return mixed({66, 62, 58}, goods(s_m, z_m), 0.25);
  }
  if (z_m < 0.5) return scaled(frame_, 0.85);
  const Colour behind = goods(s_m, z_m - 0.5);
  // A slanting reflection of the sky lies in the glass.
  const double shine = rest_of(s_m + 0.6 * z_m + 10 * texture(look_, bay, 0xB4u), 1.7) < 0.35 ? 0.28 : 0.1;
  return mixed(behind, {205, 195, 180}, shine);
}

namespace {

// The place of a point in an upper storey: its storey and window, and its position within them.
struct InStorey {
  double up, along;
  std::int64_t window, storey;
  bool in_window() const { return along > 0.7 && along < 2.5 && up > 0.8 && up < 2.3; }
  bool on_frame() const {
    return along < 0.78 || along > 2.42 || up < 0.88 || up > 2.22 || std::abs(along - 1.6) < 0.04;
  }
};
InStorey in_storey(double s_m, double z_m) {
  constexpr double kStoreyM = 3.0, kWindowEveryM = 3.2, kFarM = 1000;  // Far enough that no street has negative places.
  return {rest_of(z_m - kUpperFloorM, kStoreyM), rest_of(s_m + kFarM, kWindowEveryM),
          static_cast<std::int64_t>((s_m + kFarM) / kWindowEveryM),
          static_cast<std::int64_t>((z_m - kUpperFloorM) / kStoreyM)};
}

}  // namespace

bool lit_window(double s_m, double z_m, std::uint32_t salt) {
  const InStorey in = in_storey(s_m, z_m);
  return in.in_window() && texture(in.window, in.storey, salt + 57) < 0.35;
}

Colour upper_floor(double s_m, double z_m, std::uint32_t salt) {
  const Colour wall = kWalls[salt % kWalls.size()];
  const InStorey in = in_storey(s_m, z_m);
  if (in.up < 0.12) return scaled(wall, 0.75);
  if (in.in_window())
    return in.on_frame()                               ? Colour{200, 200, 200}
           : texture(in.window, in.storey, salt) < 0.3 ? Colour{120, 125, 140}
                                                       : Colour{98, 84, 72};
  // About every third window has an air conditioner beside it.
  if (texture(in.window, in.storey, salt + 1) < 0.35 && in.along > 2.6 && in.along < 3.15 && in.up > 0.4 &&
      in.up < 0.95)
    return rest_of(in.up, 0.12) < 0.06 ? Colour{190, 195, 195} : Colour{150, 155, 155};
  return scaled(wall,
                0.95 + 0.05 * texture(static_cast<std::int64_t>(s_m * 2), static_cast<std::int64_t>(z_m * 2), salt));
}

Colour plain_wall(double s_m, double z_m, std::uint32_t salt) {
  if (z_m > kUpperFloorM) return upper_floor(s_m, z_m, salt);
  const bool joint =
      rest_of(z_m, 0.4) < 0.03 || rest_of(s_m + 1000 + (static_cast<int>(z_m / 0.4) % 2) * 0.4, 0.8) < 0.03;
  return scaled(kWalls[(salt + 2) % kWalls.size()], joint ? 0.8 : 0.95);
}

}  // namespace tricolor::sim
