#include "report/page/html/page.h"

#include <stdexcept>

#include "report/escape.h"
#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"
#include "report/page_parts.h"
#include "report/page/html/story_html.h"

namespace tricolor::harness {

namespace {

std::string joined(std::initializer_list<const char*> parts) {
  std::string all;
  for (const char* part : parts) all.append(page_part(part)).append("\n");
  return all;
}

}  // namespace

std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& fragments) {
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const auto mark = page.find("{{", at), words = page.find("[[", at), next = std::min(mark, words);
    out.append(page.substr(at, next - at));
    if (next == std::string_view::npos) break;
    const auto end = page.find(next == mark ? "}}" : "]]", next);
    const auto inside = page.substr(next + 2, end - next - 2);
    if (next == mark) {
      const auto fragment = fragments.find(inside);
      if (fragment == fragments.end()) throw std::logic_error("no fragment for the page's mark " + std::string(inside));
      out += fragment->second;
    } else {
      const auto bar = inside.find("||");
      if (bar == std::string_view::npos) throw std::logic_error("text in one language only: " + std::string(inside));
      out += both_markup({std::string(inside.substr(0, bar)), std::string(inside.substr(bar + 2))});
    }
    at = end + 2;
  }
  return out;
}

std::string fill_study_page(const StudyPage& page, std::map<std::string, std::string, std::less<>> fragments) {
  std::string style = joined({"page.css", "figures.css"}), sections;
  for (const char* own : page.styles) style.append(page_part(own)).append("\n");
  for (const auto& [anchor, name] : page.sections)
    sections.append("<a href=\"#").append(anchor).append("\">") += both(name) + "</a>";
  fragments["title"] = escape_html(page.name.zh + " " + page.name.en + " · " + page.scenario);
  fragments["style"] = style.append(page_part("print.css"));
  fragments["name"] = both(page.name);
  fragments["scenario"] = escape_html(page.scenario);
  fragments["sections"] = sections;
  fragments["script"] = joined({"language.js"}) + page.script + std::string(page_part("compare.js"));
  const std::string whole =
      std::string(page_part("study_head.html")).append(page_part(page.part)).append(page_part("study_foot.html"));
  return fill_template(whole, fragments);
}

std::string page_of(const Json& data) {
  auto fragments = text_fragments(data);
  fragments.merge(accuracy_fragments(data));
  fragments.merge(marginal_fragments(data));
  fragments.merge(incident_fragments(data));
  fragments.merge(dossier_fragments(data));
  fragments.merge(work_fragments(data));
  fragments["stories"] = stories_html(data);
  fragments["style"] = joined({"page.css", "figures.css", "map.css", "stories.css", "dossiers.css", "print.css"});
  fragments["library"] = page_part("chart.min.js");
  fragments["script"] =
      joined({"language.js", "words.js", "map.js", "street_plan.js", "charts.js", "lists.js", "report.js"});
  // Data that the page has as text are not put in a second time for the scripts.
  Json drawn = Json::object();
  for (const auto& [key, value] : data.items())
    if (key != "stories" && key != "incidents" && key != "shops" && key != "published" && key != "marginals")
      drawn[key] = value;
  fragments["data"] = json_for_script(drawn);
  return fill_template(page_part("report.html"), fragments);
}

}  // namespace tricolor::harness
