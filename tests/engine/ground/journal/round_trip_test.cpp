// Shows that every type of event, with any values in its fields, is the same after writing and reading: extreme
// numbers, awkward fractions, text of any script, options absent and present, lists empty and full. RapidCheck prints
// its seed and the line that reproduces. The comparison does not go through JSON. The
// binary form of snapshots is shown to be its inverse on the same events.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/journal.h"
#include "journal/binary.h"
#include "journal/fields.h"

namespace tricolor::engine::round_trip_test {
namespace {

// Number of words in each vocabulary of the journal.
int words(Colour) { return 3; }
int words(RecheckOutcome) { return 4; }
int words(CaseState) { return 12; }
int words(EvidenceMoment) { return 5; }
int words(BlindReason) { return 7; }
int words(event::NoticeFate::Why) { return 4; }
int words(event::IncidentClosed::How) { return 4; }

// Puts a random value into every field that it is shown.
class Filler {
 public:
  template <class T>
  void operator()(const char*, T& value) {
    fill(value);
  }
  template <class T>
  void score(const char*, T& value) {
    fill(value);
  }

 private:
  template <class Tag>
  void fill(Id<Tag>& id) {
    fill(id.value);
  }
  void fill(Time& time) { time = Time{Duration{*rc::gen::arbitrary<std::int64_t>()}}; }
  void fill(bool& value) { value = *rc::gen::arbitrary<bool>(); }
  void fill(double& value) {
    value = *rc::gen::element(0.0, -0.0, 0.1, 1.0 / 3, -1e-300, 123456.789, std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::denorm_min());
  }
  void fill(float& value) {
    value = *rc::gen::element(0.0f, 0.1f, 1.0f / 3, -639.5f, std::numeric_limits<float>::max(),
                              std::numeric_limits<float>::denorm_min());
  }
  void fill(std::string& text) {
    text = *rc::gen::element<std::string>("", "plain", "您好，请清理", "\"quoted\" \\ /", "line\nline\r\n\t",
                                          std::string("nul\0nul", 7), "🙂 é \x7f", "{\"seq\":1}");
  }
  template <class T>
  void fill(std::optional<T>& value) {
    value.reset();
    if (*rc::gen::arbitrary<bool>()) fill(value.emplace());
  }
  template <class T>
  void fill(std::vector<T>& values) {
    values.resize(static_cast<std::size_t>(*rc::gen::inRange(0, 4)));
    for (T& value : values) fill(value);
  }
  template <class T>
  void fill(T& value) {
    if constexpr (std::is_enum_v<T>) value = static_cast<T>(*rc::gen::resize(100, rc::gen::inRange(0, words(value))));
    else if constexpr (std::is_integral_v<T>)
      value = *rc::gen::element(T{0}, T{1}, std::numeric_limits<T>::max(), std::numeric_limits<T>::min());
    else fields(*this, value);
  }
};

// Writes every field as text, exactly.
class Notes {
 public:
  std::string text;
  template <class T>
  void operator()(const char* key, T& value) {
    text += key;
    note(value);
  }
  template <class T>
  void score(const char* key, T& value) {
    (*this)(key, value);
  }

