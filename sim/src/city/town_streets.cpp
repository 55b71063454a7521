// Lays out the streets of a town: a bent main street, streets beside it with the same bends, straight streets across
// all of them, and lanes that go on from their ends into the fields.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "city/town.h"

namespace tricolor::sim {
namespace {

constexpr auto kSiteDraw = purpose("town.site");
constexpr auto kBendDraw = purpose("town.bend");
constexpr auto kAcrossDraw = purpose("town.across");
constexpr auto kStreetNameDraw = purpose("town.street_name");

constexpr double kPi = 3.14159265358979;

// Distance between the sites of neighbouring towns, and how far each is off at most, metres. A town reaches at most 3
// km from its site. Assumed: eight such towns lie on the 540 km² of the real city.
constexpr double kTownsApartM = 6500, kSiteOffM = 200;
// Length of a stretch between two bends, distance between streets beside one another, and how far the streets across
// reach beyond the last of them, metres. Assumed.
constexpr double kStretchM = 140, kBesideM = 115, kBeyondM = 70;
// Steepest part of a bent street against its chord, and largest angle of a street across to it, as slopes. Assumed.
constexpr double kSteepest = 0.22, kSkew = 0.14;
// Largest angle between two stretches, radians. Assumed.
constexpr double kSharpestBend = 0.16;
// Length of main street and of other streets for one shop, metres: fronts, alleys, house doors, mouths of streets.
constexpr double kMainPerShopM = 4.7, kOtherPerShopM = 12;
constexpr int kMostBeside = 12;
// Distance between two cameras of a lane, and the longest lane, metres. Assumed.
constexpr double kLaneCameraM = 55, kLongestLaneM = 1500;
// How lively streets are against a shopping street's metre. Assumed.
constexpr double kOtherMainLife = 0.8, kOtherLife = 0.5, kLaneLife = 0.03;

constexpr std::array<const char*, 9> kTowns{"当湖", "乍浦", "新埭", "新仓", "独山港", "广陈", "钟埭", "曹桥", "林埭"};
constexpr std::array<const char*, 24> kStreets{"解放路", "人民路", "城南路", "建国路", "东湖路", "环城路",
                                               "文化路", "朝阳路", "胜利路", "友谊路", "当湖路", "梅兰路",
                                               "三港路", "永乐路", "漕兑路", "平善路", "育才路", "南市路",
                                               "北市路", "毛家路", "兴平路", "新凯路", "园丁路", "百花路"};

// Gives the site of a town: on a square spiral around the first one, a little off.
Point site_of(std::uint64_t seed, int number) {
  int x = 0, y = 0, dx = 1, dy = 0, run = 1, gone = 0, turns = 0;
  for (int i = 0; i < number; ++i) {
    x += dx, y += dy;
    if (++gone < run) continue;
    gone = 0;
    const int old = dx;
    dx = -dy, dy = old;
    if (++turns % 2 == 0) ++run;
  }
  Draw draw({seed, static_cast<std::uint64_t>(number), kSiteDraw, 0});
  const double off_x = draw.uniform(-kSiteOffM, kSiteOffM), off_y = draw.uniform(-kSiteOffM, kSiteOffM);
  return {x * kTownsApartM + off_x, y * kTownsApartM + off_y};
}

// The bent line that all streets along a town follow.
struct Bend {
  double length_m = 0, height_m = 0, waves = 1, phase = 0;
  int stretches = 2;
  double y(double x) const { return height_m * std::sin(2 * kPi * waves * x / length_m + phase); }
  double x_of(int vertex) const { return length_m * (static_cast<double>(vertex) / stretches - 0.5); }
};

class Layout {
 public:
  Layout(City& city, Town& town, const TownParameters& parameters, int larger) : city_(city), town_(town) {
    Draw draw(town.key(kBendDraw, 0));
    bend_.length_m = std::max(2 * kStretchM, (1 + 0.08 * larger) * kMainPerShopM * parameters.main_street_shops + 60);
    bend_.stretches = std::max(2, static_cast<int>(std::lround(bend_.length_m / kStretchM)));
    bend_.waves = draw.uniform(0.5, 1) * kSharpestBend * bend_.length_m / (2 * kPi * kSteepest * kStretchM);
    bend_.phase = draw.uniform(0, 2 * kPi);
    bend_.height_m = kSteepest * bend_.length_m / (2 * kPi * bend_.waves);
    for (beside_ = 1; beside_ < kMostBeside && room_m() < kOtherPerShopM * parameters.other_shops;) ++beside_;
    beside_ += larger;
  }

  void add_all(int field_cameras) {
    add_along(0);
    for (int row = 1; row <= beside_; ++row) add_along(row);
    for (int i = 0; i < bend_.stretches; ++i) add_across(i);
    add_lanes(field_cameras);
    town_.ahead_m = bend_.length_m / 2 + (town_.lanes.empty() ? 0 : kLongestLaneM) + 100;
    town_.beside_m = bend_.height_m + kBesideM * ((beside_ + 1) / 2) + kBeyondM + 150;
  }

