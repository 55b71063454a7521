#include <cstdio>

#include "campaigns/campaigns.h"

namespace tricolor::harness {

int threads_campaign(const CampaignOptions& given) {
  CampaignOptions options = given;
  if (options.lasts.empty()) options.lasts = "24 h";
  const LoopInputs inputs =
      campaign_inputs("xinhua_road.yaml", options, options.seeds.empty() ? 1 : options.seeds.front());
  LoopOptions loop;
  loop.threads = 1;
  const RunRecord one = campaign_run(inputs, loop, "one thread");
  loop.threads = 2;
  const RunRecord two = campaign_run(inputs, loop, "two threads");
  loop.threads = 4;
  const RunRecord four = campaign_run(inputs, loop, "four threads");
  loop.threads = 2;
  loop.look_ahead = 0;
  const RunRecord blind = campaign_run(inputs, loop, "look-ahead off");
  char text[96];
  std::snprintf(text, sizeof text, "%.2f times (%.1f s against %.1f s)", one.wall.total_s / two.wall.total_s,
                two.wall.total_s, one.wall.total_s);
  bool good =
      row("second thread, Xinhua Road for " + options.lasts, text, "≥ 1.6", one.wall.total_s >= 1.6 * two.wall.total_s);
  good &= row("fingerprints on 1, 2, 4 threads", "journal " + one.fingerprints.journal, "equal",
              two.fingerprints == one.fingerprints && four.fingerprints == one.fingerprints);
  good &= row("fingerprints with look-ahead off", "journal " + blind.fingerprints.journal, "equal",
              blind.fingerprints == one.fingerprints);
  return good ? 0 : 1;
}

}  // namespace tricolor::harness
