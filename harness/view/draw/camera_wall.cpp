#include "view/draw/camera_wall.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/draw/look.h"

namespace tricolor::harness {
namespace {

// Wall time between two pictures of one place, seconds: the chosen camera's picture moves like a film, the small ones
// change now and then.
constexpr double kMainEveryS = 0.08, kThumbnailEveryS = 0.6, kThumbnailsAnewS = 3;
constexpr int kThumbnails = Layout::kThumbnails;

bool has_open_incident(const Moment& moment, int camera) {
  const engine::CameraId id{static_cast<std::uint32_t>(camera)};
  const auto& open = moment.service.open_incidents();
  return std::any_of(open.begin(), open.end(),
                     [&](engine::IncidentId it) { return moment.camera_of(*moment.service.incident(it)) == id; });
}

}  // namespace

CameraWall::CameraWall(const Replay& replay, const PolicyHistory& policies,
                       std::shared_ptr<const engine::Vision> vision)
    : replay_(replay),
      policies_(policies),
      kinds_(vision ? vision->kinds() : engine::ObjectKinds{}),
      maker_(replay, vision, 1 + kThumbnails),
      tiles_(1 + kThumbnails) {}

// Cameras with an open stay or incident come first; the rest are the chosen camera's neighbours. A camera that stays
// keeps its tile.
void CameraWall::choose_thumbnails(const Moment& moment, const ViewState& state) {
  const int cameras = static_cast<int>(replay_.city().cameras.size());
  std::vector<int> wanted;
  const auto want = [&](int camera) {
    if (camera != state.camera && wanted.size() < kThumbnails &&
        std::find(wanted.begin(), wanted.end(), camera) == wanted.end())
      wanted.push_back(camera);
  };
  const auto& open = moment.service.open_incidents();
  for (auto it = open.rbegin(); it != open.rend(); ++it)
    if (const auto camera = moment.camera_of(*moment.service.incident(*it))) want(static_cast<int>(camera->value));
  for (const auto& [number, stay] : moment.service.stays()) want(static_cast<int>(stay.started.camera.value));
  for (int i = 1; i < cameras; ++i) want((state.camera + i) % cameras);
  std::vector<int> kept(kThumbnails, -1);
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

void CameraWall::refresh(int place, const Timeline& timeline, const Moment& moment, double wall_s, double every_s,
                         float thumbnail_px) {
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
    else standing = timeline.standing_at(source->at);
  }
  const auto full_px = static_cast<float>(replay_.city().cameras[static_cast<std::size_t>(tile.camera)].pose.width_px);
  const int reduce = place == 0 ? 1 : std::max(1, static_cast<int>(full_px / std::max(1.f, thumbnail_px)));
  maker_.ask(place, tile.camera, moment.at, source, std::move(standing), reduce, place == 0);
  tile.asked_at = moment.at;
  tile.asked_camera = tile.camera;
  tile.asked_wall_s = wall_s;
}

void CameraWall::update(const Timeline& timeline, const Moment& moment, const ViewState& state, double wall_s,
                        float thumbnail_px) {
  if (replay_.city().cameras.empty()) return;
  tiles_[0].camera = state.camera;
  if (wall_s - chosen_s_ > kThumbnailsAnewS || chosen_for_ != state.camera) {
    choose_thumbnails(moment, state);
    chosen_s_ = wall_s;
    chosen_for_ = state.camera;
  }
  refresh(0, timeline, moment, wall_s, state.exact ? -1 : kMainEveryS, thumbnail_px);
  if (state.map_alone) return;
  for (int place = 1; place <= kThumbnails; ++place)
    refresh(place, timeline, moment, wall_s, state.exact ? -1 : kThumbnailEveryS, thumbnail_px);
}

bool CameraWall::up_to_date(engine::Time at, const ViewState& state) const {
  return std::all_of(tiles_.begin(), state.map_alone ? tiles_.begin() + 1 : tiles_.end(), [&](const Tile& tile) {
    return tile.camera < 0 || (tile.shown && tile.shown->at == at && tile.shown->camera == tile.camera);
  });
}

int CameraWall::thumbnail_at(Px at, const Layout& layout) const {
  for (std::size_t i = 0; i < kThumbnails; ++i)
    if (layout.thumbnails[i].contains(at)) return tiles_[i + 1].camera;
  return -1;
}

void CameraWall::draw(sf::RenderTarget& target, Canvas& over, const Layout& layout, const Moment& moment,
                      const ViewState& state) {
  if (state.enlarged) show(target, over, tiles_[0], layout.map, true, moment, state);
  if (state.map_alone) return;
  if (state.enlarged)
    over.text(layout.camera.left + layout.camera.width / 2, layout.camera.top + layout.camera.height / 2 - 7, 12,
              look::kFaint, say(state.language, "已放大（E 还原）", "enlarged (E: back)"), Align::centre);
  else show(target, over, tiles_[0], layout.camera, true, moment, state);
  if (moment.camera_count < 2)
    over.text(layout.thumbnails[1].left + layout.thumbnails[1].width / 2, layout.thumbnails[1].bottom() - 4, 12,
              look::kFaint, say(state.language, "没有其他摄像机", "no other cameras"), Align::centre);
  for (std::size_t i = 0; i < kThumbnails; ++i)
    show(target, over, tiles_[i + 1], layout.thumbnails[i], false, moment, state);
}

void CameraWall::show(sf::RenderTarget& target, Canvas& over, const Tile& tile, PxRect area, bool large,
                      const Moment& moment, const ViewState& state) const {
  if (tile.camera < 0) return;
  const sim::CityCamera& camera = replay_.city().cameras[static_cast<std::size_t>(tile.camera)];
  const engine::CameraRecord& health = moment.camera(static_cast<std::size_t>(tile.camera));
  const PxRect rect = fitted(area, static_cast<float>(camera.pose.width_px), static_cast<float>(camera.pose.height_px));
  if (large)
    over.frame(rect.left - 1, rect.top - 1, rect.width + 2, rect.height + 2, health.sees ? look::kLine : look::kRed);
  if (tile.shown && !tile.shown->none) {
    sf::Sprite sprite(tile.texture);
    const auto size = tile.texture.getSize();
    sprite.setScale(rect.width / static_cast<float>(size.x), rect.height / static_cast<float>(size.y));
    sprite.setPosition(rect.left, rect.top);
    target.draw(sprite);
  } else {
    const bool none = tile.shown && tile.shown->none;
    over.rect(rect.left, rect.top, rect.width, rect.height, look::kGround);
    over.text(rect.left + rect.width / 2, rect.top + rect.height / 2 - 8, large ? 15 : 11,
              none ? look::kRed : look::kFaint,
              none ? say(state.language, "无信号 no signal", "no signal 无信号")
                   : say(state.language, "等待画面…", "waiting …"),
              Align::centre);
  }
  if (!large) {
    const bool busy = has_open_incident(moment, tile.camera),
               under = Selection{Selection::What::camera, static_cast<std::uint64_t>(tile.camera)} == state.hovered;
    over.frame(rect.left, rect.top, rect.width, rect.height,
               !health.sees || busy ? look::kRed
               : under              ? look::kAccent
                                    : look::kLine,
               busy ? 2 : 1);
    const std::string name = camera.id + (busy ? " !" : health.sees ? "" : " ×");
    over.rect(rect.left + 2, rect.top + 2, over.width_of(11, name) + 8, 15, {8, 12, 20, 190});
    over.text(rect.left + 6, rect.top + 3, 11, health.sees ? look::kText : look::kRed, name);
    return;
  }
  if (tile.shown) {
    if (state.zones) draw_zones(over, rect, *tile.shown);
    std::vector<PxRect> labels;
    draw_clocks(over, rect, *tile.shown, moment, state.language, labels);
    if (state.boxes && !tile.shown->none) draw_boxes(over, rect, *tile.shown, moment, state.language, labels);
  }
  if (health.sees) return;
  over.rect(rect.left, rect.bottom() - 22, rect.width, 22, {120, 20, 24, 200});
  over.text(rect.left + rect.width / 2, rect.bottom() - 18, 13, sf::Color::White,
            fmt::format("{} · {} {}", blind_text(health.reason, state.language), say(state.language, "自", "since"),
                        time_text(health.since)),
            Align::centre);
}

}  // namespace tricolor::harness
