// Makes the page as text: the template of page/report.html filled with the data of page_data.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "report/rows/summary.h"

namespace tricolor::harness {

/// Gives the whole of report.html.
std::string page_of(const Json& data);

/// Replaces `{{name}}` by the fragments and `[[Chinese||English]]` by both languages, in one pass, so that nothing in a
/// fragment is taken for a mark. Throws std::logic_error for a mark without a fragment.
std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& fragments);
/// Fills the head that the pages of studies and loads share, and after it the part of this name, such as "load.html".
std::string fill_study_page(std::string_view part, const std::map<std::string, std::string, std::less<>>& fragments);

}  // namespace tricolor::harness
