#include "engine/colour_code.h"

#include <utility>
#include <vector>

#include "merchants/colour_fold.h"

namespace tricolor::engine {

Standing standing_of(const ColourHistory& history, const ColourPolicy& policy, Time as_of) {
  const ColourOrder order = order_of(history, policy);
  std::vector<Stood> stood;
  for (const Strike& strike : history.strikes) add_stood(strike, policy, as_of, stood);
  ColourFold fold(history, order, policy, as_of, std::move(stood), {});
  fold.run({});
  return fold.standing();
}

}  // namespace tricolor::engine
