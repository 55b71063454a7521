// Says in plain words what is wrong with JSON that a program wrote.
#pragma once

#include <string>
#include <string_view>

namespace tricolor::engine {

/// Says in plain words what nlohmann-json found wrong with a text that a program wrote: `what` is its exception's text,
/// such as "[json.exception.out_of_range.403] key 'seed' not found", and the answer stands after "got", such as "no key
/// 'seed'". A text of another form comes back as it is.
std::string json_fault(std::string_view what);

}  // namespace tricolor::engine
