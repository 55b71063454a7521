#include "cli/zone_drawing.h"

#include <fmt/format.h>

#include <fstream>

#include "cli/commands.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_WINDOW
#include "scenario/counted.h"
#include "view/window/window.h"
#include "view/window/zone_window.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_WINDOW
namespace {

std::shared_ptr<const engine::Image> first_picture(const SourceSettings& source) {
  std::string error;
  const auto video = engine::VideoSource::open(source.address, source.video, error);
  engine::VideoPicture picture;
  if (video && video->next(picture) == engine::VideoSource::Outcome::picture) return picture.image;
  if (error.empty())
    error = engine::shown_address(source.address) + ": " +
            (video && !video->trouble().empty() ? video->trouble() : "holds no picture that can be decoded");
  complain(error + "\n");
  return nullptr;
}

}  // namespace
#endif

std::optional<int> draw_before_watching(const std::string& path, const std::vector<SourceSettings>& sources,
                                        engine::Duration dwell, std::vector<PictureZone>& zones) {
#ifdef TRICOLOR_WINDOW
  if (const auto why = no_display("watch --draw")) {
    complain(*why + "\n");
    return kBadInput;
  }
  // All pictures are read first, so that nobody draws in vain.
  std::vector<std::shared_ptr<const engine::Image>> pictures;
  for (const SourceSettings& source : sources) pictures.push_back(first_picture(source));
  for (const auto& picture : pictures)
    if (!picture) return kBadInput;
  DrawingEnds ends = DrawingEnds::go_on;
  for (std::size_t i = 0; i < sources.size() && ends == DrawingEnds::go_on; ++i) {
    ZoneSketch sketch(pictures[i]->width_px, pictures[i]->height_px, zones, sources.size() > 1 ? sources[i].name : "",
                      dwell);
    ends = draw_zones(*pictures[i], sources[i].name, sketch);
    if (ends == DrawingEnds::leave) return kStopped;
    zones = sketch.zones();
  }
  std::ofstream out(path);
  out << zones_text(zones);
  if (!out.flush()) {
    complain(fmt::format("{}: cannot be written\n", path));
    return kMachine;
  }
  complain(fmt::format("{} in {}\n", counted(zones.size(), "zone"), path));
  return ends == DrawingEnds::stop ? std::optional<int>(kFine) : std::nullopt;
#else
  (void)path, (void)sources, (void)dwell, (void)zones;
  complain("watch --draw: this program was built without a window (TRICOLOR_VIEW=OFF)\n");
  return kBadInput;
#endif
}

}  // namespace tricolor::harness
