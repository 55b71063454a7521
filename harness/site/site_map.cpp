#include "site/site_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "report/page/html/html.h"

namespace tricolor::harness {
namespace {

// Half of the side of a detail, and how far the wedge of a camera is drawn, metres.
constexpr double kDetailM = 75, kWedgeM = 32;

// A window on the ground: x to the right, y up.
struct Window {
  double low_x, low_y, scale, height;
  std::string at(sim::Point p) const {
    return fmt::format("{:.1f} {:.1f}", (p.x_m - low_x) * scale, height - (p.y_m - low_y) * scale);
  }
  double x(sim::Point p) const { return (p.x_m - low_x) * scale; }
  double y(sim::Point p) const { return height - (p.y_m - low_y) * scale; }
};

const SiteSet& chosen_set(const SiteResults& site) { return site.plan.top.at(site.chosen); }

// How well a street is watched, in four shades.
const char* shade(double watched) {
  return watched < 0.25 ? "w0" : watched < 0.5 ? "w1" : watched < 0.75 ? "w2" : "w3";
}

std::string wedge(const Window& window, const sim::CameraPose& pose, const char* css) {
  const double half = std::atan(0.5 * pose.width_px / pose.focal_px);
  std::string path = "M" + window.at(pose.at);
  for (const double turn : {-half, 0.0, half})
    path += "L" + window.at({pose.at.x_m + kWedgeM * std::cos(pose.heading_rad + turn),
                             pose.at.y_m + kWedgeM * std::sin(pose.heading_rad + turn)});
  return fmt::format(R"(<path class="{}" d="{}Z"/>)", css, path);
}

std::string number_mark(const Window& window, sim::Point at, std::size_t number) {
  return fmt::format(R"(<circle class="new" cx="{0:.1f}" cy="{1:.1f}" r="8"/><text class="number" x="{0:.1f}" )"
                     R"(y="{2:.1f}">{3}</text>)",
                     window.x(at), window.y(at), window.y(at) + 4, number);
}

std::string svg(double width, double height, const std::string& body, const Bilingual& told) {
  return fmt::format(R"(<svg class="map" viewBox="0 0 {:.0f} {:.0f}" role="img" {}>{}</svg>)", width, height,
                     label_attributes(told), body);
}

}  // namespace

std::string overview_svg(const SiteResults& site) {
  const sim::City& city = site.plan.city;
  double low_x = 1e18, low_y = 1e18, high_x = -1e18, high_y = -1e18;
  for (const sim::Street& street : city.streets)
    for (const sim::Point p : {street.from, street.to}) {
      low_x = std::min(low_x, p.x_m), high_x = std::max(high_x, p.x_m);
      low_y = std::min(low_y, p.y_m), high_y = std::max(high_y, p.y_m);
    }
  const double pad = 0.03 * std::max(high_x - low_x, high_y - low_y) + 20, width = 960;
  low_x -= pad, low_y -= pad, high_x += pad, high_y += pad;
  const double scale = width / (high_x - low_x), height = std::max(120.0, (high_y - low_y) * scale);
  const Window window{low_x, low_y, scale, height};
  std::map<std::string, double> watched;
  for (const auto& [name, cover] : street_cover(site))
    watched[name] = cover.weight > 0 ? cover.watched / cover.weight : -1;
  std::string body;
  for (const sim::Street& street : city.streets) {
    const auto found = watched.find(street.name);
    const bool known = street.built && found != watched.end() && found->second >= 0;
    body += fmt::format(R"(<path class="street {}" d="M{}L{}"/>)", known ? shade(found->second) : "lane",
                        window.at(street.from), window.at(street.to));
  }
  const SiteSet& set = chosen_set(site);
  for (std::size_t i = 0; i < set.cameras.size(); ++i) body += number_mark(window, set.cameras[i].pose.at, i + 1);
  for (const ExtraOfficer& officer : set.officers)
    body += fmt::format(R"(<rect class="officer" x="{:.1f}" y="{:.1f}" width="14" height="14"/>)",
                        window.x(officer.waits_at) - 7, window.y(officer.waits_at) - 7);
  return svg(width, height, body, {"全市街道与拟设点位", "the city's streets and the chosen places"});
}

std::string detail_svg(const SiteResults& site, std::size_t camera) {
  const sim::City& city = site.plan.city;
  const ExtraCamera& chosen = chosen_set(site).cameras.at(camera);
  const sim::Point middle{(chosen.pose.at.x_m + chosen.towards.x_m) / 2, (chosen.pose.at.y_m + chosen.towards.y_m) / 2};
  const double side = 300, scale = side / (2 * kDetailM);
  const Window window{middle.x_m - kDetailM, middle.y_m - kDetailM, scale, side};
  const auto near = [&](sim::Point at) {
    return std::abs(at.x_m - middle.x_m) < kDetailM + 20 && std::abs(at.y_m - middle.y_m) < kDetailM + 20;
  };
  std::string body;
  for (const sim::Street& street : city.streets) {
    const double length = street.length_m();
    bool any = false;
    for (double along = 0; along <= length; along += 10) any = any || near(street.at(along, 0));
    if (!any) continue;
    body += fmt::format(R"(<path class="pavement" style="stroke-width:{:.1f}" d="M{}L{}"/>)",
                        (street.carriageway_m + 2 * street.pavement_m) * scale, window.at(street.from),
                        window.at(street.to));
    body += fmt::format(R"(<path class="road" style="stroke-width:{:.1f}" d="M{}L{}"/>)", street.carriageway_m * scale,
                        window.at(street.from), window.at(street.to));
  }
  for (const ZoneWeight& it : site.plan.weights) {
    const sim::DrawnZone& zone = city.zones[it.zone];
    // A page tells nobody how well one real shop is watched.
    if (!zone.shop || site.fresh.settings.real_shops || !near(zone.outline.front())) continue;
    std::string path;
    for (const sim::Point& corner : zone.outline) path += (path.empty() ? "M" : "L") + window.at(corner);
    body += fmt::format(R"(<path class="front {}" d="{}Z"/>)", shade(it.watched), path);
  }
  for (const sim::CityCamera& old : city.cameras)
    if (near(old.pose.at))
      body +=
          wedge(window, old.pose, "old") + fmt::format(R"(<circle class="old-camera" cx="{:.1f}" cy="{:.1f}" r="3"/>)",
                                                       window.x(old.pose.at), window.y(old.pose.at));
  for (const Candidate& it : site.plan.candidates)
    if (near(it.pose.at) && only_again(it))
      body += fmt::format(R"(<path class="again" d="M{:.1f} {:.1f}l6 6m0 -6l-6 6"/>)", window.x(it.pose.at) - 3,
                          window.y(it.pose.at) - 3);
  body += wedge(window, chosen.pose, "wedge") + number_mark(window, chosen.pose.at, camera + 1);
  return svg(side, side, body, {fmt::format("点位 {} 周边", camera + 1), fmt::format("around place {}", camera + 1)});
}

}  // namespace tricolor::harness
