// Shows the pictures on the screen: the chosen camera's with the engine's results, and small ones of others.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "scenario/policy_history.h"
#include "view/draw/canvas.h"
#include "view/layout/layout.h"
#include "view/model/pictures.h"
#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

class CameraWall {
 public:
  /// All arguments must outlive it.
  CameraWall(const Replay& replay, const PolicyHistory& policies, std::shared_ptr<const engine::Vision> vision);

  /// Takes pictures that have come and asks for those that are due; `wall_s` is the window's own time, for spacing
  /// only. Nothing waits. `thumbnail_px` is the width of a small picture in real pixels; it is made no larger than
  /// needed.
  void update(const Timeline& timeline, const Moment& moment, const ViewState& state, double wall_s,
              float thumbnail_px);

  /// Draws the pictures, and their overlays into `over`. Every picture keeps its own aspect within its area.
  void draw(sf::RenderTarget& target, Canvas& over, const Layout& layout, const Moment& moment, const ViewState& state);

  /// Gives the camera of a small picture at a point of the window, or −1.
  int thumbnail_at(Px at, const Layout& layout) const;
  /// True when every picture on the screen shows this instant.
  bool up_to_date(engine::Time at, const ViewState& state) const;

 private:
  struct Tile {
    int camera = -1;
    engine::Time asked_at;
    int asked_camera = -1;
    double asked_wall_s = -10;
    std::optional<ShownPicture> shown;
    sf::Texture texture;
  };
  void choose_thumbnails(const Moment& moment, const ViewState& state);
  void refresh(int place, const Timeline& timeline, const Moment& moment, double wall_s, double every_s,
               float thumbnail_px);
  void show(sf::RenderTarget& target, Canvas& over, const Tile& tile, PxRect area, bool large, const Moment& moment,
            const ViewState& state) const;

  // These draw the overlays of the large picture (picture_overlays.cpp). Labels of clocks come first; the label of a
  // box is left out where it would lie over another.
  void draw_zones(Canvas& over, PxRect rect, const ShownPicture& shown) const;
  void draw_boxes(Canvas& over, PxRect rect, const ShownPicture& shown, const Moment& moment, Language language,
                  std::vector<PxRect>& labels) const;
  void draw_clocks(Canvas& over, PxRect rect, const ShownPicture& shown, const Moment& moment, Language language,
                   std::vector<PxRect>& labels) const;

  const Replay& replay_;
  const PolicyHistory& policies_;
  engine::ObjectKinds kinds_;
  PictureMaker maker_;
  std::vector<Tile> tiles_;  ///< The first is the chosen camera's.
  double chosen_s_ = -10;
  int chosen_for_ = -1;
};

}  // namespace tricolor::harness
