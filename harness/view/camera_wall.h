// The pictures on the screen: the chosen camera's with what the engine makes of it, and a strip of others.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "view/canvas.h"
#include "view/pictures.h"
#include "view/timeline.h"
#include "view/view_state.h"

namespace tricolor::harness {

class CameraWall {
 public:
  static constexpr int kStripCameras = 5;

  /// All passed outlives it.
  CameraWall(const Replay& replay, const engine::Policy& policy, std::shared_ptr<const engine::Vision> vision);

  /// Takes pictures that have come and asks for those that are due; `wall_s` is the window's own time, for spacing only. Nothing waits.
  void update(const Timeline& timeline, const Moment& moment, const ViewState& state, double wall_s);

  /// Draws into the two areas: first what lies under the pictures, then the pictures, then what lies over them.
  void draw(sf::RenderTarget& target, Canvas& over, sf::FloatRect main, sf::FloatRect strip, const Moment& moment, const ViewState& state);

  /// The camera of the strip at a point of the window, or −1.
  int strip_camera_at(sf::Vector2f at, sf::FloatRect strip) const;
  /// True when every picture on the screen shows this instant.
  bool up_to_date(engine::Time at) const;

 private:
  struct Tile {
    int camera = -1;
    engine::Time asked_at;
    int asked_camera = -1;
    double asked_wall_s = -10;
    std::optional<ShownPicture> shown;
    sf::Texture texture;
  };
  void choose_strip(const Moment& moment, const ViewState& state);
  void refresh(int place, const Timeline& timeline, const Moment& moment, double wall_s, double every_s);
  sf::FloatRect strip_tile(std::size_t index, sf::FloatRect strip) const;
  void draw_zones(Canvas& over, sf::FloatRect rect, const ShownPicture& shown) const;
  // Labels of clocks come first; one of a box is left out where it would lie over another.
  void draw_boxes(Canvas& over, sf::FloatRect rect, const ShownPicture& shown, const Moment& moment, Language language, std::vector<sf::FloatRect>& labels) const;
  void draw_clocks(Canvas& over, sf::FloatRect rect, const ShownPicture& shown, const Moment& moment, Language language, std::vector<sf::FloatRect>& labels) const;

  const Replay& replay_;
  const engine::Policy& policy_;
  engine::ObjectKinds kinds_;
  PictureMaker maker_;
  std::vector<Tile> tiles_;          ///< The first is the chosen camera's.
  double strip_chosen_s_ = -10;
  int strip_chosen_for_ = -1;
};

}  // namespace tricolor::harness
