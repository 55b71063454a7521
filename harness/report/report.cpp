#include "report/report.h"

#include <string>

#include "report/file_formats.h"
#include "report/page_data.h"
#include "report/page_parts.h"

namespace tricolor::harness {

namespace {

/// Puts `content` where `mark` stands in the template.
void fill(std::string& page, std::string_view mark, std::string_view content) {
  if (const auto at = page.find(mark); at != std::string::npos) page.replace(at, mark.size(), content);
}

/// JSON inside a script element must not contain "</": a shop's sign could end the element.
std::string safe_in_script(std::string json) {
  for (auto at = json.find("</"); at != std::string::npos; at = json.find("</", at + 3)) json.replace(at, 2, "<\\/");
  for (auto at = json.find("<!--"); at != std::string::npos; at = json.find("<!--", at)) json.replace(at, 1, "\\u003c");
  return json;
}

}  // namespace

void write_report(const RunRecord& run, const std::filesystem::path& folder) {
  const Tables tables = tables_of(run);
  std::string page(page_part("report.html"));
  fill(page, "{{title}}", run.partial ? "PARTIAL 未完成 · Tricolor" : "Tricolor 三色");
  fill(page, "{{style}}", page_part("report.css"));
  fill(page, "{{library}}", page_part("chart.min.js"));
  std::string scripts;
  for (const char* part : {"words.js", "map.js", "charts.js", "stories.js", "report.js"}) scripts.append(page_part(part)).append("\n");
  fill(page, "{{script}}", scripts);
  // Last, because data may contain anything, the marks of the template too.
  fill(page, "{{data}}", safe_in_script(page_data(run, tables, folder).dump(-1, ' ', false, Json::error_handler_t::replace)));
  write_file(folder / "report.html", page);
}

}  // namespace tricolor::harness
