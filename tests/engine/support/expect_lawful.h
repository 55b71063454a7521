// Fails a test for every law of the journal that its town broke.
#pragma once

#include <gtest/gtest.h>

#include "engine/support/journal_laws.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing {

inline void expect_lawful(const Town& town, bool at_rest = true) {
  for (const std::string& law : broken_laws(town.store.events, town.gateway, at_rest)) ADD_FAILURE() << law;
}

}  // namespace tricolor::engine::testing