 private:
  // Length of all streets but the main one, metres.
  double room_m() const {
    return beside_ * bend_.length_m + bend_.stretches * (kBesideM * beside_ + 2 * kBeyondM - 30);
  }
  // How far a street along the town lies beside the main one: they take turns left and right of it.
  double offset(int row) const { return kBesideM * ((row + 1) / 2) * (row % 2 == 1 ? 1 : -1); }

  std::string name(int number) const {
    Draw draw(town_.key(kStreetNameDraw, 0));
    const int first = draw.integer(0, static_cast<int>(kStreets.size()) - 1);
    const auto pool = static_cast<int>(kStreets.size());
    std::string text = town_.number == 0 ? "" : town_name(town_.number);
    text += kStreets[static_cast<std::size_t>((first + number) % pool)];
    return number < pool ? text : text + std::to_string(number / pool + 1);
  }
  std::string id(const std::string& what) const { return "t" + std::to_string(town_.number + 1) + "_" + what; }

  int add(Street street, std::vector<int>& list) {
    city_.streets.push_back(std::move(street));
    list.push_back(static_cast<int>(city_.streets.size()) - 1);
    return list.back();
  }

  void add_along(int row) {
    const bool main = row == 0;
    rows_.emplace_back();
    for (int i = 0; i < bend_.stretches; ++i) {
      const double x0 = bend_.x_of(i), x1 = bend_.x_of(i + 1);
      Street street;
      street.id = id((main ? "main" : "row" + std::to_string(row)) + "_" + std::to_string(i + 1));
      street.name = main && town_.number == 0 ? "新华路" : name(row);
      street.from = town_.at(x0, bend_.y(x0) + offset(row));
      street.to = town_.at(x1, bend_.y(x1) + offset(row));
      street.carriageway_m = main ? 12 : 8;
      street.pavement_m = main ? 4 : 3.5;
      street.life = !main ? kOtherLife : town_.number == 0 ? 1 : kOtherMainLife;
      street.continues = i == 0 ? -1 : rows_.back().back();
      rows_.back().push_back(add(std::move(street), main ? town_.main : town_.others));
    }
  }

  // A straight street across all along, through the middle of their i-th stretches.
  void add_across(int i) {
    const int left = (beside_ + 1) / 2, right = beside_ / 2;
    const double up = left * kBesideM + kBeyondM, down = right * kBesideM + kBeyondM;
    Draw draw(town_.key(kAcrossDraw, static_cast<std::uint64_t>(i)));
    // Neighbours lean towards one another by no more than leaves them apart at their ends.
    const double most = std::min(kSkew, 30 / std::max(up, down));
    const double x = (bend_.x_of(i) + bend_.x_of(i + 1)) / 2 + draw.uniform(-12, 12), skew = draw.uniform(-most, most);
    const double y = bend_.y(x);
    Street street;
    street.id = id("across" + std::to_string(i + 1));
    street.name = name(beside_ + 1 + i);
    street.from = town_.at(x - skew * down, y - down);
    street.to = town_.at(x + skew * up, y + up);
    street.carriageway_m = 8;
    street.pavement_m = 3.5;
    street.life = kOtherLife;
    const int across = add(std::move(street), town_.others);
    for (const auto& row : rows_) add_corner(row[static_cast<std::size_t>(i)], across);
  }

  // Two streets that cross, with zebra crossings on all four arms.
  void add_corner(int along, int across) {
    const Street& a = city_.streets[static_cast<std::size_t>(along)];
    const Street& b = city_.streets[static_cast<std::size_t>(across)];
    const double ax = a.to.x_m - a.from.x_m, ay = a.to.y_m - a.from.y_m, bx = b.to.x_m - b.from.x_m,
                 by = b.to.y_m - b.from.y_m, cx = b.from.x_m - a.from.x_m, cy = b.from.y_m - a.from.y_m;
    const double det = ax * by - ay * bx, s = (cx * by - cy * bx) / det, t = (cx * ay - cy * ax) / det;
    const Corner corner{along, across, s * a.length_m(), t * b.length_m()};
    town_.corners.push_back(corner);
    const double clear_a = b.carriageway_m / 2 + b.pavement_m + 1.5, clear_b = a.carriageway_m / 2 + a.pavement_m + 1.5;
    for (const double sign : {-1.0, 1.0}) {
      city_.crossings.push_back({along, corner.along_m + sign * clear_a, a.carriageway_m > 10 ? 4.0 : 3.0});
      city_.crossings.push_back({across, corner.other_m + sign * clear_b, 3});
    }
  }

