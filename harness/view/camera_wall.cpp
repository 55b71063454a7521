#include "view/camera_wall.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "view/look.h"
#include "view/verdict.h"

namespace tricolor::harness {
namespace {

// Wall time between two pictures of one place, seconds: the chosen camera's looks alive, the strip's changes now and then.
constexpr double kMainEveryS = 0.08, kStripEveryS = 0.6, kStripAnewS = 3;

// A line of a zone is followed in steps of this length, because its ends may lie behind the camera.
constexpr double kZoneStepM = 0.5;

sf::Color of(engine::ZoneKind kind) {
  switch (kind) {
    case engine::ZoneKind::shop_front: return look::kYellow;
    case engine::ZoneKind::pavement: return look::kViolet;
    case engine::ZoneKind::no_stopping: return look::kRed;
    case engine::ZoneKind::bay: return look::kGreen;
  }
  return look::kDim;
}

sf::FloatRect in_picture(const engine::ImageBox& box, sf::FloatRect rect, const ShownPicture& shown) {
  const float sx = rect.width / static_cast<float>(shown.full_width_px), sy = rect.height / static_cast<float>(shown.full_height_px);
  return {rect.left + box.x_px * sx, rect.top + box.y_px * sy, box.width_px * sx, box.height_px * sy};
}

}  // namespace

CameraWall::CameraWall(const Replay& replay, const engine::Policy& policy, std::shared_ptr<const engine::Vision> vision)
    : replay_(replay), policy_(policy), kinds_(vision ? vision->kinds() : engine::ObjectKinds{}), maker_(replay, vision, 1 + kStripCameras), tiles_(1 + kStripCameras) {}

// Where something happens comes first; the rest are the chosen camera's neighbours. A camera that stays keeps its tile.
void CameraWall::choose_strip(const Moment& moment, const ViewState& state) {
  const int cameras = static_cast<int>(replay_.city().cameras.size());
  std::vector<int> wanted;
  const auto want = [&](int camera) {
    if (camera != state.camera && wanted.size() < kStripCameras && std::find(wanted.begin(), wanted.end(), camera) == wanted.end()) wanted.push_back(camera);
  };
  const auto& open = moment.service.open_incidents();
  for (auto it = open.rbegin(); it != open.rend(); ++it)
    if (const auto camera = moment.camera_of(*moment.service.incident(*it))) want(static_cast<int>(camera->value));
  for (const auto& [number, stay] : moment.service.stays()) want(static_cast<int>(stay.started.camera.value));
  for (int i = 1; i < cameras; ++i) want((state.camera + i) % cameras);
  std::vector<int> kept(kStripCameras, -1);
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (const auto found = std::find(wanted.begin(), wanted.end(), tiles_[i + 1].camera); found != wanted.end()) {
      kept[i] = *found;
      wanted.erase(found);
    }
  for (int& camera : kept)
    if (camera < 0 && !wanted.empty()) {
      camera = wanted.front();
      wanted.erase(wanted.begin());
    }
  for (std::size_t i = 0; i < kept.size(); ++i) tiles_[i + 1].camera = kept[i];
}

void CameraWall::refresh(int place, const Timeline& timeline, const Moment& moment, double wall_s, double every_s) {
  Tile& tile = tiles_[static_cast<std::size_t>(place)];
  if (auto come = maker_.take(place); come && come->camera == tile.camera) {
    if (!come->none) {
      const auto width = static_cast<unsigned>(come->width_px), height = static_cast<unsigned>(come->height_px);
      if (tile.texture.getSize() != sf::Vector2u{width, height}) {
        tile.texture.create(width, height);
        tile.texture.setSmooth(true);
      }
      tile.texture.update(come->rgba.data());
      come->rgba = {};
    }
    tile.shown = std::move(come);
  }
  if (tile.camera < 0) return;
  const bool other = tile.asked_camera != tile.camera;
  if (!other && (tile.asked_at == moment.at || wall_s - tile.asked_wall_s < every_s || maker_.busy(place))) return;
  if (other) tile.shown.reset();
  const auto source = replay_.source_of(tile.camera, moment.at);
  std::vector<sim::Thing> standing;
  if (source) {
    if (source->at == moment.at)
      for (const auto& [id, it] : moment.standing) standing.push_back(it.thing);
    else
      standing = timeline.standing_at(source->at);
  }
  const int reduce = place == 0 ? 1 : std::max(1, replay_.city().cameras[static_cast<std::size_t>(tile.camera)].pose.width_px / 200);
  maker_.ask(place, tile.camera, moment.at, source, std::move(standing), reduce, place == 0);
  tile.asked_at = moment.at;
  tile.asked_camera = tile.camera;
  tile.asked_wall_s = wall_s;
}

void CameraWall::update(const Timeline& timeline, const Moment& moment, const ViewState& state, double wall_s) {
  if (replay_.city().cameras.empty()) return;
  tiles_[0].camera = state.camera;
  if (wall_s - strip_chosen_s_ > kStripAnewS || strip_chosen_for_ != state.camera) {
    choose_strip(moment, state);
    strip_chosen_s_ = wall_s;
    strip_chosen_for_ = state.camera;
  }
  refresh(0, timeline, moment, wall_s, state.exact ? -1 : kMainEveryS);
  for (int place = 1; place <= kStripCameras; ++place) refresh(place, timeline, moment, wall_s, state.exact ? -1 : kStripEveryS);
}

bool CameraWall::up_to_date(engine::Time at) const {
  return std::all_of(tiles_.begin(), tiles_.end(), [&](const Tile& tile) { return tile.camera < 0 || (tile.shown && tile.shown->at == at && tile.shown->camera == tile.camera); });
}

sf::FloatRect CameraWall::strip_tile(std::size_t index, sf::FloatRect strip) const {
  const float gap = 6, width = (strip.width - gap * (kStripCameras + 1)) / kStripCameras;
  return {strip.left + gap + static_cast<float>(index) * (width + gap), strip.top + gap, width, std::min(strip.height - 2 * gap, width * 9 / 16)};
}

int CameraWall::strip_camera_at(sf::Vector2f at, sf::FloatRect strip) const {
  for (std::size_t i = 0; i < kStripCameras; ++i)
    if (strip_tile(i, strip).contains(at)) return tiles_[i + 1].camera;
  return -1;
}

void CameraWall::draw(sf::RenderTarget& target, Canvas& over, sf::FloatRect main, sf::FloatRect strip, const Moment& moment, const ViewState& state) {
  const auto show = [&](const Tile& tile, sf::FloatRect rect, bool large) {
    const auto name = [&] { return replay_.city().cameras[static_cast<std::size_t>(tile.camera)].id; };
    if (tile.camera < 0) return;
    const engine::CameraRecord& health = moment.camera(static_cast<std::size_t>(tile.camera));
    if (tile.shown && !tile.shown->none) {
      sf::Sprite sprite(tile.texture);
      const auto size = tile.texture.getSize();
      sprite.setScale(rect.width / static_cast<float>(size.x), rect.height / static_cast<float>(size.y));
      sprite.setPosition(rect.left, rect.top);
      target.draw(sprite);
    } else {
      const bool none = tile.shown && tile.shown->none;
      over.text(rect.left + rect.width / 2, rect.top + rect.height / 2 - 8, large ? 15 : 11, none ? look::kRed : look::kFaint,
                none ? say(state.language, "无信号 no signal", "no signal 无信号") : say(state.language, "等待画面…", "waiting …"), Align::centre);
    }
    if (tile.shown && large) {
      if (state.zones) draw_zones(over, rect, *tile.shown);
      std::vector<sf::FloatRect> labels;
      draw_clocks(over, rect, *tile.shown, moment, state.language, labels);
      if (state.boxes && !tile.shown->none) draw_boxes(over, rect, *tile.shown, moment, state.language, labels);
    }
    const auto& open = moment.service.open_incidents();
    const bool busy = std::any_of(open.begin(), open.end(), [&](engine::IncidentId id) {
      return moment.camera_of(*moment.service.incident(id)) == engine::CameraId{static_cast<std::uint32_t>(tile.camera)};
    });
    if (!large) {
      over.frame(rect.left, rect.top, rect.width, rect.height, !health.sees || busy ? look::kRed : look::kLine, busy ? 2 : 1);
      const float width = over.width_of(11, name()) + 10;
      over.rect(rect.left + 2, rect.top + 2, width, 15, {8, 12, 20, 190});
      over.text(rect.left + 7, rect.top + 4, 11, health.sees ? look::kText : look::kRed, name());
    } else {
      over.frame(rect.left - 1, rect.top - 1, rect.width + 2, rect.height + 2, health.sees ? look::kLine : look::kRed);
      if (!health.sees) {
        over.rect(rect.left, rect.top + rect.height - 22, rect.width, 22, {120, 20, 24, 200});
        over.text(rect.left + rect.width / 2, rect.top + rect.height - 18, 13, sf::Color::White,
                  fmt::format("{} · {} {}", blind_text(health.reason, state.language), say(state.language, "自", "since"), time_text(health.since)), Align::centre);
      }
    }
  };
  show(tiles_[0], main, true);
  if (moment.camera_count < 2)
    over.text(strip.left + strip.width / 2, strip.top + strip.height / 2 - 7, 13, look::kFaint, say(state.language, "没有其他摄像机", "no other cameras"), Align::centre);
  for (std::size_t i = 0; i < kStripCameras; ++i) show(tiles_[i + 1], strip_tile(i, strip), false);
}

void CameraWall::draw_zones(Canvas& over, sf::FloatRect rect, const ShownPicture& shown) const {
  const engine::CameraId id{static_cast<std::uint32_t>(shown.camera)};
  const auto& camera = replay_.configuration().cameras.at(id.value);
  if (!camera.geometry) return;
  const float sx = rect.width / static_cast<float>(camera.geometry->width_px), sy = rect.height / static_cast<float>(camera.geometry->height_px);
  for (const engine::Zone& zone : replay_.configuration().zones) {
    if (std::find(zone.cameras.begin(), zone.cameras.end(), id) == zone.cameras.end()) continue;
    for (std::size_t i = 0; i < zone.outline.size(); ++i) {
      const engine::GroundPoint a = zone.outline[i], b = zone.outline[(i + 1) % zone.outline.size()];
      const int steps = std::clamp(static_cast<int>(std::hypot(b.x_m - a.x_m, b.y_m - a.y_m) / kZoneStepM), 1, 120);
      std::optional<sf::Vector2f> from, last;
      const auto inside = [&](const std::optional<sf::Vector2f>& p) { return p && rect.contains(*p); };
      // Neighbouring steps within the picture are joined to one line.
      for (int k = 0; k <= steps; ++k) {
        const double share = static_cast<double>(k) / steps;
        const auto p = camera.geometry->project(a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m), 0.02);
        std::optional<sf::Vector2f> here;
        if (p) here = sf::Vector2f{rect.left + static_cast<float>(p->x_px) * sx, rect.top + static_cast<float>(p->y_px) * sy};
        if (!inside(here)) {
          if (from && last) over.line(*from, *last, 1, look::faded(of(zone.kind), 0.6f));
          from.reset();
        } else if (!from) {
          from = here;
        }
        last = here;
        if (k == steps && from && inside(here)) over.line(*from, *here, 1, look::faded(of(zone.kind), 0.6f));
      }
    }
  }
}

