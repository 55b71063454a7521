// What the events of the journal and their fields mean, in words. The kinds and fields themselves are the engine's own
// (engine/journal.h); a test holds the two against one another.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tricolor::harness {

struct FieldWords {
  std::string name;
  std::string about;
};

struct EventWords {
  std::string name;
  std::string about;               ///< A sentence.
  std::vector<FieldWords> fields;  ///< Those of which `common_field_words` does not say all.
};

const std::vector<EventWords>& event_words();

/// Fields that mean the same wherever they stand.
const std::vector<FieldWords>& common_field_words();

/// Of one field of one event, its own words before the common ones; nothing when neither is known.
std::optional<std::string> field_words(const std::string& event, const std::string& field);

}  // namespace tricolor::harness
