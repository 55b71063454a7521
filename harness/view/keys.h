// The table of keys, as `?` shows it and as docs/view.md repeats it.
#pragma once

#include <vector>

namespace tricolor::harness {

struct KeyLine {
  const char* key;
  const char* zh;
  const char* en;
  bool as_in_sumo = false;   ///< sumo-gui has the same key for it.
};

const std::vector<KeyLine>& key_table();

}  // namespace tricolor::harness
