// Hangs a town's cameras: the city's before shop fronts and along streets, the police's at crossings, "sky-eyes" over
// the lanes through the fields, and those of waste points.
#include <algorithm>
#include <cmath>
#include <string>

#include "city/town.h"

namespace tricolor::sim {
namespace {

constexpr auto kTownCameraDraw = purpose("town.camera");
constexpr auto kTownOutageDraw = purpose("town.outage");

// Share of the city's cameras, and of the police's, that look along their street; the others look across it. Assumed.
constexpr double kCityAlong = 0.25, kPoliceAlong = 0.7;

enum class Owner : std::uint64_t { city, police, field, waste };
constexpr const char* kOwnerNames[] = {"city", "police", "field", "waste"};

// Turns a camera to a place, `up_m` above the ground.
void look_at(CameraPose& pose, Point target, double up_m = 0) {
  const double dx = target.x_m - pose.at.x_m, dy = target.y_m - pose.at.y_m;
  pose.heading_rad = std::atan2(dy, dx);
  pose.down_rad = std::atan2(pose.height_m - up_m, std::hypot(dx, dy));
}

class Cameras {
 public:
  Cameras(City& city, const Town& town, const FreeGround& ground, const Outages& outages)
      : city_(city), town_(town), ground_(ground), outages_(outages) {}

  // The city's are spread over the fronts: each stands across the road from every n-th shop, or beside it.
  void before_fronts(int wanted) {
    for (int i = 0; i < wanted; ++i) {
      if (town_.shops == 0) {
        across_somewhere(Owner::city, i);
        continue;
      }
      const double stride = static_cast<double>(town_.shops) / wanted;
      const Shop& shop = city_.shops[town_.first_shop + static_cast<std::size_t>((i + 0.5) * stride)];
      Draw draw = draw_of(Owner::city, i);
      const double middle = (shop.from_m + shop.to_m) / 2;
      if (draw.chance(kCityAlong)) along(Owner::city, i, shop.street, middle, draw.chance(0.5), draw);
      else across(Owner::city, i, shop.street, shop.side, middle, draw);
    }
  }

  // The police's hang at crossings and look into one of the four arms, or across somewhere.
  void at_corners(int wanted) {
    for (int i = 0; i < wanted; ++i) {
      Draw draw = draw_of(Owner::police, i);
      if (town_.corners.empty() || !draw.chance(kPoliceAlong)) {
        across_somewhere(Owner::police, i);
        continue;
      }
      const Corner& corner =
          town_.corners[static_cast<std::size_t>(draw.integer(0, static_cast<int>(town_.corners.size()) - 1))];
      const bool into_other = draw.chance(0.5), forward = draw.chance(0.5);
      const double clear = draw.uniform(10, 18);
      const double from = (into_other ? corner.other_m : corner.along_m) + (forward ? clear : -clear);
      along(Owner::police, i, into_other ? corner.other : corner.street, from, forward, draw);
    }
  }

  void over_fields(int wanted) {
    for (int i = 0; i < wanted && !town_.lanes.empty(); ++i) {
      Draw draw = draw_of(Owner::field, i);
      const double share = (i + 0.5) / wanted * static_cast<double>(town_.lanes.size());
      const auto stretch = static_cast<std::size_t>(share);
      const int lane = town_.lanes[stretch];
      const Street& street = city_.streets[static_cast<std::size_t>(lane)];
      const double at = (share - static_cast<double>(stretch)) * street.length_m();
      // It looks along the lane towards the farther end of its stretch, so that there is lane to see.
      const bool forward = at < street.length_m() / 2;
      const double side = draw.chance(0.5) ? 1 : -1;
      CameraPose pose;
      pose.at = street.at(at, side * (street.carriageway_m / 2 + street.pavement_m + 0.2));
      pose.height_m = draw.uniform(7, 10);
      pose.focal_px = draw.uniform(420, 520);
      look_at(pose, street.at(at + (forward ? 1 : -1) * draw.uniform(20, 28), side * draw.uniform(-1.5, 2.5)));
      add(Owner::field, i, pose, draw);
    }
  }

  // A waste point is a stretch of a side street's pavement without a shop.
  void at_waste_points(int wanted) {
    constexpr double kApartM = 8;  // A second camera at the same point looks at the same row of bins.
    for (int i = 0; i < wanted; ++i) {
      const WastePoint seen = across_somewhere(Owner::waste, i);
      const bool known = std::ranges::any_of(city_.waste_points, [&](const WastePoint& other) {
        return other.street == seen.street && other.side == seen.side && std::abs(other.at_m - seen.at_m) < kApartM;
      });
      if (!known && !has_shop(seen.street, seen.side, seen.at_m)) city_.waste_points.push_back(seen);
    }
  }

