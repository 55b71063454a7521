// Describes the events of the journal and their fields. The kinds and fields themselves are the engine's own
// (engine/journal.h); a test compares the two.
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
  std::string about;               ///< One sentence about the event.
  std::vector<FieldWords> fields;  ///< Fields that `common_field_words` does not describe fully.
};

const std::vector<EventWords>& event_words();

/// Fields that mean the same wherever they stand.
const std::vector<FieldWords>& common_field_words();

/// Describes one field of one event, by its own words before the common ones; nothing when there are neither.
std::optional<std::string> field_words(const std::string& event, const std::string& field);

}  // namespace tricolor::harness
