// Keeps the future events of a test's small world, in order of time and then of scheduling.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "engine/time.h"

namespace tricolor::engine::testing {

class Agenda {
 public:
  using Action = std::function<void()>;

  void at(Time when, Action action) { actions_.emplace(std::pair{when, ++order_}, std::move(action)); }
  std::optional<Time> next() const {
    if (actions_.empty()) return std::nullopt;
    return actions_.begin()->first.first;
  }
  Action take() {
    Action action = std::move(actions_.begin()->second);
    actions_.erase(actions_.begin());
    return action;
  }

 private:
  std::map<std::pair<Time, std::uint64_t>, Action> actions_;
  std::uint64_t order_ = 0;
};

}  // namespace tricolor::engine::testing
