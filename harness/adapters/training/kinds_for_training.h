// The kinds of things that the programs of training draw, from a table of kinds, and their names beside what is
// written.
#pragma once

#include <memory>
#include <string>

#include "sim/kinds.h"

namespace tricolor::harness {

/// Reads a table of kinds. Null when it is at fault; its faults are told on stderr.
std::shared_ptr<const sim::KindTable> kinds_for_training(const std::string& path);

/// Writes OUT.kinds: the name of each kind on a line of its own, in the order of the numbers in the labels. False when
/// it cannot.
bool write_kind_names(const sim::KindTable& kinds, const std::string& out);

}  // namespace tricolor::harness
