// Makes the page as text: the template of page/report.html filled with the data of page_data.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/page/html/html.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// Gives the whole of report.html.
std::string page_of(const Json& data);

/// Replaces `{{name}}` by the fragments and `[[Chinese||English]]` by both languages, in one pass, so that nothing in a
/// fragment is taken for a mark. Throws std::logic_error for a mark without a fragment.
std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& fragments);
/// A page of a study, a load or an import: what stands at its head and foot, which all of them share.
struct StudyPage {
  std::string_view part;                                    ///< Template of its middle: "load.html".
  Bilingual name;                                           ///< "三色码负载测试", "Tricolor load".
  std::string scenario;                                     ///< Name of the scenario; plain text.
  std::vector<std::pair<const char*, Bilingual>> sections;  ///< Anchors in the page with their names, in its order.
  std::vector<const char*> styles;                          ///< Its style sheets beside those of every page.
  std::string script = {};                                  ///< Its script beside those of every page.
};
/// The whole page. `fragments` are those of the middle.
std::string fill_study_page(const StudyPage& page, std::map<std::string, std::string, std::less<>> fragments);

}  // namespace tricolor::harness
