// Leaves out what the class table pardons because of what else a look shows: goods whose owner stands by, or fewer
// things than make a violation.
#include <algorithm>

#include "eye/lane_state.h"

namespace tricolor::engine {
namespace {

std::ptrdiff_t shown_in(const std::vector<Candidate>& seen, ClassId violation_class, ZoneId zone) {
  return std::ranges::count_if(seen, [&](const Candidate& thing) {
    return thing.holding.violation_class == violation_class && thing.holding.zone == zone;
  });
}

}  // namespace

std::vector<ZoneMap::Beside> Lane::Impl::company(const std::vector<Detection>& found) const {
  std::vector<ZoneMap::Beside> beside;
  for (const Detection& detection : found) {
    if (detection.kind >= eyes.kinds.size() || !eyes.law.keeps_apart_from(eyes.kinds[detection.kind])) continue;
    if (const auto ground = ground_of(detection)) beside.push_back({eyes.kinds[detection.kind], ground->centre});
  }
  return beside;
}

std::vector<std::pair<ClassId, ZoneId>> leave_out_lawful(std::vector<Candidate>& seen,
                                                         const std::vector<ZoneMap::Beside>& beside,
                                                         const ZoneMap& law) {
  std::vector<std::pair<ClassId, ZoneId>> of_which;
  std::erase_if(
      seen, [&](const Candidate& thing) { return law.attended(thing.holding.violation_class, thing.spot, beside); });
  // All are counted before any is taken out.
  std::vector<bool> too_few(seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Holding& holding = seen[i].holding;
    const int least = law.at_least(holding.violation_class);
    too_few[i] = least > 1 && shown_in(seen, holding.violation_class, holding.zone) < least;
    if (too_few[i]) of_which.emplace_back(holding.violation_class, holding.zone);
  }
  std::size_t i = 0;
  std::erase_if(seen, [&](const Candidate&) { return too_few[i++]; });
  return of_which;
}

bool become_lawful(const HeldPlace& stay, const std::vector<Candidate>& seen,
                   const std::vector<ZoneMap::Beside>& beside, const ZoneMap& law, Time at) {
  const int least = law.at_least(stay.violation_class);
  return !law.in_force(stay.violation_class, at) || law.attended(stay.violation_class, stay.spot, beside) ||
         (least > 1 && shown_in(seen, stay.violation_class, stay.zone) < least);
}

}  // namespace tricolor::engine
