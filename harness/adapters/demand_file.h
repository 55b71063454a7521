// Reads and writes demand files: how much happens in the twin's streets and how its people answer, figure by figure,
// each with a mark that says whether it is assumed, published or fitted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/document.h"
#include "scenario/reference.h"
#include "sim/people/demand.h"

namespace tricolor::harness {

/// Where a figure comes from: somebody assumed it, a source printed it, or it was fitted to data.
enum class DemandMark : std::uint8_t { assumed, published, fitted };

struct DemandNote {
  DemandMark mark = DemandMark::assumed;
  std::string why;  ///< Source or reason, as the file has it; may be empty.
};

/// The demand of a run. By default it is the program's own, of Xinhua Road.
struct DemandModel {
  DemandModel();

  std::string name;
  std::string about;
  sim::Demand figures;
  std::vector<DemandNote> notes;          ///< One for each figure, in the order of the keys of a demand file.
  std::vector<DemandNote> spawner_notes;  ///< One for each of the figures' spawners …
  std::vector<DemandNote> bin_notes;      ///< … and of their changes of bins.
};

/// A figure as people read it, for reports.
struct DemandRow {
  std::string key;                     ///< Key in a demand file.
  std::string value;                   ///< Value with its unit, as a demand file has it.
  std::string in_english, in_chinese;  ///< A phrase that says what it counts.
  DemandNote note;
};

/// Reads a demand file (`demand:` names it; `extends:` another). A figure that it does not name is the program's own.
/// Faults go to `diagnostics`; the result is to be used only when there are none.
DemandModel read_demand(const std::string& path, engine::Diagnostics& diagnostics);

/// Reports the kinds, attributes of bins and classes that the rows of a demand file name and that the run's tables do
/// not have. `kinds` has those with an attribute too.
void check_spawners(const std::string& path, const std::vector<std::string>& kinds,
                    const std::vector<std::string>& classes, engine::Diagnostics& diagnostics);

/// Writes a file that `read_demand` reads back as this model, with every figure. Equal texts mean equal models.
std::string demand_text(const DemandModel& demand);

/// Lists every figure in the order of the keys of a demand file. `used`: the figures of the run, where the scenario
/// may have set some of them itself; their note says so.
std::vector<DemandRow> demand_rows(const DemandModel& demand, const sim::Demand& used);

/// The word of a mark in a demand file.
const std::string& mark_word(DemandMark mark);

/// Describes demand files, for schema and reference.
FileKind demand_file_kind();

}  // namespace tricolor::harness
