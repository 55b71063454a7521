// Shows that docs/reference describes the program as it is: the pages are those that its tables make now, no event or
// field is without a description, and no description without its field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "reference/event_words.h"
#include "reference/journal_schema.h"
#include "reference/reference_pages.h"

namespace tricolor::harness::reference_test {
namespace {

void collect(const std::vector<engine::EventField>& fields, std::set<std::string>& names) {
  for (const engine::EventField& field : fields) {
    if (!field.name.empty()) names.insert(field.name);
    collect(field.type.inner, names);
  }
}

TEST(Reference, IsCurrent) {
  for (const ReferencePage& page : reference_pages(TRICOLOR_SOURCE_DIR "/assets")) {
    std::ifstream in(std::string(TRICOLOR_SOURCE_DIR) + "/docs/reference/" + page.file);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str(), page.text) << page.file
                                     << " is not what the program's tables say; `./dev reference` makes it anew";
  }
}

TEST(Reference, NamesEveryEventAndEveryField) {
  for (const engine::EventKind& kind : engine::event_kinds()) {
    const auto& all = event_words();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const EventWords& it) { return it.name == kind.name; }))
        << kind.name;
    std::set<std::string> names;
    collect(kind.fields, names);
    for (const std::string& name : names) EXPECT_TRUE(field_words(kind.name, name)) << kind.name << "." << name;
  }
}

TEST(Reference, ExplainsNothingThatIsNotThere) {
  std::set<std::string> kinds, anywhere;
  for (const engine::EventKind& kind : engine::event_kinds()) {
    kinds.insert(kind.name);
    std::set<std::string> names;
    collect(kind.fields, names);
    anywhere.insert(names.begin(), names.end());
    for (const EventWords& words : event_words())
      if (words.name == kind.name) {
        for (const FieldWords& field : words.fields)
          EXPECT_TRUE(names.contains(field.name)) << kind.name << "." << field.name;
      }
  }
  for (const EventWords& words : event_words()) EXPECT_TRUE(kinds.contains(words.name)) << words.name;
  for (const FieldWords& field : common_field_words()) EXPECT_TRUE(anywhere.contains(field.name)) << field.name;
}

TEST(Reference, TellsTypesInWords) {
  const auto type_of = [](const std::string& event, const std::string& field) {
    for (const engine::EventKind& kind : engine::event_kinds())
      if (kind.name == event)
        for (const engine::EventField& it : kind.fields)
          if (it.name == field) return type_words(it.type);
    return std::string("absent");
  };
  EXPECT_EQ(type_of("incident_opened", "merchant"), "merchant id or null");
  EXPECT_EQ(type_of("incident_opened", "onset"), "instant");
  EXPECT_EQ(type_of("incident_opened", "spot"), "record of `x_m`, `y_m`");
  EXPECT_EQ(type_of("sighting_confirmed", "between"), "list of merchant ids");
  EXPECT_EQ(type_of("colour_became", "to"), "`green`, `yellow`, `red`");
  EXPECT_EQ(type_of("colour_became", "count"), "whole number");
  EXPECT_EQ(type_of("review_given", "confirmed"), "true or false");
}

}  // namespace
}  // namespace tricolor::harness::reference_test