void CameraWall::draw_boxes(Canvas& over, sf::FloatRect rect, const ShownPicture& shown, const Moment& moment, Language language, std::vector<sf::FloatRect>& labels) const {
  // A box that a clock already names needs no second frame and label.
  std::vector<sf::FloatRect> named;
  for (const auto& [number, stay] : moment.service.stays())
    if (stay.started.camera.value == static_cast<std::uint32_t>(shown.camera)) named.push_back(in_picture(stay.started.box, rect, shown));
  for (const engine::Detection& found : shown.detections) {
    const sf::FloatRect box = in_picture(found.box, rect, shown);
    const std::string kind = found.kind < kinds_.size() ? kinds_[found.kind] : "";
    const bool mover = kind == "person" || kind == "rider" || kind == "dog";
    const sf::Color hue = mover ? look::kDim : look::kAccent;
    const bool told = std::any_of(named.begin(), named.end(), [&](const sf::FloatRect& other) {
      return std::abs(other.left + other.width / 2 - box.left - box.width / 2) < 8 && std::abs(other.top + other.height / 2 - box.top - box.height / 2) < 8;
    });
    if (told) continue;
    over.frame(box.left, box.top, box.width, box.height, look::faded(hue, mover ? 0.75f : 0.95f));
    const std::string label = fmt::format("{} {:.2f}", kind_text(kind, language), found.score_256 / 256.0);
    const float width = over.width_of(10, label) + 6, y = box.top - 12 > rect.top ? box.top - 12 : box.top + box.height;
    const float x = std::clamp(box.left, rect.left, rect.left + rect.width - width);
    const sf::FloatRect place{x, y, width, 12};
    if (y + 12 > rect.top + rect.height || std::any_of(labels.begin(), labels.end(), [&](const sf::FloatRect& other) { return other.intersects(place); })) continue;
    labels.push_back(place);
    over.rect(x, y, width, 12, {8, 14, 26, 170});
    over.text(x + 3, y + 1, 10, mover ? look::kDim : look::kAccent, label);
  }
}

