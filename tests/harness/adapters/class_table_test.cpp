// Shows that the program's class table, the twin's people and the policies speak of the same classes: every unlawful
// act of the twin's people is of a class in the table, with a kind of thing by which the table recognises it, and every
// policy watches classes of the table.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/policy_file.h"
#include "sim/people/lived_street.h"

namespace tricolor::harness::class_table_test {
namespace {

using namespace std::chrono_literals;
using sim::testing::kMonday;
using sim::testing::LivedStreet;

const std::string kSource = TRICOLOR_SOURCE_DIR;

engine::ClassTable table() {
  engine::Diagnostics diagnostics;
  engine::ClassTable classes = engine::read_classes(kSource + "/assets/classes/street_order.yaml", diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return classes;
}

const engine::ViolationClass* named(const engine::ClassTable& classes, const std::string& name) {
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const engine::ViolationClass& entry) { return entry.code_name == name; });
  return found == classes.end() ? nullptr : &*found;
}

TEST(ClassTable, HoldsWhateverPeopleDo) {
  const engine::ClassTable classes = table();
  sim::Demand demand;
  demand.vendors_per_km_day = demand.motor_violations_per_km_day = demand.nonmotor_violations_per_km_day = 20;
  LivedStreet street(sim::generate_xinhua(8, {}, kMonday, 1), demand, 8);
  street.world.start(kMonday, kMonday + 24h);
  street.serve(kMonday + 24h);
  street.kernel.run_until(kMonday + 24h);
  std::set<std::string> done;
  for (const sim::Stay& stay : street.world.truth().stays) {
    if (stay.class_name.empty()) continue;
    done.insert(stay.class_name);
    const engine::ViolationClass* entry = named(classes, stay.class_name);
    ASSERT_NE(entry, nullptr) << stay.class_name;
    EXPECT_NE(std::find(entry->kinds.begin(), entry->kinds.end(), street.city.kinds->name_of(stay.kind)),
              entry->kinds.end())
        << stay.class_name << " by a " << street.city.kinds->name_of(stay.kind);
  }
  EXPECT_EQ(done.size(), classes.size()) << "somebody does each of them";
}

TEST(ClassTable, HoldsWhateverPoliciesWatch) {
  const engine::ClassTable classes = table();
  int policies = 0;
  for (const auto& file : std::filesystem::directory_iterator(kSource + "/scenarios/policies")) {
    engine::Diagnostics diagnostics;
    const engine::Policy policy = engine::read_policy(file.path().string(), diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    for (const engine::ClassPolicy& entry : policy.classes)
      EXPECT_NE(named(classes, entry.code_name), nullptr) << file.path() << ": " << entry.code_name;
    EXPECT_EQ(policy.classes.size(), classes.size()) << file.path();
    ++policies;
  }
  EXPECT_GE(policies, 5);
}

}  // namespace
}  // namespace tricolor::harness::class_table_test