 private:
  template <class Tag>
  void note(Id<Tag>& id) {
    note(id.value);
  }
  void note(Time& time) { text += '@' + std::to_string(time.time_since_epoch().count()); }
  void note(std::string& value) { text += '=' + std::to_string(value.size()) + ':' + value; }
  void note(float& value) {
    double wide = value;
    note(wide);
  }
  void note(double& value) {
    char exact[40];
    std::snprintf(exact, sizeof exact, "=%a", value);
    text += exact;
  }
  template <class T>
  void note(std::optional<T>& value) {
    if (value) note(*value);
    else text += "=none";
  }
  template <class T>
  void note(std::vector<T>& values) {
    text += '[' + std::to_string(values.size());
    for (T& value : values) note(value);
  }
  template <class T>
  void note(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
      text += '=' + std::to_string(static_cast<long long>(value));
    else fields(*this, value);
  }
};

std::string notes_of(Event event) {
  Notes notes;
  std::visit([&](auto& payload) { fields(notes, payload); }, event.payload);
  return std::to_string(event.sequence) + ' ' + std::to_string(event.at.time_since_epoch().count()) + ' ' +
         std::to_string(event.payload.index()) + ' ' + notes.text;
}

template <std::size_t I = 0>
void check_each_type() {
  if constexpr (I < std::variant_size_v<event::Kind>) {
    Event event{*rc::gen::arbitrary<std::uint64_t>(), Time{Duration{*rc::gen::arbitrary<std::int64_t>()}},
                event::Payload{std::in_place_index<I>}};
    Filler filler;
    fields(filler, std::get<I>(event.payload));
    const std::string line = to_line(event);
    RC_ASSERT(line.find('\n') == std::string::npos);
    const Event again = from_line(line);
    RC_ASSERT(notes_of(again) == notes_of(event));
    RC_ASSERT(to_line(again) == line);
    // The text is the library's own, byte for byte.
    using Json = nlohmann::ordered_json;
    RC_ASSERT(Json::parse(line).dump(-1, ' ', false, Json::error_handler_t::replace) == line);
    BinaryWriter writer;
    writer("event", event);
    const std::string bytes = writer.take();
    Event binary;
    BinaryReader reader(bytes);
    reader("event", binary);
    RC_ASSERT(reader.at_end());
    RC_ASSERT(notes_of(binary) == notes_of(event));
    // A text that ends too early is told, wherever it ends.
    BinaryReader cut(std::string_view(bytes).substr(0, *rc::gen::inRange<std::size_t>(0, bytes.size())));
    RC_ASSERT_THROWS_AS(cut("event", binary), std::runtime_error);
    check_each_type<I + 1>();
  }
}

RC_GTEST_PROP(JournalProperty, EveryTypeOfEventWithAnyValuesSurvives, ()) { check_each_type(); }

// Text of one to four bytes a character, cut anywhere, with and without what must be escaped.
RC_GTEST_PROP(JournalProperty, TextIsWrittenAsTheLibraryWritesIt, ()) {
  std::string text;
  const int parts = *rc::gen::inRange(0, 6);
  for (int i = 0; i < parts; ++i) {
    text += *rc::gen::element<std::string>("abc", "您好", "é", "🙂", "\"", "\\", "\n", "\x7f", "\xed\xa0\x80",
                                           "\xc0\xaf", "\xf4\x90\x80\x80", "\xe2\x82", "\xff");
    if (*rc::gen::inRange(0, 4) == 0) text += static_cast<char>(*rc::gen::inRange(-128, 128));
  }
  const std::string line = to_line({1, Time{}, event::MerchantReplied{MerchantId{2}, text}});
  nlohmann::ordered_json json;
  json["seq"] = 1;
  json["at"] = 0;
  json["event"] = "merchant_replied";
  json["merchant"] = 2;
  json["text"] = text;
  RC_ASSERT(line == json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  RC_ASSERT(to_line(from_line(line)) == line);
}

TEST(Journal, ALineInAnotherOrderOrWithBlanksIsReadAllTheSame) {
  const Event event{3, Time{Duration{4}}, event::Rechecked{IncidentId{5}, RecheckOutcome::relapsed}};
  for (const char* line : {R"({"seq":3,"at":4,"event":"rechecked","incident":5,"outcome":"relapsed"})",
                           R"({ "seq": 3, "at": 4, "event": "rechecked", "incident": 5, "outcome": "relapsed" })",
                           R"({"event":"rechecked","outcome":"relapsed","incident":5,"at":4,"seq":3})",
                           R"({"seq":3,"at":4,"event":"rechecked","incident":5,"outcome":"relapsed","more":[1]})"})
    EXPECT_EQ(notes_of(from_line(line)), notes_of(event)) << line;
}

TEST(Journal, WordsAndNumbersThatDoNotFitAreTold) {
  for (const char* line : {R"({"seq":1,"at":2,"event":"rechecked","incident":1,"outcome":""})",
                           R"({"seq":1,"at":2,"event":"rechecked","incident":4294967296,"outcome":"unknown"})",
                           R"({"seq":1,"at":2,"event":"rechecked","incident":-1,"outcome":"unknown"})",
                           R"({"seq":1,"at":2,"event":"rechecked","incident":1.5,"outcome":"unknown"})",
                           R"({"seq":-1,"at":2,"event":"review_asked","sighting":1})",
                           R"({"seq":1,"at":2,"event":"notice_sent","notice":1,"result":256})",
                           R"({"seq":1,"at":2,"event":"review_given","sighting":1,"confirmed":1,"merchant":null})"})
    EXPECT_THROW(from_line(line), std::runtime_error) << line;
}

}  // namespace
}  // namespace tricolor::engine::round_trip_test
