// Says in words in what two policies differ, in Chinese and in English.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"

namespace tricolor::harness {

/// One sentence for each value that differs, Chinese and English: "the time to correct: 10 min instead of 15 min".
/// The names of the policies are no difference. Classes are named by `classes`.
std::vector<std::pair<std::string, std::string>> policy_differences(const engine::Policy& from,
                                                                    const engine::Policy& to,
                                                                    const engine::ClassTable& classes);

/// True for a key of `policy_values` that has words of its own; those of classes are made of the class's name.
bool has_phrase(const std::string& key);

/// The name of a key that a sweep may go over, in Chinese; its path stands as in the YAML: "notice.correct_within",
/// "classes.piled_goods.dwell", and of a scenario "city.officers". The path itself where there is no name.
std::string key_in_chinese(const std::string& path);

}  // namespace tricolor::harness
