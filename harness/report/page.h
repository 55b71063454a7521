// The page as text: the template of page/report.html filled with what page_data gathered.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "report/summary.h"

namespace tricolor::harness {

/// The whole of report.html.
std::string page_of(const Json& data);

/// Puts the fragments where `{{name}}` stands and both languages where `[[Chinese||English]]` stands, in one pass, so
/// that nothing that a fragment holds is taken for a mark. Throws std::logic_error for a mark without a fragment.
std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& fragments);

}  // namespace tricolor::harness
