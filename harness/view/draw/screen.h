// Draws the whole picture of the window, finds the subject under the mouse, and selects it at a click.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "view/draw/buttons.h"
#include "view/draw/camera_wall.h"
#include "view/model/figures.h"
#include "view/layout/layout.h"
#include "view/model/opening.h"
#include "view/model/playback.h"
#include "view/model/search.h"
#include "view/model/story_card.h"
#include "view/draw/street_map.h"
#include "view/model/tooltip.h"
#include "view/layout/tour.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

class Screen {
 public:
  /// Both must outlive it.
  Screen(const Opened& opened, const sf::Font& font);

  /// Sets the window's size in real pixels; `scale` is as of `ui_scale`.
  void resize(unsigned width, unsigned height, std::optional<float> scale);
  /// Gives real pixels to a unit, by which the mouse's place is divided.
  float scale() const { return scale_; }
  /// Draws a frame. `moment` is the timeline's at `playback.now()`; `wall_s` is the window's own time.
  void draw(sf::RenderTarget& target, const Moment& moment, const Playback& playback, double wall_s);

  /// Sets the mouse's place, in units; the subject under it is drawn lighter and has a tooltip. None: it has left the
  /// window.
  void point_at(std::optional<Px> at) { pointer_ = at; }
  /// Gives the button under a point.
  std::optional<Action> button_at(Px at) const { return buttons_.at(at); }
  /// Handles a click of the left mouse button that hit no button of the screen: selects, chooses a camera, or moves the
  /// time. True when it was on the time bar. A second click at one place selects the next of the marks that lie there.
  bool click(Px at, const Moment& moment, Playback& playback);
  /// Handles the mouse moving along the time bar with its button down.
  void scrub(float x, Playback& playback) const;
  /// Gives the row of the search under a point.
  std::optional<Selection> search_row_at(Px at) const;
  /// Gives the subjects that a click on the map would select, best first.
  std::vector<Selection> under(Px at) const;

  void select(const Selection& selection, const Moment& moment);
  /// Selects, and moves the map there, near enough to see it.
  void go_to(const Selection& selection, const Moment& moment);
  /// Shows a shot of a tour, with its caption; null: the tour is over.
  void tell(const Tour* tour, const TourShot& shot, const Moment& moment);
  /// Sets a line over the map that says what the window waits for; empty: none.
  void notify(const std::string& notice) { notice_ = notice; }

  ViewState& state() { return state_; }
  SearchBox& search_box() { return search_; }
  const CityPlaces& places() const { return map_.places(); }
  const engine::Configuration& configuration() const { return opened_.replay->configuration(); }
  MapView& map() { return map_.view(); }
  std::optional<sim::Point> place_of(const Selection& selection, const Moment& moment) const {
    return map_.place_of(selection, moment);
  }
  const CameraWall& wall() const { return wall_; }
  bool over_map(Px at) const;
  void lay_out();
  /// Gives the window's title: its subject and whether it plays.
  std::string title(const Moment& moment, const Playback& playback) const;

 private:
  void choose_camera(const Moment& moment);
  // bars.cpp
  void draw_top_bar(const Moment& moment, const Playback& playback);
  void draw_figures(const Moment& moment);
  void draw_time_bar(const Moment& moment, const Playback& playback);
  void draw_legend();
  float x_of(engine::Time time) const;
  engine::Time time_at(float x) const;
  // panels.cpp
  void draw_map_buttons();
  void draw_camera_head(const Moment& moment);
  void draw_feed(const Moment& moment);
  void draw_card(const Moment& moment);
  void draw_card_line(const StoryLine& line, Px at, float width);
  std::optional<std::size_t> feed_line_at(Px at, const Moment& moment) const;
  // hints.cpp
  void draw_caption();
  void draw_search(const Moment& moment);
  void draw_help();
  void draw_hover(const Moment& moment, const Playback& playback);
  Tooltip hint_at(Px at, const Moment& moment, const Playback& playback) const;
  void draw_tooltip(const Tooltip& tip, Px at);
  std::string name_of(const Selection& selection) const;
  bool plays(const Playback& playback) const { return playback.playing() || state_.filming; }
  bool live() const { return opened_.live && !timeline_.finished(); }
  const char* word(const char* zh, const char* en) const { return say(state_.language, zh, en); }

  const Opened& opened_;
  const Timeline& timeline_;
  ViewState state_;
  StreetMap map_;
  CameraWall wall_;
  Canvas map_canvas_, panels_, over_;
  Buttons buttons_;
  SearchBox search_;
  Layout layout_;
  sf::Vector2f size_{1280, 720};  // Size in units.
  float scale_ = 1;
  std::optional<Px> pointer_, last_click_;
  PxRect card_area_, search_area_;
  StoryCard card_;
  Selection card_of_;
  std::size_t card_events_ = 0;
  std::int64_t card_second_ = -1;
  Language card_language_ = Language::zh;
  const Tour* tour_ = nullptr;
  TourShot shot_;
  std::string notice_;
  // The tooltip of a mark is made anew when its subject or the second changes.
  Selection tip_of_;
  std::int64_t tip_second_ = -1;
  std::size_t tip_events_ = 0, tip_others_ = 0;
  Language tip_language_ = Language::zh;
  Tooltip tip_;
};

}  // namespace tricolor::harness