 private:
  Draw draw_of(Owner owner, int i) const {
    return Draw(town_.key(kTownCameraDraw, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(owner)));
  }
  double reach(int street) const {
    const Street& s = city_.streets[static_cast<std::size_t>(street)];
    return s.carriageway_m / 2 + s.pavement_m;
  }

  // Across the road from a place of one side: the front's lower third stands in the middle of the picture.
  void across(Owner owner, int i, int street_index, Side side, double middle, Draw& draw) {
    const Street& street = city_.streets[static_cast<std::size_t>(street_index)];
    const double sign = side == Side::left ? 1 : -1;
    CameraPose pose;
    pose.at = street.at(std::clamp(middle + draw.uniform(-5, 5), 4.0, street.length_m() - 4),
                        -sign * (reach(street_index) - 1 - draw.uniform(0, 0.8)));
    pose.height_m = draw.uniform(4.8, 6.4);
    pose.focal_px = draw.uniform(0.95, 1.1) * (street.carriageway_m > 10 ? 500 : 400);
    look_at(pose, street.at(middle, sign * (reach(street_index) - 1.5)), 0.7);
    add(owner, i, pose, draw);
  }

  // Across the road from a place where no street opens, which it gives.
  WastePoint across_somewhere(Owner owner, int i) {
    Draw draw(town_.key(kTownCameraDraw, static_cast<std::uint64_t>(i), 16 + static_cast<std::uint64_t>(owner)));
    const std::vector<int> built = town_.built();
    for (int attempt = 0;; ++attempt) {
      const int street = built[static_cast<std::size_t>(draw.integer(0, static_cast<int>(built.size()) - 1))];
      const double length = city_.streets[static_cast<std::size_t>(street)].length_m();
      const double at = draw.uniform(6, length - 6);
      const Side side = draw.chance(0.5) ? Side::left : Side::right;
      // After many attempts a place with a shop or a mouth of a street will do.
      if (attempt < 40 && !ground_.free(street, side, at - 4, at + 4)) continue;
      if (attempt < 20 && owner == Owner::waste && has_shop(street, side, at)) continue;
      across(owner, i, street, side, at, draw);
      return {street, side, at};
    }
  }

  bool has_shop(int street, Side side, double at) const {
    for (std::size_t k = town_.first_shop; k < town_.first_shop + town_.shops; ++k) {
      const Shop& shop = city_.shops[k];
      if (shop.street == street && shop.side == side && shop.from_m < at + 6 && shop.to_m > at - 6) return true;
    }
    return false;
  }

  // Along the street.
  void along(Owner owner, int i, int street_index, double from, bool forward, Draw& draw) {
    const Street& street = city_.streets[static_cast<std::size_t>(street_index)];
    const double length = street.length_m(), at = std::clamp(from, 3.0, length - 3);
    // At the end of a street it looks back into it.
    if (length - at < 20) forward = false;
    else if (at < 20) forward = true;
    const double sign = draw.chance(0.5) ? 1 : -1, ahead = draw.uniform(15, 21);
    CameraPose pose;
    // It hangs on an arm over the carriageway: over the pavement the trees of the kerb would fill the picture.
    pose.at = street.at(at, sign * (street.carriageway_m / 2 - draw.uniform(0.9, 1.7)));
    pose.height_m = draw.uniform(5.2, 7);
    pose.focal_px = draw.uniform(430, 540);
    look_at(pose, street.at(at + (forward ? ahead : -ahead), sign * draw.uniform(-0.1, 0.55) * reach(street_index)));
    add(owner, i, pose, draw);
  }

  void add(Owner owner, int i, const CameraPose& pose, Draw& draw) {
    const auto number = static_cast<std::size_t>(owner);
    CityCamera camera;
    camera.owner = kOwnerNames[number];
    camera.id = std::string("c") + std::to_string(town_.number + 1) + "_" + std::to_string(++added_);
    camera.pose = pose;
    camera.phase = Duration{static_cast<std::int64_t>(draw.uniform() * 1'499'000)};
    Key key = town_.key(kTownOutageDraw, (number << 20) + static_cast<std::uint64_t>(i));
    key.seed = outages_.seed.value_or(key.seed);
    draw_outages(camera, key, outages_.down_share, outages_.start, outages_.days);
    city_.cameras.push_back(std::move(camera));
  }

  City& city_;
  const Town& town_;
  const FreeGround& ground_;
  const Outages& outages_;
  int added_ = 0;
};

}  // namespace

void add_town_cameras(City& city, const Town& town, const FreeGround& ground, const TownParameters& parameters,
                      const Outages& outages) {
  Cameras cameras(city, town, ground, outages);
  cameras.before_fronts(parameters.city_cameras);
  cameras.at_corners(parameters.police_cameras);
  cameras.over_fields(parameters.field_cameras);
  cameras.at_waste_points(parameters.waste_cameras);
}

}  // namespace tricolor::sim
