#include "sim/city/generator.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <tuple>

#include "city/town.h"
#include "sim/camera/looks.h"
#include "sim/city/trades.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kShopDraw = purpose("city.shop");
constexpr auto kNameDraw = purpose("city.name");
constexpr auto kCameraDraw = purpose("city.camera");
constexpr auto kOutageDraw = purpose("city.outage");
constexpr auto kTreeDraw = purpose("city.tree");
constexpr auto kBayDraw = purpose("city.bay");

constexpr double kSideStreetGapM = 16;  // Mean width between two shops of a side street. Assumed.

constexpr std::array<const char*, 28> kGiven{"阿芳",   "老王", "平安", "东方",   "鸿运", "小刘",   "新华",
                                             "金辉",   "福来", "百顺", "四季",   "江南", "喜洋洋", "大众",
                                             "好又多", "顺发", "阿强", "兴隆",   "当湖", "梅园",   "春风",
                                             "乐家",   "万利", "佳美", "老地方", "胖哥", "宏达",   "如意"};

double reach(const Street& street) { return street.carriageway_m / 2 + street.pavement_m; }

// True where another street opens into this one.
bool opens(const City& city, int street, double along) {
  const Point p = city.streets[static_cast<std::size_t>(street)].at(along, 0);
  for (std::size_t i = 0; i < city.streets.size(); ++i) {
    if (static_cast<int>(i) == street) continue;
    const Street& other = city.streets[i];
    const double ex = std::cos(other.heading_rad()), ey = std::sin(other.heading_rad());
    const double dx = p.x_m - other.from.x_m, dy = p.y_m - other.from.y_m;
    const double across = -dx * ey + dy * ex, run = dx * ex + dy * ey;
    if (std::abs(across) < reach(other) + 1 && run > -1 && run < other.length_m() + 1) return true;
  }
  return false;
}

void add_streets(City& city, const XinhuaParameters& parameters) {
  city.streets.push_back({"xinhua", "新华路", {0, 0}, {parameters.length_m, 0}, 12, 4, "west"});
  const std::array<std::pair<const char*, const char*>, 3> side{
      {{"jiefang", "解放路"}, {"renmin", "人民路"}, {"chengnan", "城南路"}}};
  for (int i = 0; i < 3; ++i) {
    const double x = parameters.length_m * (0.2 + 0.3 * i);
    city.streets.push_back({side[static_cast<std::size_t>(i)].first,
                            side[static_cast<std::size_t>(i)].second,
                            {x, -130},
                            {x, 130},
                            8,
                            3.5,
                            i < 2 ? "west" : "east"});
    city.crossings.push_back({0, x - 9, 4});
    city.crossings.push_back({0, x + 9, 4});
    city.crossings.push_back({i + 1, 130 - 12, 3});
    city.crossings.push_back({i + 1, 130 + 12, 3});
  }
}

// The nearest place at or after `along` where `width` is free on this side, or nothing.
std::optional<double> free_front(const City& city, int street, Side side, double along, double width) {
  const double length = city.streets[static_cast<std::size_t>(street)].length_m();
  for (bool moved = true; moved;) {
    moved = false;
    while (along < length && (opens(city, street, along) || opens(city, street, along + width)))
      along += 1, moved = true;
    for (const Shop& shop : city.shops)
      if (shop.street == street && shop.side == side && shop.from_m < along + width && shop.to_m > along)
        along = shop.to_m, moved = true;
  }
  if (along + width > length - 2) return std::nullopt;
  return along;
}

