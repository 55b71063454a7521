// What the readers of one scenario file share: the names that are known so far, and complaints about those that are not.
#pragma once

#include <set>
#include <string>

#include "scenario/scenario.h"

namespace tricolor::harness {

struct Reading {
  Scenario& scenario;
  engine::Diagnostics& diagnostics;
  std::set<std::string> street_ids, merchant_ids, camera_ids, officer_ids;

  /// Notes a new name; complains when it was given before.
  void unique(std::set<std::string>& known, const std::string& id, const engine::Value* at, const std::string& path);
  /// Complains when a name is not among the known.
  void must_be(const std::set<std::string>& known, const std::string& id, const engine::Value* at, const std::string& path, const std::string& what);
};

void read_permit(const engine::Value& value, const std::string& path, Reading& reading);
void read_script_line(const engine::Value& value, const std::string& path, Reading& reading);
void read_fault(const engine::Value& value, const std::string& path, Reading& reading);
void read_expectation(const engine::Value& value, const std::string& path, Reading& reading);

}  // namespace tricolor::harness
