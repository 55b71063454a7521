// Makes JSON Schema and reference of the files that people write, from the tables of keys that their readers give
// (engine/key_table.h).
#pragma once

#include <string>
#include <vector>

#include "engine/key_table.h"

namespace tricolor::harness {

/// A kind of file.
struct FileKind {
  std::string name;   ///< "scenario"
  std::string title;  ///< "Scenario files"
  std::string about;  ///< Some sentences about the file.
  engine::KeyTable keys;
  bool extends = true;  ///< True when such a file may build on another.
  bool flat = false;    ///< True when `about` explains the maps below the keys: the page lists the keys alone.
};

/// JSON Schema, draft 2020-12.
std::string json_schema(const FileKind& kind);

/// The page of the reference, in Markdown.
std::string reference_page(const FileKind& kind);

/// Writes every key as a line of YAML comment, inner keys indented below: its form and bounds, its default, and its
/// meaning.
std::string commented_keys(const FileKind& kind);

/// Gives the kinds scenario files, policies and class tables; `assets` is the folder of the program's own files, whose
/// classes the schemas offer.
std::vector<FileKind> scenario_file_kinds(const std::string& assets);

}  // namespace tricolor::harness