  // Lanes go on from both ends of the streets along the town, of the main one first.
  void add_lanes(int cameras) {
    if (cameras == 0) return;
    constexpr int kPerLane = static_cast<int>(kLongestLaneM / kLaneCameraM);
    const int lanes = std::clamp((cameras + kPerLane - 1) / kPerLane, std::min(2, cameras), 2 * (beside_ + 1));
    const double length =
        std::clamp(kLaneCameraM * std::ceil(static_cast<double>(cameras) / lanes), 2 * kLaneCameraM, kLongestLaneM);
    const int stretches = std::max(1, static_cast<int>(std::lround(length / 220)));
    for (int lane = 0; lane < lanes; ++lane) {
      const double sign = lane % 2 == 0 ? 1 : -1, end = sign * bend_.length_m / 2;
      const double y = bend_.y(end) + offset(lane / 2);
      for (int i = 0; i < stretches; ++i) {
        const auto place = [&](int vertex) {
          const double out = 20 + length * vertex / stretches;
          return town_.at(end + sign * out, y + 0.05 * length * std::sin(0.9 * vertex));
        };
        Street street;
        street.id = id("lane" + std::to_string(lane + 1) + "_" + std::to_string(i + 1));
        street.name = town_name(town_.number) + "机耕路" + std::to_string(lane + 1);
        street.from = place(i);
        street.to = place(i + 1);
        street.carriageway_m = 5;
        street.pavement_m = 1.5;
        street.built = false;
        street.life = kLaneLife;
        street.continues = i == 0 ? -1 : town_.lanes.back();
        add(std::move(street), town_.lanes);
      }
    }
  }

  City& city_;
  Town& town_;
  Bend bend_;
  int beside_ = 1;  ///< Number of streets beside the main one.
  std::vector<std::vector<int>> rows_;
};

}  // namespace

std::string town_name(int number) {
  const auto n = static_cast<std::size_t>(number);
  return n < kTowns.size() ? kTowns[n] : std::to_string(number + 1) + "镇";
}

Point Town::at(double x_m, double y_m) const {
  const double c = std::cos(turn_rad), s = std::sin(turn_rad);
  return {site.x_m + x_m * c - y_m * s, site.y_m + x_m * s + y_m * c};
}

Point Town::own(Point place) const {
  const double c = std::cos(turn_rad), s = std::sin(turn_rad), dx = place.x_m - site.x_m, dy = place.y_m - site.y_m;
  return {dx * c + dy * s, -dx * s + dy * c};
}

std::vector<int> Town::built() const {
  std::vector<int> all = main;
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Town lay_out_town(City& city, std::uint64_t seed, int number, const TownParameters& parameters, int larger) {
  Town town;
  town.seed = seed;
  town.number = number;
  town.site = site_of(seed, number);
  Draw draw(town.key(kSiteDraw, 0, 1));
  town.turn_rad = draw.uniform(-0.5, 0.5);
  Layout(city, town, parameters, larger).add_all(parameters.field_cameras);
  return town;
}

FreeGround::FreeGround(const City& city, const Town& town) : first_(static_cast<std::size_t>(town.main.front())) {
  // Distance beyond a street's pavement that stays free, and depth of a house behind its front, metres.
  constexpr double kMarginM = 1, kHouseM = 4;
  for (std::size_t s = first_; s < city.streets.size(); ++s) {
    const Street& street = city.streets[s];
    const double half = street.carriageway_m / 2, reach = half + street.pavement_m;
    const std::vector<const Street*> near = streets_near(city, s);
    for (const double sign : {-1.0, 1.0}) {
      std::vector<bool>& blocked = blocked_.emplace_back(static_cast<std::size_t>(street.length_m()) + 1, false);
      for (std::size_t metre = 0; metre < blocked.size(); ++metre)
        for (const double across : {0.0, half, reach, reach + kHouseM}) {
          const Point p = street.at(static_cast<double>(metre), sign * across);
          for (auto other = near.begin(); other != near.end() && !blocked[metre]; ++other) {
            const Street& o = **other;
            const double length = o.length_m(), ex = (o.to.x_m - o.from.x_m) / length,
                         ey = (o.to.y_m - o.from.y_m) / length;
            const double dx = p.x_m - o.from.x_m, dy = p.y_m - o.from.y_m, run = dx * ex + dy * ey;
            blocked[metre] = std::abs(-dx * ey + dy * ex) < o.carriageway_m / 2 + o.pavement_m + kMarginM &&
                             run > -kMarginM && run < length + kMarginM;
          }
        }
    }
  }
}

std::vector<const Street*> FreeGround::streets_near(const City& city, std::size_t of) const {
  constexpr double kAsideM = 40;  // More than the widest street, its pavement and a house together, twice.
  const auto middle = [](const Street& street) { return street.at(street.length_m() / 2, 0); };
  const Street& here = city.streets[of];
  std::vector<const Street*> near;
  for (std::size_t i = first_; i < city.streets.size(); ++i) {
    const Street& other = city.streets[i];
    const Point a = middle(here), b = middle(other);
    if (i != of && std::hypot(a.x_m - b.x_m, a.y_m - b.y_m) < (here.length_m() + other.length_m()) / 2 + kAsideM)
      near.push_back(&other);
  }
  return near;
}

bool FreeGround::free(int street, Side side, double from_m, double to_m) const {
  const auto& blocked = blocked_[2 * (static_cast<std::size_t>(street) - first_) + (side == Side::left ? 1 : 0)];
  const double last = static_cast<double>(blocked.size()) - 1;
  if (from_m < 0 || to_m > last) return false;
  for (auto metre = static_cast<std::size_t>(from_m); static_cast<double>(metre) < std::min(to_m + 1, last); ++metre)
    if (blocked[metre]) return false;
  return true;
}

}  // namespace tricolor::sim
