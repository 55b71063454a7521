#include "report/report.h"

#include "report/page/data/page_data.h"
#include "report/page/html/page.h"
#include "run/run_folder.h"

namespace tricolor::harness {

void write_report(const RunRecord& run, const std::filesystem::path& folder) {
  write_whole(folder / "report.html", page_of(page_data(run, tables_of(run), folder)));
}

}  // namespace tricolor::harness