// Adds shops street after street: the main one first and densely, then the side streets with house doors and walls
// between the shops; when those are full, the gaps. The place of a shop depends on the shops before it and not on how
// many come after it.
void add_shops(City& city, std::uint64_t seed, int wanted) {
  std::vector<double> shares;
  for (const Trade& trade : kTrades) shares.push_back(trade.share);
  for (const bool gaps : {false, true})
    for (int street = 0; street < static_cast<int>(city.streets.size()); ++street)
      for (const Side side : {Side::left, Side::right}) {
        double along = 3;
        while (static_cast<int>(city.shops.size()) < wanted) {
          const auto number = city.shops.size();
          Draw draw({seed, number, kShopDraw, 0});
          const double width = draw.uniform(4.6, 8.2);
          const auto from = free_front(city, street, side, along, width);
          if (!from) break;
          Shop shop;
          shop.id = "m" + std::to_string(number + 1);
          shop.trade = kTrades[draw.weighted(shares)].code;
          shop.name = sign_name(shop.trade, seed, number);
          shop.street = street;
          shop.side = side;
          shop.from_m = *from;
          shop.to_m = *from + width;
          shop.look = draw.bits() % (kLooks * 100);
          city.shops.push_back(shop);
          along = shop.to_m;
          if (gaps) continue;
          // There is an alley now and then; along a side street there is as often a wall or a house door.
          along += draw.chance(0.12) ? 3.0 : 0.0;
          along += street == 0 ? (draw.chance(0.06) ? 6.4 : 0.0) : draw.uniform(0, 2 * kSideStreetGapM);
        }
      }
}

void add_bays_and_trees(City& city, std::uint64_t seed) {
  for (int street = 0; street < static_cast<int>(city.streets.size()); ++street) {
    const Street& s = city.streets[static_cast<std::size_t>(street)];
    for (const Side side : {Side::left, Side::right}) {
      const auto entity = static_cast<std::uint64_t>(street * 2 + (side == Side::left));
      const double half = s.carriageway_m / 2;
      for (int k = 0; k * 45.0 + 20 < s.length_m() - 10; ++k) {
        Draw draw({seed, entity, kBayDraw, static_cast<std::uint64_t>(k)});
        const double from = 12 + k * 45.0 + draw.uniform(0, 14);
        const double length = draw.uniform(5, 8);
        const double last = s.length_m() - 2;
        if (from + length < last && !opens(city, street, from) && !opens(city, street, from + length))
          city.bays.push_back({street, side, from, from + length, half + 0.3, half + 2.1, false});
        const double car = from + 16 + draw.uniform(0, 5);
        if (half > 5 && car + 11 < last && !opens(city, street, car) && !opens(city, street, car + 11))
          city.bays.push_back({street, side, car, car + 11, half - 2.3, half - 0.1, true});
      }
      for (int k = 0; k * 11.0 + 6 < s.length_m() - 6; ++k) {
        Draw draw({seed, entity, kTreeDraw, static_cast<std::uint64_t>(k)});
        const double at = 6 + k * 11.0 + draw.uniform(-2, 2);
        if (!opens(city, street, at) && draw.chance(0.7)) city.trees.push_back({street, side, at, draw.bits() % 1000});
      }
    }
  }
}

void add_cameras(City& city, std::uint64_t seed, const XinhuaParameters& parameters, Time start, int days) {
  if (parameters.cameras == 0 || city.shops.empty()) return;
  // The cameras are spread over the fronts: each stands across the road from every n-th shop.
  const double stride = static_cast<double>(city.shops.size()) / parameters.cameras;
  for (int i = 0; i < parameters.cameras; ++i) {
    Draw draw({seed, static_cast<std::uint64_t>(i), kCameraDraw, 0});
    const Shop& shop = city.shops[static_cast<std::size_t>((i + 0.5) * stride)];
    const Street& street = city.streets[static_cast<std::size_t>(shop.street)];
    const double middle = (shop.from_m + shop.to_m) / 2;
    const double far_side = shop.side == Side::left ? -1 : 1;
    CityCamera camera;
    camera.id = "c" + std::to_string(i + 1);
    const double owner = draw.uniform();
    camera.owner = owner < 0.5 ? "city" : owner < 0.9 ? "police" : "town";
    const double along = std::clamp(middle + draw.uniform(-5, 5), 4.0, street.length_m() - 4);
    camera.pose.at = street.at(along, far_side * (reach(street) - 1 - draw.uniform(0, 0.8)));
    camera.pose.height_m = draw.uniform(4.8, 6.4);
    // Narrow streets bring the fronts nearer, so their cameras have a wider lens.
    camera.pose.focal_px = draw.uniform(0.95, 1.1) * (street.carriageway_m > 10 ? 500 : 400);
    aim(camera.pose, city, shop);
    camera.frame_every = Duration{1'500'000};
    camera.phase = Duration{static_cast<std::int64_t>(draw.uniform() * 1'499'000)};
    draw_outages(camera, {parameters.days_seed.value_or(seed), static_cast<std::uint64_t>(i), kOutageDraw, 0},
                 parameters.camera_down_share, start, days);
    city.cameras.push_back(camera);
  }
}

