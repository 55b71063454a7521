#include <cstdio>

#include "calibrate/ladder.h"
#include "campaigns/campaigns.h"
#include "run/load.h"

namespace tricolor::harness {

int ladder_campaign(const CampaignOptions& given) {
  CampaignOptions options = given;
  if (options.lasts.empty()) options.lasts = "48 h";
  if (options.seeds.empty()) options.seeds = {1};
  RungFigures pixels, events;
  for (const std::uint64_t seed : options.seeds) {
    LoopInputs inputs = campaign_inputs("xinhua_road.yaml", options, seed);
    LoopOptions loop;
    loop.threads = options.threads;
    pixels.add(campaign_run(inputs, loop, "pixels"));
    engine::Diagnostics diagnostics;
    const auto told = load_inputs(inputs.scenario.path, diagnostics, {.rung = "events", .profile = {}});
    if (!told) throw std::runtime_error(diagnostics.text());
    inputs.scenario.rung = "events";
    inputs.calibration = told->calibration;
    inputs.detector_model = told->detector_model;
    inputs.vision = nullptr;
    events.add(campaign_run(inputs, loop, "events"));
  }
  for (const LadderRow& line : ladder(pixels, events)) {
    char measured[160], must[64];
    if (line.ratio) {
      std::snprintf(measured, sizeof measured, "pixels %.0f, events %.0f: x %.2f … %.2f", line.pixels, line.events,
                    line.low, line.high);
      std::snprintf(must, sizeof must, "within x %.2f … %.2f", 1 - line.margin, 1 + line.margin);
    } else {
      std::snprintf(measured, sizeof measured, "pixels %.3f of %lld, events %.3f of %lld: %+.3f … %+.3f", line.pixels,
                    static_cast<long long>(line.n_pixels), line.events, static_cast<long long>(line.n_events), line.low,
                    line.high);
      std::snprintf(must, sizeof must, "within ± %.2f", line.margin);
    }
    row(line.what, measured, must, line.shown());
  }
  char text[96];
  std::snprintf(text, sizeof text, "%.2f s against %.3f s (%.0f times)", pixels.wall_s, events.wall_s,
                pixels.wall_s / events.wall_s);
  row("wall time", text, "", true);
  // Two days are too few to show most of it: the table says what is not shown, and nothing is judged by it.
  return 0;
}

}  // namespace tricolor::harness
