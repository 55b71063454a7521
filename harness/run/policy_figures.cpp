// Warns of figures of a policy that are valid and surely not intended.
#include <fmt/format.h>

#include <chrono>

#include "run/plausibility.h"

namespace tricolor::harness {

using namespace std::chrono_literals;
using engine::Diagnostics;
using engine::Duration;
using engine::Origin;
using engine::Value;

Diagnostics warnings_about_figures(const std::string& path, const engine::Policy& policy) {
  Diagnostics out, said_elsewhere;
  Value file;
  engine::read_document(path, file, said_elsewhere);
  // Gives the place of a key, in any of the files that extend one another; the file's beginning when the default holds.
  const auto place = [&](std::initializer_list<const char*> keys) {
    const Value* value = &file;
    for (const char* key : keys)
      if (value) value = value->find(key);
    return value ? value->key_origin : Origin{path, 1, 1};
  };
  const engine::NoticePolicy& notice = policy.notice;
  if (notice.clock_starts == engine::NoticePolicy::ClockStarts::sent &&
      notice.correct_within < notice.undelivered_after)
    out.add(place({"notice", "correct_within"}), "notice.correct_within",
            fmt::format("is {}, over before a message counts as undelivered ({})",
                        engine::written(notice.correct_within), engine::written(notice.undelivered_after)));
  if (notice.text.find("{correct_within}") == std::string::npos)
    out.add(place({"notice", "text"}), "notice.text", "does not say until when (no {correct_within})");
  if (notice.quiet_hours) {
    const auto& [from, until] = *notice.quiet_hours;
    const Duration quiet = (until - from + 24h) % 24h;
    if (quiet >= 23h)
      out.add(place({"notice", "quiet_hours"}), "notice.quiet_hours",
              fmt::format("are {} of each day: messages go in the other {} only", engine::written(quiet),
                          engine::written(24h - quiet)));
  }
  for (const engine::ClassPolicy& entry : policy.classes) {
    const Origin dwell = place({"classes", entry.code_name.c_str(), "dwell"});
    const std::string name = "classes." + entry.code_name + ".dwell";
    if (entry.dwell == 0s) out.add(dwell, name, "is nothing: whoever stops for two looks is accused");
    else if (policy.occupancy.gap_tolerance >= entry.dwell)
      out.add(dwell, name,
              fmt::format("is {}, no longer than gap_tolerance ({}): who is gone for all of it counts as staying",
                          engine::written(entry.dwell), engine::written(policy.occupancy.gap_tolerance)));
  }
  return out;
}

}  // namespace tricolor::harness
