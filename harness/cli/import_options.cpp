// Tells the command line what `tricolor import` takes.
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/options.h"

namespace tricolor::harness {

void add_import(CLI::App& app, Chosen& chosen) {
  auto* import = app.add_subcommand(
      "import", "Make a scenario of your own streets: a map of OpenStreetMap, your table of shops, and of cameras");
  const auto a = arguments_of<ImportArguments>(import, chosen, import_command);
  import->add_option("map", a->map, "Extract of OpenStreetMap: .osm, .osm.pbf, .osm.gz or .osm.bz2")->required();
  import
      ->add_option("--shops", a->shops,
                   "Table of shops (CSV as Excel writes it): name, trade, lon, lat; also phone, street, front (metres)")
      ->required()
      ->check(kNotEmpty);
  import
      ->add_option("--cameras", a->cameras,
                   "Table of cameras: id, lon, lat; also owner, height (metres), heading (degrees from north); without "
                   "it they are proposed")
      ->check(kNotEmpty);
  import
      ->add_option("--coordinates", a->coordinates,
                   "What lon and lat of the tables are: wgs84, or gcj02 (of maps published in China); never guessed")
      ->required()
      ->check(one_of({"wgs84", "gcj02"}));
  import->add_option("--encoding", a->encoding, "Of the tables: utf-8 (with or without BOM) or gb18030 (also GBK)")
      ->check(one_of({"utf-8", "gb18030"}))
      ->capture_default_str();
  import->add_option("--out", a->out, "New folder for the scenario, its policy, the report and the names")
      ->required()
      ->check(kNotEmpty)
      ->check(kFolderToWrite);
  import->add_option("--name", a->name, "Name of the scenario; the folder's by default")->check(kNotEmpty);
  import
      ->add_option("--propose-cameras", a->proposed_cameras,
                   "How many cameras to propose without --cameras; by default as many for each shop as on Xinhua Road")
      ->check(from_to(0, 2000));
  import->add_flag("--strict", a->strict, "Rows that cannot be used are faults: nothing is written");
  import->footer(
      "Examples:\n"
      "  tricolor import map.osm --shops merchants.csv --coordinates wgs84 --out my_city\n"
      "  tricolor import map.osm.pbf --shops merchants.csv --cameras cameras.csv --encoding gb18030 --coordinates "
      "gcj02 "
      "--out my_city\n"
      "  tricolor run my_city/scenario.yaml --rung events --lasts '1 d'\n"
      "What could not be used stands in my_city/import.html (map), import.csv and import.geojson. names.csv alone "
      "says\n"
      "which shop is which: it stays with you.\n"
      "Exit codes: 0 fine (what could not be used is told); 2 bad input, nothing written; 3 the machine failed.");
}

}  // namespace tricolor::harness