void add_squad(City& city, const XinhuaParameters& parameters) {
  const double length = parameters.length_m;
  const std::array<std::tuple<const char*, const char*, double, Duration, Duration>, 4> squad{{
      {"o1", "west", 0.2, 6h + 30min, 14h + 30min},
      {"o2", "east", 0.75, 6h + 30min, 14h + 30min},
      {"o3", "west", 0.35, 14h + 30min, 22h + 30min},
      {"o4", "east", 0.8, 14h + 30min, 22h + 30min},
  }};
  for (const auto& [id, grid, share, from, until] : squad)
    city.officers.push_back({id, grid, {length * share, -8}, from, until, std::nullopt});
}

}  // namespace

void draw_outages(CityCamera& camera, Key key, double down_share, Time start, int days) {
  for (int day = 0; day < days; ++day) {
    key.index = static_cast<std::uint64_t>(day);
    Draw outage(key);
    // An outage lasts 40 min on average; how many days have one follows from the share of time.
    if (!outage.chance(std::min(1.0, down_share * 36))) continue;
    const Time from = start + 24h * day + Duration{static_cast<std::int64_t>(outage.uniform() * 86'400'000'000.0)};
    camera.down.emplace_back(
        from, from + Duration{static_cast<std::int64_t>(std::clamp(outage.exponential(2400), 60.0, 14400.0) * 1e6)});
  }
}

std::string sign_name(const std::string& trade, std::uint64_t seed, std::uint64_t number) {
  Draw draw({seed, number, kNameDraw, 0});
  return std::string(kGiven[static_cast<std::size_t>(draw.integer(0, static_cast<int>(kGiven.size()) - 1))]) +
         trade_named(trade).sign_zh;
}

Point before_shop(const City& city, const Shop& shop, double along_share, double out_m) {
  const Street& street = city.streets[static_cast<std::size_t>(shop.street)];
  const double across = reach(street) - out_m;
  return street.at(shop.from_m + along_share * (shop.to_m - shop.from_m), shop.side == Side::left ? across : -across);
}

void aim(CameraPose& pose, const City& city, const Shop& shop) { aim(pose, before_shop(city, shop, 0.5, 1.5)); }

void aim(CameraPose& pose, Point target) {
  const double dx = target.x_m - pose.at.x_m, dy = target.y_m - pose.at.y_m;
  pose.heading_rad = std::atan2(dy, dx);
  // The front's lower third stands in the middle of the picture.
  pose.down_rad = std::atan2(pose.height_m - 0.7, std::hypot(dx, dy));
}

City generate_xinhua(std::uint64_t seed, const XinhuaParameters& parameters, Time start, int days) {
  City city;
  city.seed = seed;
  add_streets(city, parameters);
  add_shops(city, seed, parameters.shops);
  add_bays_and_trees(city, seed);
  add_cameras(city, seed, parameters, start, days);
  add_squad(city, parameters);
  draw_zones(city, parameters.drawing, seed);
  return city;
}

}  // namespace tricolor::sim
