// Turns what a continuous camera tells into looks: where each thing stands by the law of zones, and which stays it
// hides.
#include <algorithm>
#include <cmath>
#include <utility>

#include "eye/lane.h"
#include "eye/lane_state.h"

namespace tricolor::engine {
namespace {

Footprint ground_of(const ToldThing& thing) {
  const double c = std::cos(thing.heading_rad), s = std::sin(thing.heading_rad);
  Footprint ground;
  ground.centre = thing.spot;
  for (const auto& [along, across] : {std::pair(-0.5, -0.5), {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}) {
    const double x = along * thing.length_m, y = across * thing.width_m;
    ground.outline.push_back({thing.spot.x_m + x * c - y * s, thing.spot.y_m + x * s + y * c});
  }
  return ground;
}

}  // namespace

Look Lane::look(const Telling& telling, const Brief& brief) const {
  const Impl& self = *impl_;
  Look look;
  look.camera = self.camera;
  look.at = telling.at;
  look.told = true;
  std::vector<Candidate> seen, hidden;
  std::vector<ZoneMap::Beside> beside;
  for (const ToldThing& thing : telling.things) {
    if (self.eyes.law.keeps_apart_from(thing.kind)) beside.push_back({thing.kind, thing.spot});
    Candidate candidate;
    candidate.box = thing.box.value_or(ImageBox{});
    candidate.score_256 = thing.score_256;
    candidate.looked_closer = true;
    candidate.since = thing.since;
    const bool knows_error = self.set_up().geometry && thing.error_m > 0;
    if (!self.place(candidate, kind_with(thing.kind, thing.attributes), ground_of(thing),
                    knows_error ? std::optional(thing.error_m) : std::nullopt, telling.at))
      continue;
    const bool held = std::ranges::any_of(brief.stays, [&](const Brief::Stay& stay) {
      return self.eyes.law.one_stay(self.camera, stay.place, candidate.holding.zone, candidate.holding.violation_class,
                                    candidate.spot);
    });
    candidate.plain = candidate.plain && candidate.score_256 >= kBelievedFrom && (held || candidate.clear);
    if (thing.hidden) hidden.push_back(std::move(candidate));
    else if (!candidate.beside) seen.push_back(std::move(candidate));
  }
  leave_out_lawful(seen, beside, self.eyes.law);
  put_in_order(seen);
  look.things.assign(seen.begin(), seen.end());
  for (const Brief::Stay& stay : brief.stays) {
    Answer answer;
    answer.stay = stay.number;
    for (const Candidate& thing : hidden)
      answer.hidden = answer.hidden || self.eyes.law.one_stay(self.camera, stay.place, thing.holding.zone,
                                                              thing.holding.violation_class, thing.spot);
    look.answers.push_back(answer);
  }
  return look;
}

}  // namespace tricolor::engine
