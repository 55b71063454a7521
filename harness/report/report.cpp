#include "report/report.h"

#include "report/file_formats.h"
#include "report/page.h"
#include "report/page_data.h"

namespace tricolor::harness {

void write_report(const RunRecord& run, const std::filesystem::path& folder) {
  write_file(folder / "report.html", page_of(page_data(run, tables_of(run), folder)));
}

}  // namespace tricolor::harness
