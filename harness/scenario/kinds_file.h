// Reads tables of the kinds of things that stand or move in a street: what each is called, how large it is, which code
// of the twin draws it, and how window and report show it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document.h"
#include "engine/key_table.h"

namespace tricolor::harness {

struct KindOfThing {
  enum class OnMap : std::uint8_t { outline, dot };
  struct Size {
    double length_m = 1, width_m = 1, height_m = 1;  ///< Along its heading, across it, and upwards; 0.05 … 20.
  };
  struct Rgb {
    std::uint8_t red = 0, green = 0, blue = 0;
  };

  std::string name;              ///< Code name: "pile".
  std::string name_zh, name_en;  ///< "杂物", "goods".
  bool moves = false;            ///< True for what walks or rides; false for what stands.
  std::vector<Size> sizes;       ///< 1 … 9; appearances take them in turn.
  double depth_m = 0.8;          ///< Usual reach away from the viewer, metres.
  std::string drawn_by;          ///< Name of the twin's generator.
  Rgb colour;                    ///< On maps and pictures.
  OnMap on_map = OnMap::outline;
  std::string mistaken_for;  ///< The kind for which a detector takes it when it errs; its own name: for no other.
  /// Something that may be told of a thing of it, such as that a bin is overflowing.
  struct Attribute {
    std::string name;              ///< Code name: "overflowing".
    std::string name_zh, name_en;  ///< "满溢", "overflowing": they stand before the name of the kind.
    std::string drawn_by;          ///< Name of the generator that draws such a thing.
  };
  std::vector<Attribute> attributes;
};

/// The needs and abilities of the twin of which a table of kinds may speak.
struct KindsOfTwin {
  std::vector<std::string> generators;  ///< Names of the code that draws.
  std::vector<std::string> needed;      ///< Kinds that its own people need.
  /// The sizes in which a generator draws, by its name: those of a kind that gives none. Not every generator has some.
  std::map<std::string, std::vector<KindOfThing::Size>> sizes = {};
};

/// Reads a table. Faults go to `diagnostics`; the result is to be used only when there are none. After the kinds of the
/// table come those that they are with one of their attributes, by the names of `engine::kind_with`, such as
/// "bin+overflowing".
std::vector<KindOfThing> read_kinds(const std::string& path, const KindsOfTwin& twin, engine::Diagnostics& diagnostics);

/// Reports the kinds in a class table that the table of kinds does not know, and the attributes that none of its kinds
/// has, because nothing would ever show them.
void check_kinds_of_classes(const std::string& classes_path, const std::vector<KindOfThing>& kinds,
                            engine::Diagnostics& diagnostics);

/// Null when there is none.
const KindOfThing* kind_named(const std::vector<KindOfThing>& kinds, std::string_view name);

/// The program's own table.
std::string own_kinds(const std::string& assets);

/// The keys of a table of kinds.
engine::KeyTable kinds_keys();

}  // namespace tricolor::harness