void CameraWall::draw_clocks(Canvas& over, sf::FloatRect rect, const ShownPicture& shown, const Moment& moment, Language language, std::vector<sf::FloatRect>& labels) const {
  if (shown.full_width_px == 0) return;
  const engine::Configuration& c = replay_.configuration();
  for (const auto& [number, stay] : moment.service.stays()) {
    if (stay.started.camera.value != static_cast<std::uint32_t>(shown.camera)) continue;
    const sf::FloatRect box = in_picture(stay.started.box, rect, shown);
    const auto dwell = dwell_of(c, policy_, stay.started.violation_class);
    const auto so_far = moment.at - stay.started.onset;
    const float share = dwell.count() > 0 ? static_cast<float>(so_far.count()) / static_cast<float>(dwell.count()) : 1;
    const sf::Color hue = stay.sighting ? look::kRed : look::kAmber;
    over.frame(box.left - 1, box.top - 1, box.width + 2, box.height + 2, hue, 2);
    std::string label = fmt::format("{} {}/{}", class_text(c, stay.started.violation_class, language), clock_text(so_far), clock_text(dwell));
    if (stay.sighting) label += fmt::format(" {:.2f}", stay.score_256 / 256.0);
    const float width = over.width_of(11, label) + 30;
    const float x = std::clamp(box.left - 1, rect.left, std::max(rect.left, rect.left + rect.width - width));
    const float y = box.top - 21 > rect.top ? box.top - 21 : std::min(box.top + box.height + 3, rect.top + rect.height - 19);
    labels.emplace_back(x, y, width, 18.f);
    over.rect(x, y, width, 18, {8, 14, 26, 215});
    over.circle({x + 11, y + 9}, 7, {40, 52, 78});
    over.slice({x + 11, y + 9}, 7, share, hue);
    over.text(x + 23, y + 3, 11, hue, label);
  }
}

}  // namespace tricolor::harness
