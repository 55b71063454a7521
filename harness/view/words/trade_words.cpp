// Gives the names of trades from the twin's table.
#include "sim/city/trades.h"

#include "view/words/words.h"

namespace tricolor::harness {

std::string trade_text(const std::string& code, Language language) {
  for (const sim::Trade& trade : sim::kTrades)
    if (code == trade.code) return say(language, trade.name_zh, trade.name_en);
  return code;
}

}  // namespace tricolor::harness
