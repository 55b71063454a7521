// Gives the files of harness/report/page/template and the chart library, as they were at build.
#pragma once

#include <string_view>

namespace tricolor::harness {

/// Gives the bytes of a part, such as "report.css". Throws std::logic_error for a name that was not put in.
std::string_view page_part(std::string_view name);

}  // namespace tricolor::harness
