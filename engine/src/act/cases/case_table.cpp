#include "cases/case_table.h"

namespace tricolor::engine {
namespace {

// Rows are the state that a case leaves, columns the state that it enters, in the order of CaseState:
//   registered dispatched acknowledged arrived disposed feedback checking rework returned closed forced_close voided
constexpr std::array<std::array<bool, kCaseStates>, kCaseStates> kTable{{
    /* registered   */ {{false, true, false, false, false, false, false, false, false, true, true, true}},
    /* dispatched   */ {{true, true, true, true, true, false, false, false, true, true, true, true}},
    /* acknowledged */ {{false, true, false, true, true, false, false, false, true, true, true, true}},
    /* arrived      */ {{false, true, false, false, true, false, false, false, true, true, true, true}},
    /* disposed     */ {{false, false, false, false, false, true, false, false, false, false, true, true}},
    /* feedback     */ {{false, false, false, false, false, false, true, false, false, true, true, true}},
    /* checking     */ {{false, false, false, false, false, false, false, true, false, true, true, true}},
    /* rework       */ {{false, true, false, false, false, false, false, false, false, false, true, true}},
    /* returned     */ {{false, true, false, false, false, false, false, false, false, false, true, true}},
    /* closed       */ {{false, false, false, false, false, false, false, false, false, false, false, false}},
    /* forced_close */ {{false, false, false, false, false, false, false, false, false, false, false, false}},
    /* voided       */ {{false, false, false, false, false, false, false, false, false, false, false, false}},
}};

}  // namespace

bool may_move(CaseState from, CaseState to) {
  return kTable[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

}  // namespace tricolor::engine
